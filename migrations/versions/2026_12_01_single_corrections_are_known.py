"""which facts of a unit people changed in the roster in use, so that the next import can ask about them.

Revision b6a2f90e4c17, after d41c8e02a7f6; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "b6a2f90e4c17"
down_revision = "e5b90c6f1d28"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roster_units", schema=None) as batch_op:
        batch_op.add_column(sa.Column("corrected", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("roster_units", schema=None) as batch_op:
        batch_op.alter_column("corrected", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    """What was corrected stays; that it was is forgotten."""
    with op.batch_alter_table("roster_units", schema=None) as batch_op:
        batch_op.drop_column("corrected")

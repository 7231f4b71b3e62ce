"""a changed series keeps the rules of before.

Revision 2d8e61f0a7b4, after c41f7b90e2d6; 2026-12-10.
"""

import sqlalchemy as sa
from alembic import op

revision = "2d8e61f0a7b4"
down_revision = "c41f7b90e2d6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("earlier", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.alter_column("earlier", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.drop_column("earlier")

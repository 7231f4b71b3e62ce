"""forms of the office do their work once.

Revision 5f0e2b7c91d4, after 6e85112d1485; 2026-12-05.
"""

import sqlalchemy as sa
from alembic import op

revision = "5f0e2b7c91d4"
down_revision = "6e85112d1485"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "keyed_deeds",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_keyed_deeds")),
    )


def downgrade() -> None:
    op.drop_table("keyed_deeds")

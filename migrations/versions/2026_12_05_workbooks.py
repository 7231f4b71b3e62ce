"""workbooks.

Revision 6e85112d1485, after d3a9c5e71b46; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "6e85112d1485"
down_revision = "d3a9c5e71b46"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workbooks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["read_by_id"], ["persons.id"], name=op.f("fk_workbooks_read_by_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workbooks")),
    )


def downgrade() -> None:
    op.drop_table("workbooks")

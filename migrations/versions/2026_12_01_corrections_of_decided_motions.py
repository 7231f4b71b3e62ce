"""what was decided under a wrong class is corrected beside the vote, which keeps its result.

Revision 8f2c6ab1d950, after 3e8b5d20c714; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "8f2c6ab1d950"
down_revision = "3e8b5d20c714"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "motion_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("binds_before", sa.String(length=30), nullable=False),
        sa.Column("matter_before", sa.String(length=40), nullable=True),
        sa.Column("binds", sa.String(length=30), nullable=False),
        sa.Column("matter", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["persons.id"], name=op.f("fk_motion_corrections_by_id_persons")),
        sa.ForeignKeyConstraint(["motion_id"], ["motions.id"], name=op.f("fk_motion_corrections_motion_id_motions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motion_corrections")),
    )
    with op.batch_alter_table("motion_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_motion_corrections_motion_id"), ["motion_id"], unique=False)


def downgrade() -> None:
    op.drop_table("motion_corrections")

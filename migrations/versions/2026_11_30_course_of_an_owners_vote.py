"""the lawful course of an owners' vote: annulments of posted results.

Revision c0a7d1e5b340, after f0fd3b2132b5; 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "c0a7d1e5b340"
down_revision = "f0fd3b2132b5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owners_annulments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("organ", sa.String(length=120), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("undone", sa.JSON(), nullable=False),
        sa.Column("later_vote_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["later_vote_id"], ["owners_votes.id"], name=op.f("fk_owners_annulments_later_vote_id_owners_votes")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["persons.id"], name=op.f("fk_owners_annulments_recorded_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["owners_votes.id"], name=op.f("fk_owners_annulments_vote_id_owners_votes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_annulments")),
    )
    with op.batch_alter_table("owners_annulments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owners_annulments_vote_id"), ["vote_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("owners_annulments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_owners_annulments_vote_id"))
    op.drop_table("owners_annulments")

"""photos prove that something was posted or done, and a vote says who calls the owners' meeting.

Revision b7d94e3f1a28, after 8f2c6ab1d950; 2026-12-01.
"""

import sqlalchemy as sa
from alembic import op

revision = "b7d94e3f1a28"
down_revision = "8f2c6ab1d950"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("caller", sa.String(length=16), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("caller_name", sa.String(length=60), nullable=False, server_default=""))
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.alter_column("caller", existing_type=sa.String(length=16), server_default=None)
        batch_op.alter_column("caller_name", existing_type=sa.String(length=60), server_default=None)
    op.create_table(
        "owners_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=True),
        sa.Column("petition_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("done_by", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("struck_reason", sa.String(length=200), nullable=False),
        sa.Column("request_key", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compounds.id"], name=op.f("fk_owners_evidence_compound_id_compounds")
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["owners_petitions.id"], name=op.f("fk_owners_evidence_petition_id_owners_petitions")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["persons.id"], name=op.f("fk_owners_evidence_recorded_by_id_persons")
        ),
        sa.ForeignKeyConstraint(["vote_id"], ["owners_votes.id"], name=op.f("fk_owners_evidence_vote_id_owners_votes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_evidence")),
        sa.UniqueConstraint("request_key", name=op.f("uq_owners_evidence_request_key")),
    )
    with op.batch_alter_table("owners_evidence", schema=None) as batch_op:
        batch_op.create_index("ix_owners_evidence_petition_id", ["petition_id"], unique=False)
        batch_op.create_index("ix_owners_evidence_vote_id", ["vote_id"], unique=False)


def downgrade() -> None:
    op.drop_table("owners_evidence")
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.drop_column("caller_name")
        batch_op.drop_column("caller")

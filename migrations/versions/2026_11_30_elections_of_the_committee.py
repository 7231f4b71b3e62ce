"""elections of the owners' committee, their candidates, representatives who hand opinions on.

Revision 7c1e5a90b3d2, after 5c1f0d7a94e2; 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "7c1e5a90b3d2"
down_revision = "5c1f0d7a94e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owners_elections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("alternates", sa.Integer(), nullable=False),
        sa.Column("term_years", sa.Integer(), nullable=False),
        sa.Column("uncontested_reason", sa.String(length=300), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("open_seats", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["former_id"], ["owners_elections.id"], name=op.f("fk_owners_elections_former_id_owners_elections")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["owners_votes.id"], name=op.f("fk_owners_elections_vote_id_owners_votes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_elections")),
        sa.UniqueConstraint("vote_id", name=op.f("uq_owners_elections_vote_id")),
    )
    op.create_table(
        "owners_representatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("building", sa.String(length=30), nullable=False),
        sa.Column("entrance", sa.String(length=30), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["persons.id"], name=op.f("fk_owners_representatives_recorded_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["owners_votes.id"], name=op.f("fk_owners_representatives_vote_id_owners_votes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_representatives")),
    )
    with op.batch_alter_table("owners_representatives", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owners_representatives_vote_id"), ["vote_id"], unique=False)

    op.create_table(
        "owners_candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("building", sa.String(length=30), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("is_agent", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("backers", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("declared", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["owners_elections.id"], name=op.f("fk_owners_candidates_election_id_owners_elections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_candidates")),
        sa.UniqueConstraint("election_id", "number", name=op.f("uq_owners_candidates_election_id_number")),
    )
    with op.batch_alter_table("owners_papers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("representative_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_owners_papers_representative_id_owners_representatives"),
            "owners_representatives",
            ["representative_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("owners_papers", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_owners_papers_representative_id_owners_representatives"), type_="foreignkey"
        )
        batch_op.drop_column("representative_id")

    op.drop_table("owners_candidates")
    with op.batch_alter_table("owners_representatives", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_owners_representatives_vote_id"))

    op.drop_table("owners_representatives")
    op.drop_table("owners_elections")

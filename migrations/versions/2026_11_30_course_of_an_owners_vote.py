"""the lawful course of an owners' vote: annulments, special meetings and demands of owners.

Revision c0a7d1e5b340, after 7c1e5a90b3d2; 2026-11-30.
"""

import sqlalchemy as sa
from alembic import op

revision = "c0a7d1e5b340"
down_revision = "7c1e5a90b3d2"
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

    op.create_table(
        "owners_petitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("judged", sa.JSON(), nullable=True),
        sa.Column("drop_reason", sa.String(length=300), nullable=False),
        sa.Column("request_key", sa.String(length=40), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compounds.id"], name=op.f("fk_owners_petitions_compound_id_compounds")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["persons.id"], name=op.f("fk_owners_petitions_created_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_petitions")),
        sa.UniqueConstraint("request_key", name=op.f("uq_owners_petitions_request_key")),
    )
    with op.batch_alter_table("owners_petitions", schema=None) as batch_op:
        batch_op.create_index("ix_owners_petitions_compound_id_state", ["compound_id", "state"], unique=False)

    op.create_table(
        "owners_petition_signers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("owner_key", sa.String(length=80), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("building", sa.String(length=30), nullable=False),
        sa.Column("rooms", sa.JSON(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"],
            ["owners_petitions.id"],
            name=op.f("fk_owners_petition_signers_petition_id_owners_petitions"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["persons.id"], name=op.f("fk_owners_petition_signers_recorded_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_petition_signers")),
        sa.UniqueConstraint("petition_id", "owner_key", name=op.f("uq_owners_petition_signers_petition_id_owner_key")),
    )
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_special", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("special_ground", sa.String(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("special_reason", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("petition_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("count_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("count_place", sa.String(length=120), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_owners_votes_petition_id"), ["petition_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_owners_votes_petition_id_owners_petitions"), "owners_petitions", ["petition_id"], ["id"]
        )
    with op.batch_alter_table("owners_questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject", sa.String(length=16), nullable=False, server_default=""))

    op.create_table(
        "owners_vote_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_waived", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["persons.id"], name=op.f("fk_owners_vote_steps_recorded_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["owners_votes.id"], name=op.f("fk_owners_vote_steps_vote_id_owners_votes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_vote_steps")),
        sa.UniqueConstraint("vote_id", "code", "title", name=op.f("uq_owners_vote_steps_vote_id_code_title")),
    )
    op.create_table(
        "owners_turnovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compounds.id"], name=op.f("fk_owners_turnovers_compound_id_compounds")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["persons.id"], name=op.f("fk_owners_turnovers_recorded_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_turnovers")),
    )
    with op.batch_alter_table("owners_turnovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owners_turnovers_compound_id"), ["compound_id"], unique=False)

    op.create_table(
        "emergency_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.Column("granted_by", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posted_until", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("request_key", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compounds.id"], name=op.f("fk_emergency_uses_compound_id_compounds")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["persons.id"], name=op.f("fk_emergency_uses_recorded_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_uses")),
        sa.UniqueConstraint("request_key", name=op.f("uq_emergency_uses_request_key")),
    )
    with op.batch_alter_table("emergency_uses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_emergency_uses_compound_id"), ["compound_id"], unique=False)
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("posting_note", sa.String(length=300), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.drop_column("posting_note")
    op.drop_table("emergency_uses")
    op.drop_table("owners_turnovers")
    op.drop_table("owners_vote_steps")
    with op.batch_alter_table("owners_questions", schema=None) as batch_op:
        batch_op.drop_column("subject")
    with op.batch_alter_table("owners_votes", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_owners_votes_petition_id_owners_petitions"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_owners_votes_petition_id"))
        for name in ("count_place", "count_at", "petition_id", "special_reason", "special_ground", "is_special"):
            batch_op.drop_column(name)
    op.drop_table("owners_petition_signers")
    op.drop_table("owners_petitions")
    with op.batch_alter_table("owners_annulments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_owners_annulments_vote_id"))
    op.drop_table("owners_annulments")

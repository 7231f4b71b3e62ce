"""what a candidate lets be told, demands by entrance, proofs of posted resolutions, committees elected elsewhere.

Revision 5e1d7c30b9a2, after 5b1f7c3e9a20; 2026-12-02.
"""

import sqlalchemy as sa
from alembic import op

revision = "5e1d7c30b9a2"
down_revision = "5b1f7c3e9a20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("owners_candidates", schema=None) as batch_op:
        batch_op.add_column(sa.Column("politics", sa.String(length=16), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("occupation", sa.String(length=30), nullable=False, server_default=""))
    with op.batch_alter_table("owners_candidates", schema=None) as batch_op:
        batch_op.alter_column("politics", existing_type=sa.String(length=16), server_default=None)
        batch_op.alter_column("occupation", existing_type=sa.String(length=30), server_default=None)
    with op.batch_alter_table("owners_petitions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scope", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("owners_petitions", schema=None) as batch_op:
        batch_op.alter_column("scope", existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("owners_evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resolution_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_owners_evidence_resolution_id_resolutions"), "resolutions", ["resolution_id"], ["id"]
        )
        batch_op.create_index("ix_owners_evidence_resolution_id", ["resolution_id"], unique=False)
    _create_committees()


def _create_committees() -> None:
    op.create_table(
        "owners_committees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("alternates", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_note", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("struck_reason", sa.String(length=300), nullable=False),
        sa.Column("request_key", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compounds.id"], name=op.f("fk_owners_committees_compound_id_compounds")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["owners_committees.id"], name=op.f("fk_owners_committees_corrects_id_owners_committees")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["persons.id"], name=op.f("fk_owners_committees_recorded_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners_committees")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_owners_committees_corrects_id")),
        sa.UniqueConstraint("request_key", name=op.f("uq_owners_committees_request_key")),
    )
    with op.batch_alter_table("owners_committees", schema=None) as batch_op:
        batch_op.create_index(
            "ix_owners_committees_compound_id_elected_on", ["compound_id", "elected_on"], unique=False
        )


def downgrade() -> None:
    op.drop_table("owners_committees")
    with op.batch_alter_table("owners_evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_owners_evidence_resolution_id")
        batch_op.drop_constraint(batch_op.f("fk_owners_evidence_resolution_id_resolutions"), type_="foreignkey")
        batch_op.drop_column("resolution_id")
    with op.batch_alter_table("owners_petitions", schema=None) as batch_op:
        batch_op.drop_column("scope")
    with op.batch_alter_table("owners_candidates", schema=None) as batch_op:
        batch_op.drop_column("occupation")
        batch_op.drop_column("politics")

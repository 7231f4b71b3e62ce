"""people who leave.

Revision 74f58e57d4a2, after e3a9c05d7b18; 2026-12-07.
"""

import sqlalchemy as sa
from alembic import op

revision = "74f58e57d4a2"
down_revision = "e3a9c05d7b18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("leaver_id", sa.Integer(), nullable=False),
        sa.Column("follower_id", sa.Integer(), nullable=False),
        sa.Column("posts", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=100), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["compound_id"], ["compounds.id"], name=op.f("fk_handovers_compound_id_compounds")),
        sa.ForeignKeyConstraint(["follower_id"], ["persons.id"], name=op.f("fk_handovers_follower_id_persons")),
        sa.ForeignKeyConstraint(["leaver_id"], ["persons.id"], name=op.f("fk_handovers_leaver_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_compound_id"), ["compound_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_follower_id"), ["follower_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handovers_leaver_id"), ["leaver_id"], unique=False)

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("anonymised_at", sa.DateTime(), nullable=True))

    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index("ix_appointments_ends_on", ["ends_on"], unique=False)

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("request_key", sa.String(length=40), nullable=True))
        batch_op.create_index("ix_persons_name", ["name"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_persons_request_key"), ["request_key"])

    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("vacated_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_column("vacated_on")

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_persons_request_key"), type_="unique")
        batch_op.drop_index("ix_persons_name")
        batch_op.drop_column("request_key")

    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index("ix_appointments_ends_on")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("anonymised_at")

    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handovers_leaver_id"))
        batch_op.drop_index(batch_op.f("ix_handovers_follower_id"))
        batch_op.drop_index(batch_op.f("ix_handovers_compound_id"))

    op.drop_table("handovers")

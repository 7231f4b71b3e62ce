"""personal data goes after its time.

Revision c41f7b90e2d6, after 6b0d92e4f713; 2026-12-09.
"""

import sqlalchemy as sa
from alembic import op

revision = "c41f7b90e2d6"
down_revision = "6b0d92e4f713"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["compound_id"], ["compounds.id"], name=op.f("fk_erasures_compound_id_compounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index("ix_erasures_compound_id_day", ["compound_id", "day"], unique=False)
    _add_requests()
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.String(length=20), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("phone_erased_on", sa.Date(), nullable=True))
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.alter_column("phone", existing_type=sa.String(length=20), server_default=None)


def _add_requests() -> None:
    op.create_table(
        "person_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_since", sa.DateTime(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("end_is_provisional", sa.Boolean(), nullable=False),
        sa.Column("end_was", sa.Date(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("search_more", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["persons.id"], name=op.f("fk_person_requests_answered_by_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compounds.id"], name=op.f("fk_person_requests_compound_id_compounds")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["persons.id"], name=op.f("fk_person_requests_entered_by_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_requests")),
        sa.UniqueConstraint("request_key", name=op.f("uq_person_requests_request_key")),
    )
    with op.batch_alter_table("person_requests", schema=None) as batch_op:
        batch_op.create_index("ix_person_requests_compound_id_state", ["compound_id", "state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_column("phone_erased_on")
        batch_op.drop_column("phone")
    with op.batch_alter_table("person_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_person_requests_compound_id_state")
    op.drop_table("person_requests")
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.drop_index("ix_erasures_compound_id_day")
    op.drop_table("erasures")

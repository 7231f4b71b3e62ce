"""people are reached.

Revision e3a9c05d7b18, after 5f0e2b7c91d4; 2026-12-04.
"""

import sqlalchemy as sa
from alembic import op

revision = "e3a9c05d7b18"
down_revision = "5f0e2b7c91d4"
branch_labels = None
depends_on = None

NOTICES = sa.table("notices", sa.column("confirmed_at"), sa.column("confirmed_by"))


def upgrade() -> None:
    op.create_table(
        "channel_states",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("is_stopped", sa.Boolean(), nullable=False),
        sa.Column("rests_until", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_states")),
        sa.UniqueConstraint("provider", name=op.f("uq_channel_states_provider")),
    )
    op.create_table(
        "contact_ways",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("verified_at", sa.DateTime(), nullable=True),
        sa.Column("failed_at", sa.DateTime(), nullable=True),
        sa.Column("failed_because", sa.String(length=200), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code_until", sa.DateTime(), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("codes_sent", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_contact_ways_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_ways")),
        sa.UniqueConstraint("person_id", "channel", name=op.f("uq_contact_ways_person_id_channel")),
    )
    op.create_table(
        "notice_wishes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("without", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_notice_wishes_person_id_persons")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_wishes")),
    )
    op.create_table(
        "notice_sendings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("is_capped", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=32), nullable=False),
        sa.Column("taken_until", sa.DateTime(), nullable=True),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["into_id"], ["notice_sendings.id"], name=op.f("fk_notice_sendings_into_id_notice_sendings")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_sendings_notice_id_notices")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_notice_sendings_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_sendings")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_sendings_key")),
    )
    with op.batch_alter_table("notice_sendings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_sendings_into_id"), ["into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_sendings_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(
            "ix_notice_sendings_person_id_channel_state", ["person_id", "channel", "state"], unique=False
        )
        batch_op.create_index("ix_notice_sendings_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "notice_slips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("came_back_at", sa.DateTime(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["compound_id"], ["compounds.id"], name=op.f("fk_notice_slips_compound_id_compounds")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["persons.id"], name=op.f("fk_notice_slips_entered_by_id_persons")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_notice_slips_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_slips_notice_id_notices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_slips")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_notice_slips_notice_id")),
    )
    with op.batch_alter_table("notice_slips", schema=None) as batch_op:
        batch_op.create_index("ix_notice_slips_compound_id_result", ["compound_id", "result"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_slips_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "notice_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sending_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("remote_id", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["sending_id"], ["notice_sendings.id"], name=op.f("fk_notice_attempts_sending_id_notice_sendings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_attempts")),
    )
    with op.batch_alter_table("notice_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_notice_attempts_provider_began_at", ["provider", "began_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_attempts_sending_id"), ["sending_id"], unique=False)

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_by", sa.String(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("attachments", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("links", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("rung", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("climb_at", sa.DateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_notices_climb_at"), ["climb_at"], unique=False)
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.alter_column("confirmed_by", existing_type=sa.String(length=12), server_default=None)
        batch_op.alter_column("attachments", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("links", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("rung", existing_type=sa.Integer(), server_default=None)
    op.execute(NOTICES.update().where(NOTICES.c.confirmed_at.is_not(None)).values(confirmed_by="platform"))


def downgrade() -> None:
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_climb_at"))
        batch_op.drop_column("climb_at")
        batch_op.drop_column("rung")
        batch_op.drop_column("links")
        batch_op.drop_column("attachments")
        batch_op.drop_column("confirmed_by")

    with op.batch_alter_table("notice_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_attempts_sending_id"))
        batch_op.drop_index("ix_notice_attempts_provider_began_at")

    op.drop_table("notice_attempts")
    with op.batch_alter_table("notice_slips", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_slips_meeting_id"))
        batch_op.drop_index("ix_notice_slips_compound_id_result")

    op.drop_table("notice_slips")
    with op.batch_alter_table("notice_sendings", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_sendings_state_due_at")
        batch_op.drop_index("ix_notice_sendings_person_id_channel_state")
        batch_op.drop_index(batch_op.f("ix_notice_sendings_notice_id"))
        batch_op.drop_index(batch_op.f("ix_notice_sendings_into_id"))

    op.drop_table("notice_sendings")
    op.drop_table("notice_wishes")
    op.drop_table("contact_ways")
    op.drop_table("channel_states")

"""meetings that were called have an entry in calendars; substitutes, feeds, links to answer by.

Revision 6b0d92e4f713, after 74f58e57d4a2; 2026-12-08.
"""

import uuid
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "6b0d92e4f713"
down_revision = "74f58e57d4a2"
branch_labels = None
depends_on = None

MINUTES = 120
"""What calendars say of a meeting that was called before anybody noted how long its agenda would last."""

MEETINGS = sa.table(
    "meetings",
    sa.column("id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("state_since", sa.DateTime),
    sa.column("notified_at", sa.DateTime),
)


def upgrade() -> None:
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stands_for", sa.String(length=60), nullable=False, server_default=""))
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.alter_column("stands_for", existing_type=sa.String(length=60), server_default=None)
    _create_substitutions()
    _create_feeds()
    _create_links()
    entries = op.create_table(
        "calendar_entries",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_calendar_entries_meeting_id_meetings")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_calendar_entries")),
        sa.UniqueConstraint("uid", name=op.f("uq_calendar_entries_uid")),
    )
    called = op.get_bind().execute(sa.select(MEETINGS).where(MEETINGS.c.notified_at.is_not(None))).all()
    if called:
        op.bulk_insert(entries, [_entry(row) for row in called])


def _entry(row: sa.Row) -> dict[str, str | int | datetime]:
    """The entry of a meeting that was called; nobody's calendar has one yet, so it begins as it stands now."""
    changed_at = row.state_since if row.state == "CANCELLED" else row.notified_at
    return {
        "meeting_id": row.id,
        "uid": str(uuid.uuid4()),
        "sequence": int(row.state == "CANCELLED"),
        "minutes": MINUTES,
        "changed_at": changed_at,
    }


def _create_substitutions() -> None:
    op.create_table(
        "substitutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("absent_appointment_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("taken_back_by", sa.String(length=60), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_substitutions_seat_id_seats")),
        sa.ForeignKeyConstraint(
            ["absent_appointment_id"],
            ["appointments.id"],
            name=op.f("fk_substitutions_absent_appointment_id_appointments"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_substitutions_appointment_id_appointments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitutions")),
    )
    with op.batch_alter_table("substitutions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_substitutions_seat_id"), ["seat_id"], unique=False)


def _create_feeds() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_calendar_feeds_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_feeds_person_id")),
    )


def _create_links() -> None:
    op.create_table(
        "reply_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_reply_links_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_reply_links_notice_id_notices")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_reply_links_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_links")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_reply_links_code_hash")),
    )
    with op.batch_alter_table("reply_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_links_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_links_notice_id"), ["notice_id"], unique=False)


def downgrade() -> None:
    for table in ("reply_links", "calendar_feeds", "substitutions", "calendar_entries"):
        op.drop_table(table)
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_column("stands_for")

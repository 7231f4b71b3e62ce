"""kinds of meetings, series and days off are data that people change.

A kind of meeting says who chairs it, what stands on its agenda and in which words; a compound says who sits in whose
place. A series has a rule in place of a day of the month or a weekday, a first day, and a row for each day that
somebody decided; a meeting knows for which day of its series it stands. A series that was there begins with its first
meeting, or today. 放假安排 of a year may be loaded into the store.

Revision d3a9c5e71b46, after ae33f14bc873; 2026-12-04.
"""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "d3a9c5e71b46"
down_revision = "ae33f14bc873"
branch_labels = None
depends_on = None

BEIJING = timedelta(hours=8)
series = sa.table(
    "meeting_series",
    sa.column("id", sa.Integer),
    sa.column("day_of_month", sa.Integer),
    sa.column("weekday", sa.Integer),
    sa.column("rule", sa.JSON),
    sa.column("starts_on", sa.Date),
)
meetings = sa.table(
    "meetings",
    sa.column("id", sa.Integer),
    sa.column("series_id", sa.Integer),
    sa.column("series_day", sa.Date),
    sa.column("starts_at", sa.DateTime),
)


def upgrade() -> None:
    _widen_types()
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series_day", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_meetings_series_id"), ["series_id"], unique=False)
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chair_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("secretary_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rule", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ahead_days", sa.Integer(), server_default="10", nullable=False))
    firsts = _know_the_days()
    for row in op.get_bind().execute(sa.select(series)).all():
        values = {"rule": _rule(row), "starts_on": firsts.get(row.id, _today())}
        op.get_bind().execute(series.update().where(series.c.id == row.id).values(values))
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.alter_column("rule", existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column("starts_on", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("ahead_days", existing_type=sa.Integer(), server_default=None)
        batch_op.drop_column("day_of_month")
        batch_op.drop_column("weekday")
        for name in ("chair_id", "secretary_id"):
            batch_op.create_foreign_key(batch_op.f(f"fk_meeting_series_{name}_persons"), "persons", [name], ["id"])
    _new_tables()


def _widen_types() -> None:
    columns = (
        ("chaired_by", sa.String(length=20), "branch"),
        ("item_kinds", sa.JSON(), "[]"),
        ("standing", sa.JSON(), "[]"),
        ("title_template", sa.String(length=100), ""),
        ("notice_template", sa.Text(), ""),
        ("has_guests", sa.Boolean(), sa.false()),
        ("is_public", sa.Boolean(), sa.false()),
        ("is_urgent", sa.Boolean(), sa.false()),
    )
    _add("meeting_types", columns)
    _add("compound_meeting_types", (("stand_ins", sa.JSON(), "{}"), ("standing_off", sa.JSON(), "[]")))


def _add(table, columns) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, kind, default in columns:
            batch_op.add_column(sa.Column(name, kind, server_default=default, nullable=False))
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, kind, _default in columns:
            batch_op.alter_column(name, existing_type=kind, server_default=None)


def _know_the_days() -> dict[int, date]:
    """Every meeting of a series stands for the day on which it was; the first day of each series."""
    bind, firsts = op.get_bind(), {}
    wanted = sa.select(meetings.c.id, meetings.c.series_id, meetings.c.starts_at)
    for row in bind.execute(wanted.where(meetings.c.series_id.is_not(None)).order_by(meetings.c.starts_at)).all():
        day = (row.starts_at + BEIJING).date()
        firsts.setdefault(row.series_id, day)
        bind.execute(meetings.update().where(meetings.c.id == row.id).values(series_day=day))
    return firsts


def _today() -> date:
    return (datetime.now(UTC) + BEIJING).date()


def _rule(row) -> dict[str, object]:
    if row.day_of_month is not None:
        return {"kind": "monthly_day", "day": min(max(row.day_of_month, 1), 31)}
    return {"kind": "weekly", "weekday": (row.weekday or 0) % 7}


def _new_tables() -> None:
    op.create_table(
        "series_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["persons.id"], name=op.f("fk_series_days_decided_by_id_persons")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meeting_series.id"], name=op.f("fk_series_days_series_id_meeting_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_days")),
        sa.UniqueConstraint("series_id", "day", name=op.f("uq_series_days_series_id_day")),
    )
    op.create_table(
        "holiday_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.Column("loaded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["loaded_by_id"], ["persons.id"], name=op.f("fk_holiday_years_loaded_by_id_persons")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_holiday_years")),
    )


def downgrade() -> None:
    op.drop_table("holiday_years")
    op.drop_table("series_days")
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        batch_op.add_column(sa.Column("day_of_month", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("weekday", sa.Integer(), nullable=True))
    for row in op.get_bind().execute(sa.select(series)).all():
        values = {"day_of_month": row.rule.get("day"), "weekday": row.rule.get("weekday")}
        op.get_bind().execute(series.update().where(series.c.id == row.id).values(values))
    with op.batch_alter_table("meeting_series", schema=None) as batch_op:
        for name in ("chair_id", "secretary_id"):
            batch_op.drop_constraint(batch_op.f(f"fk_meeting_series_{name}_persons"), type_="foreignkey")
        for name in ("chair_id", "secretary_id", "rule", "starts_on", "ends_on", "ahead_days"):
            batch_op.drop_column(name)
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_series_id"))
        batch_op.drop_column("series_day")
    with op.batch_alter_table("compound_meeting_types", schema=None) as batch_op:
        for name in ("stand_ins", "standing_off"):
            batch_op.drop_column(name)
    with op.batch_alter_table("meeting_types", schema=None) as batch_op:
        for name in (
            "chaired_by",
            "item_kinds",
            "standing",
            "title_template",
            "notice_template",
            "has_guests",
            "is_public",
            "is_urgent",
        ):
            batch_op.drop_column(name)

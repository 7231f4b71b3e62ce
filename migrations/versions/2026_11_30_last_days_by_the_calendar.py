"""last days that follow the calendar of days off, and which of them are provisional.

Revision 6b1d0c7e42aa, after 6a1d0c27e9b4; 2026-11-30.

Periods that ran when the rule came are worked out again at the next tick, which only makes them longer: those that end
on a Saturday or Sunday, and those of a year whose arrangement the program of that day did not hold.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "6b1d0c7e42aa"
down_revision = "6a1d0c27e9b4"
branch_labels = None
depends_on = None

LAST_DAYS = {"resolutions": "ends_on", "owners_votes": "announced_until", "orders": "due_on"}
SATURDAY = 5
UNKNOWN_FROM = date(2026, 12, 29)
"""From here on the arrangement of 2027 counts."""


def upgrade() -> None:
    for table in LAST_DAYS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("end_is_provisional", sa.Boolean(), nullable=False, server_default=sa.false())
            )
            batch_op.add_column(sa.Column("end_was", sa.Date(), nullable=True))
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_from", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due_days", sa.Integer(), nullable=True))
    for table in LAST_DAYS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("end_is_provisional", server_default=None)
    _mark("resolutions")
    _mark("owners_votes")


def _mark(name: str) -> None:
    """Mark what is to be worked out again. Dates of orders were named by people: they stay."""
    column = LAST_DAYS[name]
    table = sa.table(
        name, sa.column("id", sa.Integer), sa.column(column, sa.Date), sa.column("end_is_provisional", sa.Boolean)
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c.id, table.c[column]).where(table.c[column].is_not(None)))
    marked = [row_id for row_id, day in rows if day.weekday() >= SATURDAY or day >= UNKNOWN_FROM]
    if marked:
        connection.execute(sa.update(table).where(table.c.id.in_(marked)).values(end_is_provisional=True))


def downgrade() -> None:
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_column("due_days")
        batch_op.drop_column("due_from")
    for table in LAST_DAYS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("end_was")
            batch_op.drop_column("end_is_provisional")

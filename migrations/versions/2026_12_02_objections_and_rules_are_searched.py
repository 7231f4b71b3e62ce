"""objections at the desk and sets of rules are found by their words, in the store.

Revision 91c6ea40d7b3, after c4a7e1b20d96; 2026-12-02.

Words are folded by the program as it is on the day of the upgrade, as in the revision that folded all other lists.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from deliberation.kernel import rooms, typed

revision = "91c6ea40d7b3"
down_revision = "c4a7e1b20d96"
branch_labels = None
depends_on = None

AT_ONCE = 500
OBJECTIONS = sa.table(
    "public_objections",
    sa.column("id"),
    sa.column("search"),
    *(sa.column(name) for name in ("text", "answer", "name", "phone", "building")),
)
RULES = sa.table("rule_profiles", sa.column("id"), sa.column("search"), sa.column("data", sa.JSON()))


def upgrade() -> None:
    for table, said in ((OBJECTIONS, said_of_objection), (RULES, said_of_rules)):
        with op.batch_alter_table(table.name) as batch_op:
            batch_op.add_column(sa.Column("search", sa.Text(), nullable=False, server_default=""))
        fold(table, said)
        with op.batch_alter_table(table.name) as batch_op:
            batch_op.alter_column("search", existing_type=sa.Text(), server_default=None)


def fold(table: sa.TableClause, said: Any) -> None:
    """What every row is found by."""
    connection = op.get_bind()
    rows = [{"row": row.id, "said": said(row)} for row in connection.execute(sa.select(table)).all()]
    change = table.update().where(table.c.id == sa.bindparam("row")).values(search=sa.bindparam("said"))
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(change, rows[start : start + AT_ONCE])


def said_of_objection(row: Any) -> str:
    """Its words, its answer, who handed it in and in which building."""
    words = typed.folded(row.text, row.answer, row.name, row.phone)
    return "\n".join(part for part in (words, rooms.said("", [row.building])) if part)


def said_of_rules(row: Any) -> str:
    """Name, place and source."""
    return typed.folded(*(str((row.data or {}).get(key) or "") for key in ("name", "place", "source")))


def downgrade() -> None:
    for table in (RULES, OBJECTIONS):
        with op.batch_alter_table(table.name) as batch_op:
            batch_op.drop_column("search")

"""one table of events in place of the histories of topics and orders.

What was read back out of the audit log stands there too: of which lines of an order somebody had decided that they
stay inside, who has had the papers of an owners' vote in hand, that the demonstration is loaded.

Revision c4a1f0e7d592, after 91c6ea40d7b3; 2026-12-03.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "c4a1f0e7d592"
down_revision = "91c6ea40d7b3"
branch_labels = None
depends_on = None

EVENTS = sa.table(
    "events",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("compound_id", sa.Integer),
    sa.column("at", sa.DateTime),
    sa.column("person_id", sa.Integer),
    sa.column("party_id", sa.Integer),
    sa.column("by", sa.String),
    sa.column("act", sa.String),
    sa.column("before", sa.String),
    sa.column("state", sa.String),
    sa.column("text", sa.Text),
    sa.column("shown_to", sa.String),
    sa.column("is_settled", sa.Boolean),
    sa.column("facts", sa.JSON),
)
PLAIN = {"person_id": None, "party_id": None, "before": "", "state": "", "text": "", "is_settled": False}
PIECE = 500


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("before", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shown_to", sa.String(length=20), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["compound_id"], ["compounds.id"], name=op.f("fk_events_compound_id_compounds")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_events_party_id_parties")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_events_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_kind_subject_id", "events", ["kind", "subject_id"])
    op.create_index("ix_events_person_id", "events", ["person_id"])
    connection = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(connection, only=["topics", "orders", "topic_events", "order_events", "audit_entries"])
    # Lines of orders keep their numbers: photos name them. Those of topics, which nothing names, follow in their order.
    highest = connection.scalar(sa.text("SELECT coalesce(max(id), 0) FROM order_events"))
    _insert(_orders(connection, tables.tables))
    _insert(_topics(connection, tables.tables, highest))
    _insert(_out_of_the_log(connection, tables.tables["audit_entries"]))
    if connection.dialect.name == "postgresql":
        op.execute("SELECT setval(pg_get_serial_sequence('events', 'id'), (SELECT max(id) + 1 FROM events), false)")
    op.drop_table("topic_events")
    op.drop_table("order_events")


def _insert(rows: Iterable[dict[str, Any]]) -> None:
    """In pieces, each of rows that name the same columns."""
    found = [PLAIN | row for row in rows]
    for begin in range(0, len(found), PIECE):
        op.get_bind().execute(EVENTS.insert(), found[begin : begin + PIECE])


def _with_the_state_before(rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Each line with the state in which the line before it left the thing; rows by number."""
    states: dict[int, str] = {}
    for row in rows:
        yield row | {"before": states.get(row["subject_id"], "")}
        states[row["subject_id"]] = row["state"]


def _orders(connection: sa.Connection, tables: Any) -> Iterable[dict[str, Any]]:
    lines, orders, log = tables["order_events"], tables["orders"], tables["audit_entries"]
    withheld = connection.execute(sa.select(log.c.facts).where(log.c.action == "order.withhold"))
    settled = {facts.get("event") for (facts,) in withheld}
    query = sa.select(lines, orders.c.compound_id).join(orders, orders.c.id == lines.c.order_id).order_by(lines.c.id)
    return _with_the_state_before(
        {
            "id": line.id,
            "kind": "order",
            "subject_id": line.order_id,
            "compound_id": line.compound_id,
            "at": line.at,
            "party_id": line.party_id,
            "by": line.by,
            "act": line.name,
            "state": line.state,
            "text": line.text,
            "shown_to": "public" if line.is_public else "internal",
            "is_settled": line.id in settled,
            "facts": {"progress": line.progress},
        }
        for line in connection.execute(query)
    )


def _topics(connection: sa.Connection, tables: Any, highest: int) -> Iterable[dict[str, Any]]:
    lines, topics = tables["topic_events"], tables["topics"]
    query = sa.select(lines, topics.c.compound_id).join(topics, topics.c.id == lines.c.topic_id).order_by(lines.c.id)
    return _with_the_state_before(
        {
            "id": highest + number,
            "kind": "topic",
            "subject_id": line.topic_id,
            "compound_id": line.compound_id,
            "at": line.at,
            "by": line.by,
            "act": line.name,
            "state": line.state,
            "text": line.text,
            "shown_to": line.visibility,
            "facts": {},
        }
        for number, line in enumerate(connection.execute(query), start=1)
    )


def _out_of_the_log(connection: sa.Connection, log: sa.Table) -> Iterable[dict[str, Any]]:
    """Who has had which papers of an owners' vote in hand; that the demonstration is loaded."""
    wanted = sa.select(log).where(log.c.action.in_(["owners_ballot.enter", "demo.load"])).order_by(log.c.id)
    number = connection.scalar(sa.text("SELECT coalesce(max(id), 0) FROM events"))
    street = connection.scalar(sa.text("SELECT min(id) FROM subdistricts"))
    for entry in connection.execute(wanted):
        is_demo = entry.action == "demo.load"
        subject = street if is_demo else entry.subject_id
        number += 1
        compound = None if is_demo else int(entry.stream.partition(":")[2])
        yield {
            "id": number,
            "kind": entry.subject_kind,
            "subject_id": subject,
            "compound_id": compound,
            "at": entry.at,
            "person_id": entry.person_id,
            "by": entry.actor_name,
            "act": entry.action,
            "shown_to": "internal",
            "facts": entry.facts,
        }


def downgrade() -> None:
    op.create_table(
        "order_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id_orders")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_order_events_party_id_parties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
    )
    op.create_index("ix_order_events_order_id", "order_events", ["order_id"])
    op.create_table(
        "topic_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_topic_events_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_events")),
    )
    op.create_index("ix_topic_events_topic_id", "topic_events", ["topic_id"])
    connection = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(connection, only=["topic_events", "order_events"])
    for event in connection.execute(sa.select(EVENTS).where(EVENTS.c.kind.in_(["order", "topic"]))).all():
        row = {"id": event.id, "at": event.at, "name": event.act, "state": event.state, "text": event.text}
        if event.kind == "order":
            row |= {"order_id": event.subject_id, "progress": event.facts["progress"], "party_id": event.party_id}
            row |= {"is_public": event.shown_to == "public"}
        else:
            row |= {"topic_id": event.subject_id, "visibility": event.shown_to}
        connection.execute(tables.tables[f"{event.kind}_events"].insert().values(by=event.by, **row))
    op.drop_table("events")
    if connection.dialect.name == "postgresql":
        for name in ("order_events", "topic_events"):
            last = f"(SELECT coalesce(max(id), 0) + 1 FROM {name})"  # noqa: S608 - two fixed names
            op.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last}, false)")

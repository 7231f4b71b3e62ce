"""the log is sealed: every entry and head with a key outside the database, and linked to another chain.

Entries of before keep their hashes and stay checkable as they were made. Each chain gets one entry that ends that time:
`audit.epoch`, sealed, whose link covers all before it; the installation's says where every chain stood.

Revision d41c8e02a7f6, after 97811ac6b924; 2026-12-01.
"""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from deliberation.audit.keys import ring

revision = "d41c8e02a7f6"
down_revision = "97811ac6b924"
branch_labels = None
depends_on = None

GENESIS = "0" * 64
ACT, NAME, KIND = "audit.epoch", "系统", "audit"

ENTRIES = sa.table(
    "audit_entries",
    sa.column("stream"),
    sa.column("seq"),
    sa.column("at", sa.DateTime()),
    sa.column("person_id"),
    sa.column("actor_name"),
    sa.column("action"),
    sa.column("subject_kind"),
    sa.column("subject_id"),
    sa.column("facts", sa.JSON()),
    sa.column("previous_hash"),
    sa.column("hash"),
    sa.column("key_id"),
    sa.column("seal"),
)
HEADS = sa.table("audit_heads", *map(sa.column, ("stream", "seq", "hash", "moved", "key_id", "seal")))


def upgrade() -> None:
    with op.batch_alter_table("audit_entries") as entries:
        entries.add_column(sa.Column("beside_stream", sa.String(length=40), nullable=True))
        entries.add_column(sa.Column("beside_seq", sa.Integer(), nullable=True))
        entries.add_column(sa.Column("beside_hash", sa.String(length=64), nullable=True))
        entries.add_column(sa.Column("key_id", sa.String(length=12), nullable=True))
        entries.add_column(sa.Column("seal", sa.String(length=64), nullable=True))
    for name, kind, default in (
        ("moved", sa.BigInteger(), "0"),
        ("key_id", sa.String(12), ""),
        ("seal", sa.String(64), ""),
    ):
        with op.batch_alter_table("audit_heads") as heads:
            heads.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        with op.batch_alter_table("audit_heads") as heads:
            heads.alter_column(name, existing_type=kind, server_default=None)
    end_the_time_before(op.get_bind())


def end_the_time_before(connection: sa.Connection) -> None:
    """One sealed entry at the end of each chain; the installation's last, with where all of them stood."""
    found = {row.stream: row for row in connection.execute(sa.select(HEADS).where(HEADS.c.seq > 0))}
    chains = {stream: [row.seq, row.hash] for stream, row in sorted(found.items()) if stream != "system"}
    for stream, (seq, current) in chains.items():
        put_an_end(connection, stream, seq, current, facts={})
    if found:
        system = found.get("system")
        if system is None:
            connection.execute(HEADS.insert().values(stream="system", seq=0, hash=GENESIS, moved=0, key_id="", seal=""))
        put_an_end(
            connection, "system", *((system.seq, system.hash) if system else (0, GENESIS)), facts={"chains": chains}
        )


def put_an_end(connection: sa.Connection, stream: str, seq: int, previous: str, facts: dict) -> None:
    keys, number, now = ring(), seq + 1, datetime.now(UTC)
    facts = {"before": seq, **facts}
    body = [stream, number, now.isoformat(), None, NAME, ACT, KIND, None, facts, None]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    current = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
    connection.execute(
        ENTRIES.insert().values(
            stream=stream,
            seq=number,
            at=now.replace(tzinfo=None),
            person_id=None,
            actor_name=NAME,
            action=ACT,
            subject_kind=KIND,
            subject_id=None,
            facts=facts,
            previous_hash=previous,
            hash=current,
            key_id=keys.active,
            seal=keys.seal(f"entry\n{stream}\n{number}\n{current}"),
        )
    )
    seal = keys.seal(f"head\n{stream}\n{number}\n{current}\n{number}")
    head = {"seq": number, "hash": current, "moved": number, "key_id": keys.active, "seal": seal}
    connection.execute(HEADS.update().where(HEADS.c.stream == stream).values(**head))


def downgrade() -> None:
    """The entries that end the time before stay; without seals the log no longer holds behind them."""
    with op.batch_alter_table("audit_heads") as heads:
        for name in ("seal", "key_id", "moved"):
            heads.drop_column(name)
    with op.batch_alter_table("audit_entries") as entries:
        for name in ("seal", "key_id", "beside_hash", "beside_seq", "beside_stream"):
            entries.drop_column(name)

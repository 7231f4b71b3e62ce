"""Tables of the audit chain."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class AuditHead(Model):
    """The last link of one chain; its row lock puts writers of the chain in line.

    `moved`: nanoseconds of the machine's clock at the last append, so that others link to the chain that moved last.
    `seal` covers all of it (`chain.sealed_head`), made with the key `key_id`; empty where the chain went on from a head
    that did not hold.
    """

    __tablename__ = "audit_heads"

    stream: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    moved: Mapped[int] = mapped_column(BigInteger, default=0)
    key_id: Mapped[str] = mapped_column(String(12), default="")
    seal: Mapped[str] = mapped_column(String(64), default="")


class AuditEntry(Model):
    """One act: who, when, what, on which thing, with which facts; linked to the one before.

    `beside_…`: where another chain ended at that moment. `seal` is over the hash, with the key `key_id`; entries from
    before the log was sealed have neither.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (UniqueConstraint("stream", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    person_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(60), index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    beside_stream: Mapped[str | None] = mapped_column(String(40))
    beside_seq: Mapped[int | None]
    beside_hash: Mapped[str | None] = mapped_column(String(64))
    key_id: Mapped[str | None] = mapped_column(String(12))
    seal: Mapped[str | None] = mapped_column(String(64))


class Erasure(Model):
    """已删除: so many pieces of personal data of one kind were erased on a day; never what they said.

    `field` is a key of `kernel.personal.FIELDS`, `ground` the rule as it was that day. Without a compound it was data
    of the whole installation.
    """

    __tablename__ = "erasures"
    __table_args__ = (Index("ix_erasures_compound_id_day", "compound_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # By table name only: compounds are kept by a later package.
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compounds.id"))
    field: Mapped[str] = mapped_column(String(40))
    ground: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    day: Mapped[date]

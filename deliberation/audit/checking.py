"""Checking that the log is whole: every chain by itself, all chains against each other, and against heads on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select
from sqlalchemy.orm import aliased

from deliberation.audit import keys
from deliberation.audit.chain import (
    BEGIN,
    EPOCH,
    GENESIS,
    RESEAL,
    SYSTEM_STREAM,
    Head,
    Note,
    link,
    link_before_seals,
    sealed_entry,
    sealed_head,
    stream_of,
)
from deliberation.audit.models import AuditEntry, AuditHead
from deliberation.db import db

WORDS = {
    "hash": "这一条被改动过，或者它前面缺了、多了记录",
    "seal": "这一条的封印不对：不是本平台写入的",
    "key": "封印用的密钥不在密钥文件里，或用了已换下的密钥",
    "end": "链尾与链头不符：末尾的记录被删去或添加过",
    "head": "链头的封印不对：链头被移动或改写过",
    "no_head": "有记录，没有链头",
    "beside": "另一条链当时的链头对不上：那条链被截短或改写过",
    "begun": "这条链的开头没有登记、登记了两次，或者登记过的链不见了",
    "since": "与纸上写下的链头对不上：那以后被截短或改写过",
}
"""What each kind of break means."""

PIECE = 1000


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold. `what`: a key of `WORDS`."""

    stream: str
    seq: int
    what: str

    def __str__(self) -> str:
        return f"{self.stream} {self.seq} {self.what}"


@dataclass(frozen=True, slots=True)
class _Reseals:
    """What operators sealed as it was found: up to which number of each chain, and what was broken then."""

    until: dict[str, int]
    noted: frozenset[str]


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """One unmoving view of the store: chains grow while they are walked."""
    engine = db.engine
    if engine.dialect.name != "sqlite":  # a deferred BEGIN of SQLite already sees one moment
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


def find_breaks(since: Iterable[Head] = ()) -> list[Break]:
    """Everything that does not hold: the first break of each chain, links between chains that are cut, heads.

    `since` are heads that were written down elsewhere (`chain.read_written`): each chain must still lead through its
    own. What an operator has looked into and sealed as it was (`sealing.reseal`) is left out.
    """
    with _snapshot() as connection:
        reseals = _reseals(connection)
        heads = {head.stream: head for head in connection.execute(select(AuditHead.__table__))}
        streams = set(connection.scalars(select(AuditEntry.stream).distinct())) | set(heads)
        walks = [_Walk(connection, stream, heads.get(stream), reseals) for stream in sorted(streams)]
        found = [broken for walk in walks if (broken := walk.first_break()) is not None]
        found += _registered_otherwise(connection, {walk.stream for walk in walks if walk.seq})
        found += _cut_beside(connection)
        found += [Break(head.stream, head.seq, "since") for head in since if not _leads_through(connection, head)]
    return [broken for broken in found if str(broken) not in reseals.noted]


def _reseals(connection: Connection) -> _Reseals:
    """Only what is sealed itself counts: nobody excuses a break by writing a line into the store."""
    ring, until, noted = keys.ring(), dict[str, int](), set[str]()
    query = select(AuditEntry.__table__).where(AuditEntry.action == RESEAL).order_by(AuditEntry.seq)
    for entry in connection.execute(query):
        text = sealed_entry(entry.stream, entry.seq, entry.hash)
        if entry.hash == _expected(entry) and ring.holds(text, entry.key_id, entry.seal):
            until[entry.stream] = entry.seq
            noted.update(entry.facts["breaks"])
    return _Reseals(until, frozenset(noted))


class _Walk:
    """One chain from its first entry to its last."""

    def __init__(self, connection: Connection, stream: str, head: Row[Any] | None, reseals: _Reseals) -> None:
        self.stream, self.seq = stream, 0
        self._connection, self._head = connection, head
        self._previous, self._age, self._sealed, self._ring = GENESIS, 0, False, keys.ring()
        self._resealed, self._noted = reseals.until.get(stream, 0), reseals.noted

    def first_break(self) -> Break | None:
        """The first break that nobody has noted; after a noted one the walk goes on where the chain was resealed."""
        broken = self._walk(0)
        if broken is not None and str(broken) in self._noted:
            return self._walk(self._resealed)
        return broken

    def _walk(self, begin: int) -> Break | None:
        chain = (AuditEntry.stream == self.stream) & (AuditEntry.seq >= begin)
        query = select(AuditEntry.__table__).where(chain).order_by(AuditEntry.seq)
        streamed = self._connection.execution_options(yield_per=PIECE)
        with closing(streamed.execute(query)) as entries:
            for entry in entries:
                if begin and entry.seq == begin:
                    self.seq, self._previous, self._sealed = begin - 1, entry.previous_hash, True
                self.seq += 1
                what = self._wrong_with(entry)
                if what:
                    return Break(self.stream, entry.seq, what)
                self._previous = entry.hash
        what = self._wrong_with_the_end()
        return Break(self.stream, self.seq, what) if what else None

    def _wrong_with(self, entry: Row[Any]) -> str:
        if entry.seq != self.seq or entry.previous_hash != self._previous:
            return "hash"
        if entry.key_id is None:
            return self._wrong_before_seals(entry)
        if entry.hash != _expected(entry):
            return "hash"
        wrong = self._wrong_seal(entry)
        if not wrong and not self._sealed and self.seq > 1 and entry.action != EPOCH:
            wrong = "seal"  # what stood before the seals ends with an entry that says so
        self._sealed = True
        return wrong

    def _wrong_before_seals(self, entry: Row[Any]) -> str:
        if self._sealed:
            return "seal"
        return "" if entry.hash == link_before_seals(entry.previous_hash, entry.seq, _note(entry)) else "hash"

    def _wrong_seal(self, entry: Row[Any]) -> str:
        age = self._ring.age(entry.key_id)
        if age is None:
            return "" if self.seq < self._resealed else "key"
        if age < self._age:
            return "key"
        self._age = age
        text = sealed_entry(entry.stream, entry.seq, entry.hash)
        return "" if self._ring.holds(text, entry.key_id, entry.seal) else "seal"

    def _wrong_with_the_end(self) -> str:
        if self._head is None:
            return "no_head"
        head = Head(self.stream, self._head.seq, self._head.hash)
        if (self.seq, self._previous) != (head.seq, head.hash):
            return "end"
        age = self._ring.age(self._head.key_id)
        if age is None or age < self._age:
            return "key" if self._head.key_id else "head"
        holds = self._ring.holds(sealed_head(head, self._head.moved), self._head.key_id, self._head.seal)
        return "" if holds else "head"


def _note(entry: Row[Any]) -> Note:
    return Note(
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        None,
        entry.person_id,
        entry.actor_name,
        entry.at,
        entry.facts,
    )


def _expected(entry: Row[Any]) -> str:
    beside = Head(entry.beside_stream, entry.beside_seq, entry.beside_hash) if entry.beside_stream else None
    return link(entry.previous_hash, entry.stream, entry.seq, _note(entry), beside)


def _registered_otherwise(connection: Connection, there: set[str]) -> list[Break]:
    """Chains that the installation's chain does not know, knows twice, or knows and are gone."""
    query = select(AuditEntry.action, AuditEntry.subject_id, AuditEntry.facts)
    query = query.where(AuditEntry.stream == SYSTEM_STREAM, AuditEntry.action.in_([BEGIN, EPOCH]))
    begun: list[str] = []
    for entry in connection.execute(query):
        begun += [stream_of(entry.subject_id)] if entry.action == BEGIN else entry.facts["chains"]
    known = set(begun) | ({SYSTEM_STREAM} if there else set())
    twice = {stream for stream in known if begun.count(stream) > 1}
    return [Break(stream, 0, "begun") for stream in sorted((known ^ there) | twice)]


def _cut_beside(connection: Connection) -> list[Break]:
    """Links from one chain to another that find nothing there, or something else: the first of each pair of chains."""
    other = aliased(AuditEntry)
    meets = and_(other.stream == AuditEntry.beside_stream, other.seq == AuditEntry.beside_seq)
    query = (
        select(AuditEntry.stream, AuditEntry.seq, AuditEntry.beside_stream)
        .outerjoin(other, meets)
        .where(AuditEntry.beside_stream.is_not(None), or_(other.id.is_(None), other.hash != AuditEntry.beside_hash))
        .order_by(AuditEntry.stream, AuditEntry.seq)
    )
    first: dict[tuple[str, str], Break] = {}
    for row in connection.execute(query):
        first.setdefault((row.stream, row.beside_stream), Break(row.stream, row.seq, "beside"))
    return list(first.values())


def _leads_through(connection: Connection, head: Head) -> bool:
    wanted = select(AuditEntry.hash).where(AuditEntry.stream == head.stream, AuditEntry.seq == head.seq)
    return (connection.scalar(wanted) or "").startswith(head.hash)

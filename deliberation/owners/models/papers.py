"""表决票: the papers that owners hand in, how two people entered each, and in whose place an agent signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment
from deliberation.history.models import DESK
from deliberation.owners.models.votes import OwnersVoter
from deliberation.owners.rules.flows import PAPER_FLOW
from deliberation.search import Folded


class OwnersRepresentative(Model):
    """业主代表 (山东 §27, 青岛 §28): carries the written opinions, each signed by its owner, of one building.

    `entrance` empty: the whole building. Decides nothing; `elected_on` is when the owners chose them.
    """

    __tablename__ = "owners_representatives"

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    building: Mapped[str] = mapped_column(String(30))
    entrance: Mapped[str] = mapped_column(String(30), default="")
    elected_on: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class OwnersPaper(Model):
    """One returned ballot. `sequence` 1 is the first that came from this owner; later ones are duplicates.

    `channel`: PAPER, REPRESENTATIVE (a signed opinion handed on by `representative_id`), OFFICIAL_IMPORT (the
    city's electronic system), ONLINE.
    `state`: ENTERED_ONCE 待复核, DIFFERENT 两次录入不一致, CONFIRMED 已确认, ANEW 等重录.
    `content` (when CONFIRMED) is `owners.rules.papers.Content.to_json()`: signer, choices per question,
    void reason. UNIQUE(voter, sequence): two desks cannot register the same paper as two.
    """

    __tablename__ = "owners_papers"
    KIND = "owners_paper"
    HISTORY = DESK
    FLOW = PAPER_FLOW
    __table_args__ = (
        UniqueConstraint("voter_id", "sequence"),
        Index("ix_owners_papers_vote_id_state", "vote_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("owners_voters.id"))
    sequence: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str] = mapped_column(String(16), default="PAPER")
    state: Mapped[str] = mapped_column(String(14))
    received_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    settled_reason: Mapped[str] = mapped_column(String(300), default="")
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("owners_representatives.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("owners_imports.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    voter: Mapped[OwnersVoter] = relationship(lazy="joined")


class OwnersEntry(Model):
    """One entry of a paper: `round` 1 first 初录, 2 second and blind 复录, 3 settled 核定 after a difference.

    `round` 0 is no entry: who had the earlier entries thrown away, so that the paper is entered anew 重录; its
    `content` is `{"reason"}`.
    """

    __tablename__ = "owners_entries"
    __table_args__ = (UniqueConstraint("paper_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("owners_papers.id"))
    round: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class OwnersProxy(Folded, Model):
    """授权委托: an owner lets an agent sign for them (民法典 165). The letter is seen, no ID number is stored."""

    __tablename__ = "owners_proxies"
    KIND = "owners_proxy"
    HISTORY = DESK
    SEARCHED = ("agent",)
    __table_args__ = (UniqueConstraint("voter_id"), Index("ix_owners_proxies_vote_id_agent", "vote_id", "agent"))

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"))
    voter_id: Mapped[int] = mapped_column(ForeignKey("owners_voters.id"))
    agent: Mapped[str] = mapped_column(String(60))
    agent_kind: Mapped[str] = mapped_column(String(30))
    until: Mapped[date]
    note: Mapped[str] = mapped_column(String(200), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class OwnersImport(Model):
    """导入的官方电子投票结果: which file of which system was read, by whom, and who confirmed it.

    `state`: PREVIEW 待确认, CONFIRMED 已导入, DISCARDED 已放弃. `reading` is what was read
    (`owners.rules.official.Reading.to_json()`), kept only while it is previewed; papers come with the confirmation.
    """

    __tablename__ = "owners_imports"
    KIND = "owners_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="PREVIEW")
    source: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    reading: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)

"""业主委员会选举: what belongs to a vote that elects members of the committee, its candidates, and who was elected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment


class OwnersElection(Model):
    """The election on one ballot. `agreed`: how many members the owners' rules give the committee.

    `kept` are members who stay, elected in an earlier round (`former_id`) or before: `[{"name", "building"}]`; the
    question's seats are `agreed` without them. `posted_on` is the day 候选人公示 went up; whatever changes the list
    empties it again. After the announcement `outcome` is FULL, FORMED or SHORT (`rules.committee.STANDINGS`), with
    the seats left open. `begins_on` may be planned (a term that follows another); else the announcement begins it.
    """

    __tablename__ = "owners_elections"

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"), unique=True)
    former_id: Mapped[int | None] = mapped_column(ForeignKey("owners_elections.id"))
    agreed: Mapped[int]
    kept: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    alternates: Mapped[int] = mapped_column(default=0)
    term_years: Mapped[int]
    uncontested_reason: Mapped[str] = mapped_column(String(300), default="")
    posted_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    open_seats: Mapped[int] = mapped_column(default=0)
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    filed_on: Mapped[date | None]
    filing_note: Mapped[str] = mapped_column(String(200), default="")
    candidates: Mapped[list[OwnersCandidate]] = relationship(
        lazy="selectin", order_by="OwnersCandidate.number", back_populates="election", cascade="all, delete-orphan"
    )


class OwnersCandidate(Model):
    """候选人. To accept is to consent that the name is made public; before that only staff see it.

    `state` as in `rules.elections.CANDIDATE_FLOW`, with the `reason` of whoever is off the list. `declared` are the
    codes of the lines affirmed; `politics` and `occupation` are kept only where the posting tells them (清远 §19).
    `code` is their option on the ballot, `part` and `place` what the candidate became.
    """

    __tablename__ = "owners_candidates"
    __table_args__ = (UniqueConstraint("election_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[int] = mapped_column(ForeignKey("owners_elections.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    building: Mapped[str] = mapped_column(String(30), default="")
    room: Mapped[str] = mapped_column(String(80), default="")
    is_agent: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(16), default="SELF")
    backers: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="PROPOSED")
    declared: Mapped[list[str]] = mapped_column(JSON, default=list)
    politics: Mapped[str] = mapped_column(String(16), default="")
    occupation: Mapped[str] = mapped_column(String(30), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    answered_on: Mapped[date | None]
    code: Mapped[str] = mapped_column(String(4), default="")
    part: Mapped[str] = mapped_column(String(12), default="")
    place: Mapped[int] = mapped_column(default=0)
    election: Mapped[OwnersElection] = relationship(back_populates="candidates")


class OwnersCommittee(Model):
    """业主委员会 that was elected outside the platform, as somebody recorded it from the papers.

    `members` and `alternates`: `[{"name", "building"}]`, office holders; `outcome` as in `OwnersElection`. `document`
    names the paper, photos are `File`s. A correction is a row of its own with `corrects_id` and its `reason`;
    the one that it corrects stays beside it. `struck_reason`: it was no committee at all.
    """

    __tablename__ = "owners_committees"
    KIND = "owners_committee"
    __table_args__ = (Index("ix_owners_committees_compound_id_elected_on", "compound_id", "elected_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("owners_committees.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(300), default="")
    elected_on: Mapped[date]
    agreed: Mapped[int]
    members: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    alternates: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    outcome: Mapped[str] = mapped_column(String(10))
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    filed_on: Mapped[date | None]
    filing_note: Mapped[str] = mapped_column(String(200), default="")
    document: Mapped[str] = mapped_column(String(200), default="")
    struck_reason: Mapped[str] = mapped_column(String(300), default="")
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def open_seats(self) -> int:
        """Seats of the agreed number that nobody has."""
        return max(self.agreed - len(self.members), 0)

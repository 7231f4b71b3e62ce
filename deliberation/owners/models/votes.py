"""业主共同决定的表决: the vote, what it asks, who is asked, and how each ballot was delivered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from deliberation.db import Model, Moment, Reckoned
from deliberation.kernel import rooms
from deliberation.organisation.models import RuleProfileVersion
from deliberation.owners.rules.flows import OWNERS_VOTE_FLOW
from deliberation.roster.rules.parts import Part, in_words
from deliberation.search import Folded, Searched


class Scope(TypeDecorator[list[Part]]):
    """The parts of a compound that are asked, stored as `[{"building", "entrance"}]`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: list[Part] | None, dialect: Any) -> Any:  # noqa: ARG002
        """Plain values."""
        return [part.to_json() for part in value or ()]

    def process_result_value(self, value: Any, dialect: Any) -> list[Part]:  # noqa: ARG002
        """The parts again."""
        return [Part.from_json(data) for data in value or ()]


class OwnersVote(Searched, Reckoned, Model):
    """One written vote 书面表决 of the owners, of some owners, or of households (自主点单, which binds nobody).

    `kind`: OWNERS 全体业主, AFFECTED 部分业主 (those of `scope`), HOUSEHOLDS 住户意见征询.
    What is asked, the rule and the period lock when the notice is posted (`owners_vote.notify`); the roster is
    frozen when it opens: `frozen` holds questions, profile, totals and roster id, `frozen_hash` covers it and
    the voters. `result` is per question `{question_id: {verdict, totals}}` plus the shared figures; `result_hash`
    covers `frozen_hash` and `result`. `is_special`: a special meeting 临时会议, on which ground and why
    (`rules.calling`), after which demand; `count_at`, `count_place`: the count in public. Moments are UTC; `opens_at`
    and `closes_at` bound the handing in; `announced_until` is the last day on which the result must hang (`Reckoned`).
    `counts_taken_back`: `{"at", "by", "reason"}` of each count that was taken back.
    `papers_erased_on`: since when ballots, proofs and names are gone (`rules.retention`).
    `caller`: who calls the meeting (`rules.calling.CALLERS`; empty: not said).
    """

    __tablename__ = "owners_votes"
    KIND = "owners_vote"
    FLOW = OWNERS_VOTE_FLOW
    SEARCHED = ("title",)
    __table_args__ = (Index("ix_owners_votes_compound_id_state", "compound_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(12), default="PREPARED")
    profile_id: Mapped[int] = mapped_column(ForeignKey("rule_profiles.id"))
    scope: Mapped[list[Part]] = mapped_column(Scope, default=list)
    policy: Mapped[str] = mapped_column(String(16), default="STRICT")
    policy_clause: Mapped[str] = mapped_column(String(300), default="")
    policy_clause_on: Mapped[date | None]
    online: Mapped[bool] = mapped_column(default=False)
    is_special: Mapped[bool] = mapped_column(default=False)
    special_ground: Mapped[str] = mapped_column(String(12), default="")
    special_reason: Mapped[str] = mapped_column(String(300), default="")
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("owners_petitions.id"), index=True)
    count_at: Mapped[datetime | None] = mapped_column(Moment)
    count_place: Mapped[str] = mapped_column(String(120), default="")
    caller: Mapped[str] = mapped_column(String(16), default="")
    caller_name: Mapped[str] = mapped_column(String(60), default="")
    papers_erased_on: Mapped[date | None]
    opens_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    neighbourhood_told_on: Mapped[date | None]
    noticed_on: Mapped[date | None]
    notice_warning: Mapped[str] = mapped_column(String(300), default="")
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    counted_at: Mapped[datetime | None] = mapped_column(Moment)
    certified_at: Mapped[datetime | None] = mapped_column(Moment)
    announced_at: Mapped[datetime | None] = mapped_column(Moment)
    announced_until: Mapped[date | None]
    posting_note: Mapped[str] = mapped_column(String(300), default="")
    void_reason: Mapped[str] = mapped_column(String(300), default="")
    counts_taken_back: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    roster_id: Mapped[int | None] = mapped_column(ForeignKey("rosters.id"))
    heads: Mapped[int] = mapped_column(default=0)
    area: Mapped[int] = mapped_column(default=0)
    frozen: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    frozen_hash: Mapped[str | None] = mapped_column(String(64))
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    result_hash: Mapped[str | None] = mapped_column(String(64))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    profile: Mapped[RuleProfileVersion] = relationship(lazy="joined")
    questions: Mapped[list[OwnersQuestion]] = relationship(
        lazy="selectin", order_by="OwnersQuestion.number", back_populates="vote", cascade="all, delete-orphan"
    )

    @property
    def scope_in_words(self) -> str:
        """3号楼、5号楼1单元; empty where everybody is asked."""
        return in_words(self.scope)

    @property
    def is_unanimous(self) -> bool:
        """Whether 民法典 279 says who is asked: those with an interest, all of whom must agree."""
        return any(question.decision_class == "UNANIMOUS" for question in self.questions)


class OwnersQuestion(Model):
    """表决事项: one matter on the ballot. `decision_class`: ORDINARY, SPECIAL (民法典 278), SURVEY.

    `method` and `options` as in `kernel.methods` (`options` = `[{"code", "label"}]`), `item` is the code of the
    art. 278 matter, `subject` what else the law asks steps for (`rules.steps_before.SUBJECTS`).
    A question of a survey has a topic and no matter.
    """

    __tablename__ = "owners_questions"
    __table_args__ = (UniqueConstraint("vote_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"))
    number: Mapped[int]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("owners_matters.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    decision_class: Mapped[str] = mapped_column(String(10))
    item: Mapped[str | None] = mapped_column(String(40))
    method: Mapped[str] = mapped_column(String(10), default="APPROVAL")
    options: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    most: Mapped[int] = mapped_column(default=1)
    seats: Mapped[int] = mapped_column(default=1)
    subject: Mapped[str] = mapped_column(String(16), default="")
    vote: Mapped[OwnersVote] = relationship(back_populates="questions")


class OwnersVoter(Folded, Model):
    """One head of the frozen roster and their numbered ballot (票号 `number`, 1, 2, … within the vote).

    `delivery`: PENDING 未送达登记, DELIVERED 已送达, UNDELIVERABLE 无法送达. `issue` counts printed ballots: a
    reissue (lost paper) makes the earlier code worthless. Names, rooms and phone are a copy, so that later
    changes of the roster do not touch a running vote. The code on the stub is derived, never stored.
    """

    __tablename__ = "owners_voters"
    __table_args__ = (
        UniqueConstraint("vote_id", "number"),
        Index("ix_owners_voters_vote_id_building_entrance", "vote_id", "building", "entrance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"))
    number: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("roster_owners.id"))
    names: Mapped[list[str]] = mapped_column(JSON)
    voter_name: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    building: Mapped[str] = mapped_column(String(30))
    entrance: Mapped[str] = mapped_column(String(30), default="")
    rooms: Mapped[list[str]] = mapped_column(JSON)
    area: Mapped[int]
    is_developer: Mapped[bool] = mapped_column(default=False)
    issue: Mapped[int] = mapped_column(default=1)
    delivery: Mapped[str] = mapped_column(String(14), default="PENDING")
    delivery_way: Mapped[str] = mapped_column(String(12), default="")
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    delivered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    received_by: Mapped[str] = mapped_column(String(60), default="")
    delivery_note: Mapped[str] = mapped_column(String(200), default="")

    def said(self) -> str:
        """Their rooms; never their name, which whoever delivers does not read in full."""
        return rooms.said(self.building, self.rooms)


class OwnersInterested(Model):
    """有利害关系的业主 of a vote by 民法典 279, as the roster calls their unit.

    `part`: APPLICANT whose dwelling is to become a business (one a vote), CLAIMANT from outside the building with
    what they are harmed by and what proves it (`reason`). Changed until the notice is posted, then frozen.
    """

    __tablename__ = "owners_interested"
    __table_args__ = (UniqueConstraint("vote_id", "building", "entrance", "room", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"))
    part: Mapped[str] = mapped_column(String(10))
    building: Mapped[str] = mapped_column(String(30))
    entrance: Mapped[str] = mapped_column(String(30), default="")
    room: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(10), default="DWELLING")
    reason: Mapped[str] = mapped_column(String(300), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)


PROOF = "delivery_proof"
"""`File.subject_kind` of the photo of a delivery proof."""


class DeliveryProof(Model):
    """送达证明: a photo of the signed stub or of the posted notice (a `File` of `PROOF`). Personal data, desk only."""

    __tablename__ = "owners_delivery_proofs"

    id: Mapped[int] = mapped_column(primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("owners_voters.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class OwnersSignature(Model):
    """计票人、监票人签名: who confirmed the count as it stood (`result_hash`). `part`: TELLER, SCRUTINEER."""

    __tablename__ = "owners_signatures"

    vote_id: Mapped[int] = mapped_column(ForeignKey("owners_votes.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(12), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(60))
    result_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)

"""提议: owners who demand a special meeting or the recall of committee members, and who of them signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment
from deliberation.kernel import rooms as places
from deliberation.owners.models.votes import Scope
from deliberation.roster.rules.parts import Part
from deliberation.search import Folded


class OwnersPetition(Model):
    """One demand. `kind`: MEETING 提议召开临时会议, RECALL 提议罢免. `state`: `rules.petitions.PETITION_FLOW`.

    `item` is the matter of 民法典 278. `scope`: where those who share a part demand it, the buildings and entrances
    whose owners alone count, above and below the line (none: everybody). When it is handed over, figures, totals and
    the rule that judged them are kept (`judged`), with the last day by which the committee must act where the place
    sets one.
    """

    __tablename__ = "owners_petitions"
    KIND = "owners_petition"
    __table_args__ = (Index("ix_owners_petitions_compound_id_state", "compound_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    kind: Mapped[str] = mapped_column(String(10), default="MEETING")
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(String(40))
    scope: Mapped[list[Part]] = mapped_column(Scope, default=list)
    state: Mapped[str] = mapped_column(String(12), default="COLLECTING")
    handed_on: Mapped[date | None]
    due_on: Mapped[date | None]
    judged: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    drop_reason: Mapped[str] = mapped_column(String(300), default="")
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class OwnersPetitionSigner(Folded, Model):
    """One owner who signed; desk only. `owner_key` is `RosterOwner.key`, so that a new roster finds them again.

    UNIQUE(petition, owner): an owner counts once, whatever they own. `withdrawn_on`: the name was taken back.
    """

    __tablename__ = "owners_petition_signers"
    __table_args__ = (UniqueConstraint("petition_id", "owner_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("owners_petitions.id"))
    owner_key: Mapped[str] = mapped_column(String(80))
    names: Mapped[list[str]] = mapped_column(JSON)
    building: Mapped[str] = mapped_column(String(30))
    rooms: Mapped[list[str]] = mapped_column(JSON)
    signed_on: Mapped[date]
    paper: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)

    def said(self) -> str:
        """The rooms of who signed."""
        return places.said(self.building, self.rooms)

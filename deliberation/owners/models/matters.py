"""提请业主共同决定: what only the owners can decide and waits for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment
from deliberation.owners.rules.flows import OWNERS_FLOW


class OwnersMatter(Model):
    """A motion of a meeting (or a topic alone) that only the owners can decide.

    `state`: PROPOSED 待业主共同决定, PASSED 业主表决通过, REJECTED 业主表决未通过. Orders that depend on it
    may be issued in PASSED only.
    """

    __tablename__ = "owners_matters"
    KIND = "owners_matter"
    FLOW = OWNERS_FLOW

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motions.id"), unique=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    decision_authority: Mapped[str] = mapped_column(String(30))
    matter: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="PROPOSED")
    proposed_at: Mapped[datetime] = mapped_column(Moment)

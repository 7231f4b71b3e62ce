"""应急使用维修资金: works that could not wait for a vote, who confirmed them, who granted the money."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class EmergencyUse(Model):
    """One emergency use. `source`: the article by which it was done; the rest is public but for who recorded it."""

    __tablename__ = "emergency_uses"
    KIND = "emergency_use"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    situation: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date]
    confirmed_by: Mapped[str] = mapped_column(String(200))
    granted_by: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(200))
    accepted_on: Mapped[date | None]
    posted_on: Mapped[date | None]
    posted_until: Mapped[date | None]
    result: Mapped[str] = mapped_column(Text, default="")
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Moment)

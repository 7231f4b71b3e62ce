"""Tables of outgoing messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class Notice(Model):
    """One message to one person. `confirmed_at` is the receipt 回执: the person says that it was seen."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_person_id_created_at", "person_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # By table name only: persons are kept by a later room of the house.
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compounds.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)

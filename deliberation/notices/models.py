"""Tables of outgoing messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment
from deliberation.kernel.stage import Ref


class Notice(Model):
    """One message to one person. `confirmed_at` is the receipt 回执: who got it says that they have seen it.

    `about_kind` and `about_id` are the thing it leads to (`kernel.stage.Ref`); the address is made when it is opened.
    """

    __tablename__ = "notices"
    KIND = "notice"
    __table_args__ = (Index("ix_notices_person_id_created_at", "person_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # By table name only: persons are kept by a later room of the house.
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compounds.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    about_kind: Mapped[str | None] = mapped_column(String(40))
    about_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def about(self) -> Ref | None:
        """The thing it leads to."""
        return Ref(self.about_kind, self.about_id) if self.about_kind and self.about_id is not None else None

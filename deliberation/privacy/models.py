"""The table of what persons ask about their own data."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment, Reckoned
from deliberation.privacy.rules import REQUEST_FLOW
from deliberation.search import Searched


class PersonRequest(Searched, Reckoned, Model):
    """个人请求: somebody asks to see, copy, correct or delete their own data. `kind` is a key of `rules.KINDS`.

    `name` and `wanted` are personal data, for the desk only, erased after their time (`erased_on`); `paper` names the
    written request. `due_on` is the last day for the answer (`Reckoned`; `end_was` is what was told first 首次告知).
    """

    __tablename__ = "person_requests"
    KIND = "person_request"
    FLOW = REQUEST_FLOW
    SEARCHED = ("name", "wanted", "paper")
    __table_args__ = (Index("ix_person_requests_compound_id_state", "compound_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(60))
    wanted: Mapped[str] = mapped_column(Text, default="")
    paper: Mapped[str] = mapped_column(String(120), default="")
    received_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    state_since: Mapped[datetime] = mapped_column(Moment)
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    erased_on: Mapped[date | None]

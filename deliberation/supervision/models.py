"""Tables of supervision orders."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment, Reckoned
from deliberation.history.models import DESK
from deliberation.organisation.models import Party, Person
from deliberation.search import Folded, Searched
from deliberation.supervision.rules import ORDER_FLOW


class Order(Searched, Reckoned, Model):
    """督办单: a unit does a thing by a date. `due_on` ends at 24:00 Beijing time.

    Where the date follows from a number of days, `due_days` after `due_from` on the calendar of days off, both are kept
    (`Reckoned`); a date that somebody named has neither. `matter_id` ties the order to what the owners must decide
    first; such an order cannot be issued before. `own_duty` is the drafter's reason why it need not wait for them (a
    measure within the unit's own duty).
    """

    __tablename__ = "orders"
    KIND = "order"
    FLOW = ORDER_FLOW
    HISTORY = DESK
    SEARCHED = ("number", "title")
    SEARCHED_MORE = ("requirement",)
    __table_args__ = (
        UniqueConstraint("compound_id", "number"),
        Index("ix_orders_compound_id_state", "compound_id", "state"),
        Index("ix_orders_lead_party_id_state", "lead_party_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    number: Mapped[str] = mapped_column(String(20))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motions.id"), index=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("minutes_lines.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("owners_matters.id"))
    title: Mapped[str] = mapped_column(String(100))
    requirement: Mapped[str] = mapped_column(Text, default="")
    own_duty: Mapped[str] = mapped_column(String(300), default="")
    lead_party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    assisting: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date]
    due_from: Mapped[date | None]
    due_days: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(24))
    state_since: Mapped[datetime] = mapped_column(Moment)
    issued_at: Mapped[datetime | None] = mapped_column(Moment)
    progress: Mapped[int] = mapped_column(default=0)
    reported_at: Mapped[datetime | None] = mapped_column(Moment)
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    lead_party: Mapped[Party] = relationship(lazy="joined")
    responsible: Mapped[Person | None] = relationship(lazy="joined")


class ReopenRequest(Folded, Model):
    """还没有解决: the holder of a receipt says that a closed topic is not mended.

    `asked_topic_id` is the topic of the receipt, `topic_id` the one under which it was dealt with (the same, or
    where that was merged the other). `state` is one of `rules.REOPEN_REQUEST_STATES`; `answer` is the reason that they
    read, `order_id` the order that was reopened.
    """

    __tablename__ = "reopen_requests"
    SEARCHED = ("text",)
    __table_args__ = (Index("ix_reopen_requests_compound_id_state", "compound_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), index=True)
    asked_topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str] = mapped_column(String(60), default="")

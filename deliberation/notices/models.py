"""Tables of outgoing messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.db import Model, Moment
from deliberation.kernel.stage import Ref


class Notice(Model):
    """One message to one person. `confirmed_at` is the receipt 回执: who got it says that they have seen it.

    `about_kind` and `about_id` are the thing it leads to (`kernel.stage.Ref`); the address is made when it is opened.
    `attachments` and `links` are what goes along with it outside the platform (`kernel.stage.Attached`, `Linked`).

    A notice that must reach people (`rules.LADDER`) climbs from channel to channel until it is confirmed: `rung` is
    how far it has come, `climb_at` when the next one begins. `confirmed_by`: where it was confirmed ("platform",
    "link", "slip").
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
    confirmed_by: Mapped[str] = mapped_column(String(12), default="")
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    links: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    rung: Mapped[int] = mapped_column(default=0)
    climb_at: Mapped[datetime | None] = mapped_column(Moment, index=True)

    @property
    def about(self) -> Ref | None:
        """The thing it leads to."""
        return Ref(self.about_kind, self.about_id) if self.about_kind and self.about_id is not None else None


class Sending(Model):
    """The outbox: one notice by one channel, written with the notice; what there is to send is read from here alone.

    `key` (`notice:17:email`) is unique and handed to the far side. `state`: WAITING (for `due_at`), HANDING_OVER (by
    whom `taken_by` marks, until `taken_until`), DELIVERED, REFUSED (for ever), GIVEN_UP, MERGED (told in the message
    of `into_id`), DROPPED (nobody needs it any more). `address` is where it went; `provider` who was asked last.
    `is_capped`: it counts among the few messages that a person gets in a day. `reason` says why it did not go.
    """

    __tablename__ = "notice_sendings"
    KIND = "sending"
    __table_args__ = (
        Index("ix_notice_sendings_state_due_at", "state", "due_at"),
        Index("ix_notice_sendings_person_id_channel_state", "person_id", "channel", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    channel: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(12))
    is_capped: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(200), default="")
    provider: Mapped[str] = mapped_column(String(20), default="")
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[str] = mapped_column(String(32), default="")
    taken_until: Mapped[datetime | None] = mapped_column(Moment)
    into_id: Mapped[int | None] = mapped_column(ForeignKey("notice_sendings.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    notice: Mapped[Notice] = relationship()


class Attempt(Model):
    """One attempt to hand a message over, written before it is made; its `outcome` afterwards.

    `outcome`: HANDING_OVER (nothing is known yet), DELIVERED, REFUSED (the address), FAULT (the channel), LATER.
    `remote_id` is the far side's own number.
    """

    __tablename__ = "notice_attempts"
    __table_args__ = (Index("ix_notice_attempts_provider_began_at", "provider", "began_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sending_id: Mapped[int] = mapped_column(ForeignKey("notice_sendings.id"), index=True)
    number: Mapped[int]
    provider: Mapped[str] = mapped_column(String(20))
    began_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200), default="")
    remote_id: Mapped[str] = mapped_column(String(100), default="")


class ContactWay(Model):
    """A person's address on a channel, and what is known of it.

    `verified_at`: the person has typed a code that was sent there. `failed_at`: it takes nothing, for ever, because
    of `failed_because`; it is not tried again. The store keeps a digest of the code, until `code_until`.
    """

    __tablename__ = "contact_ways"
    KIND = "contact_way"
    __table_args__ = (UniqueConstraint("person_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(200))
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_because: Mapped[str] = mapped_column(String(200), default="")
    code_hash: Mapped[str] = mapped_column(String(64), default="")
    code_until: Mapped[datetime | None] = mapped_column(Moment)
    code_tries: Mapped[int] = mapped_column(default=0)
    codes_sent: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The moments (ISO) at which the codes of the last day were sent."""


class NoticeWish(Model):
    """By which channel a person wants to be told, and of what not (`rules.GROUPS`); without a row: as usual."""

    __tablename__ = "notice_wishes"

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), default="")
    without: Mapped[list[str]] = mapped_column(JSON, default=list)


class Slip(Model):
    """A printed notice that somebody carries to a person's door; `result`: SIGNED, ABSENT, or nothing yet."""

    __tablename__ = "notice_slips"
    KIND = "slip"
    __table_args__ = (Index("ix_notice_slips_compound_id_result", "compound_id", "result"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), unique=True)
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compounds.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    result: Mapped[str] = mapped_column(String(12), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    came_back_at: Mapped[datetime | None] = mapped_column(Moment)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    notice: Mapped[Notice] = relationship()


class ChannelState(Model):
    """What the operation of a channel's provider (`sms.aliyun`, `email`) has come to: stopped by hand, or resting."""

    __tablename__ = "channel_states"
    KIND = "channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(20), unique=True)
    is_stopped: Mapped[bool] = mapped_column(default=False)
    rests_until: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(200), default="")

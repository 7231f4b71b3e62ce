"""The table of forms that have done their work."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model


class KeyedDeed(Model):
    """What a form of the office has made: sent twice, it finds here what it made the first time.

    `key` is a `kernel.keys.stored_key`, `kind` and `thing_id` name the row.
    """

    __tablename__ = "keyed_deeds"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]

"""Tables of parties 各方 and units 单位."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model


class Party(Model):
    """A 方 or unit 单位 of one compound. `kind` is a key of `organisation.rules.PARTY_KINDS`."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    duty: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)

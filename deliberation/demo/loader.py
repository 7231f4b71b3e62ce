"""Loading the demonstration into a blank store, once."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from deliberation import config
from deliberation.db import db, transaction
from deliberation.demo import after, before, disclosed, hall, owners
from deliberation.demo.diary import Diary
from deliberation.demo.people import Settled, Town, agree_on_meetings, found_town, settle_compound
from deliberation.history.acts import happened
from deliberation.history.models import Event
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM
from deliberation.organisation.actions import hash_password
from deliberation.organisation.models import Subdistrict
from deliberation.organisation.queries import is_blank

BOOK = config.ROOT / "demo" / "demo.toml"
LOADED = "demo.load"
FOUNDED_BEFORE = timedelta(days=366)
"""Everything is set up before the diaries begin."""
VOCABULARY = (before, hall, after, owners, disclosed)
"""Importing these gives the diary its verbs."""


class StoreNotBlank(RuntimeError):
    """The store holds what is no demonstration, or one that was broken off."""


def read_book() -> dict[str, Any]:
    """The demonstration as it is written."""
    return tomllib.loads(BOOK.read_text(encoding="utf-8"))


def is_loaded() -> bool:
    """Whether the whole demonstration is in the store."""
    return db.session.scalar(select(Event.id).where(Event.act == LOADED).limit(1)) is not None


def load(today: date | None = None) -> bool:
    """Load the demonstration as of `today`; false when it is there already.

    Raises `StoreNotBlank` rather than mixing invented people with real ones.
    """
    if is_loaded():
        return False
    if not is_blank():
        raise StoreNotBlank(
            "这里已经有真实数据，或上次演示数据没有装完；演示数据不与它们混在一起，没有改动。"
            "请换一个空的数据目录（DELIBERATION_DATA）再试。"
        )
    book = read_book()
    day = today or clock.today()
    with clock.frozen(clock.beijing(day.year, day.month, day.day) - FOUNDED_BEFORE):
        diaries = _found(book, day)
    with clock.frozen(clock.now()):  # gives the clock back that it was before the diaries moved it
        for diary, written in zip(diaries, book["compounds"], strict=True):
            _tell(diary, written)
    with transaction():
        street = db.session.scalars(select(Subdistrict).order_by(Subdistrict.id)).first()
        if street is not None:
            happened(SYSTEM, LOADED, street, compound_id=None, compounds=len(diaries))
    return True


def _found(book: Mapping[str, Any], day: date) -> list[Diary]:
    with transaction():
        town = found_town(book, hash_password(book["password"]))
        return [_diary(town, written, day) for written in book["compounds"]]


def _diary(town: Town, written: Mapping[str, Any], day: date) -> Diary:
    settled: Settled = settle_compound(town, written)
    agree_on_meetings(town.administrator, town, settled, written, day)
    diary = Diary(
        compound_id=settled.compound.id,
        today=day,
        chair=written["chair"],
        secretary=written["secretary"],
        at=clock.now(),
        people=settled.people,
        accounts=settled.accounts,
        parties=settled.parties,
    )
    diary.at = diary.moment("-365 00:00")
    return diary


def _tell(diary: Diary, written: Mapping[str, Any]) -> None:
    for number, line in enumerate(written["diary"], start=1):
        try:
            diary.tell(line)
        except Exception as error:
            error.add_note(f"{written['slug']}, line {number} of the diary: {line}")
            raise


def sign_ins() -> str:
    """The table of who may sign in, for the terminal: role, name, account, where to go first."""
    book = read_book()
    rows = [("身份", "姓名", "账号", "先去", "做什么")]
    rows += [(s["role"], _names(book)[s["account"]], s["account"], s["go"], s["what"]) for s in book["sign_ins"]]
    widths = [max(_width(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(_padded(cell, width) for cell, width in zip(row, [*widths, 0], strict=True)) for row in rows]
    return "\n".join([*lines, "", f"所有账号的密码：{book['password']}（演示数据，非真实人物）"])


def _names(book: Mapping[str, Any]) -> dict[str, str]:
    named = {o["account"]: o["name"] for o in book["officials"]}
    for compound in book["compounds"]:
        named |= {p[1]: p[0] for party in compound["parties"] for p in party["people"]}
    return named


def _width(text: str) -> int:
    """How many columns a terminal needs: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - _width(text))

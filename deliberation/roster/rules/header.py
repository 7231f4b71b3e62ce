"""The header of a table: which column is what, under title rows, in one row or two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from deliberation.roster.rules.headings import FIELDS, ID, NOT_AREA, NOT_OURS
from deliberation.sheets.grid import Row, Sheet
from deliberation.sheets.text import tight


@dataclass(frozen=True, slots=True)
class Header:
    """A table's header: the last of its rows, and the columns (from 0) of each field.

    `titles` holds the texts by column as they are shown; `unused` the columns that look like a field's but
    are not read, with the one that is (`beside`: a second table stands beside this one); `ids` the columns of
    ID numbers.
    """

    row: int
    fields: dict[str, list[int]]
    titles: dict[int, str] = field(default_factory=dict)
    unused: dict[int, str] = field(default_factory=dict)
    ids: tuple[int, ...] = ()

    def first(self, name: str) -> int:
        """The column of a field, -1 where the table has none."""
        return self.fields.get(name, [-1])[0]


@lru_cache(maxsize=4096)
def field_of(text: str) -> str:
    """The field that a header cell names; `id` for ID numbers, empty for none."""
    plain = tight(text).strip("*:'\"")
    bare = re.sub(r"[(\[【][^()\[\]【】]*[)\]】]", "", plain)
    for said in dict.fromkeys((bare, plain)):
        if not said or len(said) > 24:  # noqa: PLR2004 - a sentence is no header
            continue
        if ID.search(said):
            return "id"
        if NOT_OURS.search(said):
            return ""
        for name, words in FIELDS:
            if _matches(words, said) and not (name == "area" and NOT_AREA.search(said)):
                return name
        if mixed := _mixed(said):
            return mixed
    return ""


def _mixed(said: str) -> str:
    """The field of a column that holds two things: 楼号/房号 is the room, 业主姓名/电话 the owner."""
    parts = [part for part in re.split(r"[/、,;+\\|-]|及|和", said) if part]
    named = {field_of(part) for part in parts} if len(parts) > 1 else set()
    if "room" in named and named <= {"room", "building", "entrance"}:
        return "room"
    return "owner" if "owner" in named and named <= {"owner", "co_owner", "phone"} else ""


def _matches(words: re.Pattern[str], said: str) -> bool:
    """Whether the whole cell, or every part of 业主/产权人, is one of a field's words."""
    parts = [part for part in re.split(r"[/、,;+\\|]|或", said) if part and part not in {"m2", "平方米", "平米"}]
    return bool(words.fullmatch(said)) or (bool(parts) and all(words.fullmatch(part) for part in parts))


def find_header(sheet: Sheet, at: int) -> Header | None:
    """The header that begins in the row at this place of the sheet: in that row alone or together with the next."""
    row = sheet.rows[at]
    own = _texts(sheet, row)
    if len(set(own.values())) < 2:  # noqa: PLR2004 - a title
        return None
    under = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else None
    below = _texts(sheet, under) if under else {}
    if under and _is_second_row(own, below):
        both = {column: _of_two(own.get(column, ""), below.get(column, "")) for column in own.keys() | below.keys()}
        if _is_header(both):
            return _made(under.number, both)
    return _made(row.number, own) if _is_header(own) else None


def _texts(sheet: Sheet, row: Row) -> dict[int, str]:
    """A row's texts by column, merged ones in every column that they span."""
    texts = {column: text for column, text in enumerate(row.cells) if text}
    texts.update({c: t for (number, c), t in sheet.across.items() if number == row.number and c not in texts})
    return texts


def _is_second_row(own: dict[int, str], below: dict[int, str]) -> bool:
    """Whether the row under a header belongs to it: it names fields and holds no data."""
    new = {column: text for column, text in below.items() if own.get(column) != text}
    named = [text for text in new.values() if field_of(text)]
    return bool(named) and not any(_is_data(text) for text in [*own.values(), *new.values()])


def _is_data(text: str) -> bool:
    return bool(re.search("[0-9]", tight(text))) and not field_of(text)


def _of_two(above: str, below: str) -> str:
    """The text of a column under two header rows: the lower one if it says something, with the upper before it."""
    if not below or below == above:
        return above
    if field_of(below) and not _spoils(above):
        return below
    return f"{above}{below}" if above else below


def _spoils(above: str) -> bool:
    """Whether the upper row makes the lower one somebody else's: 紧急联系人 over 姓名, 车位 over 面积."""
    plain = tight(above)
    return bool(NOT_OURS.search(plain) or NOT_AREA.search(plain))


def _is_header(texts: dict[int, str]) -> bool:
    named = {field_of(text) for text in texts.values()}
    # 楼号, 业主, 面积 without 房号: the room stands under 楼号. A summary (楼号, 户数, 面积) names no owner.
    return "area" in named and ("room" in named or ({"building", "owner"} <= named and "entrance" not in named))


def _made(number: int, texts: dict[int, str]) -> Header:
    fields: dict[str, list[int]] = {}
    ids, unused = [], {}
    for column in sorted(texts):
        name = field_of(texts[column])
        if name == "id":
            ids.append(column)
        elif name:
            fields.setdefault(name, []).append(column)
        elif "面积" in texts[column]:
            unused[column] = "area"
    if "room" not in fields:
        fields["room"] = fields.pop("building")
    for name in ("area", "owner", "room", "building", "entrance", "floor", "kind"):
        columns = fields.get(name, [])
        if len(columns) > 1:
            best = max(columns, key=lambda c: (_rank(name, texts[c]), -c))
            again = [c for c in columns if c != best and name == "room" and texts[c] == texts[best]]
            unused.update({c: "beside" if c in again else name for c in columns if c != best})
            fields[name] = [best]
    return Header(number, fields, {c: " ".join(t.split()) for c, t in texts.items()}, unused, tuple(ids))


_FIRST_CHOICE: dict[str, Sequence[str]] = {
    "area": ("登记", "产权", "专有", "证", "实测", "建筑面积", "建面"),
    "owner": ("产权", "权利人", "所有", "业主", "姓名"),
    "room": ("房号", "室号", "房间", "门牌"),
}


def _rank(name: str, text: str) -> int:
    """How well a text names a field, where several columns do: the registered area before a mere 面积."""
    words = _FIRST_CHOICE.get(name, ())
    return next((len(words) - at for at, word in enumerate(words) if word in text), 0)

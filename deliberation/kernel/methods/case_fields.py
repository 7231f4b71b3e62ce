"""Reading the fields of a written case: every refusal is one line that names the case and the field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from deliberation.kernel.counting import Threshold, Weight
from deliberation.kernel.methods.base import BASE_LABELS, OWNER_BASES, Share

MORE_FOR_THAN_AGAINST = "MORE_FOR_THAN_AGAINST"
NO_QUORUM = "NONE"
BASES = {"ALL": "seats", "PRESENT": "present", "CAST": "cast"}
"""The last word of a share: GT_HALF_OF_ALL is more than half of those entitled."""

_SHARE = re.compile(r"(GE|GT)_(?:([1-9][0-9]{0,3})_([1-9][0-9]{0,3})|HALF)(?:_OF_(ALL|PRESENT|CAST))?")
_AS_DATA = "{op, num, den, base} 这样的写法，或者它们的列表"
_WORDS = {
    "quorum": f"GE_2_3、GT_1_2、GE_2_3_OF_ALL、NONE、{_AS_DATA}",
    "majority": f"GT_HALF_OF_ALL、GE_HALF_OF_ALL、GT_HALF_OF_PRESENT、MORE_FOR_THAN_AGAINST、{_AS_DATA}",
}


class BadCase(ValueError):
    """A file or a case that cannot be judged; the text is one line that says which case and which field."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one case; every reader raises `BadCase` naming case and field."""

    id: str
    written: Mapping[str, Any]

    def wrong(self, field: str, why: str) -> BadCase:
        """What to raise for a field."""
        return BadCase(f"案例 {self.id}：{field} {why}。")

    def has(self, field: str) -> bool:
        """Whether a field was written."""
        return field in self.written

    def value(self, field: str) -> Any:
        """A field that must be there."""
        if field not in self.written:
            raise self.wrong(field, "没有填写")
        return self.written[field]

    def word(self, field: str, allowed: Collection[str]) -> str:
        """One of a few words."""
        value = self.value(field)
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(field, f"须是 {'、'.join(allowed)} 之一")
        return value

    def flag(self, field: str) -> bool:
        """Yes or no; no where nothing is written."""
        value = self.written.get(field, False)
        if not isinstance(value, bool):
            raise self.wrong(field, "须是 true 或 false")
        return value

    def number(self, field: str, default: int | None = None) -> int:
        """A whole number from 0."""
        return default if default is not None and not self.has(field) else self._whole(field, self.value(field))

    def pair(self, field: str, of: str = "[人数, 面积] 两个整数（面积以 0.01 ㎡ 计）") -> Weight:
        """Heads and area, or two other numbers."""
        value = self.value(field)
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - heads and area
            raise self.wrong(field, f"须是 {of}")
        return Weight(*(self._whole(field, number) for number in value))

    def votes(self, field: str) -> dict[str, int]:
        """Names with their votes."""
        value = self.value(field)
        if not isinstance(value, dict) or not value:
            raise self.wrong(field, '须是候选人和票数，如 {"甲": 28}')
        return {name: self._whole(field, number) for name, number in value.items()}

    def names(self, field: str, value: Any) -> tuple[str, ...]:
        """A list of names."""
        if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
            raise self.wrong(field, '须是名称的列表，如 ["甲", "乙"]')
        return tuple(value)

    def ballots(self, field: str, *, owners: bool) -> list[tuple[tuple[str, ...], Weight]]:
        """What is on the ballots and how many are so; of owners with their area."""
        value, found = self.value(field), []
        for one in value if isinstance(value, list) else ():
            if not isinstance(one, list) or len(one) != 2:  # noqa: PLR2004 - names and number
                break
            number = Fields(self.id, {field: one[1]})
            found.append((self.names(field, one[0]), number.pair(field) if owners else Weight(number.number(field))))
        if not isinstance(value, list) or len(found) != len(value):
            raise self.wrong(field, '须是列表，如 [[["乙", "甲"], 7], [[], 1]]')
        return found

    def quorum(self) -> tuple[Share, ...]:
        """The shares of a quorum; none for NONE. A word without a base is a share of all."""
        value = self.value("quorum")
        return () if value == NO_QUORUM else self._shares("quorum", value)

    def majority(self) -> tuple[Share, ...]:
        """The shares of a majority; none for more for than against."""
        value = self.value("majority")
        return () if value == MORE_FOR_THAN_AGAINST else self._shares("majority", value)

    def owners_shares(self, field: str, lawful: tuple[Share, ...]) -> tuple[Share, ...]:
        """What rules of owners ask, written as in a profile; what the law asks where nothing is written."""
        if not self.has(field):
            return lawful
        return self._shares(field, self.value(field), owners=True)

    def _shares(self, field: str, value: Any, *, owners: bool = False) -> tuple[Share, ...]:
        written = value if isinstance(value, list) else [value]
        found = tuple(self._share(one, field) for one in written)
        if any(share is None or (share.base in OWNER_BASES) is not owners for share in found) or (
            field == "majority" and not found
        ):
            raise self.wrong(field, f"须是 {_AS_DATA if owners else _WORDS[field]}")
        return tuple(share for share in found if share is not None)

    def _share(self, written: Any, field: str) -> Share | None:
        if isinstance(written, str):
            return _from_word(written, field)
        base = written.get("base") if isinstance(written, dict) else None
        if not isinstance(base, str) or base not in BASE_LABELS:
            return None
        op, num, den = (written.get(key) for key in ("op", "num", "den"))
        if type(num) is not int or type(den) is not int:
            return None
        try:
            return Share(Threshold(op, num, den), base)
        except (ValueError, TypeError):
            return None

    def _whole(self, field: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self.wrong(field, "须是不小于 0 的整数")
        return value


def _from_word(word: str, field: str) -> Share | None:
    found = _SHARE.fullmatch(word)
    if found is None or (field == "majority" and not found[4]):
        return None
    try:
        threshold = Threshold(found[1], int(found[2] or 1), int(found[3] or 2))  # type: ignore[arg-type]  # GE or GT
    except ValueError:
        return None
    return Share(threshold, BASES[found[4] or "ALL"])

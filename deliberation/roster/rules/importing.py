"""Taking a roster that was read into use: how it is kept while it is looked at, and what still stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any

from deliberation.kernel.text import N_, say
from deliberation.roster.rules import (
    MUST_BE_MENDED,
    NOT_COUNTED,
    Head,
    Problem,
    Proposal,
    Reading,
    SheetNote,
    UnitRow,
    heads,
    propose,
)
from deliberation.roster.rules.heads import owner_set
from deliberation.roster.rules.kept import KEPT, VOTER, Kept, with_kept

ACCEPTED, DECLINED = "ACCEPTED", "DECLINED"
DECISIONS = {ACCEPTED: N_("接受"), DECLINED: N_("不接受")}

GROUNDS = {
    "DUTY": N_("履行法定职责所必需：组织业主共同决定（个人信息保护法第十三条第三项）"),
    "CONTRACT": N_("业主本人参加的合同、管理规约约定所必需（个人信息保护法第十三条第二项）"),
    "CONSENT": N_("业主本人同意（个人信息保护法第十三条第一项）"),
    "OTHER": N_("其他依据（写在下面）"),
}
"""Why personal data may be kept (个人信息保护法 §13); what is chosen is stored as its sentence."""

AREA_SOURCES = {
    "REGISTER": N_("不动产登记簿的面积"),
    "SURVEY": N_("测绘机构的实测面积（还没有登记的）"),
    "CONTRACT": N_("买卖合同的面积（还没有实测的）"),
}
"""Where the areas come from, the first that exists (区分所有权解释 §8)."""

_AREA_WORDS = {
    "REGISTER": "面积按不动产登记簿记载的面积计算",
    "SURVEY": "面积按测绘机构的实测面积计算（尚未登记）",
    "CONTRACT": "面积按房屋买卖合同记载的面积计算（尚未实测）",
}


def area_words(source: str) -> str:
    """A source of the areas as notice and result say it; an unknown one names the order of the law."""
    return _AREA_WORDS.get(source, "面积按不动产登记簿计算，尚未登记的按实测面积、尚未实测的按买卖合同")


UNIT_KINDS = {
    "DWELLING": N_("住宅"),
    "SHOP": N_("商铺"),
    "PARKING": N_("车位"),
    "STORAGE": N_("储藏室"),
    "OTHER": N_("其他"),
}
PROPOSAL_KINDS = {
    "DEVELOPER": N_("未售、未交付的算建设单位一人"),
    "SAME_OWNER": N_("同一业主有几户，算一人"),
    KEPT: N_("名册里单独更正过的，照更正过的"),
    VOTER: N_("共有人商定的投票人，照商定的"),
}

_NAMES_OF_A_KEY = 16
_LONGEST_PHONES = 40
_SAMPLE = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """A reading while it is looked at; `kinds` of NOT_COUNTED that count all the same, by which `clause`."""

    reading: Reading
    kinds: tuple[str, ...] = ()
    clause: str = ""
    kept: tuple[Kept, ...] = ()

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Everything on which a person decides: heads that may be one, and what was changed singly before."""
        return (*self.reading.proposals, *(one.proposal for one in self.kept))

    def decided_on(self, decided: Mapping[str, str]) -> Preview:
        """The preview after these decisions: the units as they count, and the proposals that follow from them."""
        units = with_kept(self.reading.units, self.kept, decided, ACCEPTED)
        if units == self.reading.units:
            return self
        return replace(self, reading=replace(self.reading, units=units, proposals=propose(units)))

    def still(self, decided: Mapping[str, str], before: Preview) -> dict[str, str]:
        """Of the decisions those on what is proposed as it was before."""
        was = {proposal.key: proposal.units for proposal in before.proposals}
        return carried_over([p for p in self.proposals if was.get(p.key) == p.units], decided)

    def to_json(self) -> dict[str, Any]:
        """Rows instead of dictionaries, proposals left out: five thousand units stay below a megabyte of text."""
        return {
            "units": [list(_plain(unit)) for unit in self.reading.units],
            "problems": [list(_plain(problem)) for problem in self.reading.problems],
            "sheets": [list(_plain(sheet)) for sheet in self.reading.sheets],
            "kinds": list(self.kinds),
            "kept": [list(_plain(one)) for one in self.kept],
            "clause": self.clause,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Preview:
        """What `to_json` wrote; proposals are made anew from the units."""
        units = tuple(_made(UnitRow, row) for row in data["units"])
        problems = tuple(_made(Problem, row) for row in data["problems"])
        sheets = tuple(_made(SheetNote, row) for row in data["sheets"])
        kept = tuple(Kept(*one) for one in data.get("kept", ()))
        return cls(Reading(units, problems, propose(units), sheets), tuple(data["kinds"]), data["clause"], kept)


def _plain(thing: UnitRow | Problem | SheetNote | Kept) -> Iterable[Any]:
    return (getattr(thing, f.name) for f in fields(thing))


def _made(kind: type[Any], row: Sequence[Any]) -> Any:
    return kind(*(tuple(value) if isinstance(value, list) else value for value in row))


@dataclass(frozen=True, slots=True)
class Figures:
    """What counts for votes, or everything: units, area (0.01 ㎡), heads as written, decided and proposed."""

    units: int
    area: int
    as_written: int
    as_decided: int
    as_proposed: int


def figures(reading: Reading, decided: Mapping[str, str]) -> Figures:
    """The figures of the units that count for votes.

    No unit stands in two proposals, so that each one accepted takes its own heads off; `roster_heads` builds
    the same number.
    """
    counted = [unit for unit in reading.units if unit.counts_for_votes]
    heads_saved = sum(proposal.heads_saved for proposal in reading.proposals)
    yes = accepted(decided)
    saved_yet = sum(proposal.heads_saved for proposal in reading.proposals if proposal.key in yes)
    written = len(counted)
    area = sum(unit.area for unit in counted)
    return Figures(written, area, written, written - saved_yet, written - heads_saved)


def figures_of_all(reading: Reading, decided: Mapping[str, str]) -> Figures:
    """The figures as if parking spaces and storage rooms counted too."""
    if all(unit.counts_for_votes for unit in reading.units):
        return figures(reading, decided)
    units = tuple(replace(unit, counts_for_votes=True) for unit in reading.units)
    return figures(replace(reading, units=units, proposals=propose(units)), decided)


def accepted(decided: Mapping[str, str]) -> frozenset[str]:
    """The keys of the proposals that a person accepted."""
    return frozenset(key for key, decision in decided.items() if decision == ACCEPTED)


def undecided(proposals: Iterable[Proposal], decided: Mapping[str, str]) -> list[Proposal]:
    """The proposals on which nobody has decided."""
    return [proposal for proposal in proposals if proposal.key not in decided]


def carried_over(proposals: Iterable[Proposal], earlier: Mapping[str, str]) -> dict[str, str]:
    """What was decided at an earlier import about owners who are proposed again."""
    return {proposal.key: earlier[proposal.key] for proposal in proposals if proposal.key in earlier}


def tag(key: str) -> str:
    """A proposal's key as a form may carry it: without a name."""
    return sha256(key.encode()).hexdigest()[:_NAMES_OF_A_KEY]


def must_be_mended(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with which a file is mended and read again."""
    return [problem for problem in problems if problem.code in MUST_BE_MENDED]


def has_developer(units: Iterable[UnitRow]) -> bool:
    """Whether the file says of any unit that it is not sold or not handed over (domain 6.5)."""
    return any(unit.of_developer for unit in units)


def missing(preview: Preview, decided: Mapping[str, str], *, all_handed_over: bool) -> list[str]:
    """What still stands in the way of taking the roster into use, in words; nothing: it may be.

    `all_handed_over`: a person says that the developer owns nothing here any more. Where no unit is marked as
    unsold or undelivered they must, because the developer's units are one head (区分所有权解释 §9).
    """
    reading = preview.reading
    found = []
    mend = must_be_mended(reading.problems)
    if mend:
        found.append(say("在原表里改好 %(n)s 处必须改的问题，再读入一次", n=len(mend)))
    if not any(unit.counts_for_votes for unit in reading.units):
        found.append(say("至少一户计入表决的房屋"))
    waiting = undecided(preview.proposals, decided)
    if waiting:
        found.append(say("对 %(n)s 条合并建议作出决定", n=len(waiting)))
    if not has_developer(reading.units) and not all_handed_over:
        found.append(say("确认没有未售、未交付的房屋（建设单位也算一人）"))
    return found


@dataclass(frozen=True, slots=True)
class BuildingSample:
    """One building as it was read: units, area (0.01 ㎡), units that do not count, the first few."""

    name: str
    units: int
    area: int
    not_counted: int
    first: tuple[UnitRow, ...]


def by_building(units: Iterable[UnitRow]) -> list[BuildingSample]:
    """The buildings in the order of the file."""
    groups: dict[str, list[UnitRow]] = {}
    for unit in units:
        groups.setdefault(unit.building, []).append(unit)
    return [
        BuildingSample(
            name,
            len(group),
            sum(u.area for u in group),
            sum(not u.counts_for_votes for u in group),
            tuple(group[:_SAMPLE]),
        )
        for name, group in groups.items()
    ]


def codes_of(problems: Iterable[Problem]) -> dict[str, int]:
    """How often each code occurs, the most frequent first."""
    return dict(Counter(problem.code for problem in problems).most_common())


def roster_heads(units: Sequence[UnitRow], accepted_keys: Collection[str]) -> list[Head]:
    """Every head of the roster: those that count, then those whose units all do not count.

    What does not count hangs on the head of the same owners where there is exactly one and no phone speaks
    against it; it changes no figure of a vote, and a person decides again before such a unit is let count.
    """
    counted = heads(units, accepted_keys)
    by_owners: dict[_Owners, list[int]] = {}
    for at, head in enumerate(counted):
        by_owners.setdefault(_owners(head.units[0]), []).append(at)
    apart: dict[object, list[UnitRow]] = {}
    for place, unit in enumerate(unit for unit in units if not unit.counts_for_votes):
        owners = _owners(unit)
        found = by_owners.get(owners, [])
        if len(found) == 1 and any(owners) and _may_be_one(unit, counted[found[0]]):
            head = counted[found[0]]
            counted[found[0]] = replace(head, units=(*head.units, unit))
        else:
            apart.setdefault((owners, unit.phones) if any(owners) and not found else place, []).append(unit)
    left = [
        Head(f"LEFT:{n}", group[0].names, tuple(group), 0, group[0].of_developer)
        for n, group in enumerate(apart.values(), start=1)
    ]
    return counted + left


_Owners = tuple[bool, frozenset[str]]


def _owners(unit: UnitRow) -> _Owners:
    return (True, frozenset()) if unit.of_developer else (False, owner_set(unit))


def _may_be_one(unit: UnitRow, head: Head) -> bool:
    phones = {phone for one in head.units for phone in one.phones}
    return head.is_developer or not unit.phones or not phones or bool(phones & set(unit.phones))


def phone_of(units: Iterable[UnitRow]) -> str:
    """The phones of a head, as many as fit; none is cut."""
    kept = ""
    for phone in dict.fromkeys(phone for unit in units for phone in unit.phones):
        longer = f"{kept}/{phone}" if kept else phone
        kept = longer if len(longer) <= _LONGEST_PHONES else kept
    return kept


def is_company(units: Iterable[UnitRow]) -> bool:
    """Whether a head is a company and nobody beside it."""
    return all(unit.company and len(unit.names) == 1 for unit in units)


def counts_by_clause(kinds: Collection[str]) -> tuple[str, ...]:
    """The kinds that may be let count, in a fixed order."""
    return tuple(sorted(set(kinds) & NOT_COUNTED))

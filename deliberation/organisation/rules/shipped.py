"""The rules that come with the platform, as dated data in `organisation/profiles/`: one file for each kind of body.

A file holds `common`, what all its sets have alike, and `sets`, what is the place's own. The law of a place is written
once for all owners and counts for the owners of one building as well: `bodies` says what differs.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from deliberation.kernel.details import InOrganisation
from deliberation.kernel.digest import digest
from deliberation.kernel.errors import Refused
from deliberation.organisation.rules.bodies import MEETING_BODIES, RuleProfile, parse_profile
from deliberation.organisation.rules.owners import OWNERS_BODIES, OwnersRules, parse_owners

FILES = ("parties", "committees", "residents", "owners", "survey")

BODIES: dict[str, str] = {**MEETING_BODIES, **OWNERS_BODIES}
"""Every body that has rules: its code → its name."""


def parse_any(data: Mapping[str, Any]) -> RuleProfile | OwnersRules:
    """The rules that JSON data describes, of a meeting or of a vote in writing, as its `body` says.

    Raises `Refused(INVALID_INPUT)` with a sentence that names the field; a body that nobody knows is refused.
    """
    body = data.get("body")
    if not isinstance(body, str) or body not in BODIES:
        raise Refused(InOrganisation.BODY_UNKNOWN, bodies="、".join(BODIES.values()))
    return parse_owners(data) if body in OWNERS_BODIES else parse_profile(data)


def shipped_data() -> list[dict[str, Any]]:
    """All rules that come with the platform, as JSON data (a fresh copy each time)."""
    found: list[dict[str, Any]] = json.loads(_all_written())
    return found


@cache
def _all_written() -> str:
    """The sets worked out once: reading them from JSON again is thirty times quicker than laying them over anew."""
    return json.dumps([one for name in FILES for one in _sets_of(json.loads(_text(name)))], ensure_ascii=False)


def _sets_of(file: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for written in file["sets"] for one in _bodies_of(_over(file["common"], written))]


def _bodies_of(written: dict[str, Any]) -> list[dict[str, Any]]:
    bodies = written.pop("bodies", None)
    if bodies is None:
        return [written]
    found = []
    for body, its in bodies.items():
        one: dict[str, Any] = {**_over(written, its), "body": body}
        if "unanimous" in one:
            one["majorities"]["UNANIMOUS"] = one.pop("unanimous")
        found.append(one)
    return found


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What `above` says laid over `below`, group by group; both stay as they are."""
    found = copy.deepcopy(dict(below))
    for key, value in above.items():
        grouped = key in {"sources", "bodies", *BODIES}
        found[key] = _over(found.get(key, {}), value) if grouped else copy.deepcopy(value)
    return found


def shipped_profiles_data() -> list[dict[str, Any]]:
    """Those of them that are rules of a meeting."""
    return [one for one in shipped_data() if one["body"] in MEETING_BODIES]


@cache
def _text(name: str) -> str:
    return (Path(__file__).parent.with_name("profiles") / f"{name}.json").read_text(encoding="utf-8")


def shipped_profiles() -> list[RuleProfile]:
    """The rules of meetings that come with the platform, parsed."""
    return [parse_profile(data) for data in shipped_profiles_data()]


def shipped_owners_rules() -> list[OwnersRules]:
    """The rules for owners and households that come with the platform, parsed."""
    return [parse_owners(data) for data in shipped_data() if data["body"] in OWNERS_BODIES]


def fingerprint(data: Mapping[str, Any]) -> str:
    """What tells written rules from others, whichever version they became here."""
    return digest({key: value for key, value in data.items() if key != "version"})


def as_it_came(data: Mapping[str, Any]) -> bool:
    """Whether these rules are as the platform ships them now or shipped them once: nobody here has revised them."""
    return fingerprint(data) in _known_marks().get(str(data["code"]), frozenset())


@cache
def _known_marks() -> dict[str, frozenset[str]]:
    """By code, the fingerprints of the shipped rules: of now, and of earlier editions (`former.json`)."""
    former: dict[str, list[str]] = json.loads(_text("former"))
    now = {str(one["code"]): fingerprint(one) for one in shipped_data()}
    return {code: frozenset({*former.get(code, ()), now.get(code, "")}) for code in {*former, *now}}

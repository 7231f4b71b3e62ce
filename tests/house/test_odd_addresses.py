"""Odd digits, unseen signs and numbers without end in any address: a page or a refusal, never an error of ours."""

from __future__ import annotations

import re

import pytest
from werkzeug.routing import AnyConverter, IntegerConverter

from deliberation.config import ROOT
from deliberation.kernel.actor import Role
from tests.house.conftest import OpenHouse
from tests.house.test_every_route_by_role import address, knock, visits

ODD = ("²", "9" * 30, "1" * 5000, "a\x00\u202e", "//[", "2026-02-30", "٣")
ASKED = re.compile(r"(?:asking\.\w+|_?words|request\.args\.get|optional_number|number)\(\s*\"(\w+)\"")


def asked_names() -> set[str]:
    """Every value of an address that some view reads."""
    sources = [path.read_text("utf-8") for path in (ROOT / "deliberation").rglob("*.py") if "views" in str(path)]
    return {"page"} | {name for source in sources for name in ASKED.findall(source)}


@pytest.mark.parametrize("turn", range(len(ODD) // 2))
def test_odd_values_of_an_address_are_never_an_error_of_ours(house: OpenHouse, turn: int) -> None:
    names = sorted(asked_names())
    assert {"q", "page", "code", "unit", "state", "number"} <= set(names)
    odd = {name: ODD[(at + 2 * turn) % len(ODD)] for at, name in enumerate(names)}
    wrong = []
    for visit in [v for v in visits(house.app) if v.method == "GET"]:
        own = {name for rule in house.app.url_map.iter_rules(visit.endpoint) for name in rule.arguments}
        asked = {name: value for name, value in odd.items() if name not in own}
        answer = knock(house, house.furnished.identities[Role.SECRETARY], visit, address(house, visit, **asked))
        if answer.status >= 500:
            wrong.append(f"{visit.rule.rule}: {answer}")
    assert wrong == []


def test_a_number_in_a_path_that_no_store_holds_is_not_found(house: OpenHouse) -> None:
    wrong = []
    for visit in visits(house.app):
        for name, converter in visit.rule._converters.items():
            if isinstance(converter, AnyConverter):
                continue  # its address cannot be made
            is_number = isinstance(converter, IntegerConverter)
            odd = str(2**31) if is_number else "a\x00\u202e②"
            url = address(house, visit, **{name: odd})
            answer = knock(house, house.furnished.identities[Role.SECRETARY], visit, url)
            if answer.status >= 500 or (is_number and answer.status < 300):
                wrong.append(f"{visit.method} {visit.rule.rule} {name}: {answer}")
    assert wrong == []

"""Odd digits, unseen signs and numbers without end in any address: a page or a refusal, never an error of ours."""

from __future__ import annotations

import re

import pytest
from werkzeug.routing import IntegerConverter

from deliberation.config import ROOT
from deliberation.kernel.actor import Role
from tests.house.conftest import OpenHouse
from tests.house.test_every_route_by_role import address, knock, visits

ODD = ("²", "9" * 30, "1" * 5000, "a\x00\u202e", "//[", "2026-02-30")
ASKED = re.compile(r"(?:asking\.\w+|_?words|request\.args\.get|optional_number|number)\(\s*\"(\w+)\"")
WHO = (Role.PUBLIC, Role.SECRETARY)


def asked_names() -> set[str]:
    """Every value of an address that some view reads."""
    sources = [path.read_text("utf-8") for path in (ROOT / "deliberation").rglob("*.py") if "views" in str(path)]
    return {"page"} | {name for source in sources for name in ASKED.findall(source)}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_of_an_address_is_never_an_error_of_ours(house: OpenHouse, odd: str) -> None:
    names = asked_names()
    assert {"q", "page", "code", "unit", "state", "number"} <= names
    wrong = []
    for role in WHO:
        for visit in [v for v in visits(house.app) if v.method == "GET"]:
            asked = dict.fromkeys(names - visit.rule.arguments, odd)
            answer = knock(house, house.furnished.identities[role], visit, address(house, visit, **asked))
            if answer.status >= 500:
                wrong.append(f"{role.value} {visit.rule.rule}: {answer}")
    assert wrong == []


def test_a_number_in_a_path_that_no_store_holds_is_not_found(house: OpenHouse) -> None:
    wrong = []
    for visit in visits(house.app):
        for name, converter in visit.rule._converters.items():
            odd = str(2**31) if isinstance(converter, IntegerConverter) else "a\x00\u202e②"
            url = address(house, visit, **{name: odd})
            answer = knock(house, house.furnished.identities[Role.SECRETARY], visit, url)
            if answer.status >= 500 or (odd.isdigit() and answer.status < 300):
                wrong.append(f"{visit.method} {visit.rule.rule} {name}: {answer}")
    assert wrong == []

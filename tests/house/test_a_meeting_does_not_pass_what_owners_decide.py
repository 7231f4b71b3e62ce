"""No page, paper or export calls a meeting's majority 通过 where only the owners decide and have not decided."""

from __future__ import annotations

import pytest

from deliberation.kernel.actor import Role
from tests.house.conftest import OpenHouse
from tests.house.people import come_in
from tests.house.test_every_route_by_role import address, visits
from tests.outcome_words import READABLE, Undecided, claims_in, undecided

THE_GATE = [Undecided("motion", ("改造小区南出入口",))]


@pytest.mark.parametrize(
    ("said", "is_claim"),
    [
        ("<article><h3>改造小区南出入口</h3><p>表决通过</p></article>", True),
        ("<li>改造小区南出入口 <b>通过</b></li>", True),
        ("<tr><td>改造小区南出入口</td><td>业主表决通过</td></tr>", True),
        ("<article><h3>改造小区南出入口</h3><p>形成协商意见，业主表决通过以后才能实施。</p></article>", False),
        ("<article>改造小区南出入口 未形成协商意见</article><article>高峰疏导 表决通过</article>", False),
        ("<article>改造小区南出入口 未形成协商意见</article><article>高峰疏导 表决未通过</article>", False),
        ("<article>改造小区南出入口 表决未通过</article>", True),
        ("<li>改造小区南出入口 平局等于没过</li>", True),
        ("<li>改造小区南出入口 <del>表决通过</del> 更正：形成协商意见</li>", False),
        ("<li>改造小区南出入口</li><li>高峰疏导 通过</li>", False),
        ("<select><option>通过</option></select><p>改造小区南出入口</p>", False),
    ],
)
def test_what_a_page_says_of_a_matter_is_read_from_its_own_card(said: str, is_claim: bool) -> None:
    assert bool(claims_in(f"<body>{said}</body>", "text/html", THE_GATE)) is is_claim


def test_sheets_and_snapshots_are_read_line_by_line_and_object_by_object() -> None:
    assert claims_in("改造小区南出入口,通过\n", "text/csv", THE_GATE)
    assert not claims_in("改造小区南出入口,协商意见\n高峰疏导,通过\n", "text/csv", THE_GATE)
    carried = '{"items": [{"title": "改造小区南出入口", "verdict": {"word": "通过"}}]}'
    assert claims_in(carried, "application/json", THE_GATE)
    assert not claims_in(carried.replace("通过", "协商意见"), "application/json", THE_GATE)


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.CHAIR, Role.SECRETARY, Role.UNIT])
def test_nobody_reads_of_the_gate_that_it_was_passed(house: OpenHouse, role: Role) -> None:
    with house.app.app_context():
        matters = undecided()
    assert any("改造小区南出入口" in matter.names for matter in matters)
    wrong, named = [], 0
    for visit in visits(house.app):
        if visit.method != "GET" or visit.endpoint.startswith("audit."):
            continue
        places = [{"meeting_id": str(n)} for n in (1, 2)] if "meeting_id" in visit.rule.arguments else [{}]
        for instead in places:
            url = address(house, visit, **instead)
            answer = come_in(house.app.test_client(), house.furnished.identities[role]).get(url)
            body = answer.get_data(as_text=True) if answer.mimetype in READABLE else ""
            answer.close()
            named += "改造小区南出入口" in body
            wrong += [f"{url}: {claim}" for claim in claims_in(body, answer.mimetype, matters) if body]
    assert named > 3
    assert wrong == []

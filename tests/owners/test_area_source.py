"""Notice and result say by which areas the vote is counted: as they stand in the roster, not as they usually do."""

from __future__ import annotations

import pytest
from flask import Flask

from deliberation.db import transaction
from tests.builders import a_compound, sign_in
from tests.owners.hall import a_prepared_vote, a_roster, heads_of

WORDS = {"REGISTER": "不动产登记簿记载的面积", "SURVEY": "测绘机构的实测面积", "CONTRACT": "房屋买卖合同记载的面积"}


@pytest.mark.parametrize("source", WORDS)
def test_the_notice_names_the_source_of_the_areas_that_the_roster_has(app: Flask, source: str) -> None:
    world = a_compound()
    roster = a_roster(world, heads_of(2))
    with transaction():
        roster.area_source = source
    vote = a_prepared_vote(world)
    page = sign_in(app.test_client(), world, "陈海涛").get(f"/desk/jinling/owners-votes/{vote.id}/notice").text
    assert [WORDS[one] in page for one in WORDS] == [one == source for one in WORDS]


def test_without_a_roster_the_notice_names_the_order_of_the_law(app: Flask) -> None:
    world = a_compound()
    vote = a_prepared_vote(world)
    page = sign_in(app.test_client(), world, "陈海涛").get(f"/desk/jinling/owners-votes/{vote.id}/notice").text
    assert "尚未登记的按实测面积" in page

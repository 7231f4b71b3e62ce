"""An election of a 居委会 in 四川 in the hall: the chair's form asks what the text asks, the result keeps to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import db, transaction
from deliberation.organisation.models import RuleProfileVersion
from deliberation.organisation.rules import shipped_profiles_data
from deliberation.room.actions import rounds
from deliberation.room.queries import minutes_of, open_vote_of
from tests.builders import a_compound, sign_in
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.room.ballot_papers import cast_each, closed, paper
from tests.room.test_methods_on_screens import put_by_form

NAMES = [{"label": name, "top": 0} for name in "甲乙丙丁"]
FORM: dict[str, Any] = {"options": NAMES, "seats": 2, "woman": "NEEDED", "women": ["丙", "丁"]}


def a_hall() -> Hall:
    """A meeting whose rules elect as 四川 does."""
    world = a_compound()
    hall = an_open_meeting(world, [an_accepted_item(world, "居民委员会补选")])
    shipped = next(one for one in shipped_profiles_data() if one["code"] == "sichuan-residents-representatives-2026")
    with transaction():
        row = db.session.query(RuleProfileVersion).filter_by(code="five-party-default").one()
        kept = {key: shipped[key] for key in ("body", "election", "publication_days", "election_terms")}
        row.data = {**row.data, **kept}
    hall.to_debate("由居民代表补选居民委员会委员二名。")
    return hall


@pytest.fixture
def hall(app: Flask) -> Hall:
    return a_hall()


def test_the_chairs_form_asks_for_women_and_relatives_with_the_article(hall: Hall, client: FlaskClient) -> None:
    page = sign_in(client, hall.world, "李建国").get(f"/rooms/{hall.meeting_id}/chair").text
    assert "《四川省城市居民委员会选举条例》第四条、第三十二条" in page
    for name in ("woman", "women", "kin", "kin_elected"):
        assert f'name="{name}"' in page


def test_elsewhere_the_form_asks_for_neither(app: Flask, client: FlaskClient) -> None:
    world = a_compound()
    plain = an_open_meeting(world, [an_accepted_item(world, "补选")])
    page = sign_in(client, world, "李建国").get(f"/rooms/{plain.meeting_id}/chair").text
    assert 'name="seats"' in page
    assert 'name="women"' not in page
    assert 'name="kin"' not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"woman": ""}, "请选择这次选举要不要有妇女当选"),
        ({"women": []}, "候选人里还没有妇女"),
        ({"women": ["戊"]}, "候选人名单里没有“戊”"),
        ({"kin": [["甲"]]}, "近亲属请一行写两个人"),
        ({"kin": [["甲", "甲"]]}, "近亲属请一行写两个人"),
        ({"kin": [["甲", "戊"]]}, "候选人名单里没有“戊”"),
        ({"kin_elected": ["戊"]}, "候选人名单里没有“戊”"),
        ({"options": [{"label": n, "top": 0} for n in "甲乙丙丁戊己"]}, "候选人比应选名额最多多 3 名"),
    ],
)
def test_a_list_that_the_text_does_not_allow_is_refused_and_the_right_one_is_put(
    hall: Hall, client: FlaskClient, changes: dict[str, Any], said: str
) -> None:
    sign_in(client, hall.world, "李建国")
    status, answer = put_by_form(hall, client, **{**FORM, **changes})
    assert (status, said in answer["message"]) == (422, True)
    assert open_vote_of(hall.meeting_id) is None
    assert put_by_form(hall, client, **FORM)[0] == 200


@pytest.mark.parametrize("rubbish", [{"women": "甲"}, {"kin": 3}, {"kin": ["甲"]}, {"kin_elected": [1]}, {"woman": 1}])
def test_what_is_no_list_of_names_is_refused(hall: Hall, client: FlaskClient, rubbish: dict[str, Any]) -> None:
    sign_in(client, hall.world, "李建国")
    assert put_by_form(hall, client, **{**FORM, **rubbish})[0] == 422
    assert open_vote_of(hall.meeting_id) is None


def test_a_post_is_kept_for_a_woman_and_the_next_round_fills_it(hall: Hall, client: FlaskClient) -> None:
    sign_in(client, hall.world, "李建国")
    assert put_by_form(hall, client, **{**FORM, "kin": [["甲", "丙"]]})[0] == 200
    vote = open_vote_of(hall.meeting_id)
    assert vote is not None
    assert "其中应当有妇女（妇女候选人：丙、丁）" in "".join(line.text for line in minutes_of(hall.meeting_id))
    cast_each(hall, *[paper("A", "B")] * 8, paper("A"), *[paper("C")] * 3)
    first = closed(hall, vote)
    assert ([o["label"] for o in first["outcomes"] if o["chosen"]], first["vacant"]) == (["甲"], 1)
    assert "另行选举妇女成员（《四川省城市居民委员会选举条例》第四条、第三十二条）" in first["sentence"]
    again = rounds.open_run_off(hall.world.chair, hall.meeting_id, vote.motion_id)
    asked = json.loads(json.dumps(again.frozen["question"]))
    assert (asked["women"], asked["woman_seat"], asked["second_round"]) == (["C"], True, True)
    assert asked["kin_elected"] == ["C"]  # 甲, who is elected, is a near relative

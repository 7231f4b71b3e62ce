"""A special meeting is called on a ground of its place, with a reason, and with the shorter notice the place allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.preparing import VoteDraft, notify, prepare
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.calling import Calling, grounds_in
from tests.builders import World, sign_in
from tests.house.forms_on_pages import forms_of
from tests.owners.hall import FEE, a_roster, heads_of
from tests.owners.places import a_compound_in, owners_profile_in, policy_in

OPENS = beijing(2026, 3, 19, 9)
SPECIAL = Calling(is_special=True, ground="EMERGENCY", reason="3号楼外墙脱落，须马上决定")
NOTICED = date(2026, 3, 11)


def a_vote(world: World, calling: Calling, place: str = "杭州市") -> OwnersVote:
    draft = VoteDraft(
        kind="OWNERS", title="临时会议", opens_at=OPENS, closes_at=OPENS + timedelta(days=7),
        profile_id=owners_profile_in(place).id, questions=(FEE,), calling=calling, policy=policy_in(place),
    )  # fmt: skip
    return prepare(world.actor("陈海涛"), world.compound.id, draft)


@pytest.fixture
def hangzhou(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 11, 12))
    return a_compound_in("杭州市")


def test_in_hangzhou_a_special_meeting_is_noticed_eight_days_before_and_a_regular_one_is_not(hangzhou: World) -> None:
    special, regular = a_vote(hangzhou, SPECIAL), a_vote(hangzhou, Calling())
    actor = hangzhou.actor("陈海涛")
    assert notify(actor, special.id, NOTICED, NOTICED).state == "NOTICED"
    with pytest.raises(Refused) as refused:
        notify(actor, regular.id, NOTICED, NOTICED)
    assert (refused.value.reason, refused.value.facts) == (Reason.NOTICE_TOO_SHORT, {"days": 8, "required": 15})


def test_six_days_are_too_few_for_a_special_meeting_too(hangzhou: World) -> None:
    vote = a_vote(hangzhou, SPECIAL)
    clock.use(lambda: beijing(2026, 3, 13, 12))
    with pytest.raises(Refused) as refused:
        notify(hangzhou.actor("陈海涛"), vote.id, date(2026, 3, 13), date(2026, 3, 13))
    assert refused.value.facts == {"days": 6, "required": 7}


def test_where_the_place_sets_no_shorter_notice_a_special_meeting_needs_the_usual_one(app: Flask) -> None:
    clock.use(lambda: beijing(2026, 3, 11, 12))
    world = a_compound_in("成都市")
    vote = a_vote(world, replace(SPECIAL, ground="RULES"), "成都市")
    with pytest.raises(Refused) as refused:
        notify(world.actor("陈海涛"), vote.id, NOTICED, NOTICED)
    assert refused.value.facts == {"days": 8, "required": 15}


@pytest.mark.parametrize(
    "wrong",
    [{"ground": ""}, {"ground": "蛇"}, {"reason": " "}, {"ground": "DEMAND", "petition_id": 99}],
)
def test_a_special_meeting_without_ground_reason_or_its_demand_is_refused(
    hangzhou: World, wrong: dict[str, object]
) -> None:
    with pytest.raises(Refused) as refused:
        a_vote(hangzhou, replace(SPECIAL, **wrong))  # type: ignore[arg-type]
    assert refused.value.reason in {Reason.INVALID_INPUT, Reason.NOT_FOUND}


def test_a_count_in_public_is_after_the_closing(hangzhou: World) -> None:
    with pytest.raises(Refused) as refused:
        a_vote(hangzhou, Calling(count_at=OPENS, count_place="社区会议室"))
    assert "公开计票" in refused.value.message


def test_grounds_are_those_of_the_place() -> None:
    assert set(grounds_in(("杭州市", "浙江省", ""))) == {"DEMAND", "EMERGENCY", "AUTHORITY", "RULES"}
    assert set(grounds_in(("成都市", "四川省", ""))) == {"DEMAND", "RULES"}
    assert set(grounds_in(("青岛市", "山东省", ""))) == {"DEMAND", "EMERGENCY", "RULES"}


def test_the_page_takes_it_keeps_it_and_the_notice_prints_it(app: Flask, hangzhou: World) -> None:
    a_roster(hangzhou, heads_of(2))
    desk = sign_in(app.test_client(), hangzhou, "陈海涛")
    new = "/desk/jinling/owners-votes/new"
    page = desk.get(new)
    (form,) = [f for f in forms_of(new, page.text) if f.action == new]
    data = form.filled(
        session="SPECIAL", special_ground="EMERGENCY", special_reason="外墙脱落", opens_at="2026-03-19T09:00",
        closes_at="2026-03-26T18:00", count_at="2026-03-27T09:00", count_place="社区会议室", add="blank", act="add",
    )  # fmt: skip
    (form,) = [f for f in forms_of(new, desk.post(new, data=data).text) if f.action == new]
    assert (form.fields["special_reason"], form.fields["count_place"]) == ("外墙脱落", "社区会议室")
    saved = form.filled(
        **{"questions-0-item": "OTHER_MAJOR", "questions-0-text": "同意立即维修。", "questions-0-title": "维修外墙"}
    )
    answer = desk.post(new, data=saved)
    assert answer.status_code == 302
    shown = desk.get(answer.location).text
    assert ["临时会议（" in shown, "外墙脱落" in shown, "社区会议室" in shown] == [True] * 3
    notice = desk.get(f"{answer.location}/notice").text
    assert ["本次会议是临时会议" in notice, "公开计票：" in notice] == [True, True]

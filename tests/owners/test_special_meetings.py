"""A special meeting is called on a ground of its place, with a reason, and with the shorter notice the place allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners import queries
from deliberation.owners.actions.preparing import VoteDraft, notify, prepare
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.calling import Calling, caller_in_words, grounds_in, notice_source_for, seal_note
from tests.builders import World, sign_in
from tests.house.forms_on_pages import forms_of
from tests.owners.hall import FEE, a_roster, heads_of
from tests.owners.places import a_compound_in, owners_profile_in, policy_in
from tests.refusals import refusal

OPENS = beijing(2026, 3, 19, 9)
SPECIAL = Calling(is_special=True, ground="EMERGENCY", reason="3号楼外墙脱落，须马上决定")
NOTICED = date(2026, 3, 11)


def a_vote(world: World, calling: Calling, place: str = "杭州市") -> OwnersVote:
    draft = VoteDraft(
        kind="OWNERS",
        title="临时会议",
        opens_at=OPENS,
        closes_at=OPENS + timedelta(days=7),
        profile_id=owners_profile_in(place).id,
        questions=(FEE,),
        calling=calling,
        policy=policy_in(place),
    )
    return prepare(world.actor("陈海涛"), world.compound.id, draft)


@pytest.fixture
def hangzhou(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 11, 12))
    return a_compound_in("杭州市")


def test_in_hangzhou_a_special_meeting_is_noticed_eight_days_before_and_a_regular_one_is_not(hangzhou: World) -> None:
    special, regular = a_vote(hangzhou, SPECIAL), a_vote(hangzhou, Calling())
    actor = hangzhou.actor("陈海涛")
    assert notify(actor, special.id, NOTICED, NOTICED).state == "NOTICED"
    assert too_late(hangzhou, regular) == (8, 15)


def too_late(world: World, vote: OwnersVote, noticed_on: date = NOTICED) -> tuple[int, int]:
    """The days that there are and those that there must be, in the refusal of a notice on that day."""
    said = refused_notice(world, vote, noticed_on)
    assert said.reason is Reason.OWNERS_NOTICE_TOO_SHORT
    return said.facts["days"], said.facts["required"]


def refused_notice(world: World, vote: OwnersVote, noticed_on: date) -> Refused:
    return refusal(notify, world.actor("陈海涛"), vote.id, noticed_on, noticed_on)


def test_six_days_are_too_few_for_a_special_meeting_too(hangzhou: World) -> None:
    vote = a_vote(hangzhou, SPECIAL)
    clock.use(lambda: beijing(2026, 3, 13, 12))
    assert too_late(hangzhou, vote, date(2026, 3, 13)) == (6, 7)


def test_the_refusal_names_the_article_and_the_first_day_and_no_way_around_it(hangzhou: World) -> None:
    special, regular = a_vote(hangzhou, SPECIAL), a_vote(hangzhou, Calling())
    assert refused_notice(hangzhou, regular, NOTICED).message == (
        "公告日到投票开始只有 8 天，须提前 15 天公告（《杭州市物业管理条例》（2021年修订）第十九条第一款：定期会议召开"
        "十五日前）。这个天数谁也不能免。请改期，投票最早从 2026-03-26 开始。"
    )
    clock.use(lambda: beijing(2026, 3, 13, 12))
    said = refused_notice(hangzhou, special, date(2026, 3, 13)).message
    assert "第十九条第一款：临时会议召开七日前" in said
    assert "投票最早从 2026-03-20 开始" in said


def test_rules_that_name_no_article_for_the_days_are_named_themselves(hangzhou: World) -> None:
    rules = queries.rules_of(a_vote(hangzhou, Calling()).profile)
    assert notice_source_for(replace(rules, sources={}), is_special=False) == rules.source


def test_where_the_place_sets_no_shorter_notice_a_special_meeting_needs_the_usual_one(app: Flask) -> None:
    clock.use(lambda: beijing(2026, 3, 11, 12))
    world = a_compound_in("成都市")
    vote = a_vote(world, replace(SPECIAL, ground="RULES"), "成都市")
    assert too_late(world, vote) == (8, 15)


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
        session="SPECIAL",
        special_ground="EMERGENCY",
        special_reason="外墙脱落",
        opens_at="2026-03-19T09:00",
        closes_at="2026-03-26T18:00",
        count_at="2026-03-27T09:00",
        count_place="社区会议室",
        add="blank",
        act="add",
    )
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


def test_who_calls_the_first_meeting_stands_on_notice_and_page_with_the_seal_its_place_asks_for(app: Flask) -> None:
    assert app
    clock.use(lambda: beijing(2026, 3, 11, 12))
    world = a_compound_in("成都市")
    vote = a_vote(world, Calling(caller="PREPARATORY", caller_name="首届业主大会筹备组"), "成都市")
    browser = sign_in(app.test_client(), world, "陈海涛")
    for page in ("", "/notice"):
        text = browser.get(f"/desk/{world.compound.slug}/owners-votes/{vote.id}{page}").get_data(as_text=True)
        assert "首次业主大会会议筹备组（首届业主大会筹备组）" in text
    assert "街道办事处（乡镇人民政府）印章" in text
    assert (caller_in_words("", ""), seal_note("PREPARATORY", ("山东省", ""))) == ("", "")

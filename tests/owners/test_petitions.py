"""Owners demand a meeting: signatures are counted exactly against the roster, each owner once, names stay inside."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.counting import Weight
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.petitions import PetitionDraft, begin, drop, hand_over, sign, unsign
from deliberation.owners.models import OwnersPetition
from deliberation.owners.queries.petitions import owners_of, progress_of, unanswered
from deliberation.owners.rules.petitions import demand_rule, progress
from tests.builders import World, a_compound, sign_in
from tests.house.forms_on_pages import forms_of
from tests.owners.hall import Head, a_roster, heads_of
from tests.owners.places import a_compound_in
from tests.supervision.hall import audited

TODAY = date(2026, 3, 10)
PUBLIC = "/c/jinling/owners-votes/"
DESK = "/desk/jinling/owners-petitions"


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 10, 12))
    return a_compound()


def a_petition(world: World, kind: str = "MEETING", key: str = "k") -> OwnersPetition:
    draft = PetitionDraft(
        kind, "重新选聘物业服务企业", "物业服务差，要求开会决定是否续聘。", "HIRE_OR_DISMISS_FIRM", key
    )
    return begin(world.secretary, world.compound.id, draft)


def signed(world: World, petition: OwnersPetition, *positions: int) -> None:
    owners = owners_of(world.compound.id)
    for position in positions:
        sign(world.secretary, petition.id, owners[position].id, TODAY)


def figures(world: World, petition: OwnersPetition) -> tuple[Weight, Weight, bool]:
    found = progress_of([petition], world.compound)[petition.id]
    return found.signed, found.whole, found.is_reached


def test_two_of_ten_are_a_fifth_and_one_owner_of_three_flats_is_one_head(world: World) -> None:
    a_roster(world, [Head(("甲",), (10_000, 10_000, 10_000)), *heads_of(9)])
    petition = a_petition(world)
    signed(world, petition, 0)
    assert figures(world, petition) == (Weight(1, 30_000), Weight(10, 120_000), False)
    signed(world, petition, 1)
    assert figures(world, petition) == (Weight(2, 40_000), Weight(10, 120_000), True)


def test_an_owner_signs_once_and_may_take_his_name_back_before_the_handing_over(world: World) -> None:
    a_roster(world, heads_of(5))
    petition = a_petition(world)
    signed(world, petition, 0)
    with pytest.raises(Refused) as refused:
        signed(world, petition, 0)
    assert refused.value.reason is Reason.ALREADY_DONE
    signer_id = 1
    unsign(world.secretary, petition.id, signer_id)
    assert figures(world, petition)[0] == Weight(0)
    with pytest.raises(Refused) as refused:
        unsign(world.secretary, petition.id, signer_id)
    assert refused.value.reason is Reason.ALREADY_DONE
    signed(world, petition, 0)
    hand_over(world.secretary, petition.id, TODAY)
    with pytest.raises(Refused) as refused:
        unsign(world.secretary, petition.id, signer_id)
    assert (refused.value.reason, figures(world, petition)[0]) == (Reason.WRONG_STATE, Weight(1, 10_000))


def test_below_the_share_nothing_is_handed_over_and_at_it_the_figures_are_kept(world: World) -> None:
    a_roster(world, heads_of(11))
    petition = a_petition(world)
    signed(world, petition, 0, 1)
    with pytest.raises(Refused) as refused:
        hand_over(world.secretary, petition.id, TODAY)
    assert (refused.value.reason, "山东省物业管理条例》第二十八条" in refused.value.message) == (Reason.NOT_READY, True)
    signed(world, petition, 2)
    hand_over(world.secretary, petition.id, TODAY)
    assert (petition.state, petition.due_on, petition.judged and petition.judged["signed"]) == (
        "HANDED_OVER",
        None,
        {"heads": 3, "area": 30_000},
    )
    assert unanswered(world.compound.id) == [petition]


def test_a_new_roster_finds_signers_again_and_says_whom_it_does_not_know(world: World) -> None:
    a_roster(world, heads_of(5))
    petition = a_petition(world)
    signed(world, petition, 0, 4)
    a_roster(world, heads_of(4))
    found = progress_of([petition], world.compound)[petition.id]
    assert (found.signed, found.whole, found.unknown) == (Weight(1, 10_000), Weight(4, 40_000), 1)


def test_in_sichuan_area_or_heads_suffice_for_a_meeting_and_a_recall_needs_both_and_thirty_days(app: Flask) -> None:
    clock.use(lambda: beijing(2026, 3, 10, 12))
    world = a_compound_in("成都市")
    a_roster(world, [Head(("大业主",), (50_000,)), *heads_of(9)])
    meeting, recall = a_petition(world), a_petition(world, "RECALL", "r")
    signed(world, meeting, 0)
    signed(world, recall, 0)
    assert hand_over(world.secretary, meeting.id, TODAY).state == "HANDED_OVER"
    with pytest.raises(Refused) as refused:
        hand_over(world.secretary, recall.id, TODAY)
    assert refused.value.reason is Reason.NOT_READY
    signed(world, recall, 1)
    hand_over(world.secretary, recall.id, TODAY)
    assert (recall.due_on, recall.item) == (date(2026, 4, 9), "COMMITTEE_ELECTION")


def test_the_shares_are_exact_and_the_nearest_place_counts() -> None:
    rule = demand_rule("MEETING", ("东营市", "山东省", ""))
    units = [(str(n), 100) for n in range(1001)]
    assert progress(units, {str(n) for n in range(200)}, rule).is_reached is False
    assert progress(units, {str(n) for n in range(201)}, rule).is_reached is True
    assert (rule.source, demand_rule("RECALL", ("遂宁市", "四川省", "")).due_days) == (
        "《山东省物业管理条例》第二十八条",
        30,
    )
    assert progress([], {"1"}, rule).is_reached is False


def test_the_desk_signs_by_room_hands_over_and_goes_on_to_a_special_meeting(app: Flask, world: World) -> None:
    a_roster(world, heads_of(5))
    desk = sign_in(app.test_client(), world, "陈海涛")
    (form,) = [f for f in forms_of(f"{DESK}/new", desk.get(f"{DESK}/new").text) if f.action == f"{DESK}/new"]
    answer = desk.post(
        f"{DESK}/new", data=form.filled(title="重新选聘物业", text="服务差。", item="HIRE_OR_DISMISS_FIRM")
    )
    assert answer.status_code == 302
    assert desk.post(f"{DESK}/new", data=form.filled(title="重新选聘物业", text="服务差。")).location == answer.location
    page = desk.get(answer.location, query_string={"q": "0001"}).text
    sign_form = next(f for f in forms_of("", page) if f.action.endswith("/sign"))
    assert desk.post(sign_form.action, data=sign_form.filled()).status_code == 302
    again = desk.post(sign_form.action, data=sign_form.filled())
    assert (again.status_code, "一人只算一次" in again.text) == (409, True)
    page = desk.get(answer.location).text
    assert ["业主0001" in page, "✓ 已达到" in page] == [False, True]  # the name is masked at the desk too
    hand = next(f for f in forms_of("", page) if f.action.endswith("/hand-over"))
    assert desk.post(hand.action, data=hand.filled()).status_code == 302
    new = "/desk/jinling/owners-votes/new"
    prepare = next(f for f in forms_of(new, desk.get(f"{new}?petition=1").text) if f.action == new)
    assert [prepare.fields[name] for name in ("session", "special_ground", "petition_id", "questions-0-title")] == [
        "SPECIAL",
        "DEMAND",
        "1",
        "重新选聘物业",
    ]
    made = desk.post(new, data=prepare.filled())
    assert made.status_code == 302
    assert unanswered(world.compound.id) == []
    twice = desk.post(new, data=prepare.filled(title="再筹备一次"))
    assert (twice.status_code, "已经筹备了" in twice.text) == (409, True)
    assert made.location in desk.get(answer.location).text


def test_residents_read_figures_and_no_name_and_others_do_not_enter(app: Flask, world: World) -> None:
    a_roster(world, heads_of(5))
    petition = a_petition(world)
    signed(world, petition, 0)
    page = app.test_client().get(PUBLIC).text
    assert ["重新选聘物业服务企业" in page, "已签名 1 人" in page, "业主0001" in page, "业主" in page] == [
        True,
        True,
        False,
        True,
    ]
    assert sign_in(app.test_client(), world, "高峰").get(DESK).status_code == 403
    assert sign_in(app.test_client(), world, "杨静").get(f"{DESK}/{petition.id}").status_code == 403
    stranger: FlaskClient = sign_in(app.test_client(), a_compound("haitang", "海棠花园"), "陈海涛")
    assert stranger.get(f"/desk/haitang/owners-petitions/{petition.id}").status_code == 404


def test_a_demand_is_withdrawn_with_a_reason_and_personal_words_are_refused(world: World) -> None:
    petition = a_petition(world)
    with pytest.raises(Refused) as refused:
        drop(world.secretary, petition.id, " ")
    assert refused.value.reason is Reason.REASON_REQUIRED
    assert drop(world.secretary, petition.id, "已经协商解决").state == "DROPPED"
    with pytest.raises(Refused) as refused:
        begin(world.secretary, world.compound.id, PetitionDraft("MEETING", "t", "电话13812345678", None, "p"))
    assert (refused.value.reason, audited("owners_petition.drop")) == (Reason.INVALID_INPUT, 1)

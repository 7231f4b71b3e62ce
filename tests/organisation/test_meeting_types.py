"""Kinds of meetings: shipped, set up by page, used by a compound with who sits in whose place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.agenda.actions import ItemDraft, add_item
from deliberation.agenda.queries import items_of
from deliberation.convening.actions import add_to_agenda, edit_plan, notify, plan_meeting, publish_agenda
from deliberation.convening.actions.agenda import put_on_agenda
from deliberation.convening.actions.guests import count_guests
from deliberation.convening.queries import seats
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.notices.models import Notice
from deliberation.organisation.actions import ship_meeting_types
from deliberation.organisation.actions.meeting_types import (
    add_type,
    change_type,
    copied,
    move_up,
    set_here,
    switch_off,
    switch_on,
)
from deliberation.organisation.models import MeetingType, Party
from deliberation.organisation.queries import meeting_types
from deliberation.organisation.queries.kinds_of_meeting import parties_here, types_here
from deliberation.organisation.rules import shipped_profiles
from deliberation.organisation.rules.meeting_types import TypeDraft, check_type, shipped_types, what_counts
from tests.builders import World, a_compound, an_officer, sign_in
from tests.convening.hall import a_draft
from tests.convening.series_hall import somebody_of

ALL = (
    "五方办 三方共商 三方联动 三方协同 社区大事共商月例会 "
    "联席评议 物业业主恳谈会 居民议事会 业委会会议 紧急会议 公开日 物业管理联席会议"
)


@pytest.fixture
def officer(world: World) -> Iterator[Actor]:
    """Who sets up kinds of meetings: the 街道."""
    clock.use(lambda: clock.beijing(2026, 3, 1, 9))
    ship_meeting_types()
    yield an_officer(world, "subdistrict_officer")
    clock.use(None)


def named(name: str) -> MeetingType:
    return db.session.query(MeetingType).filter_by(name=name).one()


def reason_of(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.reason


def test_twelve_kinds_come_with_the_platform_each_with_rules_of_its_own(world: World) -> None:
    assert ship_meeting_types() == 11  # five_party is there
    assert ship_meeting_types() == 0
    assert {one.name for one in db.session.query(MeetingType)} == set(ALL.split())
    codes = {one.code for one in shipped_profiles()}
    for written in shipped_types():
        assert written["profile_code"] in codes
        draft = TypeDraft(**{key: value for key, value in written.items() if key != "code"})
        check_type(draft, {"vote", "consultation", "report", "rating", "pledge_report", "talk"})


def test_what_counts_is_said_in_words() -> None:
    rules = {one.code: one for one in shipped_profiles()}
    kinds = {one["code"]: one for one in shipped_types()}
    said = {
        code: what_counts(rules[kinds[code]["profile_code"]], kinds[code]["parties"])
        for code in ("five_party", "three_way", "owners_committee", "open_talk")
    }
    assert said["five_party"] == "应到13席，至少9席到会，五方都要有人；同意超过到会人数的一半为通过"
    assert said["three_way"] == "应到3方，至少3方到会；同意超过各方的一半为通过"
    assert said["open_talk"] == "应到4席，到会人数不限；同意超过到会人数的一半为通过"


def test_a_compound_switches_kinds_on_in_its_order(world: World, officer: Actor) -> None:
    here = world.compound.id
    for name in ("三方共商", "联席评议"):
        switch_on(officer, here, named(name).id)
    switch_on(officer, here, named("联席评议").id)
    assert [one.name for one in meeting_types(here)] == ["五方办", "三方共商", "联席评议"]
    move_up(officer, here, named("联席评议").id)
    assert [one.name for one in meeting_types(here)] == ["五方办", "联席评议", "三方共商"]
    switch_off(officer, here, named("三方共商").id)
    assert [one.name for one in meeting_types(here)] == ["五方办", "联席评议"]
    assert reason_of(lambda: switch_on(world.chair, here, named("公开日").id)) is Reason.FORBIDDEN


def test_an_officer_changes_no_kind_that_another_subdistrict_uses(world: World, officer: Actor) -> None:
    kind = named("三方联动")
    stranger = an_officer(a_compound("haitang", "海棠花园"), "administrator", "贺明")
    switch_on(officer, world.compound.id, kind.id)
    changed = change_type(stranger, kind.id, copied(kind, name="三方联动会"))
    assert changed.name == "三方联动会"
    assert reason_of(lambda: change_type(world.chair, kind.id, copied(kind))) is Reason.FORBIDDEN
    assert reason_of(lambda: change_type(officer, kind.id, copied(kind, name="五方办"))) is Reason.ALREADY_DONE


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"parties": ()},
        {"parties": ({"kind": "nobody", "obligatory": True, "seats": 1},)},
        {"parties": ({"kind": "property_firm", "obligatory": True, "seats": 0},)},
        {"profile_code": "none"},
        {"item_kinds": ("dance",)},
        {"title_template": "{年}{天气}"},
        {"organiser": "nobody"},
    ],
)
def test_a_kind_that_nobody_could_hold_is_refused(world: World, officer: Actor, changes: dict[str, object]) -> None:
    assert reason_of(lambda: add_type(officer, copied(world.meeting_type, **({"name": "新会"} | changes)))) is (
        Reason.INVALID_INPUT
    )


@pytest.fixture
def preparatory(world: World, officer: Actor) -> MeetingType:
    """三方联动 with the 业委会筹备组 in the place of the 业委会."""
    kind = named("三方联动")
    with transaction() as session:
        world.parties["preparatory_committee"] = Party(
            compound_id=world.compound.id, kind="preparatory_committee", name="业委会筹备组", position=20
        )
        session.add(world.parties["preparatory_committee"])
    somebody_of(world, "俞秀珍", "preparatory_committee", "committee_delegate", "组长")
    switch_on(officer, world.compound.id, kind.id)
    set_here(officer, world.compound.id, kind.id, {"owners_committee": "preparatory_committee"}, ["progress"])
    return kind


def test_a_preparatory_body_sits_in_the_place_of_the_committee(world: World, preparatory: MeetingType) -> None:
    (here,) = [one for one in types_here(world.compound.id) if one.kind.id == preparatory.id]
    assert here.limits == ["筹备组可协商、表决，不代表业主作决定"]
    assert here.standing == ["progress"]
    meeting = plan_meeting(world.chair, world.compound.id, a_draft(world, meeting_type_id=preparatory.id))
    sitting = {seat.person.name for seat in seats(meeting.id) if seat.has_vote}
    assert "俞秀珍" in sitting
    assert not sitting & {"陈海涛", "刘芳", "马国庆"}
    assert [item.title for item in items_of(meeting.id)] == ["上次督办进展"]
    assert [one["kind"] for one in meeting.parties] == ["party_branch", "preparatory_committee", "property_firm"]


def test_a_planned_meeting_keeps_its_parties_when_its_kind_is_changed(world: World, preparatory: MeetingType) -> None:
    officer = an_officer(world, "administrator", "贺明")
    meeting = plan_meeting(world.chair, world.compound.id, a_draft(world, meeting_type_id=preparatory.id))
    set_here(officer, world.compound.id, preparatory.id, {}, [])
    assert parties_here(world.compound.id, preparatory)[1]["kind"] == "owners_committee"
    assert meeting.parties[1]["kind"] == "preparatory_committee"


def test_a_planned_meeting_keeps_its_name_and_its_organiser_when_its_kind_is_changed(
    world: World, client: FlaskClient, officer: Actor
) -> None:
    kind = named("公开日")
    switch_on(officer, world.compound.id, kind.id)
    meeting = plan_meeting(world.secretary, world.compound.id, a_draft(world, meeting_type_id=kind.id))
    organiser, is_public = kind.organiser, kind.is_public
    other = "party_branch" if organiser != "party_branch" else "neighbourhood_committee"
    change_type(officer, kind.id, copied(kind, name="改了名的会", organiser=other, is_public=not is_public))
    assert (meeting.kind_name, meeting.organiser, meeting.is_public) == ("公开日", organiser, is_public)
    page = sign_in(client, world, "周敏").get(f"/desk/jinling/meetings/{meeting.id}").get_data(as_text=True)
    assert "改了名的会" not in page


def test_a_stand_in_for_nobody_is_refused(world: World, officer: Actor) -> None:
    here, kind = world.compound.id, world.meeting_type.id
    for wrong in (
        {"developer": "other"},
        {"owners_committee": "property_firm"},
        {"owners_committee": "nobody"},
        {"owners_committee": "developer", "property_firm": "developer"},
    ):
        assert reason_of(lambda wrong=wrong: set_here(officer, here, kind, wrong, [])) is Reason.INVALID_INPUT


def test_a_kind_of_meeting_takes_the_items_that_it_may_take(world: World, officer: Actor) -> None:
    kind = named("联席评议")
    switch_on(officer, world.compound.id, kind.id)
    meeting = plan_meeting(world.chair, world.compound.id, a_draft(world, meeting_type_id=kind.id))
    talk = add_item(world.secretary, world.compound.id, ItemDraft("谈一谈", kind="talk"))
    assert reason_of(lambda: put_on_agenda(world.secretary, meeting.id, talk.id)) is Reason.INVALID_INPUT
    rating = add_item(world.secretary, world.compound.id, ItemDraft("评一评", kind="rating"))
    put_on_agenda(world.secretary, meeting.id, rating.id)
    assert [item.title for item in items_of(meeting.id)] == ["践诺述职", "评一评"]


@pytest.fixture
def committee(world: World, officer: Actor) -> MeetingType:
    """业委会会议, switched on."""
    kind = named("业委会会议")
    switch_on(officer, world.compound.id, kind.id)
    return kind


def _own(world: World, kind: MeetingType, name: str = "陈海涛") -> dict[str, object]:
    return {
        "meeting_type_id": kind.id,
        "chair_id": world.people[name].id,
        "secretary_id": world.people["周敏"].id,
    }


def test_the_head_of_the_committee_plans_and_calls_its_own_meeting(world: World, committee: MeetingType) -> None:
    head = world.actor("陈海涛")
    draft = a_draft(world, clock.beijing(2026, 3, 20, 19), **_own(world, committee))
    meeting = plan_meeting(head, world.compound.id, draft)
    by_kind = {seat.person.name: (seat.kind, seat.has_vote) for seat in seats(meeting.id)}
    assert by_kind["陈海涛"] == ("chair", True)
    assert by_kind["刘芳"] == by_kind["马国庆"] == ("delegate", True)
    add_to_agenda(head, meeting.id, ItemDraft("听取一季度收支情况", kind="report"))
    add_to_agenda(head, meeting.id, ItemDraft("听取一季度收支情况", kind="report"))
    assert [item.title for item in items_of(meeting.id)] == ["听取一季度收支情况"]
    publish_agenda(head, meeting.id)
    assert notify(head, meeting.id).state == "NOTICED"


def test_that_opens_no_other_meeting_and_to_no_other_member(world: World, committee: MeetingType) -> None:
    head, member, place = world.actor("陈海涛"), world.actor("刘芳"), world.compound.id
    assert reason_of(lambda: plan_meeting(head, place, a_draft(world))) is Reason.FORBIDDEN
    own = _own(world, committee)
    assert reason_of(lambda: plan_meeting(member, place, a_draft(world, **own))) is Reason.FORBIDDEN
    by_branch = {**own, "chair_id": world.people["李建国"].id}
    assert reason_of(lambda: plan_meeting(head, place, a_draft(world, **by_branch))) is Reason.INVALID_INPUT
    five = plan_meeting(world.chair, place, a_draft(world))
    assert reason_of(lambda: edit_plan(head, five.id, a_draft(world))) is Reason.FORBIDDEN
    as_chair = a_draft(world, chair_id=world.people["陈海涛"].id)
    assert reason_of(lambda: plan_meeting(world.chair, place, as_chair)) is Reason.INVALID_INPUT


def test_the_head_reaches_it_by_the_pages(world: World, client: FlaskClient, committee: MeetingType) -> None:
    sign_in(client, world, "陈海涛")
    assert "召集会议" in client.get("/desk/jinling/meetings/").get_data(as_text=True)
    page = client.get("/desk/jinling/meetings/new").get_data(as_text=True)
    assert "业委会会议" in page
    assert "五方办</option>" not in page
    sign_in(client, world, "刘芳")
    assert client.get("/desk/jinling/meetings/new").status_code == 403


def seen_in(page: str, kind: str) -> str:
    found = re.search(rf'name="seen" value="({kind}:[^"]+)"', page)
    assert found, page[:500]
    return found[1]


def test_kinds_are_set_up_and_used_on_pages(world: World, client: FlaskClient, officer: Actor) -> None:
    sign_in(client, world, officer.name)
    form = {
        "request_key": "k",
        "name": "民情恳谈日",
        "organiser": "party_branch",
        "chaired_by": "branch",
        "profile_code": "open-meeting-default",
        "seats_property_firm": "2",
        "must_property_firm": "y",
    }
    bad = client.post("/meeting-types/new", data={**form, "seats_property_firm": ""})
    assert bad.status_code == 422
    assert "请写明由哪几方参加" in bad.get_data(as_text=True)
    for _ in range(2):
        assert client.post("/meeting-types/new", data=form).status_code == 302
    kind = named("民情恳谈日")
    assert "民情恳谈日" in client.get("/meeting-types/").get_data(as_text=True)
    page = client.get(f"/meeting-types/{kind.id}").get_data(as_text=True)
    changed = {**form, "name": "睦邻院杂谈", "seen": seen_in(page, "meeting_type")}
    assert client.post(f"/meeting-types/{kind.id}", data=changed).status_code == 302
    page = client.get("/desk/jinling/meeting-types").get_data(as_text=True)
    assert "应到13席，至少9席到会，五方都要有人；同意超过到会人数的一半为通过" in page
    on = {"meeting_type_id": kind.id, "seen": seen_in(page, "compound_types")}
    assert client.post("/desk/jinling/meeting-types/on", data=on).status_code == 302
    assert "睦邻院杂谈" in client.get("/desk/jinling/meeting-types").get_data(as_text=True)
    late = client.post("/desk/jinling/meeting-types/on", data=on)
    assert late.status_code == 409
    sign_in(client, world, "高峰")
    assert "改在本小区的用法" not in client.get("/desk/jinling/meeting-types").get_data(as_text=True)
    assert client.get("/meeting-types/").status_code == 403


def test_a_preparatory_body_starts_no_vote_of_the_owners(
    world: World, client: FlaskClient, preparatory: MeetingType
) -> None:
    assert preparatory.name == "三方联动"
    assert sign_in(client, world, "陈海涛").get("/desk/jinling/owners-votes/new").status_code != 403
    scope = Scope(world.compound.id)
    for permission in ("owners_vote.prepare", "owners_vote.announce"):
        may(world.actor("陈海涛"), permission, scope)
        assert reason_of(lambda one=permission: may(world.actor("俞秀珍"), one, scope)) is Reason.PREPARATORY_BODY
    sign_in(client, world, "俞秀珍")
    refused = client.get("/desk/jinling/owners-votes/new")
    assert refused.status_code == 403
    assert "筹备组不能代表业主作决定" in refused.get_data(as_text=True)


def test_owners_at_a_talk_are_counted_and_not_named(world: World, client: FlaskClient, officer: Actor) -> None:
    kind = named("物业业主恳谈会")
    switch_on(officer, world.compound.id, kind.id)
    somebody_of(world, "冯丽", "neighbourhood_committee", "neighbourhood_delegate", "副主任")
    talk = plan_meeting(world.chair, world.compound.id, a_draft(world, meeting_type_id=kind.id))
    assert talk.title == "2026年3月10日物业业主恳谈会"
    add_to_agenda(world.chair, talk.id, ItemDraft("业主提问", kind="talk"))
    publish_agenda(world.chair, talk.id)
    notify(world.chair, talk.id)
    told = db.session.scalars(select(Notice.body).where(Notice.meeting_id == talk.id)).first() or ""
    assert told.endswith("欢迎业主到场，有问题当面提，物业当场答复；答应的事写进记录，转成督办单办理。")
    sign_in(client, world, "周敏")
    page = f"/desk/jinling/meetings/{talk.id}"
    assert client.post(f"{page}/guests", data={"guests": "四十"}).status_code == 422
    assert client.post(f"{page}/guests", data={"guests": "41"}).status_code == 302
    assert "41 人" in client.get(page).get_data(as_text=True)
    five = plan_meeting(world.chair, world.compound.id, a_draft(world))
    assert reason_of(lambda: count_guests(world.secretary, five.id, 3)) is Reason.INVALID_INPUT
    assert reason_of(lambda: count_guests(world.actor("高峰"), talk.id, 3)) is Reason.FORBIDDEN

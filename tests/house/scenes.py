"""States in which an act can be done that the furnished house does not offer, and who finds it on which page."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from deliberation.agenda.actions import place
from deliberation.agenda.queries import pool
from deliberation.collection.actions import merge
from deliberation.collection.rules import make_receipt
from deliberation.convening.actions import make_link, plan_meeting, publish_agenda
from deliberation.db import db, transaction
from deliberation.disclosure.actions.requests import grant
from deliberation.kernel import clock
from deliberation.notices.queries import notice_of
from deliberation.organisation.actions import load_year, places, ship_meeting_types
from deliberation.organisation.actions.meeting_types import switch_on
from deliberation.organisation.queries.kinds_of_meeting import types
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.petitions import PetitionDraft, begin, sign
from deliberation.owners.queries.petitions import owners_of
from deliberation.publication.actions import draft_resolution
from deliberation.room.actions.minutes import issue
from deliberation.supervision import actions as supervision
from deliberation.supervision.actions.owners_annulled import annul_owners_result
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World, an_officer
from tests.collection.reports import a_report
from tests.convening.series_hall import a_series
from tests.disclosure.hall import a_request
from tests.halls import NOTICE_AT, Hall, a_noticed_meeting, a_plan, an_accepted_item, an_open_meeting
from tests.house.forms_on_pages import Form
from tests.house.office_furniture import furnish_office
from tests.house.office_scenes import OFFICE_SCENES, OFFICE_WORDS
from tests.owners.clerks import a_vote_to_enter, clerks, entered_twice
from tests.owners.hall import a_noticed_vote, a_prepared_vote, a_roster, heads_of
from tests.owners.papers import close
from tests.owners.test_elections import CODES, an_election, posted, voted
from tests.roster.rosters import decided, read_in
from tests.supervision.hall import a_decided_meeting, an_order, at, motions, topic_of
from tests.supervision.test_owners_annulled import COURT

Finds = list[tuple[str, str]]
"""Who opens which page."""
Scene = Callable[[World], Finds]
DESK = "/desk/jinling"


def an_office(world: World) -> Finds:
    """One of everything that an office registers, each on its page."""
    an_officer(world, "administrator", "萧芳")
    office = furnish_office(world, "萧芳")
    places.add_community(world.actor("萧芳"), int(office["subdistrict_id"]), "南苑社区")
    compound = f"/office/compounds/{office['compound_id']}"
    pages = [f"{compound}/edit", f"{compound}/move", f"{compound}/switches"]
    pages += [f"/office/buildings/{office['building_id']}{rest}" for rest in ("", "/edit")]
    pages += [f"/office/{kind}/{office[name]}{rest}" for kind, name, rest in OF_AN_OFFICE]
    return [("萧芳", page) for page in pages]


OF_AN_OFFICE = (
    ("subdistricts", "subdistrict_id", ""),
    ("communities", "community_id", ""),
    ("grids", "grid_area_id", ""),
    ("entrances", "entrance_id", ""),
    ("venues", "venue_id", ""),
    ("venues", "venue_id", "/close"),
    ("units", "unit_id", ""),
    ("parties", "party_id", ""),
    ("parties", "party_id", "/end"),
    ("duties", "line_id", ""),
    ("duties", "line_id", "/replace"),
)


def orders_of_all_states(world: World) -> Finds:
    """An order in every state, each on the page of who acts on it next."""
    at(3, 11)
    states = {
        "DRAFT": "李建国",
        "ISSUED": "高峰",
        "IN_PROGRESS": "高峰",
        "COMPLETION_REPORTED": "李建国",
        "ACCEPTED_RESULT": "李建国",
        "CLOSED": "李建国",
    }
    return [(who, f"{DESK}/orders/{an_order(world, state).id}") for state, who in states.items()]


def drafts_of_a_meeting(world: World) -> Finds:
    """What a meeting decided, drafted as orders; and a topic of it that was not carried."""
    meeting_id = a_decided_meeting(world)
    made = supervision.draft_from_decisions(world.chair, meeting_id)
    lost = (made[0].topic_id or 0) + 3
    there, third = f"{DESK}/meetings/{meeting_id}", motions(meeting_id)[2].id
    pages = (f"{there}/orders", f"{there}/motions/{third}/correct", f"{DESK}/topics/{lost}/gate")
    return [("李建国", page) for page in pages]


def a_meeting_ahead(world: World) -> Finds:
    """One meeting ready to be noticed, one whose notice has gone out."""
    hall = a_noticed_meeting(world)
    clock.use(lambda: NOTICE_AT)
    meeting = plan_meeting(world.chair, world.compound.id, a_plan(world))
    item = an_accepted_item(world, "更换电梯钢丝绳")
    place(world.chair, item.id, meeting.id)
    publish_agenda(world.chair, meeting.id)
    ahead, called = f"{DESK}/meetings/{meeting.id}", f"{DESK}/meetings/{hall.meeting_id}"
    hers = notice_of(world.people["张秀兰"].id, hall.meeting_id, "meeting")
    assert hers is not None
    link = f"/reply/{make_link(hers.id, hall.meeting_id, hers.person_id)}"
    return [
        ("李建国", ahead),
        ("张秀兰", called),
        ("张秀兰", "/notices/"),
        ("李建国", f"{called}/move"),
        ("张秀兰", link),
    ]


def an_agenda_to_publish(world: World) -> Finds:
    """A planned meeting whose agenda nobody has published."""
    clock.use(lambda: NOTICE_AT)
    meeting = plan_meeting(world.chair, world.compound.id, a_plan(world))
    place(world.chair, an_accepted_item(world, "更换电梯钢丝绳").id, meeting.id)
    assert pool(world.compound.id) == []
    return [("李建国", f"{DESK}/meetings/{meeting.id}")]


def _over(world: World) -> Hall:
    hall = an_open_meeting(world)
    hall.to_debate()
    hall.open_vote()
    hall.cast_all(agree=12)
    for step in ("close_vote", "finish_item", "end_meeting"):
        hall.step(step)
    return hall


def a_record_to_hand_out(world: World) -> Finds:
    """A meeting that is over; its record is being put right."""
    return [("周敏", f"{DESK}/meetings/{_over(world).meeting_id}/minutes")]


def a_record_to_sign(world: World) -> Finds:
    """The record is handed out: delegates sign it at a desk or on a tablet, the chair issues it."""
    hall = _over(world)
    hall.hand_out()
    page = f"{DESK}/meetings/{hall.meeting_id}/minutes"
    return [("张秀兰", page), ("李建国", page), ("张秀兰", f"/rooms/{hall.meeting_id}/minutes")]


def a_resolution_to_publish(world: World) -> Finds:
    """A resolution as it was drafted."""
    hall = _over(world)
    issue(world.chair, hall.meeting_id, "当场无法签字，会后补签。")
    return [("李建国", f"{DESK}/resolutions/{draft_resolution(world.secretary, hall.meeting_id).id}")]


def topics_that_say_the_same(world: World) -> Finds:
    """A topic that was put together with another, and a third that can be."""
    target, other, third = a_report(world), a_report(world), a_report(world)
    merge(world.secretary, target.id, [other.id])
    assert third.id == other.id + 1
    return [("李建国", f"{DESK}/topics/{other.id}"), ("李建国", f"{DESK}/topics/{target.id}/merge")]


def an_inspection_agreed(world: World) -> Finds:
    """Somebody may come and look."""
    clock.use(lambda: NOTICE_AT)
    asked = a_request(world)
    grant(world.secretary, asked.id, NOTICE_AT + timedelta(days=1), "居委会一楼", "")
    return [("李建国", f"{DESK}/inspections/{asked.id}")]


def a_vote_to_notice(world: World) -> Finds:
    """Prepared; nothing hangs yet."""
    a_roster(world, heads_of(5))
    at(3, 11)
    return [("陈海涛", f"{DESK}/owners-votes/{a_prepared_vote(world).id}")]


def a_vote_to_open(world: World) -> Finds:
    """The notice hangs, and the hour has come."""
    a_roster(world, heads_of(5))
    vote = a_prepared_vote(world)
    a_noticed_vote(world, vote)
    moment = vote.opens_at + timedelta(minutes=1)
    clock.use(lambda: moment)
    return [("陈海涛", f"{DESK}/owners-votes/{vote.id}")]


def a_vote_to_close(world: World) -> Finds:
    """Time is over; one paper was entered twice."""
    vote = a_vote_to_enter(world)
    entered_twice(world, vote, 1)
    moment = vote.closes_at + timedelta(minutes=1)
    clock.use(lambda: moment)
    at_entry = f"{DESK}/owners-votes/{vote.id}/papers/1"
    return [("陈海涛", f"{DESK}/owners-votes/{vote.id}"), ("郑月", at_entry)]


def _counted(world: World, *parts: str) -> str:
    """The page of a count that was signed as so many parts."""
    vote = a_vote_to_enter(world)
    for number in (1, 2, 3):
        entered_twice(world, vote, number)
    close(vote)
    moment = vote.closes_at + timedelta(hours=1)
    clock.use(lambda: moment)
    count(world.secretary, vote.id)
    signers = {"TELLER": clerks(world)[0], "SCRUTINEER": world.actor("张秀兰")}
    for part in parts:
        certify(signers[part], vote.id, part)
    return f"{DESK}/owners-votes/{vote.id}/count"


def a_count_to_sign(world: World) -> Finds:
    """Counted; nobody has signed."""
    return [("郑月", _counted(world))]


def a_count_half_signed(world: World) -> Finds:
    """The teller has signed, and may take it back."""
    return [("郑月", _counted(world, "TELLER"))]


def a_result_to_announce(world: World) -> Finds:
    """Both have signed."""
    return [("陈海涛", _counted(world, "TELLER", "SCRUTINEER"))]


def a_result_annulled(world: World) -> Finds:
    """A court has annulled it."""
    page = _counted(world, "TELLER", "SCRUTINEER")
    vote_id = int(page.split("/")[-2])
    announce_owners_result(world.actor("陈海涛"), vote_id)
    at(5, 21)
    annul_owners_result(world.chair, vote_id, COURT)
    return [("李建国", f"{DESK}/owners-votes/{vote_id}/reinstate")]


def a_committee_elected(world: World) -> Finds:
    """Elected, and not filed yet."""
    at(3, 10)
    vote = an_election(world)
    posted(world, vote)
    voted(world, vote, (7, CODES[:5]), (3, ("o6", *CODES[:4])))
    return [("陈海涛", f"{DESK}/owners-votes/{vote.id}/candidates")]


def a_roster_to_use(world: World) -> Finds:
    """Read in, every proposal decided."""
    roster = decided(world, read_in(world))
    return [("陈海涛", f"{DESK}/rosters/{roster.id}/preview")]


def a_demand_with_enough_names(world: World) -> Finds:
    """Owners demand a meeting."""
    a_roster(world, heads_of(5))
    petition = begin(world.secretary, world.compound.id, PetitionDraft("MEETING", "重选物业", "开会。", None, "key"))
    for owner in owners_of(world.compound.id):
        sign(world.secretary, petition.id, owner.id, clock.today())
    return [("周敏", f"{DESK}/owners-petitions/{petition.id}")]


def a_matter_not_mended(world: World) -> Finds:
    """The holder of a receipt says of what was closed that it is not mended."""
    at(3, 10)
    meeting_id = a_decided_meeting(world)
    order = an_order(world, "CLOSED", meeting_id=meeting_id, motion_id=motions(meeting_id)[2].id)
    at(4, 1)
    with transaction():
        topic_of(order).receipt_code = make_receipt(secrets.choice)
    request = supervision.ask_reopen(topic_of(order).receipt_code, "灯还是不亮。")
    return [("李建国", f"{DESK}/orders/not-solved/{request.id}")]


def kinds_of_meetings(world: World) -> Finds:
    """Two kinds of meetings in use, a third that could be, and who looks after the installation."""
    clock.use(lambda: NOTICE_AT)
    ship_meeting_types(["three_way", "open_day"])
    administrator = an_officer(world, "administrator", "贺明")
    (_own, second, _third) = types().page(1).items
    switch_on(administrator, world.compound.id, second.kind.id)
    return [("贺明", f"{DESK}/meeting-types"), ("贺明", f"/meeting-types/{second.kind.id}")]


def a_series_and_a_late_holiday(world: World) -> Finds:
    """A series, and a planned meeting on a day that was made a holiday afterwards."""
    clock.use(lambda: NOTICE_AT)
    kept = a_series(world, starts_on=date(2026, 3, 1))
    meeting = plan_meeting(world.chair, world.compound.id, a_plan(world))
    with transaction():
        meeting.starts_at = clock.beijing(2026, 10, 8, 19)
        db.session.add(meeting)
    load_year(an_officer(world, "administrator", "贺明"), 2026, "国庆节 2026-10-01 至 2026-10-08")
    at_series = f"{DESK}/series/{kept.id}"
    return [
        (who, page) for who in ("李建国",) for page in (at_series, f"{at_series}/edit", f"{DESK}/meetings/{meeting.id}")
    ]


SCENES: dict[Scene, str] = {
    kinds_of_meetings: """organisation.change_meeting_type organisation.switch_type_on organisation.switch_type_off
        organisation.move_type_up organisation.set_type_here""",
    a_series_and_a_late_holiday: "convening.change_series convening.end_series convening.keep_meeting_day",
    an_office: """organisation.edit_subdistrict organisation.edit_community organisation.edit_grid
        organisation.edit_compound organisation.move_compound organisation.switch organisation.edit_building
        organisation.place_in_grid organisation.edit_entrance organisation.edit_venue organisation.close_venue
        organisation.edit_unit organisation.edit_party organisation.end_party organisation.duty
        organisation.replace_duty""",
    **OFFICE_SCENES,
    a_matter_not_mended: "supervision.reopen_asked supervision.answer_reopen",
    orders_of_all_states: """supervision.issue supervision.cancel supervision.accept supervision.refuse
        supervision.complete supervision.check supervision.rework supervision.close supervision.reopen
        supervision.withhold""",
    drafts_of_a_meeting: "supervision.issue_all supervision.correct agenda.bring_back",
    a_meeting_ahead: """convening.notify convening.cancel convening.confirm notices.confirm
        convening.move_meeting convening.confirm_reply""",
    an_agenda_to_publish: "convening.publish_agenda",
    a_record_to_hand_out: "room.hand_out",
    a_record_to_sign: "room.sign room.issue room.sign_minutes",
    a_resolution_to_publish: "publication.publish",
    topics_that_say_the_same: "collection.unmerge collection.merge",
    an_inspection_agreed: "disclosure.complete",
    a_vote_to_notice: "owners.notify owners.cancel_vote",
    a_vote_to_open: "owners.open_vote",
    a_vote_to_close: "owners.close_vote owners.void_vote owners.enter_anew",
    a_count_to_sign: "owners.certify owners.take_back_count",
    a_count_half_signed: "owners.take_back_signature",
    a_result_to_announce: "supervision.announce_owners_result",
    a_result_annulled: "supervision.reinstate_owners_result",
    a_committee_elected: "owners.file_committee",
    a_roster_to_use: "roster.use_roster",
    a_demand_with_enough_names: "owners.hand_over_petition owners.drop_petition",
}
"""Each scene with the acts that it offers."""

WORDS: dict[str, dict[str, str]] = {
    **{
        f"organisation.{name}": {"name": "改名"}
        for name in (
            "edit_subdistrict",
            "edit_community",
            "edit_grid",
            "edit_compound",
            "edit_venue",
            "edit_unit",
            "edit_party",
        )
    },
    **{f"organisation.{name}": {"number": "9"} for name in ("edit_building", "edit_entrance")},
    **{f"organisation.{name}": {"last_day": "2099-01-01"} for name in ("close_venue", "end_party", "duty")},
    "organisation.move_compound": {"starts_on": "2099-01-01"},
    "organisation.replace_duty": {"starts_on": "2099-01-01"},
    **OFFICE_WORDS,
    "agenda.classify": {"authority": "PARTY_DUTY"},
    "agenda.classify_item": {"authority": "PARTY_DUTY"},
    "agenda.screen": {"decision": "return"},
    "convening.move_meeting": {"time": "20:15"},
    "collection.merge": {"source": "3"},
    "owners.accept_candidate": {"declared": "ABLE", "answered_on": "2026-03-10"},
    "owners.post_emergency": {"accepted_on": "2026-03-10", "posted_on": "2026-03-10"},
    "supervision.annul_owners_result": {"by": "COURT", "decided_on": "2026-02-10", "questions": "1"},
    "supervision.correct": {"authority": "OWNERS_SPECIAL", "matter": "REBUILD"},
    "supervision.reinstate_owners_result": {"by": "CORRECTION", "decided_on": "2026-05-21", "questions": "1"},
}
"""What is filled in where the form of a page does not say enough by itself."""


def tablet_form(meeting_id: int, seen: str) -> Form:
    """What a tablet sends under 我已看过，签字; in JSON."""
    address = f"/rooms/{meeting_id}/minutes/sign"
    return Form(address, f"/rooms/{meeting_id}/tablet", {"seen": seen}, {"seen": "json"})

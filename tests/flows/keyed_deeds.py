"""Everything that a form with a key of its own can do, in one compound, by one of two people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.convening.actions import PlanDraft, plan_meeting
from deliberation.disclosure.actions.documents import DocumentDraft, publish, replace
from deliberation.disclosure.actions.requests import RequestDraft, ask, enter
from deliberation.disclosure.queries import versions
from deliberation.files.rules import Photo
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.keys import stored_key
from deliberation.organisation.actions.editing import keyed
from deliberation.organisation.actions.meeting_types import add_type
from deliberation.organisation.actions.people import add_person
from deliberation.organisation.actions.places import add_venue
from deliberation.organisation.actions.profiles import ProfileDraft, add_profile
from deliberation.organisation.rules import shipped_data
from deliberation.organisation.rules.meeting_types import TypeDraft
from deliberation.owners.actions.elsewhere import record_committee
from deliberation.owners.actions.emergency import EmergencyDraft, record_use
from deliberation.owners.actions.evidence import keep_of_petition, keep_of_vote
from deliberation.owners.actions.petitions import PetitionDraft, begin
from deliberation.owners.rules.evidence import EvidenceDraft
from deliberation.owners.rules.recorded import RecordDraft
from deliberation.privacy.actions import RequestDraft as PersonRequestDraft
from deliberation.privacy.actions import enter as enter_person_request
from deliberation.publication.actions import ObjectionDraft, draft_resolution, keep_posting, object_to
from deliberation.publication.actions import publish as publish_resolution
from deliberation.publication.rules import POSTING
from deliberation.room.actions.minutes import issue
from deliberation.room.actions.motions import record_motion
from deliberation.supervision import actions as supervision
from tests.builders import World, an_officer
from tests.disclosure.hall import a_document
from tests.halls import Hall, an_open_meeting
from tests.owners.hall import FEE, a_prepared_vote, a_roster, heads_of
from tests.supervision.hall import a_draft

LATER = datetime(2030, 3, 10, 11, tzinfo=UTC)
LEVEE = next(data for data in shipped_data() if data["body"] == "five_party_meeting")
Deed = Callable[[], Any]


@dataclass(frozen=True)
class Place:
    """A compound with what forms are about: a document, a resolution, an open item, a vote, a demand."""

    world: World
    hall: Hall
    document_id: int
    resolution: str
    resolution_id: int
    vote_id: int
    other_vote_id: int
    petition_id: int
    people: tuple[Actor, Actor]
    officers: tuple[Actor, Actor]


def furnished(world: World) -> Place:
    """The compound furnished, through the actions of the stages; the clock stands in its open meeting."""
    over = an_open_meeting(world)
    over.to_debate()
    over.open_vote()
    over.cast_all(agree=12)
    for step in ("close_vote", "finish_item", "end_meeting"):
        over.step(step)
    issue(world.chair, over.meeting_id, "当场无法签字，会后补签。")
    resolution = draft_resolution(world.secretary, over.meeting_id)
    publish_resolution(world.chair, resolution.id, masking_confirmed=True)
    a_roster(world, heads_of(5))
    votes = [a_prepared_vote(world, (FEE,)).id for _ in range(2)]
    petition = begin(world.secretary, world.compound.id, PetitionDraft("MEETING", "重选", "开会。", None, "first"))
    hall = an_open_meeting(world)
    hall.step("open_item")
    hall.step("questions")
    officers = [an_officer(world, "administrator", f"{who}·{world.compound.slug}") for who in ("纪明", "纪亮")]
    return Place(
        world,
        hall,
        a_document(world).id,
        resolution.public_id,
        resolution.id,
        votes[0],
        votes[1],
        petition.id,
        (world.secretary, world.chair),
        (officers[0], officers[1]),
    )


def deeds(place: Place, by: int, key: str) -> dict[str, Deed]:
    """Every deed of a form with this key, by the first or the second person; answers the row that it makes."""
    return {**_of_residents(place, by, key), **_of_staff(place, by, key), **_about_things(place, by, key)}


def _of_residents(place: Place, by: int, key: str) -> dict[str, Deed]:
    """Nobody knows who sends these: the words tell two people apart."""
    words = ("门禁坏了。", "路灯不亮。")[by]
    compound_id = place.world.compound.id
    topic = TopicDraft(situation=words, category="other", request_key=key)
    asked = RequestDraft("CONTRACT", "物业服务合同", "张三", "13812345678", "1-101", key, words)
    return {
        "topic of a resident": lambda: submit_topic(ANONYMOUS, compound_id, topic),
        "inspection": lambda: ask(ANONYMOUS, compound_id, asked),
        "objection": lambda: object_to(place.resolution, ObjectionDraft(words, key)),
    }


def _of_staff(place: Place, by: int, key: str) -> dict[str, Deed]:
    world, actor, compound_id = place.world, place.people[by], place.world.compound.id
    topic = TopicDraft(situation="门禁坏了。", category="other", request_key=key)
    asked = RequestDraft("CONTRACT", "物业服务合同", "张三", "13812345678", "1-101", key)
    of_a_person = PersonRequestDraft("COPY", "张三", "复制一份", clock.today(), key)
    petition = PetitionDraft("MEETING", "重新选聘物业", "要求开会决定。", "HIRE_OR_DISMISS_FIRM", key)
    emergency = EmergencyDraft("抢修电梯", "电梯停运。", clock.today(), "业委会", "区住建局", key)
    plan = PlanDraft(world.meeting_type.id, LATER, "议事会", world.venue.id, request_key=key)
    document = DocumentDraft("维修资金上半年收支", key, text="收入多少，支出多少。", period="2026年上半年")
    rules = ProfileDraft({**LEVEE, "valid_from": "2030-01-01"}, "本街道统一规则", key)
    name = f"恳谈日{compound_id}{by}{key}"[:60]
    kind = TypeDraft(name, "five-party-default", tuple(world.meeting_type.parties), request_key=key)
    people = [(name, "1号楼") for name in ("张一", "张二", "张三", "张四", "张五")]
    committee = RecordDraft(clock.today(), 5, people, 5, key, document="备案通知书")
    return {
        "topic": lambda: submit_topic(actor, compound_id, topic),
        "inspection entered": lambda: enter(actor, compound_id, asked, clock.today()),
        "person request": lambda: enter_person_request(actor, compound_id, of_a_person),
        "order": lambda: supervision.draft_order(actor, compound_id, a_draft(world, request_key=key)),
        "petition": lambda: begin(actor, compound_id, petition),
        "emergency": lambda: record_use(actor, compound_id, emergency),
        "committee": lambda: record_committee(actor, compound_id, committee, [Photo("a.jpg", b"x")]),
        "meeting": lambda: plan_meeting(actor, compound_id, plan),
        "document": lambda: publish(actor, compound_id, "FUND", document, masking_confirmed=False),
        "rules": lambda: add_profile(place.officers[by], rules),
        "venue": lambda: _venue(place, by, key),
        "person": lambda: add_person(place.officers[by], "张三", request_key=key),
        "kind of meeting": lambda: add_type(place.officers[by], kind),
    }


def _venue(place: Place, by: int, key: str) -> Any:
    """A venue of the compound; no two bear one name, so that each form brings one of its own."""
    officer, compound_id = place.officers[by], place.world.compound.id
    name = stored_key("name", compound_id, by, key)
    return keyed(officer, "venue.add", key, "venue", lambda: add_venue(officer, compound_id, name), within=compound_id)


def _about_things(place: Place, by: int, key: str) -> dict[str, Deed]:
    actor, hall, photos = place.people[by], place.hall, [Photo("a.jpg", b"x")]
    document = DocumentDraft("维修资金上半年收支", key, text="收入多少，支出多少。", note="更正一处。")
    notice = EvidenceDraft("NOTICE", clock.now(), "杨静", key, "1号楼门口")
    posting = EvidenceDraft(POSTING, clock.now(), "杨静", key, "1号楼门口")
    sheets = EvidenceDraft("PETITION", clock.now(), "杨静", key)

    def new_version() -> Any:
        replace(actor, place.document_id, document, masking_confirmed=False)
        return max(versions(place.document_id), key=lambda version: version.number)

    return {
        "new version": new_version,
        "proof of a vote": lambda: keep_of_vote(actor, place.vote_id, notice, photos),
        "proof of another vote": lambda: keep_of_vote(actor, place.other_vote_id, notice, photos),
        "proof of a demand": lambda: keep_of_petition(actor, place.petition_id, sheets, photos),
        "proof of a posting": lambda: keep_posting(actor, place.resolution_id, posting, photos),
        "motion": lambda: record_motion(
            actor, hall.meeting_id, hall.meeting.current_item_id or 0, "由物业企业在3月底前修好路灯。", key
        ),
    }

"""Two compounds with everything that an address can name, and which value stands for which parameter."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from deliberation.agenda.actions import screen
from deliberation.collection.actions import TopicDraft, submit_topic, take_up
from deliberation.collection.models import Topic
from deliberation.convening.actions import make_link, renew_feed
from deliberation.convening.rules import feed_code
from deliberation.db import db, transaction
from deliberation.files.models import File
from deliberation.files.rules import Photo
from deliberation.history.models import Event
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS, Role
from deliberation.notices.models import Notice, Sending, Slip
from deliberation.notices.queries import notice_of
from deliberation.organisation.actions import open_visit, reset_password
from deliberation.organisation.models import PasswordLink
from deliberation.owners.rules.evidence import EvidenceDraft
from deliberation.privacy.actions import RequestDraft, enter
from deliberation.publication.actions import ObjectionDraft, draft_resolution, keep_posting, object_to, publish
from deliberation.publication.models import PublicObjection, Resolution
from deliberation.room.actions.minutes import issue
from deliberation.room.models import Vote
from deliberation.room.queries import decisions
from deliberation.supervision.models import Order, ReopenRequest
from deliberation.web.documents import judged
from tests.builders import World, a_compound
from tests.convening.series_hall import a_series
from tests.disclosure.hall import a_document, a_request
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.house.office_furniture import furnish_office
from tests.house.office_scenes import people_of_the_office
from tests.house.owners_furniture import furnish_owners
from tests.house.people import HOLDERS, everybody

Values = dict[str, str | int]
OF_A_DOCUMENT = ("public_document", "public_version", "document_file", "document", "new_version", "withdraw")
OF_A_REPLY = ("convening.reply", "convening.confirm_reply", "convening.leave_reply")
OF_A_WORD = ("not_solved_request", "reopen_asked", "answer_reopen")
OF_A_REQUEST = ("inspection", "withdraw_request", "request_page", "contact", "grant", "point_out", "refuse", "complete")


@dataclass(frozen=True)
class Furnished:
    """What a test of all routes needs to know: identities, parameter values, the time."""

    identities: dict[Role, str | None]
    stranger: str
    stranger_slug: str
    examples: Values
    by_endpoint: dict[str, Values]
    of_owners: Values
    returned: str
    now: datetime

    def values(self, endpoint: str, names: set[str]) -> Values:
        """The values of an address; a parameter without an example is an error of whoever added it."""
        special = self.by_endpoint.get(endpoint, {})
        is_of_owners = "owners" in endpoint or endpoint.startswith("roster.")
        owners = self.of_owners if is_of_owners else {}  # their votes are other votes than the room's
        known = {**self.examples, **owners, **special}
        missing = sorted(names - set(known))
        assert not missing, f"{endpoint}: add an example for {missing} in tests/house/furnished.py"
        return {name: known[name] for name in names | set(special)}


def furnish() -> Furnished:
    """Furnish an empty store through the actions of the stages, inside an application context."""
    world, elsewhere = everybody(), a_compound("haitang", "海棠花园")
    clock.use(lambda: clock.beijing(2026, 3, 1, 9))
    topic = _topic(world)
    first = _finished_meeting(world)
    resolution, objection = _publish(world, first)
    second = an_open_meeting(world, [an_accepted_item(world, "更换电梯钢丝绳")])
    second.to_debate("更换3号楼电梯钢丝绳，由物业企业在3月底前完成。")
    vote = second.open_vote()
    photo, order, notice = _things(world, topic)
    of_owners, of_endpoints = furnish_owners(world)
    of_endpoints |= _disclosed(world) | _not_solved(world, topic) | _posting(world, resolution)
    return Furnished(
        identities={Role.PUBLIC: None} | {role: _identity(world, name) for role, name in HOLDERS.items()},
        stranger=_identity(elsewhere, "李建国"),
        stranger_slug=elsewhere.compound.slug,
        examples=_of_meeting(second, vote)
        | _of_resolution(resolution, objection)
        | _of_things(world, topic, order, notice)
        | furnish_office(world, HOLDERS[Role.ADMINISTRATOR])
        | people_of_the_office(world, HOLDERS[Role.ADMINISTRATOR]),
        by_endpoint={
            "files.photo": {"public_id": photo.public_id},
            "collection.receipt_photo": {"public_id": photo.public_id},
            "publication.objection": {"receipt_code": objection.receipt_code},
            "supervision.correct": _decided(first),
            "convening.person_feed": _feed(world),
            **_replies(second),
            "room.join_image": {"hall_token": second.meeting.hall_token},
            "handbook.book": {"role": "secretary"},
            "handbook.image": {"name": "chair.png"},
            **of_endpoints,
        },
        of_owners=of_owners,
        returned=_returned(world),
        now=second.at + timedelta(seconds=1),
    )


def _feed(world: World) -> Values:
    """The address of a person's calendar."""
    made = renew_feed(world.actor("高峰"))
    return {"feed_id": made.id, "code": feed_code(made.id, made.salt, "a key for tests only")}


def _replies(hall: Hall) -> dict[str, Values]:
    """The link of a message about the meeting in session, which has come too late."""
    seat = hall.seats["高峰"]
    notice = notice_of(seat.person_id, hall.meeting_id, "meeting")
    assert notice is not None
    code = make_link(notice.id, hall.meeting_id, seat.person_id)
    return {name: {"code": code} for name in OF_A_REPLY}


def _of_meeting(hall: Hall, vote: Vote) -> Values:
    """What addresses of the meeting in session name."""
    return {
        "meeting_id": hall.meeting_id,
        "item_id": hall.meeting.current_item_id or 0,
        "seat_id": hall.seats["高峰"].id,
        "join_token": hall.meeting.join_token,
        "hall_token": hall.meeting.hall_token,
        "motion_id": vote.motion_id,
        "vote_id": vote.id,
        **_sent(hall.meeting_id),
    }


def _of_resolution(resolution: Resolution, objection: PublicObjection) -> Values:
    """What addresses of the published resolution name."""
    return {"public_id": resolution.public_id, "resolution_id": resolution.id, "objection_id": objection.id}


def _of_things(world: World, topic: Topic, order: Order, notice: Notice) -> Values:
    """What the remaining addresses name."""
    return {
        "compound_slug": world.compound.slug,
        "topic_id": topic.id,
        "receipt_code": topic.receipt_code,
        "order_id": order.id,
        "notice_id": notice.id,
        "direction": "up",
        "event_id": _line(order).id,
        "account_id": world.accounts["何伟"].id,
        "link_id": _link(world),
        "profile_code": "five-party-default",
        "meeting_type_id": world.meeting_type.id,
        "series_id": a_series(world, starts_on=clock.today()).id,
        "year": 2027,
        "version": 1,
        "sheet": "xlsx",
    }


def _sent(meeting_id: int) -> Values:
    """A message of the meeting's notice that did not arrive, and its printed slip."""
    now, notice = clock.now(), db.session.query(Notice).filter_by(meeting_id=meeting_id, kind="meeting").first()
    assert notice
    given = {"notice_id": notice.id, "person_id": notice.person_id, "due_at": now, "created_at": now}
    sending = Sending(**given, channel="email", key="notice:furnished:email", state="GIVEN_UP")
    slip = Slip(notice_id=notice.id, compound_id=notice.compound_id, created_at=now)
    with transaction() as session:
        session.add_all([sending, slip])
        session.flush()
    return {
        "sending_id": sending.id,
        "slip_id": slip.id,
        "channel_name": "email",
        "provider_name": "email.folder",
    }


def _posting(world: World, resolution: Resolution) -> dict[str, Values]:
    """A photo of the resolution where it hangs."""
    draft = EvidenceDraft("RESOLUTION", clock.now(), "杨静", "a posting", "1号楼门口")
    kept = keep_posting(world.secretary, resolution.id, draft, [Photo("a.jpg", b"x")])
    return {"publication.strike_evidence": {"evidence_id": kept.id}}


def _decided(first: Hall) -> Values:
    """A motion on which a meeting has decided."""
    return {"meeting_id": first.meeting_id, "motion_id": decisions(first.meeting_id)[0].motion_id}


def _disclosed(world: World) -> dict[str, Values]:
    """A document and a request to inspect, for the addresses of disclosure."""
    file = judged(b"%PDF-1.7 x", "收支.pdf")
    document = a_document(world, file=file, file_looked_at=True)
    asked = a_request(world)
    of_document: Values = {"public_id": document.public_id, "document_id": document.id}
    of_request: Values = {"receipt_code": asked.receipt_code, "request_id": asked.id}
    named = {f"disclosure.{name}": of_document for name in OF_A_DOCUMENT}
    draft = RequestDraft("COPY", "彭永", "复制一份", clock.today(), "furnished-request")
    of_person: Values = {"request_id": enter(world.secretary, world.compound.id, draft).id}
    named |= {f"privacy.{name}": of_person for name in ("request_page", "answer", "copy")}
    return named | {f"disclosure.{name}": of_request for name in OF_A_REQUEST}


def _not_solved(world: World, topic: Topic) -> dict[str, Values]:
    """A submitter's word that it is not mended, written as a row: here only its id matters."""
    asked = ReopenRequest(
        compound_id=world.compound.id,
        topic_id=topic.id,
        asked_topic_id=topic.id,
        text="灯还是不亮。",
        state="WAITING",
        at=clock.now(),
    )
    with transaction() as session:
        session.add(asked)
    return {f"supervision.{name}": {"request_id": asked.id} for name in OF_A_WORD}


def _identity(world: World, name: str) -> str:
    account = world.accounts[name]
    open_visit(f"visit-{account.id}", account.id)
    return f"{account.id}:{account.session_key}"


def _link(world: World) -> int:
    """A one-time code that the administrator has handed out."""
    reset_password(world.actor(HOLDERS[Role.ADMINISTRATOR]), world.accounts["郭颖"].id)
    return db.session.scalars(select(PasswordLink.id)).one()


def _topic(world: World) -> Topic:
    draft = TopicDraft(
        situation="3号楼门口路灯不亮。", category="facility", request_key=uuid.uuid4().hex, title="路灯不亮"
    )
    return submit_topic(ANONYMOUS, world.compound.id, draft)


def _returned(world: World) -> str:
    """The receipt of a topic that was returned: its holder is asked for more."""
    topic = _topic(world)
    take_up(world.secretary, topic.id)
    screen(world.chair, topic.id, "return", "请写明是哪一盏灯。")
    return topic.receipt_code


def _finished_meeting(world: World) -> Hall:
    hall = an_open_meeting(world)
    hall.to_debate()
    hall.open_vote()
    hall.cast_all(agree=12)
    hall.step("close_vote")
    hall.step("finish_item")
    hall.step("end_meeting")
    issue(world.chair, hall.meeting_id, "当场无法签字，会后补签。")
    return hall


def _publish(world: World, hall: Hall) -> tuple[Resolution, PublicObjection]:
    resolution = draft_resolution(world.secretary, hall.meeting_id)
    publish(world.chair, resolution.id, masking_confirmed=True)
    objection = object_to(resolution.public_id, ObjectionDraft("预算没有公开。", uuid.uuid4().hex))
    return resolution, objection


def _things(world: World, topic: Topic) -> tuple[File, Order, Notice]:
    """A photo, an order of 何伟's unit and a notice to him, written as rows: here only their ids matter."""
    now = clock.now()
    photo = File(
        public_id=uuid.uuid4().hex,
        compound_id=world.compound.id,
        subject_kind="topic",
        subject_id=topic.id,
        filename="路灯.jpg",
        media_type="image/jpeg",
        size=4,
        hash="0" * 64,
        is_public=True,
        created_at=now,
        data=b"\xff\xd8\xff\xd9",
    )
    order = Order(
        compound_id=world.compound.id,
        number="D-900",
        title="修好路灯",
        lead_party_id=world.parties["department"].id,
        responsible_id=world.people["何伟"].id,
        due_on=date(2026, 4, 1),
        state="ISSUED",
        state_since=now,
        issued_at=now,
        request_key=uuid.uuid4().hex,
    )
    notice = Notice(
        person_id=world.people["何伟"].id,
        compound_id=world.compound.id,
        kind="order",
        subject="督办单 D-900",
        body="请签收。",
        created_at=now,
    )
    with transaction() as session:
        session.add_all([photo, order, notice])
    return photo, order, notice


def _line(order: Order) -> Event:
    """A report of progress that residents do not see yet."""
    line = Event(
        kind="order",
        subject_id=order.id,
        compound_id=order.compound_id,
        at=clock.now(),
        act="order.report",
        state="ISSUED",
        facts={"progress": 50},
        text="灯具已订货。",
    )
    with transaction() as session:
        session.add(line)
    return line

"""What is promised to go goes by itself on the day after, and the list 已删除 says so without what it was."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry, Erasure
from deliberation.collection.actions import withdraw
from deliberation.convening.models import Seat
from deliberation.db import db, transaction
from deliberation.files.models import File
from deliberation.files.rules import Photo
from deliberation.kernel import clock
from deliberation.notices.actions import send
from deliberation.notices.models import Notice, Sending
from deliberation.owners.actions.delivery import add_proof
from deliberation.owners.models import DeliveryProof, OwnersPaper, OwnersVoter
from deliberation.owners.queries.tampering import changed_owners_votes
from deliberation.roster.models import RosterOwner
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World, a_compound, an_officer, sign_in
from tests.collection.reports import a_report
from tests.flows.boxes import count_and_certify
from tests.halls import an_open_meeting
from tests.owners.hall import FEE, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import hand_in, voter_ids
from tests.roster.rosters import PHONE as OWNERS_PHONE
from tests.roster.rosters import ROWS, a_file, in_use

LIST = "/desk/jinling/erased"
PHONE = "13812345678"


@pytest.fixture
def world(app: Flask) -> World:
    assert app
    on(2027, 3, 10)
    return a_compound()


def on(year: int, month: int, day: int, hour: int = 9) -> None:
    moment = clock.beijing(year, month, day, hour)
    clock.use(lambda: moment)


def lines() -> list[tuple[str, int, date]]:
    db.session.expire_all()
    return [(one.field, one.number, one.day) for one in db.session.query(Erasure).order_by(Erasure.id)]


def signed_in(world: World) -> int:
    """A meeting whose delegates have signed in, each with a phone; how many."""
    with transaction() as session:
        for number, person in enumerate(world.people.values()):
            session.merge(person).phone = f"1390000{number:04}"
    an_open_meeting(world)
    db.session.expire_all()
    return db.session.query(Seat).filter(Seat.phone != "").count()


def test_phones_of_a_sign_in_sheet_go_a_year_after_the_meeting_and_the_person_keeps_theirs(
    world: World, client: FlaskClient
) -> None:
    present = signed_in(world)
    seat = db.session.query(Seat).filter(Seat.phone != "").first()
    assert seat is not None
    held, day = clock.day_of(db.session.query(Seat).filter_by(id=seat.id).one().signed_in_at or clock.now()), None
    sheet = f"/desk/jinling/meetings/{seat.meeting_id}/sign-in-sheet"
    on(held.year + 1, held.month, held.day, 23)
    assert "签到表" not in do_what_is_due()
    assert seat.phone in sign_in(client, world, "周敏").get(sheet).get_data(as_text=True)
    on(held.year + 1, held.month, held.day + 1, 3)
    assert "1 次会议满一年，签到表上的电话已删除" in do_what_is_due()
    day = clock.today()
    assert ("sheet_phone", present, day) in lines()
    assert db.session.query(Seat).filter(Seat.phone != "").count() == 0
    page = sign_in(client, world, "周敏").get(sheet).get_data(as_text=True)
    assert page.count("已按期删除") == present
    assert all(person.phone for person in world.people.values())


def test_a_replaced_roster_loses_names_and_phones_a_year_later(world: World) -> None:
    old = in_use(world)
    on(2027, 4, 1)
    in_use(world, a_file([*ROWS, ("3号楼", "1单元", 101, "赵六", 88, "13900001111", "")]))
    on(2028, 4, 1, 23)
    assert "旧名册" not in do_what_is_due()
    assert OWNERS_PHONE in {one.phone for one in db.session.query(RosterOwner).filter_by(roster_id=old.id)}
    on(2028, 4, 2, 3)
    assert "1 份更换满一年的旧名册" in do_what_is_due()
    db.session.expire_all()
    assert {(tuple(one.names), one.phone) for one in db.session.query(RosterOwner).filter_by(roster_id=old.id)} == {
        ((), "")
    }
    assert [one[0] for one in lines()] == ["roster"]
    entry = db.session.query(AuditEntry).filter_by(action="roster.erase").one()
    assert (entry.actor_name, entry.subject_id) == ("系统", old.id)


def test_proofs_of_delivery_go_five_years_after_the_result_and_ballots_and_result_stay(world: World) -> None:
    clock.use(lambda: clock.beijing(2026, 3, 1, 9))
    a_roster(world, heads_of(3))
    vote = an_open_vote(world, a_prepared_vote(world, (FEE,)))
    hand_in(vote, voter_ids(vote), "AGREE")
    add_proof(world.actor("陈海涛"), vote.id, 1, Photo("存根.jpg", b"x"))
    count_and_certify(world, vote, clock.beijing(2026, 4, 3, 10))
    announce_owners_result(world.actor("陈海涛"), vote.id)
    on(2031, 4, 3, 23)
    assert "送达凭证" not in do_what_is_due()
    assert db.session.query(DeliveryProof).count() == 1
    on(2031, 4, 4, 3)
    assert "1 次业主表决的送达凭证保存期满" in do_what_is_due()
    assert "送达凭证" not in do_what_is_due()
    db.session.expire_all()
    assert (db.session.query(DeliveryProof).count(), db.session.query(File).count()) == (0, 0)
    assert {(one.received_by, one.delivery_note) for one in db.session.query(OwnersVoter)} == {("", "")}
    assert db.session.query(OwnersPaper).count() == 3
    assert changed_owners_votes() == []
    assert "delivery_proof" in {one[0] for one in lines()}


def test_where_a_message_went_is_forgotten_a_year_after_it_was_settled(world: World) -> None:
    with transaction() as session:
        send([world.people["周敏"].id], kind="x", subject="开会", body="请到。", compound_id=world.compound.id)
        notice = session.query(Notice).one()
        mail = Sending(notice_id=notice.id, person_id=notice.person_id, channel="email", key="k", state="DELIVERED")
        mail.address, mail.due_at, mail.created_at, mail.settled_at = "zhou@example.org", *[clock.now()] * 3
        session.add(mail)
    on(2028, 3, 10, 23)
    assert "收件地址" not in do_what_is_due()
    on(2028, 3, 11, 3)
    assert "1 条通知送出满一年" in do_what_is_due()
    db.session.expire_all()
    kept = db.session.query(Sending).filter_by(key="k").one()
    assert (kept.address, kept.state, clock.day_of(kept.settled_at or clock.now())) == (
        "",
        "DELIVERED",
        date(2027, 3, 10),
    )
    assert ("sent_address", 1, date(2028, 3, 11)) in lines()


def test_the_list_names_field_ground_number_and_day_and_never_what_it_was(world: World, client: FlaskClient) -> None:
    for _ in range(2):
        withdraw(a_report(world, submitter_phone=PHONE).receipt_code)
    on(2028, 3, 11, 3)
    do_what_is_due()
    assert lines() == [("topic_phone", 2, date(2028, 3, 11))]
    an_officer(world, "administrator", "贺明")
    for who in ("周敏", "贺明"):
        page = sign_in(client, world, who).get(f"{LIST}/").get_data(as_text=True)
        assert "议题提出人的电话" in page
        assert "个人信息保护法第十九条、第四十七条" in page
        assert "2028年3月11日" in page
        assert PHONE not in page
    rows = client.get(f"{LIST}.csv").get_data(as_text=True)
    sheet = load_workbook(io.BytesIO(client.get(f"{LIST}.xlsx").data)).active
    assert sheet is not None
    assert "议题提出人的电话" in rows
    assert sheet.cell(2, 4).value == 2
    assert PHONE not in rows + str(list(sheet.values))

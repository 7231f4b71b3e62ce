"""登记送达: who handed which ballot to whom, for a thumb on the stairs; nothing proves itself."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions import course, delivery
from deliberation.owners.actions.delivery import Delivery
from deliberation.owners.models import DeliveryProof, OwnersVote, OwnersVoter
from deliberation.owners.rules.delivery import is_meant
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import Head, a_noticed_vote, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import hand_in, voter_ids
from tests.queries import counted_statements


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    a_roster(found, [*heads_of(3, building="1号楼"), *heads_of(2, building="3号楼")])
    return found


@pytest.fixture
def vote(world: World) -> OwnersVote:
    found = an_open_vote(world, a_prepared_vote(world))
    moment = found.opens_at + timedelta(days=1)
    clock.use(lambda: moment)
    return found


@pytest.fixture
def walker(app: Flask, world: World) -> FlaskClient:
    """The browser of 杨静, the grid worker who walks the stairs."""
    return sign_in(app.test_client(), world, "杨静")


def desk(vote: OwnersVote, rest: str = "") -> str:
    return f"/desk/jinling/owners-votes/{vote.id}/delivery{rest}"


def voter(vote: OwnersVote, number: int) -> OwnersVoter:
    db.session.expire_all()
    wanted = select(OwnersVoter).where(OwnersVoter.vote_id == vote.id, OwnersVoter.number == number)
    return db.session.scalars(wanted).one()


def a_photo() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    out.seek(0)
    return out


def test_one_press_on_the_list_records_a_delivery_in_person_now(walker: FlaskClient, vote: OwnersVote) -> None:
    page = walker.get(desk(vote), query_string={"building": "1号楼"}).text
    assert page.count("已送达，本人签收") == 3
    pressed = {"way": "IN_PERSON", "received_by": "本人", "back": "list", "building": "1号楼"}
    answer = walker.post(desk(vote, "/2"), data=pressed)
    assert (answer.status_code, answer.location.endswith("#n2")) == (302, True)
    found = voter(vote, 2)
    assert (found.delivery, found.delivery_way, found.received_by) == ("DELIVERED", "IN_PERSON", "本人")
    assert found.delivered_at == clock.now()
    page = walker.get(answer.location).text
    assert (page.count("已送达，本人签收"), "已送达 1 户" in page, "还有 2 户" in page) == (2, True, True)


def test_a_delivery_is_recorded_as_it_was_and_not_later_than_now_or_before_the_opening(
    walker: FlaskClient, vote: OwnersVote
) -> None:
    given = {"way": "HOUSEHOLD", "received_by": "张三，妻子", "note": "晚上去的"}
    for at, status in (("2026-03-29T09:00", 422), ("2026-03-26T09:00", 422), ("2026-03-27T20:15", 302)):
        answer = walker.post(desk(vote, "/1"), data={**given, "at": at})
        assert (answer.status_code, "张三，妻子" in answer.text or status == 302) == (status, True), at
    found = voter(vote, 1)
    assert (found.delivery_way, found.received_by, found.delivery_note) == ("HOUSEHOLD", "张三，妻子", "晚上去的")
    assert str(found.delivered_at) == "2026-03-27 12:15:00+00:00"


def test_a_posted_notice_alone_is_no_delivery(world: World, walker: FlaskClient, vote: OwnersVote) -> None:
    assert walker.post(desk(vote, "/1"), data={"way": "POSTED"}).status_code == 302
    assert (voter(vote, 1).delivery, voter(vote, 1).delivery_way) == ("UNDELIVERABLE", "POSTED")
    with pytest.raises(Refused) as refused:
        delivery.deliver(world.actor("杨静"), vote.id, 2, Delivery("IN_PERSON", " "))
    assert refused.value.reason is Reason.INVALID_INPUT


def test_a_building_is_recorded_at_once_and_what_was_recorded_stays(
    world: World, walker: FlaskClient, vote: OwnersVote
) -> None:
    delivery.give_up(world.actor("杨静"), vote.id, 2, "三次上门无人")
    assert walker.post(desk(vote), data={"building": "1号楼"}).status_code == 302
    assert [voter(vote, n).delivery for n in range(1, 6)] == [
        "DELIVERED",
        "UNDELIVERABLE",
        "DELIVERED",
        "PENDING",
        "PENDING",
    ]
    answer = walker.post(desk(vote), data={"building": "99号楼"})
    assert (answer.status_code, "请先选一幢楼" in answer.text) == (422, True)


def test_a_ballot_is_given_up_with_what_was_tried_only(walker: FlaskClient, vote: OwnersVote) -> None:
    answer = walker.post(desk(vote, "/1/give-up"), data={"tried": " "})
    assert (answer.status_code, "请写明试过哪些办法" in answer.text) == (422, True)
    assert walker.post(desk(vote, "/1/give-up"), data={"tried": "电话停机"}).status_code == 302
    assert (voter(vote, 1).delivery, voter(vote, 1).delivery_note) == ("UNDELIVERABLE", "电话停机")


def test_a_photo_proves_a_delivery_at_the_desk_and_nowhere_else(
    app: Flask, world: World, walker: FlaskClient, vote: OwnersVote
) -> None:
    answer = walker.post(desk(vote, "/1/proof"), data={"photo": (io.BytesIO(b"no photo"), "a.png")})
    assert (answer.status_code, "只能上传照片" in answer.text) == (422, True)
    assert walker.post(desk(vote, "/1/proof"), data={"photo": (a_photo(), "存根.png")}).status_code == 302
    proof = db.session.scalars(select(DeliveryProof)).one()
    address = desk(vote, f"/1/proof/{proof.id}")
    answer = walker.get(address)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert address in walker.get(desk(vote, "/1")).text
    assert walker.get(desk(vote, f"/2/proof/{proof.id}")).status_code == 404
    assert app.test_client().get(address).status_code in {302, 401}
    assert sign_in(app.test_client(), world, "高峰").get(address).status_code == 403


def test_nothing_is_recorded_before_the_opening_or_after_the_closing(
    world: World, walker: FlaskClient, vote: OwnersVote
) -> None:
    waiting = a_noticed_vote(
        world,
        a_prepared_vote(world, opens=vote.opens_at + timedelta(days=30), closes=vote.opens_at + timedelta(days=40)),
    )
    page = walker.get(desk(waiting))
    assert (page.status_code, "每位业主一张票，在这里逐户登记送达" in page.text) == (200, True)
    with transaction():
        vote.state = "CLOSED"
    answer = walker.post(desk(vote, "/1"), data={"way": "IN_PERSON", "received_by": "本人"})
    assert (answer.status_code, voter(vote, 1).delivery) == (409, "PENDING")
    assert "已送达，本人签收" not in walker.get(desk(vote), query_string={"building": "1号楼"}).text


def test_whose_delivery_nothing_proves_is_shown_where_silence_follows_the_majority(
    world: World, walker: FlaskClient, vote: OwnersVote
) -> None:
    assert "不能证明送达" not in walker.get(desk(vote)).text.replace("还不能证明送达", "")
    with transaction():
        vote.policy = "FOLLOW_MAJORITY"
    delivery.deliver(world.actor("杨静"), vote.id, 1, Delivery("MAIL", "收发室"))
    delivery.give_up(world.actor("杨静"), vote.id, 2, "无人")
    assert "现在还有 3 户不能证明送达" in walker.get(desk(vote)).text
    listed = walker.get(desk(vote), query_string={"state": "UNPROVED"}).text
    assert [f'id="n{n}"' in listed for n in range(1, 6)] == [False, False, True, True, True]


def test_the_list_is_found_by_room_and_number_and_its_names_are_masked(
    world: World, walker: FlaskClient, vote: OwnersVote
) -> None:
    for words, numbers in (("0004", [4]), ("5", [5]), ("3号楼0005", [5]), ("没有", [])):
        page = walker.get(desk(vote), query_string={"q": words}).text
        assert [n for n in range(1, 6) if f'id="n{n}"' in page] == numbers, words
        assert "业主000" not in page


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("301", True),
        ("3-2-301", True),
        ("3号楼2单元301", True),
        ("２单元", True),
        ("17", True),
        ("2-302", False),
        ("30", False),
        ("单元 301", True),
        ("4-2-301", False),
    ],
)
def test_rooms_are_found_however_they_are_written(words: str, meant: bool) -> None:
    assert is_meant(words, 17, "3号楼", ["3号楼2单元301"]) is meant


def test_the_sheet_holds_every_owner_and_no_formula(app: Flask, world: World) -> None:
    a_roster(world, [Head(("＝cmd",), (10_000,), "=2+5"), *heads_of(1, building="2号楼")])
    vote = an_open_vote(world, a_prepared_vote(world))
    next_day = vote.opens_at + timedelta(days=1)
    clock.use(lambda: next_day)
    delivery.deliver(world.actor("杨静"), vote.id, 2, Delivery("HOUSEHOLD", "@SUM(1)"))
    client = sign_in(app.test_client(), world, "杨静")
    answer = client.get(desk(vote).replace("delivery", "delivery.csv"))
    rows = answer.data.decode("utf-8-sig").splitlines()
    assert (answer.mimetype, len(rows)) == ("text/csv", 3)
    assert ("'=2+5" in rows[1], "'@SUM(1)" in rows[2], "业主0001" in answer.text) == (True, True, False)


def test_the_list_asks_the_store_the_same_for_many_owners_as_for_few(app: Flask, world: World) -> None:
    def asked(owners: int) -> int:
        a_roster(world, heads_of(owners))
        vote = an_open_vote(world, a_prepared_vote(world))
        hand_in(vote, voter_ids(vote)[:2], "AGREE")
        with counted_statements() as seen:
            assert client.get(desk(vote), query_string={"building": "1", "q": "1"}).status_code == 200
        return len(seen)

    client = sign_in(app.test_client(), world, "杨静")
    asked(3)
    assert asked(3) == asked(40)


def test_the_log_says_that_a_ballot_arrived_and_names_no_owner(world: World, vote: OwnersVote) -> None:
    delivery.deliver(world.actor("杨静"), vote.id, 1, Delivery("HOUSEHOLD", "张三，妻子", note="电话13812345678"))
    course.reissue(world.actor("陈海涛"), vote.id, 2)
    facts = str([e.facts for e in db.session.scalars(select(AuditEntry))])
    assert ("'number': 1" in facts, "张三" in facts, "138" in facts, "业主0001" in facts) == (True, False, False, False)


def test_the_desk_of_another_compound_finds_nothing(app: Flask, vote: OwnersVote) -> None:
    client = sign_in(app.test_client(), a_compound("haitang", "海棠花园"), "陈海涛")
    for rest in ("", "/1", ".csv"):
        assert client.get(desk(vote, rest)).status_code == 404
        assert client.get(desk(vote, rest).replace("jinling", "haitang")).status_code == 404
    assert client.post(desk(vote, "/1").replace("jinling", "haitang"), data={"way": "MAIL"}).status_code == 404

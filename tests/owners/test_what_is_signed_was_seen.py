"""The count: signed as it stood on the page, by two human beings, each signature its signer's own; papers by number."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.audit.queries import noted
from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason
from deliberation.organisation.models import Person
from deliberation.owners.actions.counting import certify, count, take_back_signature
from deliberation.owners.actions.entry import enter_again
from deliberation.owners.actions.reentry import enter_anew, take_back_count
from deliberation.owners.models import OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.queries.results import signatures
from tests.builders import World, an_officer, sign_in
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, clerks, entered_once, entered_twice
from tests.owners.papers import close
from tests.refusals import reason_of

HASH = re.compile(r'name="result_hash" value="([0-9a-f]{64})"')


@pytest.fixture
def vote(world: World) -> OwnersVote:
    """Three owners' papers, entered twice and counted; nobody has signed."""
    found = a_vote_to_enter(world, 3)
    for number, content in enumerate((AGREE, AGREE, OPPOSE), start=1):
        entered_twice(world, found, number, content)
    close(found)
    count(world.secretary, found.id)
    return found


def paper_of(vote: OwnersVote, number: int) -> OwnersPaper:
    wanted = select(OwnersPaper).join(OwnersVoter, OwnersVoter.id == OwnersPaper.voter_id)
    return db.session.scalars(wanted.where(OwnersPaper.vote_id == vote.id, OwnersVoter.number == number)).one()


def desk(vote: OwnersVote, rest: str) -> str:
    return f"/desk/jinling/owners-votes/{vote.id}/{rest}"


def hash_on_the_page(client: FlaskClient, vote: OwnersVote) -> str:
    found = HASH.search(client.get(desk(vote, "count")).get_data(as_text=True))
    assert found is not None
    return found[1]


def counted_anew(world: World, vote: OwnersVote) -> None:
    """A mistake is found; the count is taken back, one paper entered otherwise, and all counted again."""
    take_back_count(world.secretary, vote.id, "1号票录反了。")
    enter_anew(world.secretary, vote.id, paper_of(vote, 1).id, "1号票录反了。")
    entered_twice(world, vote, 1, OPPOSE, received_at=vote.opens_at.replace(microsecond=0))
    count(world.secretary, vote.id)


def test_nobody_signs_a_count_that_he_has_not_seen(client: FlaskClient, world: World, vote: OwnersVote) -> None:
    sign_in(client, world, "郑月")
    old = hash_on_the_page(client, vote)
    counted_anew(world, vote)
    for shown in (old, ""):
        refused = client.post(desk(vote, "certify"), data={"part": "TELLER", "result_hash": shown})
        assert refused.status_code == 409
        assert "您打开这一页以后，内容又有改动" in refused.get_data(as_text=True)
    assert signatures(vote.id) == {}
    now = hash_on_the_page(client, vote)
    assert client.post(desk(vote, "certify"), data={"part": "TELLER", "result_hash": now}).status_code == 302
    assert signatures(vote.id)["TELLER"].result_hash == now


def test_a_signature_is_never_overwritten_and_only_its_signer_takes_it_back(world: World, vote: OwnersVote) -> None:
    first, second = clerks(world)
    certify(first, vote.id, "TELLER", vote.result_hash)
    assert reason_of(certify, second, vote.id, "TELLER", vote.result_hash) is Reason.ALREADY_SIGNED
    assert reason_of(certify, first, vote.id, "TELLER", vote.result_hash) is Reason.ALREADY_SIGNED
    assert reason_of(take_back_signature, second, vote.id, "TELLER") is Reason.FORBIDDEN
    assert signatures(vote.id)["TELLER"].person_id == first.person_id
    take_back_signature(first, vote.id, "TELLER")
    assert signatures(vote.id) == {}
    certify(second, vote.id, "TELLER", vote.result_hash)
    told = [facts for _id, facts in noted("owners_vote.certify", "owners_vote")]
    assert [(facts["part"], facts.get("withdrawn", False)) for facts in told] == [
        ("TELLER", False),
        ("TELLER", True),
        ("TELLER", False),
    ]


def test_a_signature_of_a_certified_count_is_not_taken_back(world: World, vote: OwnersVote) -> None:
    certify(clerks(world)[0], vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    assert reason_of(take_back_signature, clerks(world)[0], vote.id, "TELLER") is Reason.WRONG_STATE


def test_a_paper_belongs_to_the_number_in_the_address(client: FlaskClient, world: World, vote: OwnersVote) -> None:
    take_back_count(world.secretary, vote.id, "录反了。")
    sign_in(client, world, "郑月")
    other = paper_of(vote, 1).id
    for act in ("enter-anew", "remove", "take-back"):
        answer = client.post(desk(vote, f"papers/3/{other}/{act}"), data={"reason": "录反了。"})
        assert answer.status_code == 404, act
    assert paper_of(vote, 1).state == "CONFIRMED"
    assert client.post(desk(vote, f"papers/1/{other}/enter-anew"), data={"reason": "录反了。"}).status_code == 302


@pytest.mark.parametrize("mode", ["SECOND", "OWN"])
def test_a_paper_in_the_form_belongs_to_the_number_in_the_address(client: FlaskClient, world: World, mode: str) -> None:
    vote = a_vote_to_enter(world, 3)
    own = entered_once(world, vote, 1)
    sign_in(client, world, clerks(world)[mode == "SECOND"].name)
    form = {"mode": mode, "signer": "OWNER", "q-1": "AGREE", "paper_id": str(own.id)}
    assert client.post(desk(vote, "papers/2"), data=form).status_code == 404
    assert paper_of(vote, 1).state == "ENTERED_ONCE"
    assert client.post(desk(vote, "papers/1"), data=form).status_code == 302


def twin_of(world: World, name: str, role: str, phone: str = "", twin_phone: str = "") -> str:
    """A second record with another account for somebody who is on record already; answers how it is called."""
    with transaction():
        person = db.session.scalars(select(Person).where(Person.name == name)).one()
        person.phone = phone
    called = f"{name[0]} {name[1:]}" if not twin_phone else f"{name}（兼）"
    an_officer(world, role, called)
    with transaction():
        db.session.scalars(select(Person).where(Person.name == called)).one().phone = twin_phone
    return called


@pytest.mark.parametrize(("phone", "twin_phone"), [("", ""), ("138 0013 8000", "+86 13800138000")])
def test_one_human_with_two_records_does_not_enter_a_paper_twice(world: World, phone: str, twin_phone: str) -> None:
    vote = a_vote_to_enter(world, 3)
    paper = entered_once(world, vote, 1)
    twin = twin_of(world, clerks(world)[0].name, "teller", phone, twin_phone)
    assert reason_of(enter_again, world.actor(twin), vote.id, paper.id, AGREE) is Reason.SAME_PERSON
    assert enter_again(clerks(world)[1], vote.id, paper.id, AGREE).state == "CONFIRMED"


def test_one_human_with_two_records_does_not_sign_twice(world: World, vote: OwnersVote) -> None:
    certify(clerks(world)[0], vote.id, "TELLER")
    twin = twin_of(world, clerks(world)[0].name, "neighbourhood_delegate")
    assert reason_of(certify, world.actor(twin), vote.id, "SCRUTINEER") is Reason.SAME_PERSON


def test_two_who_bear_one_name_are_told_apart_by_their_telephones(world: World, vote: OwnersVote) -> None:
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    with transaction():
        db.session.scalars(select(Person).where(Person.name == "张秀兰")).one().phone = "13800138000"
    an_officer(world, "teller", "张 秀兰")
    assert reason_of(certify, world.actor("张 秀兰"), vote.id, "TELLER") is Reason.SAME_PERSON
    with transaction():
        db.session.scalars(select(Person).where(Person.name == "张 秀兰")).one().phone = "13900139000"
    assert certify(world.actor("张 秀兰"), vote.id, "TELLER").state == "CERTIFIED"


def test_who_entered_a_paper_that_was_thrown_away_is_no_scrutineer(world: World, vote: OwnersVote) -> None:
    first, second = clerks(world)
    for number in (1, 2, 3):
        take_back = "全部重录。"
        if number == 1:
            take_back_count(world.secretary, vote.id, take_back)
        enter_anew(world.secretary, vote.id, paper_of(vote, number).id, take_back)
    db.session.expire_all()
    assert vote.state == "CLOSED"
    for number in (1, 2, 3):
        from deliberation.owners.actions.entry import FirstEntry, register  # noqa: PLC0415

        received = vote.opens_at.replace(microsecond=0)
        paper = register(second, vote.id, number, FirstEntry(AGREE, received_at=received))
        enter_again(world.secretary, vote.id, paper.id, AGREE)
    count(world.secretary, vote.id)
    assert reason_of(certify, first, vote.id, "SCRUTINEER") is Reason.SAME_PERSON

"""A paper that was entered wrongly stays in the box: it blocks the count, and nobody alone takes it out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel.errors import Reason
from deliberation.owners.actions.counting import count
from deliberation.owners.actions.course import reissue
from deliberation.owners.actions.entry import enter_again, take_back
from deliberation.owners.actions.reentry import enter_anew, remove
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersVote
from deliberation.owners.queries.results import verdict_json
from tests.builders import World, sign_in
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, clerks, entered_once, entered_twice
from tests.owners.papers import close
from tests.refusals import reason_of

WHY = "第二行看成了第一行。"


@pytest.fixture
def vote(world: World) -> OwnersVote:
    """Three owners: two agree, one opposes."""
    found = a_vote_to_enter(world, owners=3)
    for number, content in enumerate((AGREE, AGREE, OPPOSE), start=1):
        entered_twice(world, found, number, content)
    return found


def paper(number: int) -> OwnersPaper:
    return next(p for p in db.session.scalars(select(OwnersPaper)) if p.voter.number == number and p.sequence == 1)


def counted(vote: OwnersVote) -> dict[str, int]:
    return {c["name"]: c["heads"] for c in (verdict_json(vote, 1) or {})["counts"] if c["name"] in {"agree", "oppose"}}


def test_nothing_is_counted_until_it_is_entered_again(world: World, vote: OwnersVote) -> None:
    enter_anew(world.secretary, vote.id, paper(3).id, WHY)
    close(vote)
    assert reason_of(count, world.secretary, vote.id) is Reason.ENTRY_PENDING
    entered_twice(world, vote, 3, OPPOSE)
    count(world.secretary, vote.id)
    assert counted(vote) == {"agree": 2, "oppose": 1}


def test_one_person_alone_cannot_make_it_disappear(world: World, vote: OwnersVote) -> None:
    first, second = clerks(world)
    enter_anew(first, vote.id, paper(3).id, WHY)
    assert reason_of(remove, first, vote.id, paper(3).id) is Reason.SAME_PERSON
    entered_once(world, vote, 3, OPPOSE)
    take_back(first, vote.id, paper(3).id)
    assert paper(3).state == "ANEW"
    close(vote)
    assert reason_of(count, world.secretary, vote.id) is Reason.ENTRY_PENDING
    remove(second, vote.id, paper(3).id)
    count(world.secretary, vote.id)
    assert counted(vote) == {"agree": 2, "oppose": 0}


def test_only_what_is_to_be_entered_again_can_be_removed(world: World, vote: OwnersVote) -> None:
    assert reason_of(remove, clerks(world)[1], vote.id, paper(3).id) is Reason.WRONG_STATE


def test_it_keeps_its_place_before_a_later_paper(world: World, vote: OwnersVote) -> None:
    came = paper(3).received_at
    entered_twice(world, vote, 3, AGREE, sequence=2, received_at=came)
    enter_anew(world.secretary, vote.id, paper(3).id, WHY)
    entered_twice(world, vote, 3, OPPOSE, received_at=came - timedelta(hours=1))
    assert (paper(3).received_at, paper(3).state) == (came, "CONFIRMED")
    close(vote)
    count(world.secretary, vote.id)
    assert counted(vote) == {"agree": 2, "oppose": 1}


def test_the_log_keeps_who_removed_it(world: World, vote: OwnersVote) -> None:
    first, second = clerks(world)
    enter_anew(first, vote.id, paper(3).id, WHY)
    remove(second, vote.id, paper(3).id)
    kept = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert kept is not None
    assert (kept.person_id, kept.action) == (second.person_id, "owners_ballot.remove")
    assert kept.facts["entered_by"] == [first.person_id]
    assert len(db.session.scalars(select(OwnersEntry)).all()) == 4


def test_the_pages_show_what_is_to_be_entered_again(client: FlaskClient, world: World, vote: OwnersVote) -> None:
    enter_anew(clerks(world)[0], vote.id, paper(3).id, WHY)
    sign_in(client, world, "周敏")
    desk = f"/desk/jinling/owners-votes/{vote.id}"
    waiting = client.get(f"{desk}/entry/waiting").get_data(as_text=True)
    assert "等重录" in waiting
    assert f"/papers/3/{paper(3).id}/remove" in waiting
    form = client.get(f"{desk}/papers/3").get_data(as_text=True)
    assert "重录" in form
    assert 'name="received_at"' not in form
    sent = client.post(f"{desk}/papers/3", data={"mode": "FIRST", "sequence": "1", "signer": "OWNER", "q-1": "OPPOSE"})
    assert (sent.status_code, paper(3).state) == (302, "ENTERED_ONCE")
    enter_again(clerks(world)[1], vote.id, paper(3).id, OPPOSE)
    enter_anew(clerks(world)[0], vote.id, paper(3).id, WHY)
    assert client.post(f"{desk}/papers/3/{paper(3).id}/remove").status_code == 302
    assert db.session.scalars(select(OwnersPaper)).all()[-1].voter.number != 3


def test_the_desk_is_told_which_printing_of_a_lost_ballot_is_good(client: FlaskClient, world: World) -> None:
    vote = a_vote_to_enter(world, owners=2)
    reissue(world.actor("陈海涛"), vote.id, 2)
    sign_in(client, world, "周敏")
    desk = f"/desk/jinling/owners-votes/{vote.id}/papers"
    assert "补发（第 2 次印）" in client.get(f"{desk}/2").get_data(as_text=True)
    assert "补发" not in client.get(f"{desk}/1").get_data(as_text=True)

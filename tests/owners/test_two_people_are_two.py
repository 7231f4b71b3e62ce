"""Whatever asks for two people is refused to one, whoever he comes in as, and taken from a second one."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.organisation.models import Appointment
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.entry import FirstEntry, enter_again, register
from deliberation.owners.actions.official import preview
from deliberation.owners.actions.reentry import enter_anew
from deliberation.owners.models import OwnersImport, OwnersPaper, OwnersSignature, OwnersVote
from tests.builders import World, an_officer, sign_in
from tests.organisation.test_two_hands import NEW, reset
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, clerks, entered_twice
from tests.owners.papers import close

ONE = "周敏"
Sent = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """What asks for two: what the first has done (answers what the second sends), who is a second, in which post."""

    begin: Callable[[World, OwnersVote], Sent]
    second: str = "陶平"
    post: str = "teller"


def the_second_entry(world: World, vote: OwnersVote) -> Sent:
    """周敏 has entered a paper once."""
    paper = register(world.actor(ONE), vote.id, 1, FirstEntry(AGREE))
    return "papers/1", {"mode": "SECOND", "signer": "OWNER", "q-1": "AGREE", "paper_id": str(paper.id)}


def settling_on_her_own_entry(world: World, vote: OwnersVote) -> Sent:
    """周敏 and 郑月 have entered a paper differently; 周敏's entry is to stand."""
    paper = register(world.actor(ONE), vote.id, 1, FirstEntry(AGREE))
    enter_again(clerks(world)[0], vote.id, paper.id, OPPOSE)
    return f"entry/different/{paper.id}", {"take": "1", "reason": "看过票面，是第一遍录的。", "signer": "OWNER"}


def confirming_a_file(world: World, vote: OwnersVote) -> Sent:
    """周敏 has read a file in."""
    found = preview(world.actor(ONE), vote.id, "市系统", "结果.csv", "票号,表决意见\n4,同意".encode())
    return f"official/{found.id}/confirm", {}


def removing_a_paper(world: World, vote: OwnersVote) -> Sent:
    """周敏 has thrown the entries of a paper away."""
    paper = entered_twice(world, vote, 1)
    enter_anew(world.actor(ONE), vote.id, paper.id, "两个人都看错了号。")
    return f"papers/1/{paper.id}/remove", {}


def _counted(vote: OwnersVote, by: Any) -> Sent:
    close(vote)
    count(by, vote.id)
    return "certify", {"part": "SCRUTINEER", "result_hash": vote.result_hash}


def the_second_signature(world: World, vote: OwnersVote) -> Sent:
    """周敏 has signed as teller."""
    entered_twice(world, vote, 1)
    sent = _counted(vote, world.actor(ONE))
    certify(world.actor(ONE), vote.id, "TELLER")
    return sent


def watching_what_she_entered(world: World, vote: OwnersVote) -> Sent:
    """周敏 has entered a paper; 陶平 counts and signs as teller."""
    first, second = clerks(world)
    paper = register(world.actor(ONE), vote.id, 1, FirstEntry(AGREE))
    enter_again(first, vote.id, paper.id, AGREE)
    sent = _counted(vote, second)
    certify(second, vote.id, "TELLER")
    return sent


ASKED = {
    "enter_again": Asked(the_second_entry),
    "settle": Asked(settling_on_her_own_entry),
    "confirm": Asked(confirming_a_file, "陈海涛", "committee_delegate"),
    "remove": Asked(removing_a_paper),
    "_may_sign": Asked(the_second_signature, "张秀兰", "council_delegate"),
    "_may_take_part": Asked(watching_what_she_entered, "张秀兰", "council_delegate"),
}
"""By the function that asks for two."""


def her_account(app: Flask, world: World, _asked: Asked) -> FlaskClient:
    """The same account again."""
    return sign_in(app.test_client(), world, ONE)


def her_second_record(app: Flask, world: World, _asked: Asked) -> FlaskClient:
    """Another person's row with the same name, and an account of its own."""
    an_officer(world, "secretary", "周 敏")
    return sign_in(app.test_client(), world, "周 敏")


def her_other_post(app: Flask, world: World, asked: Asked) -> FlaskClient:
    """Her post ended yesterday; today she holds another."""
    mine = Appointment.person_id == world.people[ONE].id
    with transaction() as session:
        party_id = session.scalars(select(Appointment.party_id).where(mine)).first()
        session.execute(update(Appointment).where(mine).values(ends_on=clock.today() - timedelta(days=1)))
        session.add(
            Appointment(
                person_id=world.people[ONE].id, party_id=party_id, role=asked.post, post="", starts_on=clock.today()
            )
        )
    return sign_in(app.test_client(), world, ONE)


def the_hand_that_reset_both(app: Flask, world: World, asked: Asked) -> FlaskClient:
    """One administrator has reset her password and the second one's, and sits at the second one's desk."""
    administrator = an_officer(world, "administrator", "萧芳")
    for name in (ONE, asked.second):
        reset(world, administrator, name)
    browser = app.test_client()
    answer = browser.post("/login", data={"username": world.accounts[asked.second].username, "password": NEW})
    assert answer.status_code == 302
    return browser


def the_administrator_himself(app: Flask, world: World, asked: Asked) -> FlaskClient:
    """He has reset her password, and holds the second one's post besides."""
    administrator = an_officer(world, "administrator", "萧芳")
    reset(world, administrator, ONE)
    of_second = select(Appointment.party_id).where(Appointment.person_id == world.people[asked.second].id)
    with transaction() as session:
        post = {"role": asked.post, "post": "", "starts_on": clock.today()}
        session.add(Appointment(person_id=administrator.person_id, party_id=session.scalars(of_second).first(), **post))
    return sign_in(app.test_client(), world, "萧芳")


SELVES = (her_account, her_second_record, her_other_post, the_hand_that_reset_both, the_administrator_himself)


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world)


def stands(vote: OwnersVote) -> list[Any]:
    """Everything that two people's acts would change."""
    db.session.expire_all()
    tables = (OwnersPaper.state, OwnersImport.state, OwnersSignature.part)
    return [db.session.get_one(OwnersVote, vote.id).state, *(sorted(db.session.scalars(select(one))) for one in tables)]


@pytest.mark.parametrize("self_", SELVES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ASKED)
def test_one_human_is_refused_whoever_he_comes_in_as(
    app: Flask, world: World, vote: OwnersVote, name: str, self_: Callable[[Flask, World, Asked], FlaskClient]
) -> None:
    rest, data = ASKED[name].begin(world, vote)
    browser, before = self_(app, world, ASKED[name]), stands(vote)
    answer = browser.post(f"/desk/jinling/owners-votes/{vote.id}/{rest}", data=data)
    assert (answer.status_code, "这一步要由另一个人来做" in answer.text) == (409, True)
    assert stands(vote) == before


@pytest.mark.parametrize("name", ASKED)
def test_a_second_person_is_not_refused(app: Flask, world: World, vote: OwnersVote, name: str) -> None:
    rest, data = ASKED[name].begin(world, vote)
    browser, before = sign_in(app.test_client(), world, ASKED[name].second), stands(vote)
    answer = browser.post(f"/desk/jinling/owners-votes/{vote.id}/{rest}", data=data)
    assert answer.status_code == 302, answer.text
    assert stands(vote) != before


def test_every_act_that_asks_for_two_is_tried_here() -> None:
    asking, found = {"two_people", "two_hands", "may_settle"}, set()
    for path in sorted(Path("deliberation/owners/actions").rglob("*.py")):
        for top in ast.parse(path.read_text("utf-8")).body:
            named = {node.id for node in ast.walk(top) if isinstance(node, ast.Name)}
            if isinstance(top, ast.FunctionDef) and named & asking:
                found.add(top.name)
    assert found == set(ASKED)

"""Households fill in on a phone where the vote says so: with the code of the stub, once, until the closing."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.entry import FirstEntry, register
from deliberation.owners.actions.online import fill_in
from deliberation.owners.models import OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.rules.codes import stub_code
from deliberation.owners.rules.papers import Content
from deliberation.owners.rules.questions import QuestionDraft
from tests.builders import World
from tests.owners.clerks import AGREE, a_vote_to_enter, clerks
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of, tellers, while_open
from tests.refusals import reason_of

SECRET = "a key for tests only"
SERVICES = QuestionDraft(
    "选哪些服务",
    "公共区域卫生保洁 12 元，维护停车秩序 6 元，便民维修服务 4 元。",
    "SURVEY",
    method="CHOOSE",
    most=2,
    options=(("A", "公共区域卫生保洁"), ("B", "维护停车秩序"), ("C", "便民维修服务")),
)
CHOSEN = {"1": ("A", "C")}


@pytest.fixture
def vote(world: World) -> Iterator[OwnersVote]:
    a_roster(world, heads_of(3))
    tellers(world)
    found = an_open_vote(world, a_prepared_vote(world, (SERVICES,), kind="HOUSEHOLDS", online=True))
    with while_open(found):
        yield found


def code_of(vote: OwnersVote, number: int, issue: int = 1) -> str:
    return stub_code(SECRET, vote.id, number, issue)


def stored() -> list[OwnersPaper]:
    return list(db.session.scalars(select(OwnersPaper).order_by(OwnersPaper.id)))


def refused(vote: OwnersVote, number: int, choices: Mapping[str, tuple[str, ...]], code: str = "") -> Reason:
    return reason_of(fill_in, vote.id, number, code or code_of(vote, number), choices, SECRET)


def test_what_a_household_chose_is_confirmed_at_once_and_stays(vote: OwnersVote) -> None:
    paper = fill_in(vote.id, 1, code_of(vote, 1), {"1": ("C", "A")}, SECRET)
    assert (paper.channel, paper.state, paper.received_at) == ("ONLINE", "CONFIRMED", clock.now())
    assert paper.content == Content("OWNER", CHOSEN).to_json()
    assert fill_in(vote.id, 1, code_of(vote, 1), CHOSEN, SECRET).id == paper.id
    assert refused(vote, 1, {"1": ("B",)}) is Reason.ALREADY_DONE
    assert len(stored()) == 1


def test_a_household_whose_paper_is_there_is_refused(world: World, vote: OwnersVote) -> None:
    register(clerks(world)[0], vote.id, 2, FirstEntry(Content("OWNER", CHOSEN)))
    assert refused(vote, 2, CHOSEN) is Reason.ALREADY_DONE
    assert [p.channel for p in stored()] == ["PAPER"]


def test_a_paper_after_the_phone_is_a_second_one(world: World, vote: OwnersVote) -> None:
    fill_in(vote.id, 2, code_of(vote, 2), CHOSEN, SECRET)
    with pytest.raises(Refused) as caught:
        register(clerks(world)[0], vote.id, 2, FirstEntry(Content("OWNER", CHOSEN)))
    assert caught.value.reason is Reason.ALREADY_DONE
    assert register(clerks(world)[0], vote.id, 2, FirstEntry(Content("OWNER", CHOSEN), 2)).sequence == 2


def test_without_the_right_code_nothing_is_taken(vote: OwnersVote) -> None:
    for number, code in (
        (1, code_of(vote, 2)),
        (1, "0000-0000-0000"),
        (99, code_of(vote, 99)),
        (1, code_of(vote, 1, 2)),
    ):
        assert refused(vote, number, CHOSEN, code) is Reason.WRONG_CODE
    assert stored() == []


def test_after_a_reissue_the_old_code_is_worthless(vote: OwnersVote) -> None:
    voter = db.session.scalars(select(OwnersVoter).where(OwnersVoter.number == 1)).one()
    with transaction():
        voter.issue = 2
    assert refused(vote, 1, CHOSEN, code_of(vote, 1)) is Reason.WRONG_CODE
    assert fill_in(vote.id, 1, code_of(vote, 1, 2), CHOSEN, SECRET).state == "CONFIRMED"


@pytest.mark.parametrize("choices", [{}, {"1": ("UNCLEAR",)}, {"1": ("A", "B", "C")}, {"1": ("X",)}, {"7": ("A",)}])
def test_what_the_question_does_not_allow_is_refused(vote: OwnersVote, choices: dict[str, tuple[str, ...]]) -> None:
    assert refused(vote, 1, choices) in {Reason.INVALID_INPUT, Reason.CHOICE_INVALID}
    assert stored() == []


def test_the_closing_is_judged_by_the_servers_clock(vote: OwnersVote) -> None:
    with clock.frozen(vote.closes_at):
        fill_in(vote.id, 1, code_of(vote, 1), CHOSEN, SECRET)
    with clock.frozen(vote.closes_at + timedelta(seconds=1)):
        assert refused(vote, 2, CHOSEN) is Reason.BALLOT_LATE
    with transaction():
        vote.state = "CLOSED"
    assert refused(vote, 2, CHOSEN) is Reason.BALLOT_LATE
    assert len(stored()) == 1


def test_owners_who_decide_do_so_on_paper(world: World) -> None:
    found = a_vote_to_enter(world)
    assert refused(found, 1, {"1": ("AGREE",)}) is Reason.INVALID_INPUT
    with transaction():
        found.online = True
    assert refused(found, 1, {"1": ("AGREE",)}) is Reason.INVALID_INPUT
    assert stored() == []
    assert AGREE.choices == {"1": ("AGREE",)}


def show_code(client: FlaskClient, vote: OwnersVote, number: int) -> None:
    answer = client.post(f"/ballot/{vote.id}/{number}", data={"number": number, "code": code_of(vote, number)})
    assert f"/ballot/{vote.id}/{number}/fill" in answer.get_data(as_text=True)


def test_the_page_asks_once_more_and_gives_a_receipt(client: FlaskClient, vote: OwnersVote) -> None:
    show_code(client, vote, 1)
    page = client.get(f"/ballot/{vote.id}/1/fill").get_data(as_text=True)
    assert ("公共区域卫生保洁" in page, "看不清" in page) == (True, False)
    again = client.post(f"/ballot/{vote.id}/1/fill", data={"step": "review", "q-1": ["A", "C"]})
    assert ("再看一遍" in again.get_data(as_text=True), stored()) == (True, [])
    done = client.post(f"/ballot/{vote.id}/1/fill", data={"step": "cast", "q-1": ["A", "C"]})
    assert "的票已收到" in done.get_data(as_text=True)
    assert (done.headers["Cache-Control"], done.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert stored()[0].content == Content("OWNER", CHOSEN).to_json()
    repeated = client.post(f"/ballot/{vote.id}/1/fill", data={"step": "cast", "q-1": ["A", "C"]})
    assert (repeated.status_code, len(stored())) == (200, 1)


def test_what_was_chosen_wrongly_is_kept_and_said(client: FlaskClient, vote: OwnersVote) -> None:
    show_code(client, vote, 1)
    answer = client.post(f"/ballot/{vote.id}/1/fill", data={"step": "review", "q-1": ["A", "B", "C"]})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "最多选 2 项" in page, page.count(" checked")) == (422, True, 3)
    nothing = client.post(f"/ballot/{vote.id}/1/fill", data={"step": "cast"})
    assert (nothing.status_code, stored()) == (422, [])


def test_whoever_has_not_shown_the_code_is_asked_for_it(client: FlaskClient, vote: OwnersVote) -> None:
    for answer in (
        client.get(f"/ballot/{vote.id}/1/fill"),
        client.post(f"/ballot/{vote.id}/1/fill", data={"step": "cast"}),
    ):
        assert (answer.status_code, answer.location) == (302, f"/ballot/{vote.id}/1")
    show_code(client, vote, 1)
    assert client.get(f"/ballot/{vote.id}/2/fill").status_code == 302


def test_once_closed_the_page_says_so(client: FlaskClient, vote: OwnersVote) -> None:
    show_code(client, vote, 1)
    with clock.frozen(vote.closes_at + timedelta(seconds=1)):
        answer = client.post(f"/ballot/{vote.id}/1/fill", data={"step": "cast", "q-1": ["A"]})
    assert (answer.status_code, "截止以后" in answer.get_data(as_text=True), stored()) == (409, True, [])


def test_neither_code_nor_choice_is_in_log_or_audit(
    client: FlaskClient, vote: OwnersVote, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    show_code(client, vote, 1)
    client.post(f"/ballot/{vote.id}/1/fill", data={"step": "cast", "q-1": ["A"]})
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "owners_ballot.fill_in")).one()
    assert (entry.facts, entry.person_id) == ({"vote": vote.id}, None)
    assert code_of(vote, 1) not in caplog.text
    assert db.session.scalar(select(func.count()).select_from(OwnersPaper)) == 1

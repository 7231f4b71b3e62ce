"""With the code on his stub an owner sees how his paper was entered; without it nobody does."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from deliberation.db import db, transaction
from deliberation.owners.models import OwnersVote, OwnersVoter
from deliberation.owners.rules.codes import same_code, stub_code
from tests.builders import World
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import hand_in, voter_ids

SECRET = "a key for tests only"


@pytest.fixture
def vote(world: World) -> OwnersVote:
    a_roster(world, heads_of(3))
    found = an_open_vote(world, a_prepared_vote(world))
    ids = voter_ids(found)
    hand_in(found, ids[:1], "AGREE")
    hand_in(found, ids[1:2], "OPPOSE", void_reason="UNSIGNED")
    return found


def ask(client: FlaskClient, vote: OwnersVote, number: int, code: str) -> tuple[int, str]:
    answer = client.post(f"/ballot/{vote.id}/{number}", data={"number": number, "code": code})
    return answer.status_code, answer.get_data(as_text=True)


def code_of(vote: OwnersVote, number: int, issue: int = 1) -> str:
    return stub_code(SECRET, vote.id, number, issue)


def test_an_owner_sees_that_his_paper_was_entered_and_how(client: FlaskClient, vote: OwnersVote) -> None:
    status, page = ask(client, vote, 1, code_of(vote, 1).lower().replace("-", " "))
    assert (status, "这张票有效，已计入" in page, "<strong>同意</strong>" in page) == (200, True, True)


def test_an_owner_sees_why_his_paper_is_void(client: FlaskClient, vote: OwnersVote) -> None:
    status, page = ask(client, vote, 2, code_of(vote, 2))
    assert (status, "没有签名" in page) == (200, True)


def test_an_owner_whose_paper_did_not_come_is_told_until_when(client: FlaskClient, vote: OwnersVote) -> None:
    status, page = ask(client, vote, 3, code_of(vote, 3))
    assert (status, "还没有收到这张票" in page) == (200, True)


def test_number_and_code_are_read_in_any_width(client: FlaskClient, vote: OwnersVote) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code_of(vote, 1))
    answer = client.post(f"/ballot/{vote.id}/1", data={"number": "１号", "code": wide})
    assert (answer.status_code, "这张票有效，已计入" in answer.get_data(as_text=True)) == (200, True)


def test_a_code_of_another_length_is_told_and_not_compared(client: FlaskClient, vote: OwnersVote) -> None:
    status, page = ask(client, vote, 1, code_of(vote, 1)[:-1])
    assert (status, "查询码是 12 位字母和数字" in page) == (422, True)


@pytest.mark.parametrize("number", [1, 3, 4, 999])
def test_a_wrong_code_learns_nothing_whatever_the_number(client: FlaskClient, vote: OwnersVote, number: int) -> None:
    status, page = ask(client, vote, number, code_of(vote, 2))
    assert (status, "票号或查询码不对" in page, "同意" in page) == (422, True, False)


def test_the_code_of_a_lost_paper_is_worthless_after_its_reissue(client: FlaskClient, vote: OwnersVote) -> None:
    with transaction():
        db.session.query(OwnersVoter).filter_by(vote_id=vote.id, number=1).one().issue = 2
    assert ask(client, vote, 1, code_of(vote, 1))[0] == 422
    assert ask(client, vote, 1, code_of(vote, 1, 2))[0] == 200


def test_codes_stand_in_no_log_and_the_page_is_not_kept(
    client: FlaskClient, vote: OwnersVote, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = client.post(f"/ballot/{vote.id}/1", data={"number": 1, "code": code_of(vote, 1)})
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert code_of(vote, 1) not in caplog.text


def test_codes_are_read_with_the_usual_slips_of_the_pen_and_differ_for_every_ballot() -> None:
    codes = {stub_code(SECRET, vote, number, 1) for vote in (1, 2) for number in range(1, 200)}
    assert len(codes) == 2 * 199
    assert not set("".join(codes)) & set("ILOU")
    first = stub_code(SECRET, 1, 1, 1)
    assert same_code(f" {first.lower().replace('0', 'o').replace('1', 'l')} ", first)
    assert not same_code(first[:-1], first)


def test_whoever_cannot_scan_comes_from_the_public_page_and_types_both(client: FlaskClient, vote: OwnersVote) -> None:
    public = client.get(f"/c/jinling/owners-votes/{vote.id}").get_data(as_text=True)
    assert f'href="/ballot/{vote.id}/0"' in public
    door = client.get(f"/ballot/{vote.id}/0").get_data(as_text=True)
    assert 'value="0"' not in door
    data = {"number": 1, "code": stub_code(SECRET, vote.id, 1, 1)}
    assert "这张票有效" in client.post(f"/ballot/{vote.id}/0", data=data).get_data(as_text=True)

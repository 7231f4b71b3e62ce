"""表决档案: the papers of a vote that is over are kept for three years, and the pages say until when."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.kernel import clock
from deliberation.owners.actions.course import void_vote
from deliberation.owners.queries import archive
from deliberation.owners.rules.retention import kept_until, may_go
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import CLOSES, NOTICED, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import hand_in, voter_ids

HERE = "/desk/jinling/owners-votes/archive"


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: clock.beijing(NOTICED.year, NOTICED.month, NOTICED.day, 12))
    return a_compound()


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def test_the_keeping_is_counted_from_the_posting_and_ends_with_its_last_day() -> None:
    until = kept_until("ANNOUNCED", date(2026, 4, 3), date(2026, 4, 2))
    assert until == date(2029, 4, 3)
    assert not may_go(until, date(2029, 4, 3))
    assert may_go(until, date(2029, 4, 4))


def test_a_voided_vote_is_counted_from_the_end_of_its_voting() -> None:
    assert kept_until("VOIDED", None, date(2026, 4, 2)) == date(2029, 4, 2)


@pytest.mark.parametrize("state", ["PREPARED", "NOTICED", "OPEN", "CLOSED", "COUNTED", "CERTIFIED", "CANCELLED"])
def test_a_vote_under_way_has_no_end_of_keeping_yet(state: str) -> None:
    assert kept_until(state, None, date(2026, 4, 2)) is None
    assert not may_go(None, date(2099, 1, 1))


def test_the_archive_lists_what_is_over_with_its_papers_and_the_page_says_until_when(
    desk: FlaskClient, world: World
) -> None:
    assert "还没有结束的表决" in desk.get(HERE).text
    a_roster(world, heads_of(3))
    vote = an_open_vote(world, a_prepared_vote(world))
    hand_in(vote, voter_ids(vote)[:2], "AGREE")
    assert archive.archive(world.compound.id).page().total == 0
    assert "保存到" not in desk.get(f"/desk/jinling/owners-votes/{vote.id}").text
    void_vote(world.actor("陈海涛"), vote.id, "公告有误，重新公告。")
    (found,) = archive.archive(world.compound.id).page().items
    assert (found.papers, found.proofs, found.proxies) == (2, 0, 0)
    page = desk.get(f"/desk/jinling/owners-votes/{vote.id}").text
    assert "2029年4月2日（周一）" in page
    assert "平台默认规则" in page
    assert "2029年4月2日（周一）" in desk.get(HERE).text


def test_what_has_been_kept_long_enough_is_found(desk: FlaskClient, world: World) -> None:
    a_roster(world, heads_of(3))
    vote = an_open_vote(world, a_prepared_vote(world))
    void_vote(world.actor("陈海涛"), vote.id, "公告有误，重新公告。")
    last = clock.beijing(CLOSES.year + 3, 4, 2, 23)
    clock.use(lambda: last)
    assert [archive.archive(world.compound.id, when=w).page().total for w in ("KEEPING", "OVER")] == [1, 0]
    next_day = clock.beijing(CLOSES.year + 3, 4, 3, 0)
    clock.use(lambda: next_day)
    assert [archive.archive(world.compound.id, when=w).page().total for w in ("KEEPING", "OVER")] == [0, 1]

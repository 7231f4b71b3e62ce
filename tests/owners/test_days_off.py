"""The last days of an owners' result: until when it is to be posted, and until when it hangs."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.disclosure.papers import REQUESTS
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.owners import papers as owners
from deliberation.owners.actions.counting import announce_by, is_late
from deliberation.owners.models import OwnersVote
from deliberation.owners.views.archive import ARCHIVE
from deliberation.publication.papers import RESOLUTIONS
from deliberation.roster.views.preview import PROBLEMS
from deliberation.sheets.writing import PROVISIONAL
from deliberation.supervision.views.ledger import ORDERS
from deliberation.web.listing import Listing
from tests.arrangements import UNKNOWN, arrange
from tests.builders import World, a_compound, sign_in
from tests.flows.boxes import count_and_certify, post
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 11, 12))
    world = a_compound()
    a_roster(world, heads_of(3))
    return world


def a_counted_vote(world: World, closes: datetime, counted: datetime, **rules: object) -> OwnersVote:
    """A vote that closed and was counted at these moments, under rules with these changes."""
    opens = beijing(closes.year, closes.month - 1, 20, 9)
    vote = a_prepared_vote(world, opens=opens, closes=closes)
    if rules:
        with transaction():
            vote.profile.data = {**vote.profile.data, **rules}
    an_open_vote(world, vote)
    count_and_certify(world, vote, counted)
    return vote


def counted_on(world: World, month: int, day: int, **rules: object) -> OwnersVote:
    return a_counted_vote(world, beijing(2026, month, day, 9), beijing(2026, month, day, 10), **rules)


def posted_on(world: World, vote: OwnersVote, month: int, day: int) -> OwnersVote:
    return post(world, vote, beijing(2026, month, day, 9))


def pages(vote: OwnersVote) -> list[str]:
    """What residents read, the paper on the notice board, the desk."""
    public = f"/c/jinling/owners-votes/{vote.id}"
    return [public, f"{public}/result-notice", f"/desk/jinling/owners-votes/{vote.id}/count"]


def test_three_days_that_end_in_the_autumn_holiday_end_after_it(world: World) -> None:
    """Counted on 24 September 2026: the 27th is in 中秋, so the 28th is in time (民法典 §203)."""
    vote = counted_on(world, 9, 24)
    assert announce_by(vote, 3) == date(2026, 9, 28)
    clock.use(lambda: beijing(2026, 9, 28, 23, 59))
    assert not is_late(vote, 3)
    clock.use(lambda: beijing(2026, 9, 29))
    assert is_late(vote, 3)


def test_a_result_that_is_posted_in_time_after_a_holiday_is_not_noted_as_late(world: World) -> None:
    vote = counted_on(world, 9, 24, announce_within_days=3)
    posted_on(world, vote, 9, 28)
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "owners_vote.announce")).one()
    assert noted.facts["late"] is False


def test_three_days_that_end_on_a_sunday_end_on_monday_unless_the_rules_let_it_stand(world: World) -> None:
    vote = counted_on(world, 6, 11)
    assert announce_by(vote, 3) == date(2026, 6, 15)
    assert announce_by(vote, 3, "STANDS") == date(2026, 6, 14)


@pytest.mark.parametrize(
    ("rules", "until"),
    [
        ({}, date(2026, 6, 22)),
        ({"weekend_last_day": "STANDS", "weekend_reason": "议事规则第九条"}, date(2026, 6, 22)),
        ({"publication_days": 8}, date(2026, 6, 22)),
        ({"publication_days": 14, "weekend_last_day": "STANDS", "weekend_reason": "议事规则第九条"}, date(2026, 6, 27)),
        ({"publication_days": 14}, date(2026, 6, 29)),
    ],
)
def test_a_posted_result_hangs_until_a_working_day(world: World, rules: dict[str, object], until: date) -> None:
    """Posted on Saturday 13 June: the 20th and 21st are in 端午, the 27th is a plain Saturday."""
    vote = counted_on(world, 6, 12, **rules)
    assert posted_on(world, vote, 6, 13).announced_until == until


def test_a_result_that_hangs_into_a_year_without_an_arrangement_says_so(client: FlaskClient, world: World) -> None:
    vote = posted_on(world, counted_on(world, 12, 24), 12, 25)
    assert (vote.announced_until, vote.end_is_provisional) == (date(2027, 1, 4), True)
    sign_in(client, world, "陈海涛")
    for path in pages(vote):
        assert f"{UNKNOWN}，2027年1月4日（周一）是按法定节日推算的" in client.get(path).text


def test_the_day_to_post_by_says_so_too(client: FlaskClient, world: World) -> None:
    vote = counted_on(world, 12, 30, announce_within_days=3)
    sign_in(client, world, "陈海涛")
    shown = client.get(pages(vote)[2]).text
    assert "规则要求在 2027年1月4日（周一） 24:00 前公告。" in shown
    assert f"{UNKNOWN}，2027年1月4日（周一）是按法定节日推算的" in shown


def test_a_result_that_hangs_in_a_known_year_says_nothing_of_it(client: FlaskClient, world: World) -> None:
    vote = posted_on(world, counted_on(world, 6, 12), 6, 13)
    sign_in(client, world, "陈海涛")
    assert [path for path in pages(vote) if "放假安排" in client.get(path).text] == []


def test_when_the_arrangement_comes_a_result_hangs_longer_and_its_pages_say_so(
    client: FlaskClient, world: World, days_off: Path
) -> None:
    vote = posted_on(world, counted_on(world, 12, 24), 12, 25)
    result = vote.result_hash
    assert arrange(days_off, 12, 28) == "1 次业主表决的公告期重新计算，已顺延。"
    assert do_what_is_due() == ""
    db.session.expire_all()
    assert (vote.announced_until, vote.end_was) == (date(2027, 1, 6), date(2027, 1, 4))
    assert (vote.end_is_provisional, vote.result_hash) == (False, result)
    sign_in(client, world, "陈海涛")
    for path in pages(vote):
        assert "原来算到2027年1月4日（周一），重新计算以后顺延到2027年1月6日（周三）。" in client.get(path).text
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "owners_vote.prolong")).one()
    assert (noted.actor_name, noted.facts["until"]) == ("系统", "2027-01-06")


def test_a_result_that_no_longer_hangs_when_the_arrangement_comes_is_left_alone(world: World, days_off: Path) -> None:
    vote = posted_on(world, counted_on(world, 12, 24), 12, 25)
    assert arrange(days_off, 1, 5, year=2027) == ""
    db.session.expire_all()
    assert (vote.announced_until, vote.end_was, vote.end_is_provisional) == (date(2027, 1, 4), None, False)


def test_who_prepares_a_vote_is_told_where_its_last_day_is_off_or_unknown(client: FlaskClient, world: World) -> None:
    """The day is chosen, not worked out: nothing moves it."""
    sign_in(client, world, "陈海涛")
    said = {}
    for closes in (
        beijing(2026, 6, 19, 18),
        beijing(2026, 6, 13, 18),
        beijing(2027, 2, 10, 18),
        beijing(2026, 6, 12, 18),
    ):
        vote = a_prepared_vote(world, opens=beijing(2026, 5, 20, 9), closes=closes)
        said[closes.month, closes.day] = client.get(f"/desk/jinling/owners-votes/{vote.id}").text
    assert "2026年6月19日（周五）是法定节假日。" in said[6, 19]
    assert "2026年6月13日（周六）是周末。" in said[6, 13]
    assert f"{UNKNOWN}，2027年2月10日（周三）放不放假" in said[2, 10]
    assert "截止的日子不自动顺延" not in said[6, 12]


def the_archive(client: FlaskClient) -> list[str]:
    """The lines of the archive's sheet below its head."""
    return client.get("/desk/jinling/owners-votes/archive.csv").text.splitlines()[1:]


def test_the_sheet_of_the_archive_marks_a_day_that_was_worked_out_until_the_arrangement_comes(
    client: FlaskClient, world: World, days_off: Path
) -> None:
    posted_on(world, counted_on(world, 12, 24), 12, 25)
    sign_in(client, world, "陈海涛")
    (line,) = the_archive(client)
    assert ("2026-12-25,2027-01-04" in line, PROVISIONAL in line) == (True, True)
    arrange(days_off, 12, 28)
    db.session.expire_all()
    (line,) = the_archive(client)
    assert ("2026-12-25,2027-01-06" in line, PROVISIONAL in line) == (True, False)


def test_the_sheet_of_the_archive_marks_nothing_in_a_known_year(client: FlaskClient, world: World) -> None:
    posted_on(world, counted_on(world, 6, 12), 6, 13)
    sign_in(client, world, "陈海涛")
    (line,) = the_archive(client)
    assert ("2026-06-13,2026-06-22" in line, "推算" in line) == (True, False)


def head_of(listing: Listing) -> tuple[str, ...]:
    return tuple(column.title for column in listing.columns)


@pytest.mark.parametrize(
    "head",
    [
        head_of(ARCHIVE),
        head_of(owners.DELIVERY),
        head_of(owners.POSTINGS),
        head_of(PROBLEMS),
        head_of(RESOLUTIONS),
        head_of(ORDERS),
        head_of(REQUESTS),
    ],
    ids=["archive", "delivery", "evidence", "problems", "resolutions", "orders", "inspections"],
)
def test_every_sheet_says_beside_a_last_day_how_it_was_worked_out(head: tuple[str, ...]) -> None:
    last_days = [column for column in head if column.endswith(("截止", "期限", "时限"))]
    beside = [head[head.index(column) + 1] for column in last_days]
    assert [column for column in beside if not column.endswith("说明")] == []

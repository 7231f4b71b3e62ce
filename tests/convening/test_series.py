"""Recurring meetings: proposed, confirmed, moved, kept, skipped, explained; nobody has to remember them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient

from deliberation.convening.actions import cancel_meeting
from deliberation.convening.actions.series import (
    SeriesDraft,
    change_series,
    confirm_day,
    end_series,
    explain_day,
    keep_day,
    move_day,
    skip_day,
)
from deliberation.convening.models import Meeting, MeetingSeries
from deliberation.convening.queries.series import next_expected, shown, waiting
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions import load_year
from tests.builders import World, sign_in
from tests.convening.series_hall import TENTH, a_series, an_administrator, at, load


@pytest.fixture
def series(world: World) -> Iterator[int]:
    """每月10日, from 1 March 2027 on, with the calendar of 2027 loaded."""
    at(2027, 3, 1, 9)
    load(an_administrator(world), 2027)
    yield a_series(world).id
    clock.use(None)


def lines(world: World, name: str = "李建国") -> list[str]:
    return [one.label for one in waiting(world.actor(name), world.compound.id)]


def reason_of(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.reason


@pytest.mark.usefixtures("series")
def test_the_next_meeting_is_proposed_to_who_plans_and_to_nobody_else(world: World) -> None:
    assert lines(world) == lines(world, "周敏") == ["3月10日 五方办，请确认"]
    assert lines(world, "高峰") == lines(world, "陈海涛") == []


def test_one_press_plans_the_meeting_and_a_second_press_is_the_same(world: World, series: int) -> None:
    first = confirm_day(world.secretary, series, date(2027, 3, 10))
    assert confirm_day(world.chair, series, date(2027, 3, 10)).id == first.id
    assert db.session.query(Meeting).count() == 1
    assert (first.starts_at, first.venue_id) == (clock.beijing(2027, 3, 10, 19), world.venue.id)
    assert (first.chair_id, first.secretary_id) == (world.people["李建国"].id, world.people["周敏"].id)
    assert lines(world) == []


def test_a_saturday_is_asked_about_and_never_moved_silently(world: World, series: int) -> None:
    at(2027, 4, 1, 9)
    confirm = lambda: confirm_day(world.chair, series, date(2027, 4, 10))  # noqa: E731
    assert reason_of(confirm) is Reason.NOT_READY
    asked = [one for one in lines(world) if "4月10日" in one]
    assert asked == ["4月10日 五方办，这天是周六，请定照常、改期还是不开"]
    move_day(world.chair, series, date(2027, 4, 10), date(2027, 4, 9), "周六居民不便")
    assert "4月9日（原定4月10日） 五方办，请确认" in lines(world)
    moved = confirm()
    assert clock.day_of(moved.starts_at) == date(2027, 4, 9)
    assert moved.series_day == date(2027, 4, 10)


def test_a_kept_saturday_stays_and_the_rule_is_unchanged(world: World, series: int) -> None:
    keep_day(world.chair, series, date(2027, 7, 10))
    at(2027, 7, 1, 9)
    assert clock.day_of(confirm_day(world.chair, series, date(2027, 7, 10)).starts_at) == date(2027, 7, 10)
    found = shown(db.session.get_one(MeetingSeries, series), 2027)
    assert [one.day.day for one in found.days] == [10] * 10


def test_skipping_without_a_reason_is_refused(world: World, series: int) -> None:
    day = date(2027, 7, 10)
    assert reason_of(lambda: skip_day(world.chair, series, day, "  ")) is Reason.REASON_REQUIRED
    assert reason_of(lambda: move_day(world.chair, series, day, date(2027, 7, 9), "")) is Reason.REASON_REQUIRED
    skip_day(world.chair, series, day, "劳动节")
    at(2027, 7, 8, 9)
    assert not any("7月10日" in one for one in lines(world))
    assert reason_of(lambda: confirm_day(world.chair, series, day)) is Reason.ALREADY_DONE


def test_a_meeting_that_nobody_confirmed_has_to_be_explained(world: World, series: int) -> None:
    at(2027, 4, 11, 9)
    assert lines(world) == ["3月例会未召开，须说明理由：五方办", "4月例会未召开，须说明理由：五方办"]
    day = date(2027, 3, 10)
    assert reason_of(lambda: explain_day(world.chair, series, day, "")) is Reason.REASON_REQUIRED
    assert reason_of(lambda: skip_day(world.chair, series, day, "忘了")) is Reason.INVALID_INPUT
    assert reason_of(lambda: explain_day(world.chair, series, date(2027, 5, 10), "早")) is Reason.INVALID_INPUT
    explain_day(world.chair, series, day, "驿站停电")
    assert lines(world) == ["4月例会未召开，须说明理由：五方办"]
    held = shown(db.session.get_one(MeetingSeries, series), 2027).held
    assert (held.due, held.held) == (2, 0)


def test_a_meeting_that_was_called_off_is_not_proposed_again(world: World, series: int) -> None:
    planned = confirm_day(world.chair, series, date(2027, 3, 10))
    cancel_meeting(world.chair, planned.id, "停电")
    assert lines(world) == []
    assert confirm_day(world.chair, series, date(2027, 3, 10)).id != planned.id


def test_the_same_series_is_set_up_once_and_a_stranger_sets_up_none(world: World, series: int) -> None:
    assert a_series(world).id == series
    assert reason_of(lambda: a_series(world, world.actor("高峰"))) is Reason.FORBIDDEN
    assert reason_of(lambda: a_series(world, rule={"kind": "monthly_day", "day": 40})) is Reason.INVALID_INPUT
    assert reason_of(lambda: a_series(world, ahead_days=4)) is Reason.INVALID_INPUT
    assert db.session.query(MeetingSeries).count() == 1


def test_a_changed_series_keeps_what_is_planned_and_an_ended_one_proposes_nothing(world: World, series: int) -> None:
    planned = confirm_day(world.chair, series, date(2027, 3, 10))
    row = db.session.get_one(MeetingSeries, series)
    draft = _draft(row, day=20)
    change_series(world.chair, series, draft)
    assert db.session.get_one(Meeting, planned.id).starts_at == clock.beijing(2027, 3, 10, 19)
    assert "3月20日 五方办，这天是周六，请定照常、改期还是不开" not in lines(world)  # nineteen days ahead
    end_series(world.chair, series, date(2027, 3, 15), "换届")
    at(2027, 3, 16, 9)
    assert lines(world) == []


def test_a_change_counts_from_its_day_on_and_leaves_the_past_as_it_was(world: World, series: int) -> None:
    at(2027, 4, 11, 9)
    before = lines(world)
    assert before == ["3月例会未召开，须说明理由：五方办", "4月例会未召开，须说明理由：五方办"]
    change_series(world.chair, series, _draft(db.session.get_one(MeetingSeries, series), day=5))
    assert lines(world) == before
    explain_day(world.chair, series, date(2027, 3, 10), "驿站停电")
    row = db.session.get_one(MeetingSeries, series)
    held = shown(row, 2027).held
    assert (held.due, held.held) == (2, 0)
    days = [one.day for one in shown(row, 2027).days][:4]
    assert days == [date(2027, 3, 10), date(2027, 4, 10), date(2027, 5, 5), date(2027, 6, 5)]


def _draft(row: MeetingSeries, day: int) -> SeriesDraft:
    return SeriesDraft(row.meeting_type_id, {**TENTH, "day": day}, row.time, row.starts_on)


def test_a_day_that_is_none_of_the_series_is_refused(world: World, series: int) -> None:
    assert reason_of(lambda: confirm_day(world.chair, series, date(2027, 3, 11))) is Reason.INVALID_INPUT
    assert reason_of(lambda: confirm_day(world.chair, series, date(2027, 2, 10))) is Reason.INVALID_INPUT


@pytest.mark.usefixtures("series")
def test_residents_read_the_expected_meeting_before_any_notice(client: FlaskClient) -> None:
    shown_to_all = client.get("/c/jinling/").get_data(as_text=True)
    assert "下次会议：3月10日（周三）19:00（预计）" in shown_to_all


def test_a_day_off_that_nobody_kept_is_not_promised_to_residents(world: World, series: int) -> None:
    at(2027, 4, 5, 9)
    expected = next_expected(world.compound.id)
    assert expected is not None
    assert expected.day == date(2027, 5, 10)
    move_day(world.chair, series, date(2027, 4, 10), date(2027, 4, 9), "周六居民不便")
    expected = next_expected(world.compound.id)
    assert expected is not None
    assert expected.day == date(2027, 4, 9)


def test_holidays_that_arrive_late_are_asked_about_and_move_nothing(world: World) -> None:
    at(2028, 1, 12, 9)
    administrator = an_administrator(world)
    load(administrator, 2027)
    kept = a_series(world, rule={"kind": "weekly", "weekday": 2}, starts_on=date(2028, 1, 12))
    called = confirm_day(world.chair, kept.id, date(2028, 2, 2))
    assert lines(world).count("2028年2月2日五方办那天是放假的日子，请定照常、改期还是取消") == 0
    load_year(administrator, 2028, "春节 2028-01-25 至 2028-02-02")
    assert "2028年2月2日五方办那天是放假的日子，请定照常、改期还是取消" in lines(world)
    assert clock.day_of(db.session.get_one(Meeting, called.id).starts_at) == date(2028, 2, 2)


def test_the_pages_lead_from_the_desk_to_the_planned_meeting(world: World, client: FlaskClient, series: int) -> None:
    sign_in(client, world, "李建国")
    assert "3月10日 五方办，请确认" in client.get("/desk/jinling/").get_data(as_text=True)
    page = client.get(f"/desk/jinling/series/{series}?day=2027-03-10").get_data(as_text=True)
    assert "确认召开" in page
    planned = client.post(f"/desk/jinling/series/{series}/confirm", data={"day": "2027-03-10"})
    assert planned.status_code == 302
    assert "/meetings/" in planned.location
    refused = client.post(f"/desk/jinling/series/{series}/skip", data={"day": "2027-07-10", "reason": ""})
    assert refused.status_code == 422
    assert "请写明理由" in refused.get_data(as_text=True)
    moved = client.post(
        f"/desk/jinling/series/{series}/move", data={"day": "2027-04-10", "to": "2027-04-09", "reason": "周六居民不便"}
    )
    assert moved.status_code == 302
    year = client.get(f"/desk/jinling/series/{series}?year=2027").get_data(as_text=True)
    assert "4月9日（原定4月10日）" in year
    assert "周六居民不便" in year


def test_a_series_is_set_up_on_its_page(world: World, client: FlaskClient) -> None:
    at(2027, 3, 1, 9)
    sign_in(client, world, "李建国")
    form = {
        "meeting_type_id": world.meeting_type.id,
        "kind": "monthly_weekday",
        "nth": "-1",
        "weekday": "4",
        "time": "14:30",
        "starts_on": "2027-03-01",
        "venue_id": world.venue.id,
    }
    assert client.post("/desk/jinling/series/new", data={**form, "time": ""}).status_code == 422
    made = client.post("/desk/jinling/series/new", data=form)
    assert made.status_code == 302, made.get_data(as_text=True)
    page = client.get(made.location).get_data(as_text=True)
    assert "每月最后一个周五" in page
    assert "3月26日" in page

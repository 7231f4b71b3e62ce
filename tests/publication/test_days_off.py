"""The last day of a publication: weekends, holidays, a year without an arrangement, the arrangement when it comes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock, holidays
from deliberation.kernel.errors import Reason, Refused
from deliberation.publication import actions
from deliberation.publication.actions import ObjectionDraft
from deliberation.publication.models import Resolution
from deliberation.sheets.writing import PROVISIONAL
from tests.arrangements import NEW_YEAR_OF_2027, UNKNOWN, arrange
from tests.builders import World, sign_in
from tests.publication.hall import a_finished_meeting


@pytest.fixture
def meeting(world: World) -> Meeting:
    return a_finished_meeting(world)


def on(month: int, day: int, year: int = 2026) -> None:
    clock.use(lambda: clock.beijing(year, month, day, 9))


def a_draft(world: World, meeting: Meeting, month: int, day: int) -> Resolution:
    on(month, day)
    return actions.draft_resolution(world.secretary, meeting.id)


def published(world: World, meeting: Meeting, month: int, day: int) -> Resolution:
    drafted = a_draft(world, meeting, month, day)
    return actions.publish(world.chair, drafted.id, masking_confirmed=False)


def object_to(resolution: Resolution) -> None:
    actions.object_to(resolution.public_id, ObjectionDraft(text="施工噪音怎么办？", request_key="k1"))


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"<wbr>", "", answer.get_data(as_text=True))


def pages(resolution: Resolution) -> list[str]:
    """What residents read, the paper on the notice board, the desk."""
    shown = f"/c/jinling/resolutions/{resolution.public_id}"
    return [shown, f"{shown}/paper", f"/desk/jinling/resolutions/{resolution.id}"]


def test_a_period_that_would_end_on_a_sunday_ends_on_monday_and_monday_s_objection_is_taken(
    world: World, meeting: Meeting
) -> None:
    resolution = published(world, meeting, 3, 15)
    assert resolution.ends_on == date(2026, 3, 23)
    on(3, 23)
    object_to(resolution)
    assert resolution.state == "OBJECTED"


def test_the_page_says_that_a_weekend_prolonged_the_period(client: FlaskClient, world: World, meeting: Meeting) -> None:
    resolution = published(world, meeting, 3, 15)
    sign_in(client, world, "周敏")
    for path in (pages(resolution)[0], pages(resolution)[2]):
        assert "最后一天逢周末或法定节假日，顺延到下一个工作日。" in text(client, path)


def test_rules_that_let_a_sunday_stand_are_followed(world: World, meeting: Meeting) -> None:
    with transaction():
        why = {"weekend_last_day": "STANDS", "weekend_reason": "议事规则第九条"}
        meeting.profile.data = {**meeting.profile.data, **why}
    resolution = published(world, meeting, 3, 15)
    assert resolution.ends_on == date(2026, 3, 22)
    on(3, 23)
    with pytest.raises(Refused) as refused:
        object_to(resolution)
    assert refused.value.reason is Reason.PERIOD_OVER


def test_a_date_in_a_year_without_an_arrangement_is_called_provisional_before_and_after_publishing(
    client: FlaskClient, world: World, meeting: Meeting
) -> None:
    drafted = a_draft(world, meeting, 12, 25)
    sign_in(client, world, "李建国")
    draft_page = text(client, f"/desk/jinling/resolutions/{drafted.id}")
    assert UNKNOWN in draft_page
    assert "2027年1月4日" in draft_page
    resolution = actions.publish(world.chair, drafted.id, masking_confirmed=False)
    assert (resolution.ends_on, resolution.end_is_provisional) == (date(2027, 1, 4), True)
    for path in pages(resolution):
        assert f"{UNKNOWN}，2027年1月4日（周一）是按法定节日推算的" in text(client, path)


def test_lists_mark_a_provisional_date(client: FlaskClient, world: World, meeting: Meeting) -> None:
    published(world, meeting, 12, 25)
    sign_in(client, world, "李建国")
    for path in ("/c/jinling/", "/c/jinling/resolutions/", "/desk/jinling/resolutions/"):
        assert text(client, path).count("（推算）") == 1


def test_a_period_from_before_the_rule_that_ends_on_a_sunday_is_made_longer_while_it_runs(
    world: World, meeting: Meeting
) -> None:
    """As the migration leaves it: the plain last day, marked to be worked out again."""
    resolution = published(world, meeting, 3, 15)
    with transaction():
        resolution.ends_on, resolution.end_is_provisional = date(2026, 3, 22), True
    on(3, 22)
    assert do_what_is_due() == "1 份决议的公示期重新计算，已顺延。"
    assert (resolution.ends_on, resolution.end_was) == (date(2026, 3, 23), date(2026, 3, 22))


def test_a_date_in_a_known_year_is_not_called_provisional(client: FlaskClient, world: World, meeting: Meeting) -> None:
    resolution = published(world, meeting, 12, 14)
    sign_in(client, world, "李建国")
    assert not resolution.end_is_provisional
    for path in pages(resolution):
        assert "放假安排" not in text(client, path)


def test_when_the_arrangement_comes_a_running_period_becomes_longer_and_the_page_says_so(
    client: FlaskClient, world: World, meeting: Meeting, days_off: Path
) -> None:
    resolution = published(world, meeting, 12, 25)
    before = dict(resolution.frozen or {})
    assert do_what_is_due() == ""
    assert arrange(days_off, 12, 28) == "1 份决议的公示期重新计算，已顺延。"
    db.session.expire_all()
    assert (resolution.ends_on, resolution.end_was) == (date(2027, 1, 6), date(2027, 1, 4))
    assert not resolution.end_is_provisional
    assert resolution.frozen == before
    sign_in(client, world, "周敏")
    for path in pages(resolution):
        shown = text(client, path)
        assert "原来算到2027年1月4日（周一），重新计算以后顺延到2027年1月6日（周三）。" in shown
        assert UNKNOWN not in shown
    on(1, 6, 2027)
    object_to(resolution)


def test_what_was_made_longer_stands_in_the_log_once_as_an_act_of_the_system(
    world: World, meeting: Meeting, days_off: Path
) -> None:
    resolution = published(world, meeting, 12, 25)
    arrange(days_off, 12, 28)
    assert do_what_is_due() == ""
    (noted,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "resolution.prolong"))
    assert (noted.subject_id, noted.actor_name) == (resolution.id, "系统")
    assert noted.facts["before"] == "2027-01-04"
    assert noted.facts["ends_on"] == "2027-01-06"


def test_a_period_that_is_over_when_the_arrangement_comes_stays_over(
    world: World, meeting: Meeting, days_off: Path
) -> None:
    resolution = published(world, meeting, 12, 25)
    assert arrange(days_off, 1, 5, year=2027) == "1 份决议公示期满，已生效。"
    db.session.expire_all()
    assert (resolution.state, resolution.ends_on, resolution.end_was) == ("EFFECTIVE", date(2027, 1, 4), None)
    assert not resolution.end_is_provisional
    with pytest.raises(Refused) as refused:
        object_to(resolution)
    assert refused.value.reason is Reason.PERIOD_OVER


def test_on_its_last_day_a_period_still_becomes_longer(world: World, meeting: Meeting, days_off: Path) -> None:
    resolution = published(world, meeting, 12, 25)
    arrange(days_off, 1, 4, year=2027)
    db.session.expire_all()
    assert (resolution.state, resolution.ends_on) == ("PUBLISHED", date(2027, 1, 6))


def test_nothing_takes_effect_before_an_arrangement_that_has_come_is_looked_at(
    world: World, meeting: Meeting, days_off: Path
) -> None:
    resolution = published(world, meeting, 12, 25)
    days_off.write_text(NEW_YEAR_OF_2027, "utf-8")
    holidays.reread()
    on(1, 4, 2027)
    assert actions.settle(clock.now()) == []
    db.session.expire_all()
    assert (resolution.state, resolution.ends_on) == ("PUBLISHED", date(2027, 1, 6))


def test_an_arrangement_never_makes_a_period_shorter(world: World, meeting: Meeting, days_off: Path) -> None:
    resolution = published(world, meeting, 12, 25)
    with transaction():
        resolution.ends_on = date(2027, 1, 20)
    assert arrange(days_off, 12, 28) == ""
    db.session.expire_all()
    assert (resolution.ends_on, resolution.end_was, resolution.end_is_provisional) == (date(2027, 1, 20), None, False)


def test_a_file_that_cannot_be_read_stops_nothing_that_is_due(world: World, meeting: Meeting, days_off: Path) -> None:
    resolution = published(world, meeting, 3, 11)
    days_off.write_text("{ not a calendar", "utf-8")
    on(3, 19)
    assert do_what_is_due() == "1 份决议公示期满，已生效。"
    assert resolution.state == "EFFECTIVE"


def the_sheet(client: FlaskClient) -> list[str]:
    """The lines of the sheet of resolutions that name a last day of this file's resolutions."""
    return [line for line in client.get("/desk/jinling/resolutions.csv").text.splitlines() if "2026-" in line]


def test_the_sheet_of_resolutions_marks_a_day_that_was_worked_out_until_the_arrangement_comes(
    client: FlaskClient, world: World, meeting: Meeting, days_off: Path
) -> None:
    published(world, meeting, 12, 25)
    sign_in(client, world, "李建国")
    (line,) = the_sheet(client)
    assert ("2026-12-25,2027-01-04" in line, PROVISIONAL in line) == (True, True)
    arrange(days_off, 12, 28)
    db.session.expire_all()
    (line,) = the_sheet(client)
    assert ("2026-12-25,2027-01-06" in line, PROVISIONAL in line) == (True, False)


def test_the_sheet_of_resolutions_marks_nothing_in_a_known_year(
    client: FlaskClient, world: World, meeting: Meeting
) -> None:
    published(world, meeting, 3, 15)
    sign_in(client, world, "李建国")
    (line,) = the_sheet(client)
    assert ("2026-03-15,2026-03-23" in line, "推算" in line) == (True, False)

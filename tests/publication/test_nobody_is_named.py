"""What goes public names nobody who did not consent, and shows no phone and no room (PIPL §25)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from deliberation.agenda.models import AgendaItem
from deliberation.convening.models import Meeting
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.publicity import masked
from deliberation.organisation.models import Appointment
from deliberation.publication import actions, queries
from deliberation.publication.models import Resolution
from tests.builders import World
from tests.publication.hall import MORNING_AFTER, a_finished_meeting


@pytest.fixture
def meeting(world: World) -> Meeting:
    clock.use(lambda: MORNING_AFTER)
    return a_finished_meeting(world)


@pytest.fixture
def named(world: World, meeting: Meeting) -> Resolution:
    """A draft that names the firm's manager."""
    draft = actions.draft_resolution(world.secretary, meeting.id)
    edit = actions.ResolutionEdit(draft.title, "一、由物业企业高峰负责疏导。", draft.days)
    return actions.edit_resolution(world.secretary, draft.id, edit)


def test_a_name_without_consent_must_be_looked_at_before_publishing(world: World, named: Resolution) -> None:
    assert [(s.kind, s.text) for s in queries.suspects(named)] == [("name", "高峰")]
    with pytest.raises(Refused) as caught:
        actions.publish(world.chair, named.id, masking_confirmed=False)
    assert caught.value.reason is Reason.MASKING_UNCONFIRMED
    assert named.state == "DRAFT"


def test_a_name_with_consent_is_published(world: World, named: Resolution) -> None:
    with transaction():
        person_id = world.people["高峰"].id
        db.session.query(Appointment).filter_by(person_id=person_id).one().name_public = True
    assert actions.publish(world.chair, named.id, masking_confirmed=False).state == "PUBLISHED"


def test_an_agenda_shows_residents_no_phone_and_no_room(meeting: Meeting, client: FlaskClient) -> None:
    with transaction():
        item = db.session.query(AgendaItem).filter_by(meeting_id=meeting.id, position=2).one()
        item.title = "3号楼502室漏水，电话13812345678"
    page = client.get("/c/jinling/meetings/").text
    assert "改造小区南出入口" in page
    assert "**漏水，电话**" in page
    assert "502" not in page
    assert "13812345678" not in page


def test_stars_stand_for_each_finding_and_for_nothing_else() -> None:
    assert masked("2号楼1单元301、3号楼502室各一户") == "**、**各一户"
    assert masked("2026年预算34万元") == "2026年预算34万元"

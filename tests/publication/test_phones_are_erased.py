"""The phone of who objected is kept for a year after his answer, and not a day longer."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.app import do_what_is_due
from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.publication import actions, rules
from deliberation.publication.models import PublicObjection
from tests.builders import a_compound
from tests.publication.hall import MORNING_AFTER, a_finished_meeting, at

PHONE = "13812345678"


def test_a_year_is_counted_from_the_answer() -> None:
    assert not rules.phone_is_due(date(2026, 3, 14), date(2027, 3, 14))
    assert rules.phone_is_due(date(2026, 3, 14), date(2027, 3, 15))


@pytest.mark.usefixtures("app")
def test_the_phone_of_an_answered_objection_goes_and_that_of_an_open_one_stays(app: Flask) -> None:
    world = a_compound()
    meeting = a_finished_meeting(world)
    with clock.frozen(MORNING_AFTER):
        drafted = actions.draft_resolution(world.secretary, meeting.id)
        actions.publish(world.chair, drafted.id, masking_confirmed=True)
        made = [_objection(drafted.public_id) for _ in range(2)]
    with clock.frozen(at(14)):
        actions.answer_objection(world.chair, made[0].id, "预算在附件。")
    with clock.frozen(clock.beijing(2027, 3, 14, 23)):
        assert "电话" not in do_what_is_due()
    with clock.frozen(clock.beijing(2027, 3, 15, 0)):
        assert "1 件异议" in do_what_is_due()
        assert "电话" not in do_what_is_due()
    db.session.expire_all()
    kept = [db.session.get_one(PublicObjection, one.id).phone for one in made]
    assert kept == ["", PHONE]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "objection.erase_phone")).one()
    assert (entry.actor_name, entry.subject_id) == ("系统", made[0].id)


def _objection(public_id: str) -> PublicObjection:
    draft = actions.ObjectionDraft("预算没有公开。", uuid.uuid4().hex, phone=PHONE)
    return actions.object_to(public_id, draft)

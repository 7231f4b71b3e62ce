"""Names, phones, rooms, choices and codes stay on the desk: in no line of the log and on no public page."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.owners.actions import delivery, official
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.course import close_vote, reissue
from deliberation.owners.actions.entry import settle
from deliberation.owners.actions.proxies import record_proxy
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.codes import stub_code
from deliberation.owners.rules.proxies import ProxyDraft
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, clerks, entered_twice
from tests.owners.papers import voter_ids

SECRET = "a key for tests only"
NOT_SAID = ("业主000", "王小丽", "李大嫂", "1号楼0001", "1号楼0003", "AGREE", "OPPOSE", "ABSTAIN")


@pytest.fixture
def vote(world: World) -> OwnersVote:
    """A vote in which everything happened that the desk can record, posted."""
    found = a_vote_to_enter(world, owners=5)
    clerk, committee = world.secretary, world.actor("陈海涛")
    delivery.deliver(committee, found.id, 1, delivery.Delivery("HOUSEHOLD", "李大嫂", note="女儿王小丽在家"))
    delivery.give_up(committee, found.id, 2, "业主0002 三次不在家")
    reissue(committee, found.id, 3)
    record_proxy(clerk, found.id, 4, ProxyDraft("王小丽", "family", date(2026, 5, 1)))
    entered_twice(world, found, 1)
    different = entered_twice(world, found, 3, AGREE, OPPOSE)
    settle(clerks(world)[1], found.id, different.id, AGREE, "看过票面，第一遍对")
    file = official.preview(committee, found.id, "市系统", "结果.csv", "票号,表决意见\n4,反对\n5,弃权".encode())
    official.confirm(clerk, found.id, file.id)
    entered_twice(world, found, 2, OPPOSE)
    close_vote(committee, found.id)
    count(clerk, found.id)
    certify(clerks(world)[0], found.id, "TELLER")
    certify(world.actor("张秀兰"), found.id, "SCRUTINEER")
    announce_owners_result(committee, found.id)
    return found


def codes(vote: OwnersVote) -> list[str]:
    return [stub_code(SECRET, vote.id, n, issue) for n in range(1, len(voter_ids(vote)) + 1) for issue in (1, 2)]


def test_the_log_says_what_was_done_and_names_no_owner(vote: OwnersVote) -> None:
    lines = db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("owners"))).all()
    assert len(lines) > 15
    said = json.dumps([line.facts for line in lines], ensure_ascii=False)
    assert [word for word in (*NOT_SAID, *codes(vote)) if word in said] == []


def test_public_pages_name_no_owner(client: FlaskClient, vote: OwnersVote) -> None:
    for page in (
        "/c/jinling/owners-votes/",
        *(f"/c/jinling/owners-votes/{vote.id}{end}" for end in ("", "/result-notice")),
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        said = answer.get_data(as_text=True)
        assert [word for word in (*NOT_SAID[:5], *codes(vote)) if word in said] == []

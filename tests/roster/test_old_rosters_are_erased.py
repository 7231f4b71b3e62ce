"""删除旧名册: a roster that was replaced loses its names; the votes opened with it lose nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.course import void_vote
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersVoter
from deliberation.roster.actions import rosters
from deliberation.roster.models import Roster, RosterOwner, RosterUnit
from deliberation.roster.queries import rosters as queries
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World, a_compound, sign_in
from tests.owners.clerks import clerks
from tests.owners.hall import CLOSES, OPENS, a_noticed_vote, a_prepared_vote, an_open_vote
from tests.owners.papers import close, hand_in, voter_ids
from tests.refusals import reason_of
from tests.roster.rosters import PHONE, ROWS, ZHANG, a_file, in_use, keeper

OTHERS = a_file([*ROWS, ("3号楼", "1单元", 101, "赵六", 88, "13900001111", "")])


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: clock.beijing(2026, 3, 1, 9))
    return a_compound()


def the_names_in(roster: Roster) -> set[str]:
    db.session.expire_all()
    owners = db.session.scalars(select(RosterOwner).where(RosterOwner.roster_id == roster.id)).all()
    units = db.session.scalars(select(RosterUnit).where(RosterUnit.roster_id == roster.id)).all()
    said = [*(n for o in owners for n in (*o.names, o.phone, o.voter_name)), *(u.note for u in units)]
    return {word for word in said if word}


def refused_because(world: World, roster: Roster) -> Reason:
    return reason_of(rosters.erase, keeper(world), roster.id)


def test_a_roster_in_use_is_not_erased_and_a_replaced_one_is(world: World) -> None:
    old = in_use(world)
    assert refused_because(world, old) is Reason.WRONG_STATE
    new = in_use(world, OTHERS)
    assert {ZHANG, PHONE} <= the_names_in(old)
    before = [(line.label, line.area) for line in queries.lines(old.id)]
    rosters.erase(keeper(world), old.id)
    assert the_names_in(old) == set()
    assert [(line.label, line.area) for line in queries.lines(old.id)] == before
    assert ZHANG in the_names_in(new)
    assert old.state == "ERASED"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "roster.erase")).one()
    assert (entry.actor_name, entry.subject_id) == ("陈海涛", old.id)
    assert refused_because(world, old) is Reason.WRONG_STATE


def test_a_roster_that_a_running_vote_was_opened_with_waits_for_its_end(world: World) -> None:
    old = in_use(world)
    vote = a_prepared_vote(world)
    a_noticed_vote(world, vote)
    an_open_vote(world, vote)
    clock.use(lambda: OPENS)
    in_use(world, OTHERS)
    assert refused_because(world, old) is Reason.STEP_LOCKED
    void_vote(keeper(world), vote.id, "公告有误，重新公告。")
    rosters.erase(keeper(world), old.id)
    voters = db.session.scalars(select(OwnersVoter).where(OwnersVoter.vote_id == vote.id)).all()
    assert ZHANG in {name for voter in voters for name in voter.names}


def test_a_vote_that_is_over_is_recounted_to_the_same_result_after_it(world: World) -> None:
    old = in_use(world)
    vote = a_posted_vote(world)
    in_use(world, OTHERS)
    rosters.erase(keeper(world), old.id)
    found = recount(vote)
    assert found is not None
    assert found.matches, found.sentence


def a_posted_vote(world: World) -> int:
    vote = a_prepared_vote(world)
    a_noticed_vote(world, vote)
    an_open_vote(world, vote)
    hand_in(vote, voter_ids(vote), "AGREE")
    close(vote)
    clock.use(lambda: CLOSES)
    count(world.secretary, vote.id)
    certify(clerks(world)[0], vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    announce_owners_result(keeper(world), vote.id)
    return vote.id


def test_the_page_asks_in_one_sentence_and_does_it(app: Flask, world: World) -> None:
    old = in_use(world)
    desk = sign_in(app.test_client(), world, "陈海涛")
    path = f"/desk/jinling/rosters/{old.id}"
    assert "删除旧名册" not in desk.get(path).text
    assert desk.post(f"{path}/erase").status_code == 409
    in_use(world, OTHERS)
    assert "不能恢复" in desk.get(path).text
    assert desk.post(f"{path}/erase").status_code == 302
    page = desk.get(path).text
    assert "已经删除，只留房号和面积" in page
    assert ZHANG not in page
    assert "导出表格</summary>" not in page
    teller = sign_in(app.test_client(), world, "高峰")
    assert teller.post(f"{path}/erase").status_code == 403

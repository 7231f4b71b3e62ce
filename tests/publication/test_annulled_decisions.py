"""A resolution whose matter the owners decided says so when their decision is annulled; each decision by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.matters import propose
from deliberation.owners.models import OwnersVote
from deliberation.owners.queries import matter
from deliberation.owners.rules.annulment import AnnulmentDraft
from deliberation.publication import actions
from deliberation.room.models import Motion
from deliberation.supervision.actions.owners_annulled import annul_owners_result, reinstate_owners_result
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World
from tests.owners.hall import FEE, SOUTH_GATE, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids
from tests.publication.hall import MORNING_AFTER, a_finished_meeting

STREET = AnnulmentDraft(
    by="AUTHORITY",
    organ="某某街道办事处",
    document="某街〔2026〕3号",
    decided_on=date(2026, 4, 20),
    reason="表决票面积计算有误",
    questions=(1,),
)


def a_resolution(world: World) -> tuple[str, int]:
    """The address of a published resolution, and the matter that it put to the owners."""
    meeting = a_finished_meeting(world)
    with clock.frozen(MORNING_AFTER):
        drafted = actions.draft_resolution(world.secretary, meeting.id)
        actions.publish(world.chair, drafted.id, masking_confirmed=False)
        works = select(Motion).join(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(Motion.id)
        with transaction():
            made = propose(world.chair, db.session.scalars(works).first() or Motion())
    return f"/c/jinling/resolutions/{drafted.public_id}", made.id


def a_posted_vote(world: World, matter_id: int) -> OwnersVote:
    """The owners pass two matters, the first of them the resolution's."""
    clock.use(lambda: MORNING_AFTER)
    a_roster(world, heads_of(6))
    vote = an_open_vote(world, a_prepared_vote(world, (replace(SOUTH_GATE, matter_id=matter_id), FEE)))
    hand_in(vote, voter_ids(vote), "AGREE")
    close(vote)
    moment = vote.closes_at + timedelta(hours=1)
    clock.use(lambda: moment)
    count(world.secretary, vote.id)
    certify(world.actor(tellers(world)[0]), vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    announce_owners_result(world.actor("陈海涛"), vote.id)
    clock.use(lambda: clock.beijing(2026, 4, 21, 9))
    return vote


def test_resolution_and_its_paper_show_that_the_owners_decision_was_annulled(app: Flask, world: World) -> None:
    address, matter_id = a_resolution(world)
    vote = a_posted_vote(world, matter_id)
    resident = app.test_client()
    assert "撤销" not in resident.get(address).text
    annul_owners_result(world.chair, vote.id, STREET)
    for page in (address, f"{address}/paper"):
        text = resident.get(page).text
        assert ["某某街道办事处撤销（某街〔2026〕3号" in text, "表决票面积计算有误" in text] == [True, True], page


def test_one_annulled_decision_of_two_leaves_the_other_in_force(app: Flask, world: World) -> None:
    vote = a_posted_vote(world, a_resolution(world)[1])
    annul_owners_result(world.chair, vote.id, STREET)
    settled = matter(vote.questions[0].matter_id or 0)
    assert (vote.state, settled and settled.state) == ("ANNOUNCED", "PROPOSED")
    page = app.test_client().get("/c/jinling/owners-votes/").text
    assert page.count("已被撤销") == 1
    annul_owners_result(world.chair, vote.id, replace(STREET, questions=(2,)))
    assert vote.state == "ANNULLED"
    reinstate_owners_result(world.chair, vote.id, replace(STREET, reason="复议后改变决定", questions=(2,)))
    assert (vote.state, settled and settled.state) == ("ANNOUNCED", "PROPOSED")

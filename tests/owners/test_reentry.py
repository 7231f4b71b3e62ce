"""A mistake found after two people agreed: the count is taken back, the paper entered anew, nothing hidden."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.reentry import enter_anew, take_back_count
from deliberation.owners.models import OwnersVote
from deliberation.owners.queries import entry as queries
from deliberation.owners.queries.results import signatures, verdict_json
from tests.builders import World, sign_in
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, clerks, entered_once, entered_twice
from tests.owners.papers import close

OWNERS = 3


@pytest.fixture
def vote(world: World) -> OwnersVote:
    """Three owners, two of whom agree and one opposes, as two clerks entered it; counted, signed by the teller."""
    found = a_vote_to_enter(world, OWNERS)
    for number, content in enumerate((AGREE, AGREE, OPPOSE), start=1):
        entered_twice(world, found, number, content)
    close(found)
    count(world.secretary, found.id)
    certify(world.secretary, found.id, "TELLER")
    return found


def paper_of(vote: OwnersVote, number: int) -> int:
    from deliberation.owners.models import OwnersPaper, OwnersVoter  # noqa: PLC0415 - only here

    wanted = select(OwnersPaper.id).join(OwnersVoter, OwnersVoter.id == OwnersPaper.voter_id)
    return db.session.scalars(wanted.where(OwnersPaper.vote_id == vote.id, OwnersVoter.number == number)).one()


def agreed(vote: OwnersVote) -> int:
    verdict = verdict_json(vote, 1) or {}
    found: int = next(c["heads"] for c in verdict["counts"] if c["name"] == "agree")
    return found


def test_a_wrong_entry_is_thrown_away_and_the_count_made_again(world: World, vote: OwnersVote) -> None:
    assert agreed(vote) == 2
    take_back_count(world.secretary, vote.id, "3号票录反了。")
    assert (vote.state, vote.result, signatures(vote.id)) == ("CLOSED", None, {})
    enter_anew(world.secretary, vote.id, paper_of(vote, 3), "3号票录反了。")
    entered_twice(world, vote, 3, AGREE)
    assert count(world.secretary, vote.id).result is not None
    assert agreed(vote) == 3


def test_it_is_entered_again_by_two_people(world: World, vote: OwnersVote) -> None:
    received = vote.opens_at.replace(microsecond=0)
    take_back_count(world.secretary, vote.id, "录反了。")
    enter_anew(world.secretary, vote.id, paper_of(vote, 3), "录反了。")
    entered_once(world, vote, 3, AGREE, received_at=received)
    with pytest.raises(Refused) as refused:
        count(world.secretary, vote.id)
    assert refused.value.reason is Reason.ENTRY_PENDING


def test_the_log_keeps_who_entered_it_wrongly_and_the_vote_and_the_paper_why_it_was_thrown_away(
    world: World, vote: OwnersVote
) -> None:
    take_back_count(world.secretary, vote.id, "录反了。")
    enter_anew(world.secretary, vote.id, paper_of(vote, 3), "录反了。")
    kept = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_kind == "owners_paper").order_by(AuditEntry.id.desc())
    ).first()
    assert kept is not None
    assert kept.facts["entered_by"] == [actor.person_id for actor in clerks(world)]
    assert "录反了" not in str([entry.facts for entry in db.session.scalars(select(AuditEntry))])
    assert [one["reason"] for one in vote.counts_taken_back] == ["录反了。"]
    assert queries.anew_of(paper_of(vote, 3)).content == {"reason": "录反了。"}  # type: ignore[union-attr]


def test_nothing_is_entered_anew_while_the_count_stands(world: World, vote: OwnersVote) -> None:
    with pytest.raises(Refused) as refused:
        enter_anew(world.secretary, vote.id, paper_of(vote, 3), "录反了。")
    assert refused.value.reason is Reason.WRONG_STATE


def test_a_count_that_two_have_signed_is_not_taken_back(world: World, vote: OwnersVote) -> None:
    with pytest.raises(Refused) as refused:
        take_back_count(world.secretary, vote.id, " ")
    assert refused.value.reason is Reason.REASON_REQUIRED
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    with pytest.raises(Refused) as refused:
        take_back_count(world.secretary, vote.id, "录反了。")
    assert refused.value.reason is Reason.WRONG_STATE


def test_both_are_done_from_the_pages_and_a_missing_reason_is_said(
    client: FlaskClient, world: World, vote: OwnersVote
) -> None:
    sign_in(client, world, "周敏")
    desk = f"/desk/jinling/owners-votes/{vote.id}"
    assert client.post(f"{desk}/take-back-count", data={"reason": ""}).status_code == 422
    assert client.post(f"{desk}/take-back-count", data={"reason": "录反了。"}).status_code == 302
    paper = f"{desk}/papers/3/{paper_of(vote, 3)}/enter-anew"
    assert client.post(paper, data={"reason": ""}).status_code == 422
    assert client.post(paper, data={"reason": "录反了。"}).status_code == 302

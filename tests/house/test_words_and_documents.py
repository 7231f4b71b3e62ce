"""Names, reasons and printed documents agree with the code."""

from __future__ import annotations

import pytest

from deliberation.config import ROOT
from deliberation.kernel.errors import Reason
from deliberation.kernel.permissions import TABLE
from deliberation.web.errors import STATUS, status_of
from scripts.docs import pages, workflows

MOVES_WITHIN = {
    "topic.take_up": "topic.merge",
    "topic.unmerge": "topic.merge",
    "topic.resubmit": "topic.follow",
    "topic.accept": "topic.screen",
    "topic.return": "topic.screen",
    "topic.refer": "topic.screen",
    "topic.reject": "topic.screen",
    "topic.schedule": "agenda.order",
    "topic.unschedule": "agenda.order",
    "topic.enter_meeting": "room.chair",
    "topic.resolve": "room.chair",
    "topic.advise": "room.chair",
    "topic.not_advise": "room.chair",
    "topic.correct_class": "motion.correct",
    "topic.correct_lost": "motion.correct",
    "topic.defer": "room.chair",
    "topic.not_carry": "room.chair",
    "topic.implement": "order.issue",
    "topic.close": "order.close",
    "topic.reopen": "order.reopen",
    "meeting.sign_in": "room.chair",
    "meeting.open": "room.chair",
    "meeting.fail_quorum": "room.chair",
    "meeting.adjourn": "room.chair",
    "meeting.resume": "room.chair",
    "meeting.end": "room.chair",
    "minutes.complete": "minutes.sign",
    "consensus.fail": "consensus.ask",
    "motion.carry": "vote.close",
    "motion.lose": "vote.close",
    "vote.again": "vote.close",
    "vote.void_round": "vote.void",
    "motion.withdraw": "motion.record",
    "motion.postpone": "room.chair",
    "order.cancel": "order.draft",
    "order.refuse": "order.accept",
    "order.complete": "order.report",
    "order.rework": "order.check",
    "owners.pass": "",
    "owners.reject": "",
    "topic.owners_pass": "owners_vote.announce",
    "topic.owners_reject": "owners_vote.announce",
    "owners.annul": "owners_vote.annul",
    "owners_petition.hand_over": "owners_petition.keep",
    "owners_petition.drop": "owners_petition.keep",
    "owners_vote.reinstate": "owners_vote.annul",
    "topic.owners_annul": "owners_vote.annul",
    "topic.owners_annul_direct": "owners_vote.annul",
    "order.suspend": "owners_vote.annul",
    "owners_vote.close": "owners_vote.open",
    "owners_vote.cancel": "owners_vote.void",
    "owners_vote.take_back_count": "owners_vote.count",
    "owners_ballot.enter_first": "owners_ballot.enter",
    "owners_ballot.enter_anew": "owners_ballot.enter",
    "owners_ballot.take_back": "owners_ballot.enter",
    "owners_ballot.agree": "owners_ballot.enter",
    "owners_ballot.differ": "owners_ballot.enter",
    "owners_ballot.settle": "owners_ballot.enter",
    "candidate.accept": "owners_vote.prepare",
    "candidate.decline": "owners_vote.prepare",
    "candidate.withdraw": "owners_vote.prepare",
    "candidate.strike": "owners_vote.prepare",
    "roster.commit": "roster.import",
    "roster.replace": "roster.import",
    "roster.discard": "roster.import",
    "roster.erase": "roster.import",
    "document.replace": "document.publish",
    "inspection.grant": "inspection.answer",
    "inspection.point_out": "inspection.answer",
    "inspection.refuse": "inspection.answer",
    "inspection.complete": "inspection.answer",
    "inspection.withdraw": "inspection.follow",
    "order.drop": "owners_vote.announce",
    "order.revive": "owners_vote.annul",
    "resolution.take_effect": "",
    "resolution.annul": "resolution.publish",
    "resolution.correct": "resolution.publish",
}
"""Moves that follow from another act: under which permission they happen; empty: time or the owners'
own vote makes them."""


def names_of_moves() -> set[str]:
    """The names of all moves of all state machines."""
    return {move.name for flow in workflows().values() for move in flow.moves}


def test_every_move_is_a_permission_or_follows_from_one() -> None:
    assert names_of_moves() - set(TABLE) - set(MOVES_WITHIN) == set()


def test_what_follows_from_an_act_follows_from_one_that_exists() -> None:
    assert {name: of for name, of in MOVES_WITHIN.items() if of and of not in TABLE} == {}
    assert set(MOVES_WITHIN) - names_of_moves() == set()


def test_every_state_can_be_reached_or_is_where_things_begin() -> None:
    for flow in workflows().values():
        reached = {flow.initial} | {move.target for move in flow.moves}
        assert set(flow.states) - reached == set(), flow.noun


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_a_sentence_with_a_status(reason: Reason) -> None:
    assert reason.sentence.endswith("。") or "：%(" in reason.sentence
    assert reason.remedy == "" or reason.remedy.endswith("。")
    assert 400 <= status_of(reason) < 600


def test_reasons_have_codes_of_their_own() -> None:
    assert len({reason.code for reason in Reason}) == len(Reason)
    assert set(STATUS) <= set(Reason)


@pytest.mark.parametrize("name", ["permissions.md", "workflows.md", "protocol.md"])
def test_the_printed_documents_are_current(name: str) -> None:
    """If this fails: `make docs`."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name]

"""Names, reasons and printed documents agree with the code."""

from __future__ import annotations

import pytest

from deliberation.config import ROOT
from deliberation.kernel.errors import Reason
from deliberation.kernel.permissions import TABLE
from deliberation.kernel.workflow import BY_ITSELF, Move
from deliberation.web.errors import STATUS, status_of
from scripts.docs import pages, workflows


def every_act() -> list[Move]:
    """All moves and acts of all state machines."""
    return [act for flow in workflows().values() for act in flow.all]


def test_every_move_is_done_under_a_permission_that_exists_or_comes_by_itself() -> None:
    assert len(every_act()) > 90
    assert {act.name: act.permission for act in every_act() if act.permission not in {*TABLE, BY_ITSELF}} == {}
    assert {act.name for act in every_act() if act.name in TABLE and act.permission != act.name} == set()


def test_every_act_is_called_by_one_name_in_the_log_whatever_it_is_done_to() -> None:
    titles: dict[str, set[str]] = {}
    for act in every_act():
        titles.setdefault(act.name, set()).add(act.title)
    twice = {name: said for name, said in titles.items() if len(said) > 1 and name not in TABLE}
    assert twice == {}


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


@pytest.mark.parametrize("name", ["permissions.md", "workflows.md", "protocol.md", "protocol.d.ts"])
def test_the_printed_documents_are_current(name: str) -> None:
    """If this fails: `make docs`."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name]

"""The permission table, cell by cell, and what a refusal gives away."""

from __future__ import annotations

import pytest

from deliberation.kernel.actor import ANONYMOUS, Actor, Post, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import ROLES, TABLE, Grant, Scope, allowed, may, read
from tests.refusals import reason_of

HERE, THERE = 1, 2
CELLS = [(row.name, role, row.grant(role)) for row in TABLE.values() for role in ROLES]


def somebody(role: Role, compound_id: int | None = HERE) -> Actor:
    """A person with one post."""
    return Actor("某人", 7, 7, (Post(role, compound_id),))


@pytest.mark.parametrize(("permission", "role", "grant"), CELLS)
def test_a_cell_grants_what_its_letter_says_and_nothing_elsewhere(permission: str, role: Role, grant: Grant) -> None:
    public = TABLE[permission].grant(Role.PUBLIC)
    plain, own, seated = Scope(HERE), Scope(HERE, own=True), Scope(HERE, in_meeting=True)
    chairing = Scope(HERE, chairs=True)
    switched = Scope(HERE, options=frozenset({permission}))
    expected = {grant, public}
    actor = somebody(role)
    always = bool(expected & {Grant.YES, Grant.DEFAULT_ON})
    assert allowed(actor, permission, plain) is always
    assert allowed(actor, permission, own) is (always or Grant.OWN in expected)
    assert allowed(actor, permission, seated) is (always or Grant.MEETING in expected)
    assert allowed(actor, permission, chairing) is (always or Grant.CHAIRING in expected)
    assert allowed(actor, permission, switched) is bool(expected & {Grant.YES, Grant.DEFAULT_OFF})
    abroad = Scope(THERE, own=False, in_meeting=False)
    assert allowed(actor, permission, abroad) is (public in {Grant.YES, Grant.DEFAULT_ON})


def test_the_public_is_asked_to_sign_in() -> None:
    assert reason_of(may, ANONYMOUS, "vote.open", Scope(HERE)) is Reason.NOT_SIGNED_IN


def test_for_somebody_of_another_compound_the_thing_does_not_exist() -> None:
    assert reason_of(may, somebody(Role.CHAIR, THERE), "vote.open", Scope(HERE)) is Reason.NOT_FOUND


def test_in_ones_own_compound_one_is_told_who_may() -> None:
    with pytest.raises(Refused) as caught:
        may(somebody(Role.GRID_WORKER), "vote.open", Scope(HERE))
    assert caught.value.reason is Reason.FORBIDDEN
    assert "本次会议的主持人可以操作" in caught.value.message


@pytest.mark.parametrize("role", [Role.CHAIR, Role.BRANCH_MEMBER])
@pytest.mark.parametrize(
    "permission",
    [
        "room.chair",
        "floor.give",
        "vote.open",
        "vote.close",
        "vote.void",
        "recusal.decide",
        "consensus.ask",
        "consensus.declare",
        "minutes.issue",
        "attendance.correct",
        "motion.record",
        "room.show_hall",
    ],
)
def test_what_is_done_from_the_chair_is_done_by_who_chairs_that_meeting(role: Role, permission: str) -> None:
    assert allowed(somebody(role), permission, Scope(HERE, chairs=True))
    assert not allowed(somebody(role), permission, Scope(HERE, own=True, in_meeting=True))


def test_whose_post_has_ended_does_not_chair_what_he_was_planned_for() -> None:
    assert not allowed(somebody(Role.COUNCIL_DELEGATE), "vote.open", Scope(HERE, chairs=True))


def test_an_administrator_reads_no_meeting_and_no_ballot() -> None:
    admin = somebody(Role.ADMINISTRATOR, None)
    for permission in ("meeting.read", "minutes.read", "ballot.cast", "topic.read", "order.read"):
        assert not allowed(admin, permission, Scope(HERE, own=True, in_meeting=True)), permission


def test_an_unknown_permission_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        allowed(somebody(Role.CHAIR), "vote.reopen", Scope(HERE))


ROW = '["x.do"]\nstage = "查看"\ntitle = "做"\n'


def test_a_line_of_the_file_grants_one_role_and_what_has_no_line_is_denied() -> None:
    row = read(ROW + 'teller = "chairing"\n')["x.do"]
    assert (row.name, row.stage, row.title) == ("x.do", "查看", "做")
    assert {role: row.grant(role) for role in ROLES if row.grant(role) is not Grant.NO} == {Role.TELLER: Grant.CHAIRING}


@pytest.mark.parametrize("line", ['clerk = "yes"', 'teller = "maybe"', 'teller = "YES"', 'teller = ""'])
def test_a_misspelt_role_or_grant_stops_the_program_instead_of_denying_in_silence(line: str) -> None:
    with pytest.raises(ValueError, match=r"clerk|no grant"):
        read(ROW + line)

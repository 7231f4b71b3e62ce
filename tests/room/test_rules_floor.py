"""Who speaks next (南塘 rules 3, 5, 8, 9, 11)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.kernel.clock import beijing
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.rules.floor import (
    Request,
    Side,
    check_side,
    check_turns,
    lasted,
    may_vote,
    queue,
)

BEGIN = beijing(2026, 3, 10, 19, 20)
TURNS = 2


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 秒"), (45, "45 秒"), (60, "1 分钟"), (226, "3 分 46 秒"), (3600, "60 分钟")]
)
def test_the_record_says_minutes_and_seconds(seconds: int, said: str) -> None:
    assert lasted(seconds) == said


def asked(*sides: Side, turns_used: int = 0) -> list[Request]:
    """Requests one second after another, one seat each."""
    return [
        Request(id=n, seat_id=n, side=side, requested_at=BEGIN + timedelta(seconds=n), turns_used=turns_used)
        for n, side in enumerate(sides)
    ]


def order(requests: list[Request], last_side: Side | None = None) -> list[int]:
    return [request.seat_id for request in queue(requests, TURNS, last_side)]


def test_first_asked_is_first_called() -> None:
    assert order(asked("for", "for", "for")) == [0, 1, 2]


def test_the_two_sides_take_turns() -> None:
    assert order(asked("for", "for", "for", "against", "against")) == [0, 3, 1, 4, 2]


def test_after_a_speech_for_the_first_against_is_called_although_he_asked_later() -> None:
    requests = asked("for", "for", "against")
    assert order(requests, last_side="for") == [2, 0, 1]
    assert order(requests, last_side="against") == [0, 2, 1]


def test_a_side_that_is_alone_goes_on_speaking() -> None:
    assert order(asked("against", "against"), last_side="against") == [0, 1]


def test_questions_are_called_in_the_order_of_asking() -> None:
    assert order(asked("question", "for", "question")) == [0, 1, 2]


def test_a_question_comes_before_a_speaker_who_asked_later() -> None:
    assert order(asked("for", "question", "against"), last_side="for") == [1, 2, 0]


def test_a_question_does_not_use_up_the_turn_of_a_side() -> None:
    assert order(asked("for", "question", "for", "against")) == [0, 1, 3, 2]


def test_two_who_asked_in_the_same_moment_are_called_by_number() -> None:
    first, second = (Request(n, n, "for", BEGIN) for n in (1, 2))
    assert queue([second, first], TURNS) == (first, second)


def test_who_has_used_up_his_turns_is_not_called() -> None:
    fresh, tired = asked("for")[0], Request(9, 9, "against", BEGIN - timedelta(seconds=5), turns_used=TURNS)
    assert queue([tired, fresh], TURNS) == (fresh,)
    assert queue([tired], TURNS) == ()


def test_a_third_speech_is_refused_and_the_second_is_not() -> None:
    check_turns(1, TURNS)
    with pytest.raises(Refused) as refused:
        check_turns(2, TURNS)
    assert refused.value.reason is Reason.SPEECH_LIMIT
    assert refused.value.message.startswith("每人每项最多发言 2 次")


def test_a_speaker_says_first_where_he_stands() -> None:
    check_side("question")
    with pytest.raises(Refused) as refused:
        check_side("")
    assert refused.value.reason is Reason.INVALID_INPUT
    assert "赞成、反对或询问" in refused.value.message


def test_the_question_is_not_put_while_somebody_waits_to_speak() -> None:
    with pytest.raises(Refused) as refused:
        may_vote(asked("for"), TURNS)
    assert refused.value.reason is Reason.FLOOR_NOT_CLEAR


def test_the_question_is_put_when_nobody_waits_or_all_turns_are_spent() -> None:
    may_vote([], TURNS)
    may_vote(asked("for", "against", turns_used=TURNS), TURNS)


requests_strategy = st.lists(st.tuples(st.sampled_from(["for", "against", "question"]), st.integers(0, 3))).map(
    lambda rows: [
        Request(n, n, side, BEGIN + timedelta(seconds=n), turns)  # type: ignore[arg-type]
        for n, (side, turns) in enumerate(rows)
    ]
)


@given(requests_strategy, st.randoms())
def test_everybody_with_a_turn_left_is_called_once_whatever_the_order_of_rows(
    requests: list[Request], shuffler: Any
) -> None:
    called = queue(requests, TURNS)
    assert sorted(r.id for r in called) == [r.id for r in requests if r.turns_used < TURNS]
    mixed = requests.copy()
    shuffler.shuffle(mixed)
    assert queue(mixed, TURNS) == called


@given(requests_strategy)
def test_a_side_speaks_twice_running_only_when_the_other_has_nobody_left(requests: list[Request]) -> None:
    sides = [request.side for request in queue(requests, TURNS) if request.side != "question"]
    for n, (side, following) in enumerate(pairwise(sides)):
        if side == following:
            assert set(sides[n + 1 :]) == {side}

"""What reads bytes from outside has bounds of memory, time and answer, and never takes the worker with it."""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from deliberation.kernel import guarded
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.guarded import Limits, Overrun, call

SMALL = Limits(megabytes=256, cpu_seconds=30, seconds=90)


@dataclass(frozen=True)
class Foreign:
    """A dataclass of no module of the platform."""

    what: str = "x"


def plain(text: str) -> dict[str, object]:
    return {"text": text, "on": date(2026, 11, 10), "area": Decimal("89.50"), "who": os.getpid()}


def refuse() -> None:
    raise Refused(Reason.FILE_TOO_LARGE, limit="20 MB", name="门口.jpg")


def swallow() -> int:
    return len(bytearray(2**31))


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def talk() -> bytes:
    sys.stdout.write("chatter")
    sys.stdout.flush()
    return b"x" * (3 * 1024 * 1024)


def fall() -> None:
    os.abort()


def err() -> None:
    raise ZeroDivisionError("李建国")


def keys() -> list[str]:
    return sorted(k for k in os.environ if k in {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"})


class Evil:
    """Runs a command where it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


def attack() -> Evil:
    return Evil()


def foreign() -> Foreign:
    return Foreign()


@pytest.fixture(autouse=True)
def _child_finds_this_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "CHILD", f"import sys; sys.path.insert(1, {sys.path[0]!r}); {guarded.CHILD}")


def test_the_answer_comes_from_another_process_with_its_dates_and_numbers() -> None:
    answer = call(plain, "门口")
    assert answer["who"] != os.getpid()
    assert (answer["text"], answer["on"], answer["area"]) == ("门口", date(2026, 11, 10), Decimal("89.50"))


def test_a_refusal_of_the_work_is_a_refusal_here() -> None:
    with pytest.raises(Refused) as refused:
        call(refuse)
    assert (refused.value.reason, refused.value.facts["name"]) == (Reason.FILE_TOO_LARGE, "门口.jpg")


@pytest.mark.parametrize(
    ("work", "limits", "what"),
    [
        (swallow, SMALL, "memory"),
        (spin, Limits(cpu_seconds=1, seconds=90), "time"),
        (sleep, Limits(seconds=0.5), "time"),
        (fall, SMALL, "broken"),
        (err, SMALL, "broken"),
        (talk, Limits(answer_megabytes=1), "broken"),
        (attack, SMALL, "broken"),
        (foreign, SMALL, "broken"),
    ],
)
def test_what_goes_beyond_its_bounds_is_ended_and_told(work: object, limits: Limits, what: str) -> None:
    with pytest.raises(Overrun) as overrun:
        call(work, limits=limits)  # type: ignore[arg-type]
    assert overrun.value.what == what
    assert "李建国" not in str(overrun.value)


def test_what_the_work_prints_is_no_part_of_the_answer() -> None:
    assert len(call(talk)) == 3 * 1024 * 1024


def test_the_child_knows_no_key_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "k")
    assert call(keys) == []


def test_who_comes_when_the_line_is_full_is_asked_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "_line", threading.BoundedSemaphore(1))
    with guarded._turn(), pytest.raises(Refused) as refused:
        call(plain, "x")
    assert refused.value.reason is Reason.BUSY
    assert call(plain, "y")["text"] == "y"


def test_a_wait_for_a_place_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(guarded, "PATIENCE_SECONDS", 0.05)
    with guarded._turn(), pytest.raises(Refused) as refused:
        call(plain, "x")
    assert refused.value.reason is Reason.BUSY

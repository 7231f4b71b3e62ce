"""Bytes from outside are read in a process of their own, with limits of memory and time.

A picture, a sheet or an archive of a few kilobytes can ask its reader for gigabytes or for hours. What such a
reader does is therefore called here: at most `PLACES` children at once, at most `LINE` callers running or waiting,
each child without the service's settings and secrets, with an address space, processor seconds and an answer that
are bounded by the system (setrlimit), and ended when its time is over. The worker that serves the hall keeps its
memory and its turn: under gevent, eventlet and threads alike, waiting for a child lets everybody else go on.

The child answers with plain values. What it sends back is not trusted either: only values, dates, decimals, and
the dataclasses and enumerations of this package are taken from it.
"""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, is_dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from deliberation.kernel.errors import Reason, Refused

Done = TypeVar("Done")

PLACES = 2
"""Children at work at once in one worker: a bound for its machine, whatever number of people upload."""
LINE = 24
"""Callers at work or waiting; who comes then is asked to try again (`BUSY`)."""
PATIENCE_SECONDS = 25.0
"""How long one caller waits for a place."""
NICENESS = 10
"""The child gives way to whoever serves pages."""

ROOT = Path(__file__).resolve().parents[2]
CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from deliberation.kernel import guarded; guarded.child()"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one call may use: address space and answer in megabytes, processor and wall-clock seconds.

    Programs and libraries take some 150 MB of address space before they read anything.
    """

    megabytes: int = 512
    cpu_seconds: int = 15
    seconds: float = 30.0
    answer_megabytes: int = 32


class Overrun(Exception):
    """The work did not come to its end. `what`: `memory`, `time`, or `broken` (it fell over)."""

    def __init__(self, what: str, detail: str = "") -> None:
        self.what, self.detail = what, detail
        super().__init__(f"{what} {detail}".strip())


_line = threading.BoundedSemaphore(LINE)
_places = threading.BoundedSemaphore(PLACES)


def call(work: Callable[..., Done], *given: Any, limits: Limits = Limits()) -> Done:
    """Do `work(*given)` in a child and give its answer. `work` is a function at the top of its module.

    Raises the `Refused` that the work raised, `Refused(BUSY)` where too many wait, `Overrun` for everything
    else that kept it from its end, any other exception of the work included.
    """
    with _turn(), tempfile.TemporaryFile() as order, tempfile.TemporaryFile() as answer:
        pickle.dump((limits, work.__module__, work.__qualname__, given), order)
        order.seek(0)
        code = _run(limits, order, answer)
        answer.seek(0)
        kind, value = _answer(code, answer.read(limits.answer_megabytes * MEGABYTE + MEGABYTE))
    if kind == "refused":
        raise value
    if kind != "done":
        raise Overrun(kind, value)
    done: Done = value
    return done


@contextmanager
def _turn() -> Iterator[None]:
    """A place for one child, after a wait that ends. Raises `Refused(BUSY)`."""
    if not _line.acquire(blocking=False):
        raise Refused(Reason.BUSY)
    try:
        if not _places.acquire(timeout=PATIENCE_SECONDS):
            raise Refused(Reason.BUSY)
        try:
            yield
        finally:
            _places.release()
    finally:
        _line.release()


def _run(limits: Limits, order: Any, answer: Any) -> int | None:
    """The child's exit code; `None` when its time was over."""
    named = [sys.executable, "-c", CHILD, str(ROOT)]
    # Nothing of the service's environment: no key, no address of the store.
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    process = subprocess.Popen(  # noqa: S603 - our own fixed command
        named, stdin=order, stdout=answer, stderr=subprocess.DEVNULL, env=environment, cwd=str(ROOT)
    )
    try:
        return process.wait(timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _answer(code: int | None, data: bytes) -> tuple[str, Any]:
    """What the child said: (`done`, value), (`refused`, refusal), or what kept it from its end."""
    if code is None or -code in _TIME_SIGNALS:
        return "time", ""
    if code != 0:
        return "broken", f"exit {code}"
    try:
        kind, value = _Careful(io.BytesIO(data)).load()
        if kind == "refused":
            value = Refused(Reason(value[0]), **value[1])
    except Exception as error:  # noqa: BLE001 - whatever the child wrote, the worker goes on
        return "broken", type(error).__name__
    return str(kind), value


class _Careful(pickle.Unpickler):
    """Reads values and nothing that could run."""

    PLAIN = frozenset(
        {
            ("datetime", "date"),
            ("datetime", "datetime"),
            ("datetime", "time"),
            ("datetime", "timedelta"),
            ("datetime", "timezone"),
            ("decimal", "Decimal"),
            ("fractions", "Fraction"),
            ("builtins", "set"),
            ("builtins", "frozenset"),
            ("collections", "Counter"),
            ("collections", "OrderedDict"),
        }
    )

    def find_class(self, module: str, name: str) -> Any:
        """A class that is known to hold values only. Raises `UnpicklingError` for every other."""
        if (module, name) in self.PLAIN:
            return super().find_class(module, name)
        if module.startswith("deliberation.") and "." not in name and module in sys.modules:
            found = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


# In the child


def child() -> None:
    """Read the order, go under its limits, do it, write the answer. The child's whole life."""
    order, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever the work prints is no answer
    # Bounded before the order is read, which the parent wrote: its limits only.
    limits, module, name, given = pickle.load(order)  # noqa: S301 - written by the parent
    _bound(limits)
    try:
        said: tuple[str, Any] = ("done", _named(module, name)(*given))
        data = pickle.dumps(said)
    except Refused as refused:
        data = pickle.dumps(("refused", (refused.reason, refused.facts)))
    except MemoryError:
        data = pickle.dumps(("memory", ""))
    except Exception as error:  # noqa: BLE001 - told to the parent by its kind; its words may hold what was read
        data = pickle.dumps(("broken", type(error).__name__))
    out.write(data)
    out.flush()
    os._exit(0)


def _named(module: str, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


try:
    import resource
    import signal
except ImportError:  # a system without setrlimit: the time limit of the parent remains
    _TIME_SIGNALS: frozenset[int] = frozenset()

    def _bound(limits: Limits) -> None:
        """Nothing to set here."""
else:
    _TIME_SIGNALS = frozenset({signal.SIGXCPU, signal.SIGKILL})

    def _bound(limits: Limits) -> None:
        """Take the limits on; the system holds them from here on, and no child can raise them again."""
        size, answer = limits.megabytes * MEGABYTE, limits.answer_megabytes * MEGABYTE
        for kind, most in (
            (resource.RLIMIT_AS, size),
            (resource.RLIMIT_CPU, limits.cpu_seconds),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, answer),
            (resource.RLIMIT_NOFILE, 64),
        ):
            resource.setrlimit(kind, (most, most))
        with suppress(OSError):
            os.nice(NICENESS)

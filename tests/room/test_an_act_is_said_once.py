"""What is done in the hall is said in one call: to the log, in the record and to the screens."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from deliberation.config import ROOT
from deliberation.room.actions.common import AFTER

ACTIONS = ROOT / "deliberation" / "room" / "actions"
ALONE = {"happened", "announce"}
"""What `done` and `noted` call, and nobody else in the hall."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a plain name in the room's actions, with the function in which it stands."""
    for path in sorted(ACTIONS.glob("*.py")):
        for made in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(made, ast.FunctionDef):
                for node in ast.walk(made):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                        yield f"{path.name}:{made.name}", node


def test_log_record_and_screens_are_told_by_the_same_call() -> None:
    beside = Counter(where for where, call in calls() if ast.unparse(call.func) in {*ALONE, "write_line"})
    assert beside == {
        "common.py:done": 1,
        "common.py:noted": 2,
        "minutes.py:write": 1,  # the line itself is what is done
    }


def test_what_an_act_makes_stale_is_known_by_its_kind() -> None:
    kinds = [arg for _where, call in calls() if ast.unparse(call.func) in {"done", "noted"} for arg in call.args]
    named = {arg.value for arg in kinds if isinstance(arg, ast.Constant) and "." not in str(arg.value)}
    assert named <= set(AFTER)
    assert len(named) > 5

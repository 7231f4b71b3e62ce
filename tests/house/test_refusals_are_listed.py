"""What the platform says when it refuses stands in one catalogue: `kernel.errors.Reason` and `kernel.details`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from deliberation.config import ROOT
from deliberation.kernel import details
from deliberation.kernel.errors import Detail, Reason, Refused

FIELD = re.compile(r"%\((\w+)\)s")
KINDS = {name: kind for name, kind in vars(details).items() if name.startswith("In") and issubclass(kind, Detail)}
EVERY = [one for kind in KINDS.values() for one in kind]


MAKES = {"Refused", "refuse", "Fault"}
"""What makes a refusal, or what becomes one."""
OPEN = {"what", "missing"}
"""The fields of a reason's sentence which only a detail fills."""


def refusals() -> Iterator[tuple[Path, ast.Call]]:
    """Every place that makes a refusal."""
    for path in (ROOT / "deliberation").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKES and node.args:
                yield path, node


def is_written_here(value: ast.expr) -> bool:
    """Whether it is a sentence: a text, a text with fields, or one that is marked for translation."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in {"_", "N_", "say", "str", "gettext"}
    return isinstance(value, ast.JoinedStr | ast.Constant)


def test_no_sentence_is_written_where_something_is_refused() -> None:
    written = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in refusals()
        if is_written_here(call.args[0]) or OPEN & {fact.arg for fact in call.keywords}
    ]
    assert written == []


def test_what_a_reason_leaves_open_is_filled_by_details_alone() -> None:
    for reason in Reason:
        fields = OPEN & set(FIELD.findall(reason.sentence + reason.remedy))
        assert fields <= {"missing" if reason is Reason.NOT_READY else "what"}, reason
        assert not fields or any(one.reason is reason for one in EVERY), reason


def test_a_refusal_is_given_exactly_the_facts_of_its_sentence() -> None:
    wrong = {}
    for path, call in refusals():
        named = call.args[0]
        if isinstance(named, ast.Attribute) and ast.unparse(named.value) in KINDS:
            detail = KINDS[ast.unparse(named.value)][named.attr]
            if set(FIELD.findall(detail.sentence)) != {fact.arg for fact in call.keywords}:
                wrong[f"{path.relative_to(ROOT)}:{call.lineno}"] = detail.sentence
    assert wrong == {}


def test_every_detail_is_used_says_something_of_its_own_and_fills_the_sentence_of_its_reason() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "deliberation").rglob("*.py"))
    assert len(EVERY) > 400
    assert [one for one in EVERY if f"{type(one).__name__}.{one.name}" not in code] == []
    assert [one for one in EVERY if f"%({one.field})s" not in one.reason.sentence] == []
    assert all("(" in one.sentence or one.sentence in Refused(one).message for one in EVERY)


def test_a_detail_is_answered_under_the_code_of_its_reason_with_its_facts_filled_in() -> None:
    refused = Refused(details.InConvening.SIGNED_IN, name="高峰")
    assert (refused.reason, refused.facts["what"]) == (Reason.ALREADY_DONE, "高峰已经签到。")
    assert refused.message == "这件事已经办过了：高峰已经签到。"
    assert Refused(details.InConvening.AGENDA_EMPTY).message == "还不能这样做，缺：议程里还没有议题"

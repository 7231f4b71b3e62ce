"""One way to act: what is done, what is said of it, and which refusals are a page of their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import Flask, get_flashed_messages

from deliberation.config import ROOT
from deliberation.kernel.errors import Reason, Refused
from deliberation.web.acting import attempt
from deliberation.web.errors import AWAY, DOORS, status_of
from deliberation.web.fields import Form

OTHER_WAYS = {
    "collection/views.py": {"look_up", "_somebody_elses"},
    "organisation/views/__init__.py": {"sign_in", "password", "set_password"},
    "organisation/views/founding.py": {"first_run"},
    "organisation/views/profiles.py": {"_may_revise"},
    "owners/views/check.py": {"ballot"},
    "owners/views/online.py": {"fill", "_review", "_cast"},
    "room/views/doors.py": {"_seat_given"},
    "room/views/screens.py": {"hall"},
}
"""Pages for people without an account, and what asks whether something is allowed."""


def refusing(reason: Reason) -> Any:
    def act() -> NoReturn:
        raise Refused(reason)

    return act


def test_what_was_done_is_told_and_goes_on(app: Flask) -> None:
    with app.test_request_context():
        answer = attempt(lambda: 3, lambda said: said, lambda made: f"to {made}", lambda made: f"made {made}")
        assert answer == "to 3"
        assert get_flashed_messages(with_categories=True) == [("success", "made 3")]


def test_a_refusal_is_said_on_the_page_with_its_status(app: Flask) -> None:
    with app.test_request_context():
        page, status = attempt(refusing(Reason.BUSY), lambda said: f"<{said}>", lambda _made: "on", "done")
        assert status == status_of(Reason.BUSY)
        assert page.startswith("<")
        assert len(page) > 2
        assert get_flashed_messages() == []


def test_a_form_keeps_the_refusal_among_its_errors(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Form()
        _page, _status = attempt(refusing(Reason.BUSY), lambda _said: "again", lambda _made: "on", form=form)
        assert len(form.form_errors) == 1


@pytest.mark.parametrize("reason", sorted(AWAY, key=lambda one: one.name))
def test_whoever_is_no_longer_signed_in_is_never_told_so_inside_the_page(app: Flask, reason: Reason) -> None:
    with app.test_request_context(), pytest.raises(Refused) as refused:
        attempt(refusing(reason), lambda _said: "the page", lambda _made: "on")
    assert refused.value.reason is reason
    assert DOORS < AWAY


def handlers() -> Iterator[tuple[str, str, ast.ExceptHandler]]:
    """Every place in a view that catches refusals: file, function, handler."""
    for path in sorted((ROOT / "deliberation").rglob("*.py")):
        name = path.relative_to(ROOT / "deliberation").as_posix()
        if "/views" in name:
            yield from ((name, function, one) for function, one in _caught(path))


def _caught(path: Path) -> Iterator[tuple[str, ast.ExceptHandler]]:
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for one in ast.walk(function):
                if isinstance(one, ast.ExceptHandler) and isinstance(one.type, ast.Name) and one.type.id == "Refused":
                    yield function.name, one


def test_every_page_of_the_desk_asks_the_same_rule_which_refusals_are_pages() -> None:
    other: dict[str, set[str]] = {}
    for name, function, handler in handlers():
        said = ast.unparse(handler)
        if not any(way in said for way in ("told(refused)", "refused_on(", "_refused(")):
            other.setdefault(name, set()).add(function)
    assert other == OTHER_WAYS

"""Every text that a browser sends passes one place; every form has one base; every refusal of a library is Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import flask_wtf
import pytest
import wtforms
from flask import Flask, request
from wtforms.fields import StringField

import deliberation
from deliberation.config import ROOT
from deliberation.kernel.typed import MOST_IN_STORE
from deliberation.web.asking import CleanRequest, day, number, page_number, words
from deliberation.web.fields import Form, PartForm
from deliberation.web.messages import MESSAGES

HIDDEN = "同\u202e意\u200b改\x00造"
SOURCES = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "deliberation").rglob("*.py")}


def all_forms() -> Iterator[type]:
    """Every form class of every stage."""
    for module in walk_packages(deliberation.__path__, "deliberation."):
        if ".forms" in module.name:
            import_module(module.name)
    waiting: list[type] = [Form, PartForm]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        yield one


def test_the_application_reads_requests_cleaned(app: Flask) -> None:
    assert app.request_class is CleanRequest
    with app.test_request_context(f"/?q={HIDDEN}%0Ax", method="POST", data={"text": f"{HIDDEN}\r\n二"}):
        assert request.args["q"] == "同意改造 x"
        assert request.form["text"] == "同意改造\n二"
    with app.test_request_context("/", method="POST", json={HIDDEN: [HIDDEN, {"a": HIDDEN}], "n": 3}):
        assert request.get_json() == {"同意改造": ["同意改造", {"a": "同意改造"}], "n": 3}


def test_json_without_an_end_is_no_json_and_no_error(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data="[" * 100_000, content_type="application/json"):
        assert request.get_json(silent=True) is None


def test_numbers_and_days_of_an_address_are_read_in_any_digits(app: Flask) -> None:
    with app.test_request_context("/?page=２&n=٣&on=２０２６－０３－１０&q=  路灯 "):
        assert (page_number(), number("n"), str(day("on")), words("q")) == (2, 3, "2026-03-10", "路灯")
    with app.test_request_context(f"/?page=-4&n={MOST_IN_STORE + 1}&on=2026-02-30"):
        assert (page_number(), number("n", 7), day("on")) == (1, 7, None)


def test_every_form_stands_on_the_one_base() -> None:
    past = re.compile(r"wtforms import (?:\([^)]*|[^(\n]*)\b(?:Integer|Date|Time|DateTime|Decimal|Float)\w*Field")
    for name, source in SOURCES.items():
        if name != "deliberation/web/fields.py":
            assert "FlaskForm" not in source, name
            assert not past.search(source), name


def test_nothing_reads_numbers_or_bodies_past_that_place() -> None:
    past = re.compile(r"request\.\w+\.get\([^()]*\bint\)|request\.get_data|request\.json\b")
    assert [name for name, source in SOURCES.items() if past.search(source)] == []


def test_a_field_of_one_line_holds_one_line_in_every_form(app: Flask) -> None:
    checked = 0
    for form_class in all_forms():
        for name, unbound in vars(form_class).items():
            kind = getattr(unbound, "field_class", object)
            if not issubclass(kind, StringField) or issubclass(kind, wtforms.PasswordField):
                continue
            with app.test_request_context("/", method="POST", data={name: f" {HIDDEN}\r\n二 "}):
                data = type("One", (PartForm,), {name: unbound})(request.form)[name].data
            kept = "同意改造\n二" if issubclass(kind, wtforms.TextAreaField) else "同意改造 二"
            assert data.strip() in {kept, kept.replace(" ", "")}, (form_class, name)  # a code has no blanks
            checked += 1
    assert checked > 60


def test_every_sentence_of_the_libraries_is_said_in_chinese() -> None:
    said = set()
    for library in (wtforms, flask_wtf):
        for path in Path(library.__file__ or "").parent.rglob("*.py"):
            source = re.sub(r'f"[^"\n]*"', "", path.read_text("utf-8"))
            for call in re.finditer(r"gettext\(([^()]*(?:\([^()]*\)[^()]*)*)\)", source):
                said |= {text for _quote, text in re.findall(r"([\"'])((?:(?!\1).)+)\1", call[1])}
    sentences = {text for text in said if text.strip() and (" " in text or text.endswith("."))}
    assert len(sentences) > 30
    assert sentences - set(MESSAGES) == set()
    assert all(re.search("[\u4e00-\u9fff]", text) for text in MESSAGES.values())


@pytest.mark.parametrize("path", ["/healthz", "/c/", "/nowhere"])
def test_what_the_server_refuses_is_said_in_chinese(app: Flask, path: str) -> None:
    answer = app.test_client().open(path, method="PATCH", headers={"Accept": "application/json"})
    assert answer.status_code in {404, 405}
    assert re.search("[\u4e00-\u9fff]", answer.get_json()["message"])

"""What the content security policy forbids is not written, and nothing a person typed is trusted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deliberation.config import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

IN_TEMPLATES = {
    "a value that is not escaped": re.compile(r"\|\s*safe\b|\bMarkup\(|autoescape\s+false"),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "a style in the page": re.compile(r"<style\b|[\s\"']style\s*=", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"[\s\"']on[a-z]+\s*=\s*[\"'{]", re.IGNORECASE),
    "an address of a script": re.compile(r"javascript:", re.IGNORECASE),
    "something from another host": re.compile(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", re.IGNORECASE),
}
IN_SCRIPTS = {
    "text turned into code": re.compile(r"\beval\(|new Function\("),
    "text turned into elements": re.compile(r"\.(?:innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write"),
    "something from another host": re.compile(r"[\"'](?:https?:)?//(?!www\.w3\.org/)[a-z]", re.IGNORECASE),
}


def found(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern occurs, as `file:line`."""
    places = []
    for path in paths:
        text = path.read_text(encoding="utf-8")
        places += [f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, m.start()) + 1}" for m in pattern.finditer(text)]
    return places


@pytest.mark.parametrize("what", IN_TEMPLATES)
def test_no_template_holds(what: str) -> None:
    assert found(TEMPLATES, IN_TEMPLATES[what]) == []


@pytest.mark.parametrize("what", IN_SCRIPTS)
def test_no_script_holds(what: str) -> None:
    assert found(SCRIPTS, IN_SCRIPTS[what]) == []

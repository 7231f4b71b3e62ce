"""Files and functions stay short; what was not written here is not kept here."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deliberation.config import ROOT

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_LINE = 140
OURS = (
    "deliberation",
    "tests",
    "scripts",
    "templates",
    "static/css",
    "static/js",
    "migrations",
    "benchmarks",
)
NOT_OURS = {".venv", ".git", ".state", "node_modules", "vendor", "var", "__pycache__", "test-results"}
COMMITTING = re.compile(r"(?<!\bconnection)\.commit\(")
"""A connection of its own, beside every session, is how a test changes a store behind the application's back."""
CODE = {".py", ".html", ".css", ".js"}


def files() -> Iterator[Path]:
    """Every file of the house that people write."""
    for path in sorted(ROOT.rglob("*")):
        parts = set(path.relative_to(ROOT).parts)
        hidden = any(part.endswith(("_cache", ".egg-info")) or part == ".hypothesis" for part in parts)
        if path.is_file() and not parts & NOT_OURS and not hidden:
            yield path


def sources() -> Iterator[Path]:
    """Every file of code that people write; Alembic writes the versions."""
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in CODE and name.startswith(OURS) and not name.startswith("migrations/versions/"):
            yield path


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {p.relative_to(ROOT).as_posix(): len(p.read_text(encoding="utf-8").splitlines()) for p in sources()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_line_of_a_script_or_a_style_is_longer_than_one_of_a_template() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{number}": len(line)
        for path in sources()
        if path.suffix in {".js", ".css"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST_LINE
    }
    assert long == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {}
    for path in sources():
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    length = (node.end_lineno or 0) - node.lineno + 1
                    if length > LONGEST_FUNCTION:
                        long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def test_only_the_transaction_commits() -> None:
    committing = [
        path.relative_to(ROOT).as_posix()
        for folder in ("deliberation", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "db.py" and COMMITTING.search(path.read_text(encoding="utf-8"))
    ]
    assert committing == []


def tracked() -> list[str]:
    """What git keeps."""
    answer = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files"],  # noqa: S607 - git is where the machine has it
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.splitlines()


def test_nothing_of_others_is_tracked() -> None:
    foreign = ("node_modules/", "static/vendor/", ".venv/", "var/")
    assert [name for name in tracked() if name.startswith(foreign)] == []


HOSTS = ("registry[.]npm", "npm[m]irror", "pypi[.]org", "python[h]osted", "deb[.]debian")
UNWANTED = {
    "a path of somebody's machine": r"(?<![\w/.}-])/(?:work|tmp|root|home)/[a-z]",
    "a package registry": "|".join(HOSTS),
    "something put off": r"\b(?:TO[D]O|FIX[M]E)\b",
}
"""Patterns that do not match themselves."""


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(UNWANTED[what])
    naming = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        naming += [f"{path.relative_to(ROOT)}: {found.group()}" for found in pattern.finditer(text)]
    assert naming == []

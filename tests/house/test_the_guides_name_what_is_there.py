"""What CONTRIBUTING.md and docs/words.md point to is there."""

from __future__ import annotations

import re

import pytest

from deliberation.cli import main
from deliberation.config import ROOT, VERSION

PATH = re.compile(r"`([a-z_]+(?:/[A-Za-z_]+)*/?(?:\.(?:py|md|toml|json))?)`")
PACKAGE = ROOT / "deliberation"
PLACES = (ROOT, PACKAGE, *(found for found in PACKAGE.iterdir() if found.is_dir()))
"""A guide names a file from the top, from the package, or from any stage; a module may be named without its ending."""


def is_there(name: str) -> bool:
    """Whether there is such a file, folder or module."""
    return any((place / name).exists() or (place / f"{name}.py").exists() for place in PLACES)


@pytest.mark.parametrize("guide", ["CONTRIBUTING.md", "docs/words.md"])
def test_every_file_and_folder_that_a_guide_names_exists(guide: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    named = {name for name in PATH.findall(text) if "/" in name or name.endswith((".py", ".md", ".toml"))}
    assert len(named) > 10
    assert {name for name in named if not is_there(name)} == set()


def test_the_changes_begin_with_the_version_of_the_code_and_contributing_with_every_walk() -> None:
    first = re.search(r"^## (\S+?),? ", (ROOT / "CHANGES.md").read_text("utf-8"), re.MULTILINE)
    assert first is not None
    assert first[1] == VERSION
    walks = re.findall(r"^## (Add a .+)$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    assert walks == ["Add a verb", "Add a ballot method", "Add a list", "Add a channel of notices", "Add a stage"]


DEPLOYED = re.compile(r"`(deploy/[\w@./-]*\w)`")
COMMAND = re.compile(r"(?:^|`|&& )deliberation ([a-z-]+)", re.MULTILINE)
BY_OTHERS = {"account"}
"""How an account is opened again is said before the command for it is part of the program."""


def test_the_operator_s_guide_names_every_file_of_a_service_and_no_other() -> None:
    text = (ROOT / "docs" / "operator.md").read_text("utf-8")
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "deploy").rglob("*") if path.is_file()}
    assert len(there) > 10
    assert set(DEPLOYED.findall(text)) == there


def test_every_command_that_the_operator_s_guide_gives_exists() -> None:
    named = set(COMMAND.findall((ROOT / "docs" / "operator.md").read_text("utf-8")))
    assert len(named) > 8
    assert named - set(main.commands) - BY_OTHERS - {"db"} == set()

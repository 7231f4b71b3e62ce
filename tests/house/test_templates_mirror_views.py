"""Templates and scripts lie where their views lie, and none lies about unused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, meta

from deliberation.config import ROOT

TEMPLATES = ROOT / "templates"
SCRIPTS = ROOT / "static" / "js"
LAYOUTS = {"base.html", "public.html", "desk.html", "live.html"}
SHARED = ("components/", "errors/")
A_TEMPLATE = re.compile(r"[a-z_]+/[a-z_]+\.(html|txt)")


def named_in_code() -> Iterator[tuple[Path, str]]:
    """Every template path that the package's code names, with the file that names it."""
    for path in sorted((ROOT / "deliberation").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and A_TEMPLATE.fullmatch(node.value):
                yield path, node.value


def existing() -> set[str]:
    """Every template in the house."""
    return {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.*") if path.is_file()}


def named_in_templates() -> set[str]:
    """Every template that another one extends, includes or imports."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    named: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        named |= {name for name in meta.find_referenced_templates(tree) if name}
    return named


def stage_of(path: Path) -> str:
    """The stage (or `web`) to which a file of the package belongs."""
    return path.relative_to(ROOT / "deliberation").parts[0]


def test_every_template_that_is_named_exists() -> None:
    named = {name for _, name in named_in_code()} | named_in_templates()
    assert named - existing() == set()


def test_a_view_renders_templates_of_its_own_stage() -> None:
    foreign = [
        f"{path.name}: {name}"
        for path, name in named_in_code()
        if stage_of(path) != name.split("/")[0] and not name.startswith(SHARED)
    ]
    assert foreign == []


def test_no_template_is_left_over() -> None:
    used = {name for _, name in named_in_code()} | named_in_templates() | LAYOUTS
    left_over = {name for name in existing() - used if not name.startswith(SHARED)}
    assert left_over == set()


def test_every_script_belongs_to_a_page_or_is_asked_for() -> None:
    """`room/chair.js` belongs to `room/chair.html`; any other is named by a template or a script."""
    asking = [*TEMPLATES.rglob("*.html"), *SCRIPTS.rglob("*.js")]
    texts = {path: path.read_text(encoding="utf-8") for path in asking}
    pages = {name.removesuffix(".html") for name in existing()}
    left_over = [
        script.relative_to(SCRIPTS).as_posix()
        for script in SCRIPTS.rglob("*.js")
        if script.relative_to(SCRIPTS).with_suffix("").as_posix() not in pages
        and not any(script.name in text for path, text in texts.items() if path != script)
    ]
    assert left_over == []

"""An earlier stage knows no page, template, table or filter of a later one: what it shows of them comes by the cards.

Imports are watched by import-linter. This is the rest: endpoints as text, included templates, filters and globals that
a later stage registers, tables by name, addresses written by hand.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes

from deliberation import config
from deliberation.app import STAGES
from deliberation.db import db
from deliberation.kernel.permissions import TABLE
from deliberation.kernel.stage import House

CODE, TEMPLATES = config.ROOT / "deliberation", config.ROOT / "templates"
ORDER = {stage.name: number for number, stage in enumerate(STAGES)}
SHARED = "components"
ABOVE = {"cli", "app", "demo"}
ENDPOINT = re.compile(r"[a-z]+\.[a-z_]+")
URL_FOR = re.compile(r"url_for\(\s*[\"']([a-z]+)\.")
BY_HAND = re.compile(r"^/(?:desk|c|meetings|receipt|notices)/")


def rank(place: str) -> int:
    """Where a folder stands: the ground (web, kernel, layouts) before every stage."""
    return ORDER.get(place, -1)


def modules() -> Iterator[tuple[Path, str, ast.Module]]:
    """The modules of the stages and of the ground."""
    for path in sorted(CODE.rglob("*.py")):
        place = path.relative_to(CODE).parts[0].removesuffix(".py")
        if place not in ABOVE:
            yield path, place, ast.parse(path.read_text(encoding="utf-8"))


def pages() -> Iterator[tuple[Path, str, str]]:
    """The templates of the stages and the layouts, with their place. Shared pieces have the place of who uses them."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        parts = path.relative_to(TEMPLATES).parts
        if parts[0] != SHARED:
            place, text = parts[0] if len(parts) > 1 else "web", path.read_text(encoding="utf-8")
            yield path, place, text
            for name in re.findall(r"[\"'](components/[a-z_]+\.html)", text):
                yield TEMPLATES / name, place, (TEMPLATES / name).read_text(encoding="utf-8")


def environment(app: Flask) -> Environment:
    """An environment that parses every template."""
    return app.jinja_env


def test_the_stages_are_those_of_the_layer_check() -> None:
    written = (config.ROOT / "pyproject.toml").read_text("utf-8")
    layers = re.search(r"^layers = \[(.*?)^\]", written, re.DOTALL | re.MULTILINE)
    assert layers
    rows = re.findall(r'"([a-z |()]+)"', layers.group(1))
    floors = {name.strip("() "): -number for number, row in enumerate(rows) for name in row.split("|")}
    assert [one for one in ORDER if one not in floors] == []
    names = list(ORDER)
    assert [b for a, b in pairwise(names) if floors[a] > floors[b]] == []


def test_no_module_names_a_page_of_a_later_stage(running_app: Flask) -> None:
    endpoints = {rule.endpoint for rule in running_app.url_map.iter_rules()} - set(TABLE)
    found = [
        f"{path.relative_to(CODE)}:{node.lineno} {node.value}"
        for path, place, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ENDPOINT.fullmatch(node.value)
        and node.value in endpoints
        and rank(node.value.split(".")[0]) > rank(place)
    ]
    assert len(endpoints) > 100
    assert found == []


def test_no_template_leads_to_a_page_of_a_later_stage() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}: {stage}"
        for path, place, text in pages()
        for stage in URL_FOR.findall(text)
        if rank(stage) > rank(place)
    ]
    assert found == []


def test_no_template_includes_one_of_a_later_stage(running_app: Flask) -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}: {name}"
        for path, place, text in pages()
        for name in meta.find_referenced_templates(environment(running_app).parse(text))
        if name and rank(name.split("/")[0]) > rank(place)
    ]
    assert found == []


def registered(app: Flask) -> dict[str, str]:
    """Filters, tests and globals that stages register, with the stage of each."""
    env, found = environment(app), {}
    shared = [name for one in app.template_context_processors[None] for name in ((one, n) for n in _given(app, one))]
    known = [*env.filters.items(), *env.tests.items(), *env.globals.items()]
    for name, one in [*known, *((name, one) for one, name in shared)]:
        parts = getattr(one, "__module__", "").split(".")
        if parts[0] == "deliberation" and parts[1] in ORDER:
            found[name] = parts[1]
    return found


def _given(app: Flask, processor: object) -> list[str]:
    if processor.__module__.split(".")[1:2] not in [[name] for name in ORDER]:
        return []
    with app.test_request_context("/"):
        return list(processor())  # type: ignore[operator]


def test_no_template_uses_a_filter_or_a_name_of_a_later_stage(running_app: Flask) -> None:
    known = registered(running_app)
    assert len(known) > 10
    found = []
    for path, place, text in pages():
        tree = environment(running_app).parse(text)
        used = {one.name for one in tree.find_all((nodes.Filter, nodes.Test, nodes.Name))}
        found += [
            f"{path.relative_to(TEMPLATES)}: {name}" for name in used & set(known) if rank(known[name]) > rank(place)
        ]
    assert found == []


def test_no_module_asks_for_a_table_of_a_later_stage_by_its_name() -> None:
    home = {
        mapper.local_table.name: mapper.class_.__module__.split(".")[1]  # type: ignore[attr-defined]
        for mapper in db.Model.registry.mappers  # type: ignore[attr-defined]
    }
    assert len(home) > 40
    found = [
        f"{path.relative_to(CODE)}:{node.lineno}"
        for path, place, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == "table"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and rank(home.get(str(node.args[0].value), "")) > rank(place)
    ]
    assert found == []


def test_no_view_calls_another_by_its_name() -> None:
    """The guard looks up the view of the address itself, and nobody else looks one up."""
    calling = [str(p.relative_to(CODE)) for p, _place, tree in modules() if "view_functions" in ast.dump(tree)]
    assert calling == ["web/guard.py"]


def test_no_address_is_written_by_hand_outside_views() -> None:
    found = [
        f"{path.relative_to(CODE)}:{node.lineno}"
        for path, place, tree in modules()
        if place in ORDER and "views" not in path.relative_to(CODE).parts and path.name != "views.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and isinstance(node.values[0], ast.Constant)
        and BY_HAND.match(str(node.values[0].value))
    ]
    assert found == []


def test_whatever_a_card_names_exists(running_app: Flask) -> None:
    stages = House(STAGES)
    endpoints = {rule.endpoint for rule in running_app.url_map.iter_rules()}
    named = [item.endpoint for item in (*stages.nav, *stages.public_nav)]
    named += [*stages.places.values(), *stages.part_of.values()]
    named += [one for one in stages.part_of if "." in one]
    assert [one for one in named if one not in endpoints] == []
    spots = {spot for stage in STAGES for spot in stage.beside}
    shown = "".join(text for _path, _place, text in pages())
    assert [spot for spot in spots if f'beside("{spot}"' not in shown] == []
    known = re.findall(r"place_url\([\"']([a-z_]+)[\"']", shown)
    assert [one for one in known if one not in stages.places] == []


def test_two_stages_cannot_claim_the_same_name() -> None:
    with pytest.raises(ValueError, match="two stages claim"):
        House((*STAGES, *[stage for stage in STAGES if stage.name == "collection"]))

"""Whatever is written into the audit log is read in Chinese: every act and every kind of thing has a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from deliberation import config
from deliberation.app import STAGES
from deliberation.audit.models import AuditEntry
from deliberation.audit.names import ACTS, FACTS, UNKNOWN_ACT, act_name, remarks
from deliberation.collection.rules import TOPIC_FLOW
from deliberation.convening.rules import MEETING_FLOW
from deliberation.db import Base, db
from deliberation.demo import loader
from deliberation.kernel.permissions import TABLE
from deliberation.kernel.stage import House
from deliberation.kernel.workflow import Workflow
from deliberation.publication.rules import RESOLUTION_FLOW
from deliberation.supervision.rules import ORDER_FLOW
from tests.house.conftest import OpenHouse

CODE = config.ROOT / "deliberation"
ACT = re.compile(r"[a-z_]+\.[a-z_]+")
FILES = (".toml", ".json", ".csv")
WRITES = re.compile(r"from deliberation\.(?:audit\.record|history\.acts) import")
WRITERS = {"record", "happened", "step", "advance"}
HOUSE = House(STAGES)

pytestmark = pytest.mark.usefixtures("running_app")  # whose cards name the acts of the workflows


def _recording() -> Iterator[tuple[Path, ast.Module]]:
    """The modules that write into the log."""
    for path in sorted(CODE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if WRITES.search(text) and path.parent.name not in {"audit", "history"}:
            yield path, ast.parse(text)


def _acts_of(tree: ast.Module) -> set[str]:
    """The words of a module that look like an act: every one of them can reach the log."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    words = {text for text in texts if isinstance(text, str) and ACT.fullmatch(text)}
    return {word for word in words if not word.endswith(FILES)}


def _calls_of(tree: ast.Module) -> Iterator[ast.Call]:
    """Where a module writes into the log."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITERS:
            yield node


def _kinds() -> set[str]:
    """The kinds that tables say of their rows."""
    return {mapper.class_.KIND for mapper in Base.registry.mappers if mapper.class_.KIND}


def _circumstances_of(tree: ast.Module) -> set[object]:
    """What a module says of its acts with `what=`."""
    given = (word for call in _calls_of(tree) for word in call.keywords if word.arg == "what")
    return {word.value.value for word in given if isinstance(word.value, ast.Constant)}


def test_every_act_that_is_recorded_has_a_chinese_name() -> None:
    modules = list(_recording())
    assert len(modules) > 15
    unnamed = {
        f"{path.relative_to(CODE)}: {act}"
        for path, tree in modules
        for act in _acts_of(tree)
        if act_name(act) == UNKNOWN_ACT
    }
    assert unnamed == set()


@pytest.mark.parametrize("flow", [TOPIC_FLOW, MEETING_FLOW, ORDER_FLOW, RESOLUTION_FLOW], ids=lambda flow: flow.noun)
def test_every_move_has_a_chinese_name(flow: Workflow) -> None:
    assert [m.name for m in flow.moves if act_name(m.name) == UNKNOWN_ACT] == []


def test_every_kind_of_thing_has_a_chinese_name_and_a_way_to_name_one() -> None:
    kinds = _kinds()
    assert len(kinds) > 20
    assert {kind for kind in kinds if not HOUSE.label(kind)} == set()
    assert {kind for kind in kinds if not HOUSE.kinds[kind].subjects} == set()


def test_no_act_is_hidden_in_a_circumstance() -> None:
    assert {what for _path, tree in _recording() for what in _circumstances_of(tree)} == set()


def test_what_earlier_versions_recorded_as_a_circumstance_is_still_told_in_chinese() -> None:
    former = {"edit", "add_seat", "create", "change_unit", "record_committee", "enter_anew", "withdraw_proxy", "renew"}
    assert {what for what in former if remarks({"what": what}) == []} == set()


def test_what_the_furnished_house_has_recorded_is_named(house: OpenHouse) -> None:
    with house.app.app_context():
        found = {(e.action, e.subject_kind) for e in db.session.scalars(select(AuditEntry))}
    assert len(found) > 20
    assert {act for act, _kind in found if act_name(act) == UNKNOWN_ACT} == set()
    assert {kind for _act, kind in found if not HOUSE.label(kind)} == set()


def test_the_names_are_chinese_and_no_act_is_named_twice() -> None:
    named = [*ACTS.values(), *(kind.label for kind in HOUSE.kinds.values()), *FACTS.values()]
    assert [name for name in named if not re.search(r"[\u4e00-\u9fff]", name)] == []
    assert set(ACTS) & set(TABLE) == set()
    assert loader.LOADED in ACTS

"""Print the documents that only repeat the code: `docs/permissions.md`, `workflows.md`, `protocol.md`.

`python scripts/docs.py` writes them; a house test compares them with what stands in the repository.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, ForwardRef, is_typeddict

import deliberation
from deliberation.kernel.actor import ROLE_LABELS
from deliberation.kernel.permissions import ROLES, TABLE, Grant
from deliberation.kernel.workflow import Move, Workflow
from deliberation.room import events

DOCS = Path(__file__).resolve().parent.parent / "docs"
ORIGIN = "<!-- Printed by `make docs`. Change the code, not this page. -->"

SIGNS = {
    Grant.YES: "●",
    Grant.OWN: "own",
    Grant.MEETING: "seat",
    Grant.CHAIRING: "chair",
    Grant.DEFAULT_ON: "on",
    Grant.DEFAULT_OFF: "off",
    Grant.NO: "",
}

LEGEND = """\
● yes · *own* only what is one's own (own topic, own seat, own party's order) · *seat* only with a seat in
that meeting · *chair* only who chairs that meeting, planned for it or by taking over, not others of the same
role · *on* a compound may switch it off · *off* a compound may switch it on · empty: no."""


def row(*cells: str) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def table(head: list[str], lines: list[list[str]]) -> list[str]:
    """A Markdown table."""
    return [row(*head), row(*["---"] * len(head)), *(row(*line) for line in lines)]


def permissions() -> str:
    """The permission table, stage by stage, one column for each role."""
    out = ["# Permissions", "", ORIGIN, "", "Who may do what; what is not granted is denied.", "", LEGEND]
    for stage in dict.fromkeys(one.stage for one in TABLE.values()):
        out += ["", f"## {stage}", ""]
        lines = [
            [f"`{one.name}`", one.title, *(SIGNS[one.grant(role)] for role in ROLES)]
            for one in TABLE.values()
            if one.stage == stage
        ]
        out += table(["", "", *(ROLE_LABELS[role] for role in ROLES)], lines)
    return "\n".join(out) + "\n"


def rule_modules() -> Iterator[ModuleType]:
    """Every module of rules in the house, in the order of the stages' names."""
    for found in pkgutil.walk_packages(deliberation.__path__, "deliberation."):
        if "rules" in found.name.split("."):
            yield import_module(found.name)


def workflows() -> dict[str, Workflow]:
    """Every state machine of the house by its place, `supervision.ORDER_FLOW`."""
    found: dict[str, Workflow] = {}
    for module in rule_modules():
        stage = module.__name__.split(".")[1]
        for name, value in vars(module).items():
            if isinstance(value, Workflow) and value not in found.values():
                found[f"{stage}.{name}"] = value
    return found


def under(act: Move) -> list[str]:
    """Under which permission something is done, and who is told of it."""
    return [f"`{act.permission}`" if act.permission else "by itself", act.concerns]


def workflow_page() -> str:
    """Every state machine: its states, its moves, and a picture of it."""
    out = [
        "# Lives of things",
        "",
        ORIGIN,
        "",
        "A move's name is the action, the audit tag and the line of the history. Acts leave the state as it is.",
    ]
    for place, flow in workflows().items():
        out += ["", f"## {flow.noun} (`{place}`)", ""]
        out += table(["state", ""], [[f"`{state}`", label] for state, label in flow.states.items()])
        out += [""]
        out += table(
            ["move", "", "from", "to", "permission", "told"],
            [
                [f"`{m.name}`", m.label, ", ".join(f"`{s}`" for s in sorted(m.sources)), f"`{m.target}`", *under(m)]
                for m in flow.moves
            ],
        )
        if flow.acts:
            out += [""]
            out += table(
                ["act", "", "permission", "told"], [[f"`{act.name}`", act.label, *under(act)] for act in flow.acts]
            )
        out += ["", "```mermaid", "stateDiagram-v2", f"    [*] --> {flow.initial}"]
        out += [f"    {s} --> {m.target}: {m.label}" for m in flow.moves for s in sorted(m.sources)]
        out += ["```"]
    return "\n".join(out) + "\n"


def payload_types() -> dict[str, type]:
    """The closed payload types of a room, in the order in which they are written."""
    return {
        name: value
        for name, value in vars(events).items()
        if is_typeddict(value) and value.__module__ == events.__name__
    }


def word_lists() -> dict[str, dict[str, str]]:
    """The codes of the payloads with their Chinese words."""
    return {
        name: value
        for name, value in vars(events).items()
        if name.isupper() and isinstance(value, dict) and all(isinstance(word, str) for word in value.values())
    }


def written(annotation: Any) -> str:
    """A type as the code writes it."""
    return annotation.__forward_arg__ if isinstance(annotation, ForwardRef) else str(annotation)


def payload(name: str, kind: type) -> list[str]:
    """One payload type: its docstring and its fields."""
    fields = [[f"`{field}`", f"`{written(of)}`".replace("|", "\\|")] for field, of in kind.__annotations__.items()]
    return ["", f"### {name}", "", kind.__doc__ or "", "", *table(["field", "type"], fields)]


def protocol() -> str:
    """What travels to the screens of a room."""
    out = ["# What travels to the screens", "", ORIGIN, "", events.__doc__ or "", "## Slices", ""]
    out += table(["slice", "payload"], [[f"`{name}`", f"`{kind.__name__}`"] for name, kind in events.SLICES.items()])
    out += ["", "## Payloads"]
    for name, kind in payload_types().items():
        out += payload(name, kind)
    for title, words in word_lists().items():
        out += ["", f"### {title}", "", *table(["code", ""], [[f"`{k}`", v] for k, v in words.items()])]
    return "\n".join(out) + "\n"


SCRIPT_TYPES = {"int": "number", "str": "string", "bool": "boolean", "None": "null", "Any": "any"}


def in_script(annotation: str) -> str:
    """A type as the type check of the scripts writes it: `list[SeatView] | None` → `SeatView[] | null`."""
    parts = [part.strip() for part in annotation.split(" | ")]
    made = (
        f"{in_script(part[5:-1])}[]" if part.startswith("list[") else SCRIPT_TYPES.get(part, part) for part in parts
    )
    return " | ".join("Record<string, any>" if one.startswith("dict[") else one for one in made)


def protocol_types() -> str:
    """The payloads for the type check of static/js."""
    out = ["/* Printed by `make docs` from deliberation/room/events.py. */"]
    for name, kind in payload_types().items():
        fields = [f"  {field}: {in_script(written(of))};" for field, of in kind.__annotations__.items()]
        out += ["", f"interface {name} {{", *fields, "}"]
    slices = [f"  {name}: {kind.__name__};" for name, kind in events.SLICES.items()]
    return "\n".join([*out, "", "interface AllSlices {", *slices, "}"]) + "\n"


def pages() -> dict[str, str]:
    """Every printed document by its file name."""
    return {
        "permissions.md": permissions(),
        "workflows.md": workflow_page(),
        "protocol.md": protocol(),
        "protocol.d.ts": protocol_types(),
    }


def main() -> None:
    """Write every document whose text has changed."""
    DOCS.mkdir(exist_ok=True)
    for name, text in pages().items():
        path = DOCS / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"docs/{name}")


if __name__ == "__main__":
    main()

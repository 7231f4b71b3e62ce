"""Every pinned part was looked up in public advisories, and none is at a version that one of them names.

`security/advisories.json` says as of when and from where. Nothing is asked over the network; `docs/advisories.md`
says how the file is renewed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from packaging.version import Version

from deliberation.config import ROOT

KNOWN: dict[str, Any] = json.loads((ROOT / "security" / "advisories.json").read_text("utf-8"))
PIN = re.compile(r"([A-Za-z0-9_.-]+)==([^\s;]+)")


def pinned() -> Iterator[tuple[str, str, str]]:
    """Registry, name and version of every part of service, checks and pages."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text("utf-8").splitlines():
            if found := PIN.match(line):
                yield "pypi", re.sub(r"[-_.]+", "-", found.group(1)).lower(), found.group(2)
    for place, part in json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"].items():
        if place:
            yield "npm", place.rpartition("node_modules/")[2], part["version"]


def affects(advisory: dict[str, Any], version: str) -> bool:
    """Whether an advisory names a version: from where it came in up to where it was mended."""
    here = Version(version)
    return any(
        Version(since) <= here and (not mended or here < Version(mended)) for since, mended in advisory["affected"]
    )


def holes(parts: Iterator[tuple[str, str, str]]) -> list[str]:
    """What is known against the pinned parts, or that nobody has looked."""
    found = []
    for registry, name, version in parts:
        if name not in KNOWN[registry]:
            found.append(f"{name}: look it up, see docs/advisories.md")
            continue
        found += [f"{name} {version}: {one['id']}" for one in KNOWN[registry][name] if affects(one, version)]
    return found


def test_no_pinned_part_has_a_known_hole() -> None:
    assert holes(pinned()) == []


def test_an_older_part_and_one_that_nobody_looked_up_are_found() -> None:
    parts = [
        ("pypi", "pillow", "12.2.0"),
        ("npm", "socket.io-parser", "4.2.6"),
        ("npm", "ws", "8.20.1"),
        ("npm", "debug", "4.4.2"),
        ("pypi", "nobody-knows-it", "1.0"),
    ]
    found = holes(iter(parts))
    assert "pillow 12.2.0: PYSEC-2026-2253" in found
    assert "socket.io-parser 4.2.6: CVE-2026-69185" in found
    assert "ws 8.20.1: GHSA-96hv-2xvq-fx4p" in found
    assert "debug 4.4.2: GHSA-8mgj-vmr8-frr6" in found
    assert "nobody-knows-it: look it up, see docs/advisories.md" in found


def test_every_source_says_up_to_which_day_it_is_complete_or_that_it_is_not() -> None:
    days = {name: source["complete_to"] for name, source in KNOWN["sources"].items()}
    assert days["PYSEC"]
    assert [day for day in days.values() if day and date.fromisoformat(day) > date.fromisoformat(KNOWN["as_of"])] == []


def test_every_advisory_has_an_id_of_a_public_register() -> None:
    register = re.compile(r"PYSEC-\d{4}-\d+|CVE-\d{4}-\d+|GHSA(-[23456789cfghjmpqrvwx]{4}){3}")
    rows = [row for registry in ("pypi", "npm") for rows in KNOWN[registry].values() for row in rows]
    assert len(rows) > 100
    assert [row["id"] for row in rows if not register.fullmatch(row["id"]) or not row["affected"]] == []

"""What every page must be: no wider than its screen, readable by axe-core, without an error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browser.contrast import TOLD, bring_axe, poor_contrast
from tests.browser.parts import Parts, parts_of
from tests.browser.stage import LAPTOP, PHONE, TABLET, WALL

PUBLIC = (PHONE, (360, 800), (1280, 800))
DESK = (LAPTOP, WALL, (1280, 800))
CHAIR = (TABLET, LAPTOP)
DELEGATE = (TABLET, (800, 1280), PHONE)
HALL = (WALL, (1280, 720))
"""The sizes at which each surface is designed (ui.md)."""

WIDER = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const out = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
  return `${scrollWidth} > ${clientWidth}: ${out.slice(0, 3).map((e) => e.outerHTML.slice(0, 90)).join(" | ")}`;
}"""
RUN_AXE = f"""() => axe.run(
  {{resultTypes: ["violations"], rules: {{"color-contrast": {{enabled: false}}}}}}).then({TOLD})"""


_FILES = r"\.(csv|xlsx|svg|docx|ics)$|/export|/file$"


@dataclass
class _Shown:
    """Which kinds of pages a browser has shown at some sizes, and of what they were built."""

    kinds: set[str] = field(default_factory=set)
    built: set[str] = field(default_factory=set)


_shown: defaultdict[tuple[tuple[int, int], ...], _Shown] = defaultdict(_Shown)


def look(page: Page, sizes: Iterable[tuple[int, int]], ends: int = 2) -> list[str]:
    """What is wrong with the page that is open: its width at every size, axe at the narrowest (`ends=1`) and widest."""
    ordered = sorted(sizes)
    wrong = []
    for width, height in ordered:
        page.set_viewport_size({"width": width, "height": height})
        wider = page.evaluate(WIDER)
        if wider:
            wrong.append(f"{width}×{height} {page.url}: {wider}")
        if (width, height) in (ordered[0], ordered[-1])[:ends]:
            wrong += [f"{width}×{height} {page.url}: {told}" for told in _violations(page)]
    return wrong


def _violations(page: Page) -> list[str]:
    bring_axe(page)
    told: list[str] = page.evaluate(RUN_AXE)
    return told + poor_contrast(page)


def kind_of(path: str) -> str:
    """Addresses of the same view look alike but for numbers and secret words."""
    parts = path.split("/")
    return "/".join("*" if re.search(r"\d", part) or len(part) > 15 else part for part in parts)


def walk(page: Page, start: str, sizes: tuple[tuple[int, int], ...], within: str, ends: int = 2) -> list[str]:
    """Follow the links from `start` as far as addresses match `within`, looking at each kind of page once.

    A kind that somebody has been shown at these sizes is shown to the next only where it is built of something new.
    """
    wrong: list[str] = []
    kinds: set[str] = set()
    to_see = [start]
    while to_see:
        path = to_see.pop(0)
        if kind_of(path) in kinds:
            continue
        kinds.add(kind_of(path))
        answer = page.request.get(path)
        if not answer.ok:
            wrong.append(f"{path}: {answer.status}")
            continue
        found = parts_of(answer.url, answer.text())
        if _shows_something_new(kind_of(path), found, sizes):
            page.goto(path)
            wrong += look(page, sizes, ends)
        to_see += [link for link in found.links if re.match(within, link) and not re.search(_FILES, link)]
    return wrong


def _shows_something_new(kind: str, found: Parts, sizes: tuple[tuple[int, int], ...]) -> bool:
    seen = _shown[sizes]
    new = kind not in seen.kinds or not found.built <= seen.built
    seen.kinds.add(kind)
    seen.built |= found.built
    return new

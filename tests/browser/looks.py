"""What every page must be: no wider than its screen, readable by axe-core, without an error."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.contrast import TOLD, bring_axe, poor_contrast
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


BUILT = """() => {
  const plain = (e) => `${e.tagName}.${e.className}`.replace(/[0-9]+/g, "0");
  const shape = (e) => {
    const told = ["role", "type", "scope", "lang"].map((name) => e.getAttribute(name) ?? "").join(",");
    const written = [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const shown = e.getClientRects().length > 0;
    return `${plain(e.parentElement)} > ${plain(e)} ${e.getAttributeNames().sort()} ${told} ${written} ${shown}`;
  };
  return [...new Set([...document.body.querySelectorAll("*")].map(shape))];
}"""
"""Script: what the page is built of, each way of building once."""
_seen: defaultdict[tuple[str, int], set[str]] = defaultdict(set)


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
    return _poorly_built(page) + poor_contrast(page)


def _poorly_built(page: Page) -> list[str]:
    """What axe says; a kind of page that shows nothing new since axe looked at it at this width is passed over."""
    width = (page.viewport_size or {"width": 0})["width"]
    built = set(page.evaluate(BUILT))
    kind, everywhere = _seen[kind_of(urlsplit(page.url).path), width], _seen["", width]
    if kind and built <= everywhere:
        return []
    kind |= built
    everywhere |= built
    bring_axe(page)
    told: list[str] = page.evaluate(RUN_AXE)
    return told


def kind_of(path: str) -> str:
    """Addresses of the same view look alike but for numbers and secret words."""
    parts = path.split("/")
    return "/".join("*" if re.search(r"\d", part) or len(part) > 15 else part for part in parts)


def walk(page: Page, start: str, sizes: Iterable[tuple[int, int]], within: str, ends: int = 2) -> list[str]:
    """Follow the links from `start` as far as addresses match `within`, looking at each kind of page once."""
    wrong: list[str] = []
    kinds: set[str] = set()
    to_see = [start]
    while to_see:
        path = to_see.pop(0)
        if kind_of(path) in kinds:
            continue
        kinds.add(kind_of(path))
        answer = page.goto(path)
        if answer is None or not answer.ok:
            wrong.append(f"{path}: {answer.status if answer else 'no answer'}")
            continue
        wrong += look(page, sizes, ends)
        to_see += [link for link in _links(page) if re.match(within, link)]
    return wrong


def _links(page: Page) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map((a) => a.href)")
    here = urlsplit(page.url).netloc
    paths = [one.path for one in map(urlsplit, hrefs) if one.netloc == here]
    return [path for path in paths if not re.search(r"\.(csv|svg|docx|ics)$|/export|/file$", path)]

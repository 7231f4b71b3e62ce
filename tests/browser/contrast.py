"""The contrast of text, looked at once for each way in which text is written."""

from __future__ import annotations

from collections import defaultdict

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Contrast follows from the colours of a text and of what lies behind it, its size and its weight. Working it out again
# for every cell of every table was three quarters of the time that axe takes.
_WAYS = """() => {
  const plain = (element) => `${element.tagName}.${element.className}`.replace(/[0-9]+/g, "0");
  const behind = new Map();
  const ground = (element) => {
    if (!element) return "";
    if (!behind.has(element)) {
      const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(element);
      const own = [plain(element), backgroundColor, backgroundImage, opacity, position].join(" ");
      behind.set(element, `${ground(element.parentElement)} > ${own}`);
    }
    return behind.get(element);
  };
  const written = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const ways = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    if (!written(element) && !element.matches("input, select, textarea")) continue;
    const {color, fontSize, fontWeight, visibility} = getComputedStyle(element);
    if (visibility === "hidden" || !element.getClientRects().length) continue;
    const off = element.matches(":disabled, [aria-disabled=true]");
    const way = `${ground(element)} : ${color} ${fontSize} ${fontWeight} ${off}`;
    if (!ways.has(way)) ways.set(way, element);
  }
  window.waysOfWriting = ways;
  return [...ways.keys()];
}"""
TOLD = """(found) => found.violations.map(
  (v) => `axe ${v.id}: ${v.help}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 120)}`)"""
"""Script: what axe found, a line for each rule."""
_CONTRAST = f"""(ways) => axe.run(
  {{include: ways.map((way) => window.waysOfWriting.get(way))}},
  {{resultTypes: ["violations"], runOnly: {{type: "rule", values: ["color-contrast"]}}}},
).then({TOLD})"""

_seen: defaultdict[str, set[str]] = defaultdict(set)


def bring_axe(page: Page) -> None:
    """Load axe-core into the page, once."""
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(AXE_SCRIPT)


def poor_contrast(page: Page) -> list[str]:
    """What axe says of the contrast of each way of writing that no page of this size has shown before."""
    known = _seen[str(page.viewport_size)]
    new = [way for way in page.evaluate(_WAYS) if way not in known]
    known.update(new)
    if not new:
        return []
    bring_axe(page)
    told: list[str] = page.evaluate(_CONTRAST, new)
    return told

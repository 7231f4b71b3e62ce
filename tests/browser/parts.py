"""What a page is built of, read from its source: enough to know whether a browser would show anything new."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_SAID = ("role", "type", "scope", "lang")
"""Attributes whose values say what an element is; of others it is enough to know that they are there."""


@dataclass
class Parts:
    """The ways in which a page puts its elements together, and the addresses that it links to on its own server."""

    built: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.parts, self._address = Parts(), address
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        plain = re.sub(r"\d+", "0", f"{tag}.{given.get('class', '')}")
        said = ",".join(given.get(name, "") for name in _SAID)
        within = " > ".join(name for _, name in self._open[-2:])
        self.parts.built.add(f"{within} > {plain} {' '.join(sorted(given))} {said}")
        if tag not in _EMPTY:
            self._open.append((tag, plain))
        if tag == "a" and given.get("href"):
            self._link(given["href"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def _link(self, href: str) -> None:
        there, here = urlsplit(urljoin(self._address, href)), urlsplit(self._address)
        if there.netloc == here.netloc:
            self.parts.links.append(there.path)


def parts_of(address: str, html: str) -> Parts:
    """Read the source of the page at an address."""
    reader = _Reader(address)
    reader.feed(html)
    reader.close()
    return reader.parts

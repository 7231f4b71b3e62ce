"""Break the long lines of templates where a break changes nothing of what is rendered.

`python scripts/templates.py` rewrites `templates/`, with `--check` it only says which lines are too long. A blank
becomes a line break inside a Jinja tag and between the attributes of an HTML tag; nowhere else, because a line break
between Chinese characters, or between elements in a line, is a blank that somebody sees.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
LONGEST = 140
HANG = 4
LEAST = 20
"""No piece of a broken line is shorter, the last one aside."""

SIGNS = re.compile(r"<!--.*?(?:-->|\Z)|<(?=[A-Za-z/])|[>\"' ]", re.DOTALL)
BARE = re.compile(r"(?:%}|<\w+)\Z")
"""Behind a condition, whose attribute belongs to it, and behind an element's name."""
KEYWORDS = frozenset({"if", "else", "and", "or"})
EDGE = 9
"""How badly a break reads beside a tag's own signs; 1: before an attribute, 2 and more: the deeper in brackets."""


@dataclass
class Scan:
    """One reading of a template: `places` are the blanks that may become a line break, with how badly that reads."""

    source: str
    places: dict[int, int] = field(default_factory=dict)
    _in_tag: bool = False
    _quote: str = ""

    def read(self) -> dict[int, int]:
        """Offset → weight."""
        at, depth, before = 0, 0, ""
        for _line, kind, value in Environment(autoescape=True).lex(self.source):
            at = self.source.index(value, at)  # white space that a tag strips is not among the tokens
            if kind == "data":
                self._read_html(value, at)
            elif kind == "operator":
                depth += (value in "([{") - (value in ")]}")
            elif kind == "whitespace" and value == " ":
                self.places[at] = self._weight(at, depth, before)
            before = kind if kind != "whitespace" else before
            at += len(value)
        return self.places

    def _weight(self, at: int, depth: int, before: str) -> int:
        behind, ahead = self.source[at - 1], self.source[at + 1 : at + 6]
        if before.endswith("_begin") or ahead.lstrip("-").startswith(("}}", "%}")):
            return EDGE
        if behind == ",":
            return 1 + 2 * depth
        return 1 if ahead.partition(" ")[0] in KEYWORDS and depth == 0 else 3 + 2 * depth

    def _read_html(self, text: str, start: int) -> None:
        for found in SIGNS.finditer(text):
            sign = found[0]
            if self._quote:
                self._quote = "" if sign == self._quote else self._quote
            elif not self._in_tag:
                self._in_tag = sign == "<"
            elif sign in "\"'":
                self._quote = sign
            elif sign == " ":
                place = start + found.start()
                self.places[place] = 4 if BARE.search(self.source[max(0, place - LEAST) : place]) else 1
            else:
                self._in_tag = sign != ">"


def broken(source: str, longest: int = LONGEST) -> str:
    """The template with its long lines broken; a line in which no break is allowed stays."""
    places, at = Scan(source).read(), 0
    lines: list[str] = []
    for line in source.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        cuts = {place - at: weight for place, weight in places.items() if at + indent <= place < at + len(line)}
        lines += _pieces(line, indent, cuts, longest)
        at += len(line) + 1
    return "\n".join(lines)


def _pieces(line: str, indent: int, cuts: dict[int, int], longest: int) -> Iterator[str]:
    begin, hang = 0, ""
    while len(hang) + len(line) - begin > longest:
        room = longest - len(hang)
        least = begin + LEAST + (0 if hang else indent)
        fitting = [(weight, -cut) for cut, weight in cuts.items() if least < cut <= begin + room]
        late = [one for one in fitting if -one[1] > begin + room // 2]  # a good break, but not a short line
        later = [(weight, -cut) for cut, weight in cuts.items() if cut > max(least, begin + room)]
        if not fitting and not later:
            break
        cut = -min(late)[1] if late else max(-one[1] for one in fitting) if fitting else min(-one[1] for one in later)
        yield hang + line[begin:cut]
        begin, hang = cut + 1, " " * (indent + HANG)
    yield hang + line[begin:]


def too_long() -> Iterator[str]:
    """Each line over the limit, as `file:line: columns`."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if len(line) > LONGEST:
                yield f"{path.relative_to(ROOT)}:{number}: {len(line)} columns, {LONGEST} are allowed"


def main() -> int:
    """Rewrite the templates unless they are only to be checked; 1 where a line is too long."""
    if "--check" not in sys.argv[1:]:
        for path in sorted(TEMPLATES.rglob("*.html")):
            source = path.read_text(encoding="utf-8")
            path.write_text(broken(source), encoding="utf-8")
    wrong = list(too_long())
    print("\n".join(wrong) or "no line of a template is too long")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The inside of an .xlsx file: its parts, read as streams and never farther than an honest table reaches.

A file of two kilobytes may name row 999,999,999, unpack to gigabytes or nest a million elements. Everything is
therefore counted while it is read, and nothing is built that a file only announces.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol
from xml.parsers.expat import ParserCreate

from deliberation.kernel.details import InSheets
from deliberation.kernel.errors import Refused
from deliberation.sheets.grid import MOST_ROWS
from deliberation.sheets.numbers import GENERAL, format_of

MOST_BYTES = 120 * 1024 * 1024
"""Unpacked; twenty thousand rows take a fifth of it."""
MOST_CELLS = 600_000
MOST_TAGS = 4_000_000
"""Opening and closing ones; a filled cell has four."""
MOST_PARTS = 5_000
MOST_SHEETS = 200
MOST_TEXTS = 300_000
MOST_SIGNS_OF_A_TEXT = 32_767
"""What a cell of Excel holds."""
_DEEPEST = 64
_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:[A-Za-z]+:)?c[ >/]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def too_large() -> NoReturn:
    """Raise `INVALID_INPUT` for what goes beyond the bounds."""
    raise Refused(InSheets.TOO_LARGE, most=MOST_ROWS)


def damaged() -> NoReturn:
    """Raise `INVALID_INPUT` for what no program writes into a workbook."""
    raise Refused(InSheets.DAMAGED)


class Handler(Protocol):
    """Hears a part's elements in their order, names without their namespace."""

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element begins, with its attributes."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """A piece of text."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook names it, and the part that holds it."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Package:
    """An opened workbook: its sheets, shared texts, and the number format of each style."""

    archive: zipfile.ZipFile
    sheets: list[SheetPart] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False

    def stream(self, part: str, handler: Handler) -> None:
        """Read a part from its beginning to its end. Raises `INVALID_INPUT` where it nests too deep or has a DTD."""
        parser = ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        depth = 0

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEEPEST:
                damaged()
            handler.start(tag.rpartition("}")[2], given)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            handler.end(tag.rpartition("}")[2])

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = _no_doctype
        read = 0
        with self.archive.open(part) as source:
            for chunk in iter(lambda: source.read(_CHUNK), b""):
                parser.Parse(chunk)
                read += len(chunk)
                if read - parser.CurrentByteIndex > 2 * _CHUNK:  # one tag of megabytes, looked at again and again
                    damaged()
        parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by its place


def opened(archive: zipfile.ZipFile) -> Package:
    """The workbook in an archive. Raises `INVALID_INPUT` for one of another kind, or beyond what is read."""
    names = archive.namelist()
    if len(names) > MOST_PARTS:
        too_large()
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(InSheets.NO_WORKBOOK)
    if "xl/workbook.bin" in names:
        raise Refused(InSheets.BINARY)
    _must_be_of_bearable_size(archive)
    package = Package(archive)
    book = _targets(package, "_rels/.rels", "").first("officeDocument") or "xl/workbook.xml"
    related = _targets(package, _relations_of(book), posixpath.dirname(book))
    _read_book(package, book, related)
    for kind, handler in (("styles", _Styles(package)), ("sharedStrings", _Texts(package))):
        part = related.first(kind)
        if part and part in names:
            package.stream(part, handler)
    return package


def _must_be_of_bearable_size(archive: zipfile.ZipFile) -> None:
    """A small file can unpack to gigabytes, or hold a million empty cells with borders."""
    parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
    if sum(part.file_size for part in parts) > MOST_BYTES:
        too_large()
    cells = tags = 0
    for part in parts:
        if not part.filename.startswith(("xl/worksheets/", "xl/sharedStrings", "xl/workbook", "xl/styles", "xl/_rels")):
            continue
        with archive.open(part) as source:
            for chunk in iter(lambda: source.read(_CHUNK), b""):
                tags += chunk.count(b"<")
                cells += len(_CELL.findall(chunk)) if part.filename.startswith("xl/worksheets/") else 0
                if cells > MOST_CELLS or tags > MOST_TAGS:
                    too_large()


def _no_doctype(*_: object) -> NoReturn:
    damaged()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class _Targets:
    """The parts that another part refers to, by id and by kind."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.by_id: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship" and given.get("TargetMode") != "External" and len(self.by_id) < MOST_PARTS:
            target = given.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(self.folder, target)
            self.by_id[given.get("Id", "")] = posixpath.normpath(whole)
            self.kinds.setdefault(given.get("Type", "").rpartition("/")[2], posixpath.normpath(whole))

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...

    def first(self, kind: str) -> str:
        return self.kinds.get(kind, "")


def _targets(package: Package, part: str, folder: str) -> _Targets:
    found = _Targets(folder)
    if part in package.archive.namelist():
        package.stream(part, found)
    return found


def _read_book(package: Package, part: str, related: _Targets) -> None:
    book = _Book()
    package.stream(part, book)
    package.since_1904 = book.since_1904
    names = set(package.archive.namelist())
    seen: set[str] = set()
    for name, key, state in book.sheets:
        target = related.by_id.get(key, "")
        if "/chartsheets/" in f"/{target}" or "/dialogsheets/" in f"/{target}":
            continue
        if target not in names or target in seen:  # one part under two names would be read twice over
            damaged()
        seen.add(target)
        package.sheets.append(SheetPart(name, target, hidden=state not in {"", "visible"}))


class _Book:
    """xl/workbook.xml: the names of the sheets and where their dates begin."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        self.since_1904 = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.since_1904 = given.get("date1904") in {"1", "true"}
        elif tag == "sheet":
            if len(self.sheets) >= MOST_SHEETS:
                raise Refused(InSheets.TOO_MANY_SHEETS, most=MOST_SHEETS)
            key = next((value for name, value in given.items() if name.rpartition("}")[2] == "id"), "")
            self.sheets.append((given.get("name", ""), key, given.get("state", "")))

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


class _Styles:
    """xl/styles.xml: the number format of each style that a cell may name."""

    def __init__(self, package: Package) -> None:
        self.formats, self.own, self.inside = package.formats, dict[int, str](), ""

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag in {"cellXfs", "cellStyleXfs"}:
            self.inside = tag
        elif tag == "numFmt":
            self.own[int(given["numFmtId"])] = given.get("formatCode", GENERAL)
        elif tag == "xf" and self.inside == "cellXfs":
            self.formats.append(format_of(int(given.get("numFmtId", "0")), self.own))

    def end(self, tag: str) -> None:
        self.inside = "" if tag == self.inside else self.inside

    def text(self, data: str) -> None: ...


class Collected:
    """The text of one element, as much of it as a cell holds."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.left = MOST_SIGNS_OF_A_TEXT
        self.on = self.spoken = False

    def begin(self) -> None:
        """Forget what was collected."""
        self.pieces, self.left = [], MOST_SIGNS_OF_A_TEXT

    def start(self, tag: str) -> None:
        """An element inside: `t` holds text, `rPh` how it is spoken, which is no part of it."""
        self.spoken = self.spoken or tag == "rPh"
        self.on = tag in {"t", "v"} and not self.spoken

    def end(self, tag: str) -> None:
        """The element inside ends."""
        self.on = False
        self.spoken = self.spoken and tag != "rPh"

    def add(self, data: str) -> None:
        """A piece of text, kept where it is wanted and has room."""
        if self.on and self.left > 0:
            self.pieces.append(data[: self.left])
            self.left -= len(data)

    def __str__(self) -> str:
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(self.pieces))


class _Texts:
    """xl/sharedStrings.xml: texts that cells name by their number."""

    def __init__(self, package: Package) -> None:
        self.texts, self.now = package.texts, Collected()

    def start(self, tag: str, _given: dict[str, Any]) -> None:
        if tag == "si":
            self.now.begin()
        else:
            self.now.start(tag)

    def end(self, tag: str) -> None:
        if tag != "si":
            self.now.end(tag)
        elif len(self.texts) >= MOST_TEXTS:
            too_large()
        else:
            self.texts.append(str(self.now))

    def text(self, data: str) -> None:
        self.now.add(data)

"""The workbook of an organisation: one .xlsx with compounds, buildings, parties, people and posts (scenario G.0.1)."""

from deliberation.organisation.rules.workbook.cells import Places, above, party_word
from deliberation.organisation.rules.workbook.changes import Change, Key, Present, changes_of, key_of, not_changed_here
from deliberation.organisation.rules.workbook.checking import Checked, Hint, Line, Problem, check
from deliberation.organisation.rules.workbook.layout import (
    KIND_OF,
    NOT_READ,
    ROLE_OF,
    SHEETS,
    USUAL_WIDTH,
    WIDTHS,
    role_word,
    short_kind,
)
from deliberation.organisation.rules.workbook.reading import RawBook, read_book

__all__ = [
    "KIND_OF",
    "NOT_READ",
    "ROLE_OF",
    "SHEETS",
    "USUAL_WIDTH",
    "WIDTHS",
    "Change",
    "Checked",
    "Hint",
    "Key",
    "Line",
    "Places",
    "Present",
    "Problem",
    "RawBook",
    "above",
    "changes_of",
    "check",
    "key_of",
    "not_changed_here",
    "party_word",
    "read_book",
    "role_word",
    "short_kind",
]

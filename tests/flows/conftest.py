"""Every flow ends with a look at what it has left behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outcome_words import wrong_words_everywhere

PAGES = 80
"""So many pages are read for each reader of each compound: lists, the things in them, their papers and exports."""


@pytest.fixture(autouse=True)
def _what_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """What public, chair and secretary read at the end calls nothing 通过 or 未通过 that is the owners' to decide."""
    app = request.getfixturevalue("app") if "app" in request.fixturenames else None
    yield
    if app is not None:
        assert wrong_words_everywhere(app, PAGES) == []

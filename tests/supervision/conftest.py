"""The compound of the tests of orders, on the day of its meeting."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.builders import World, a_compound
from tests.supervision.hall import at


@pytest.fixture
def world(app: Flask) -> World:
    """A compound with its five parties on 10 March."""
    at(3, 10)
    return a_compound()

"""What a test asks as a browser is answered from the store alone, and tests of pure rules load no application."""

from __future__ import annotations

import subprocess
import sys

import pytest
from flask import g
from flask.testing import FlaskClient

from deliberation.config import ROOT
from deliberation.db import db, transaction
from deliberation.organisation.models import Compound
from tests.builders import World

NAMED = "没有提交的名字"


def test_a_browser_is_not_shown_what_is_only_in_memory(client: FlaskClient, world: World) -> None:
    world.compound.name = NAMED
    with pytest.raises(RuntimeError, match="not committed"):
        client.get("/c/jinling/")
    db.session.flush()
    with pytest.raises(RuntimeError, match="flushed"):
        client.get("/c/jinling/")
    db.session.rollback()
    assert NAMED not in client.get("/c/jinling/").text
    with transaction():
        world.compound.name = NAMED
        with pytest.raises(RuntimeError, match="not committed"):
            client.get("/c/jinling/")
    assert NAMED in client.get("/c/jinling/").text


def test_what_a_test_has_read_before_it_reads_again_after_a_browser(client: FlaskClient, world: World) -> None:
    before = world.compound.name
    with db.engine.begin() as connection:
        connection.execute(db.update(Compound).values(name=NAMED))
    assert world.compound.name == before
    assert client.get("/c/jinling/").status_code == 200
    assert world.compound.name == NAMED
    assert "actor" not in g


def test_tests_of_pure_rules_load_no_application() -> None:
    asked = "import sys, tests.conftest; print(sorted({'flask', 'sqlalchemy'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert told.stdout.strip() == "[]"

"""Two people bring rosters in at the same moment: one is looked at, one comes into use."""

from __future__ import annotations

from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import func, select

from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.roster.actions import rosters
from deliberation.roster.models import Roster, RosterUnit
from deliberation.roster.rules import read_roster
from deliberation.roster.rules.importing import GROUNDS
from tests.builders import World, a_compound
from tests.races.conftest import Together
from tests.roster.rosters import ROWS, a_file, decided, in_use, keeper, read_in


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


def test_one_of_two_who_take_a_roster_into_use_does(world: World, together: Together) -> None:
    in_use(world, a_file(ROWS[:4]))
    roster_id, actors = decided(world, read_in(world)).id, (keeper(world), world.secretary)

    def use(number: int) -> str:
        try:
            return rosters.take_into_use(actors[number], roster_id).state
        except Refused as refused:
            return refused.reason.code

    answers = together(*[lambda n=n: use(n) for n in range(2)])
    assert sorted(answers) == ["ACTIVE", Reason.WRONG_STATE.code]
    db.session.expire_all()
    assert sorted(db.session.scalars(select(Roster.state))) == ["ACTIVE", "REPLACED"]
    units = select(func.count()).select_from(RosterUnit).where(RosterUnit.roster_id == roster_id)
    assert db.session.scalar(units) == len(ROWS)


def test_of_two_files_that_are_read_in_at_once_one_is_looked_at(world: World, together: Together) -> None:
    compound_id, actors = world.compound.id, (keeper(world), world.secretary)
    files = [a_file(ROWS), a_file(ROWS[1:])]
    readings = [read_roster("名册.xlsx", content) for content in files]

    def bring(number: int) -> int:
        digest = sha256(files[number]).hexdigest()
        file = rosters.RosterFile("名册.xlsx", digest, GROUNDS["DUTY"], "REGISTER")
        return rosters.read_in(actors[number], compound_id, file, readings[number]).id

    assert len(set(together(*[lambda n=n: bring(n) for n in range(2)]))) == 2
    db.session.expire_all()
    assert sorted(db.session.scalars(select(Roster.state))) == ["DISCARDED", "PREVIEW"]

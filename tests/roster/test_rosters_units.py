"""Single facts of the roster in use are corrected with a reason, and heads follow the law."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel.errors import Reason
from deliberation.owners.models import OwnersVoter
from deliberation.owners.rules.electorate import Voter, voters
from deliberation.roster.actions import units as roster_units
from deliberation.roster.actions.units import APART, Sale
from deliberation.roster.models import Roster
from deliberation.roster.queries import units_of
from tests.builders import World, a_compound
from tests.owners.hall import a_prepared_vote, an_open_vote
from tests.refusals import refusal
from tests.roster.rosters import LI, ROWS, WANG, ZHANG, a_file, in_use, keeper, unit

CLAUSE = "议事规则第十二条"


@pytest.fixture
def roster(world: World) -> Roster:
    return in_use(world)


def asked(roster: Roster) -> list[Voter]:
    return voters(units_of(roster.id), "OWNERS")


def test_co_owners_say_who_votes_for_them(world: World, roster: Roster) -> None:
    flat = unit(roster, "1号楼1单元201室")
    assert flat.needs_voter
    said = refusal(roster_units.name_voter, keeper(world), roster.id, flat.id, ZHANG)
    assert said.reason is Reason.INVALID_INPUT
    roster_units.name_voter(keeper(world), roster.id, flat.id, WANG)
    assert [v.voter_name for v in asked(roster) if v.names == (LI, WANG)] == [WANG]
    roster_units.name_voter(keeper(world), roster.id, flat.id, "")
    assert unit(roster, "1号楼1单元201室").needs_voter


def test_who_owns_alone_needs_no_voter(world: World, roster: Roster) -> None:
    flat = unit(roster, "1号楼1单元101室")
    assert refusal(roster_units.name_voter, keeper(world), roster.id, flat.id, ZHANG).reason is Reason.INVALID_INPUT


def test_a_parking_space_counts_for_the_head_that_a_person_chose(world: World, roster: Roster) -> None:
    space, home = unit(roster, "2号楼车位7"), unit(roster, "1号楼1单元101室")
    act = roster_units.count_unit
    assert refusal(act, keeper(world), roster.id, space.id, counts=True, reason=CLAUSE).reason is Reason.NOT_READY
    act(keeper(world), roster.id, space.id, counts=True, reason=CLAUSE, owner_id=home.owner_id)
    assert (roster.heads_counted, roster.area_counted, roster.area) == (3, 423_25, 423_25)
    assert unit(roster, "2号楼车位7").note == f"计入表决：{CLAUSE}"


def test_a_parking_space_of_a_namesake_is_a_head_of_its_own(world: World, roster: Roster) -> None:
    space = unit(roster, "2号楼车位7")
    act = roster_units.count_unit
    act(keeper(world), roster.id, space.id, counts=True, reason=CLAUSE, owner_id=APART)
    assert (roster.heads_counted, roster.area_counted) == (4, 423_25)
    act(keeper(world), roster.id, space.id, counts=False, reason="不是同一条")
    assert (roster.heads_counted, roster.area_counted) == (3, 410_75)


def test_a_unit_that_does_not_count_any_more_leaves_the_figures(world: World, roster: Roster) -> None:
    flat = unit(roster, "1号楼1单元201室")
    roster_units.count_unit(keeper(world), roster.id, flat.id, counts=False, reason=CLAUSE)
    assert (roster.heads_counted, roster.area_counted) == (2, 310_50)
    assert {v.names for v in asked(roster)} == {(ZHANG,), ()}
    said = refusal(roster_units.count_unit, keeper(world), roster.id, flat.id, counts=False, reason=CLAUSE)
    assert said.reason is Reason.ALREADY_DONE


def test_a_unit_that_was_handed_over_leaves_the_developer(world: World, roster: Roster) -> None:
    flat = unit(roster, "2号楼1单元101室")
    act = roster_units.correct_sale
    sale = Sale("DELIVERED", "2026年3月1日交付", "赵六、钱七")
    assert refusal(act, keeper(world), roster.id, flat.id, Sale("DELIVERED", "交付", "")).reason is Reason.INVALID_INPUT
    act(keeper(world), roster.id, flat.id, sale)
    assert (roster.heads_counted, roster.area_counted) == (4, 410_75)
    assert sorted((v.area, v.is_developer) for v in asked(roster) if v.area == 70_00) == [(70_00, False), (70_00, True)]
    assert unit(roster, "2号楼1单元101室").names == ("赵六", "钱七")


def test_a_unit_sold_to_an_owner_who_is_there_adds_no_head(world: World, roster: Roster) -> None:
    flat, home = unit(roster, "2号楼1单元101室"), unit(roster, "1号楼1单元101室")
    act, sale = roster_units.correct_sale, Sale("DELIVERED", "交付", ZHANG)
    assert refusal(act, keeper(world), roster.id, flat.id, sale).reason is Reason.NOT_READY
    assert refusal(act, keeper(world), roster.id, flat.id, sale, flat.owner_id).reason is Reason.INVALID_INPUT
    act(keeper(world), roster.id, flat.id, sale, home.owner_id)
    assert roster.heads_counted == 3
    assert [v.area for v in asked(roster) if v.names == (ZHANG,)] == [240_50]


def test_a_unit_that_was_never_handed_over_is_the_developers(world: World) -> None:
    roster = in_use(world, a_file(ROWS[:3]))
    first, second = unit(roster, "1号楼1单元201室"), unit(roster, "1号楼1单元102室")
    roster_units.correct_sale(keeper(world), roster.id, first.id, Sale("UNDELIVERED", "没有交房"))
    assert (roster.heads_counted, unit(roster, "1号楼1单元201室").is_developer) == (2, True)
    roster_units.correct_sale(keeper(world), roster.id, second.id, Sale("UNSOLD", "合同已解除"))
    assert (roster.heads_counted, roster.area_counted) == (2, 270_75)
    said = refusal(roster_units.correct_sale, keeper(world), roster.id, second.id, Sale("UNSOLD", "再来一次"))
    assert said.reason is Reason.ALREADY_DONE


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201])
def test_a_correction_without_a_reason_is_refused(world: World, roster: Roster, reason: str) -> None:
    flat = unit(roster, "1号楼1单元201室")
    for said in (
        refusal(roster_units.count_unit, keeper(world), roster.id, flat.id, counts=False, reason=reason),
        refusal(roster_units.correct_sale, keeper(world), roster.id, flat.id, Sale("UNSOLD", reason)),
        refusal(roster_units.correct_sale, keeper(world), roster.id, flat.id, Sale("GONE", "理由")),
    ):
        assert said.reason is Reason.INVALID_INPUT
    assert (roster.heads_counted, unit(roster, "1号楼1单元201室").note) == (3, "")


def test_a_correction_touches_no_vote_that_was_opened(world: World, roster: Roster) -> None:
    vote = an_open_vote(world, a_prepared_vote(world))
    before = (vote.heads, vote.area, vote.frozen_hash)
    flat = unit(roster, "1号楼1单元201室")
    roster_units.count_unit(keeper(world), roster.id, flat.id, counts=False, reason=CLAUSE)
    db.session.expire_all()
    areas = db.session.scalars(select(OwnersVoter.area).where(OwnersVoter.vote_id == vote.id)).all()
    assert ((vote.heads, vote.area, vote.frozen_hash), sum(areas)) == (before, vote.area)


def test_a_roster_that_was_replaced_is_not_corrected(world: World, roster: Roster) -> None:
    flat = unit(roster, "1号楼1单元201室")
    in_use(world, a_file(ROWS[:4]))
    said = refusal(roster_units.count_unit, keeper(world), roster.id, flat.id, counts=False, reason=CLAUSE)
    assert said.reason is Reason.WRONG_STATE


def test_a_unit_of_another_roster_or_compound_is_not_found(world: World, roster: Roster) -> None:
    elsewhere = a_compound("haitang", "海棠花园")
    other = in_use(elsewhere, a_file(ROWS[:3]))
    flat = unit(other, "1号楼1单元201室")
    act, sale = roster_units.correct_sale, Sale("UNSOLD", "没有卖")
    assert refusal(act, keeper(world), roster.id, flat.id, sale).reason is Reason.NOT_FOUND
    assert refusal(act, keeper(world), other.id, flat.id, sale).reason is Reason.NOT_FOUND
    assert refusal(act, elsewhere.actor("高峰"), other.id, flat.id, sale).reason is Reason.FORBIDDEN


def test_the_log_names_the_unit_by_number_only(world: World, roster: Roster) -> None:
    flat = unit(roster, "1号楼1单元201室")
    roster_units.count_unit(keeper(world), roster.id, flat.id, counts=False, reason=f"{LI}不同意")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert (entry.action, entry.facts) == ("roster.count_unit", {"unit": flat.id, "counts": False})
    assert LI not in json.dumps(entry.facts, ensure_ascii=False)

"""Flats are sold between two votes: one unit is changed with a reason, and the next file is asked about it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.models import OwnersVoter
from deliberation.owners.rules.electorate import voters
from deliberation.roster.actions import changes as roster_changes
from deliberation.roster.actions import rosters
from deliberation.roster.actions import units as roster_units
from deliberation.roster.actions.changes import Change
from deliberation.roster.actions.units import APART, Sale
from deliberation.roster.models import Roster
from deliberation.roster.queries import rosters as lines
from deliberation.roster.queries import units_of
from deliberation.roster.rules.importing import ACCEPTED, DECLINED, Preview, tag
from tests.builders import World, a_compound
from tests.owners.hall import a_prepared_vote, an_open_vote
from tests.refusals import reason_of
from tests.roster.rosters import LI, ROWS, WANG, ZHANG, a_file, in_use, keeper, read_in, unit
from tests.roster.sheets import HEAD, xlsx

SOLD = Change("TRANSFER", "2026年11月20日买卖，看过不动产权证", "孙丽", phone="13912345678")
FLAT, OTHER, COUPLE, UNSOLD = "1号楼1单元101室", "1号楼1单元102室", "1号楼1单元201室", "2号楼1单元101室"


@pytest.fixture
def roster(world: World) -> Roster:
    return in_use(world)


def change(world: World, roster: Roster, label: str, what: Change, owner_id: int | None = None) -> lines.Line:
    roster_changes.change_unit(keeper(world), roster.id, unit(roster, label).id, what, owner_id)
    return unit(roster, label)


def refused(world: World, roster: Roster, label: str, what: Change) -> Reason:
    return reason_of(change, world, roster, label, what)


def heads(roster: Roster) -> list[tuple[tuple[str, ...], int]]:
    return [(voter.names, voter.area) for voter in voters(units_of(roster.id), "OWNERS")]


def test_a_flat_that_was_sold_is_the_head_of_its_new_owner(world: World, roster: Roster) -> None:
    before = roster.heads_counted
    sold = change(world, roster, FLAT, SOLD)
    assert (sold.names, sold.phone, sold.voter_name) == (("孙丽",), "13912345678", "孙丽")
    assert (unit(roster, OTHER).names, unit(roster, OTHER).phone) == ((ZHANG,), "13812345678")
    assert roster.heads_counted == before + 1
    assert {(ZHANG,): 8000, ("孙丽",): 9050}.items() <= dict(heads(roster)).items()
    assert "看过不动产权证" in sold.note
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.action == "roster.change_unit"
    assert entry.facts == {"unit": sold.id, "cause": "TRANSFER", "fields": ["owners", "phone"]}


def test_heirs_are_co_owners_and_a_namesake_is_asked_about(world: World, roster: Roster) -> None:
    heirs = Change("TRANSFER", "继承公证", f"{LI}、{WANG}")
    assert refused(world, roster, FLAT, heirs) is Reason.NOT_READY
    couple = unit(roster, COUPLE).owner_id
    assert change(world, roster, FLAT, heirs, couple).owner_id == couple
    assert change(world, roster, OTHER, heirs, APART).owner_id != couple


def test_a_wrong_name_is_mended_for_every_unit_of_its_owner_and_no_head_is_added(world: World, roster: Roster) -> None:
    before = roster.heads_counted
    change(world, roster, FLAT, Change("NAME", "与产权证核对", "张叁"))
    assert unit(roster, OTHER).names == ("张叁",)
    assert (roster.heads_counted, unit(roster, OTHER).phone) == (before, "13812345678")


def test_area_and_kind_are_changed_and_the_figures_follow(world: World, roster: Roster) -> None:
    counted = roster.area_counted
    assert change(world, roster, FLAT, Change("DATA", "实测报告", area="91.50")).area == 9150
    assert roster.area_counted == counted + 100
    stored_in = Change("DATA", "规划是储藏室", kind="STORAGE")
    roster_changes.change_unit(keeper(world), roster.id, unit(roster, FLAT).id, stored_in)
    stored = next(line for line in lines.lines(roster.id) if line.room == "101" and line.building == "1号楼")
    assert (stored.kind, stored.counts_for_votes, roster.area_counted) == ("STORAGE", False, counted - 9050)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (replace(SOLD, reason=" "), Reason.INVALID_INPUT),
        (replace(SOLD, owners=""), Reason.INVALID_INPUT),
        (replace(SOLD, owners="王建国李秀英"), Reason.INVALID_INPUT),
        (replace(SOLD, phone="12345"), Reason.INVALID_INPUT),
        (Change("GONE", "理由"), Reason.INVALID_INPUT),
        (Change("DATA", "理由", area="约90"), Reason.INVALID_INPUT),
        (Change("DATA", "理由", kind="CASTLE"), Reason.INVALID_INPUT),
        (Change("DATA", "理由"), Reason.ALREADY_DONE),
        (Change("TRANSFER", "理由", ZHANG), Reason.ALREADY_DONE),
    ],
)
def test_a_change_that_says_nothing_clear_changes_nothing(
    world: World, roster: Roster, what: Change, reason: Reason
) -> None:
    assert refused(world, roster, FLAT, what) is reason
    assert (unit(roster, FLAT).names, unit(roster, FLAT).area) == ((ZHANG,), 9050)


def test_who_may_not_import_changes_nothing_and_a_flat_of_the_developer_is_first_handed_over(
    world: World, roster: Roster
) -> None:
    for person in (world.actor("李建国"), a_compound("haitang", "海棠花园").secretary):
        with pytest.raises(Refused):
            roster_changes.change_unit(person, roster.id, unit(roster, FLAT).id, SOLD)
    assert refused(world, roster, UNSOLD, SOLD) is Reason.INVALID_INPUT
    assert unit(roster, FLAT).names == (ZHANG,)


def test_a_vote_that_is_open_keeps_its_roll(world: World, roster: Roster) -> None:
    an_open_vote(world, a_prepared_vote(world))
    frozen = [(v.names, v.area, v.rooms) for v in db.session.scalars(select(OwnersVoter).order_by(OwnersVoter.number))]
    change(world, roster, FLAT, SOLD)
    change(world, roster, OTHER, Change("NAME", "核对", "张叁"))
    db.session.expire_all()
    now = [(v.names, v.area, v.rooms) for v in db.session.scalars(select(OwnersVoter).order_by(OwnersVoter.number))]
    assert now == frozen


def imported_again(world: World, roster: Roster) -> Roster:
    """People changed four things; then the office's old file comes in again, with one more line."""
    change(world, roster, FLAT, SOLD)
    roster_units.name_voter(keeper(world), roster.id, unit(roster, COUPLE).id, WANG)
    roster_units.correct_sale(keeper(world), roster.id, unit(roster, UNSOLD).id, Sale("DELIVERED", "已交房", "周青"))
    return read_in(world, a_file([*ROWS, ("3号楼", "1单元", 101, "吴竹", 77, "", "")]))


def preview(roster: Roster) -> Preview:
    return Preview.from_json(roster.reading or {})


def decide(world: World, roster: Roster, decision: str, codes: tuple[str, ...] = ("KEPT", "VOTER")) -> None:
    chosen = {tag(p.key): decision for p in preview(roster).proposals if p.code in codes}
    rosters.decide(keeper(world), roster.id, chosen)


def finish(world: World, roster: Roster) -> Roster:
    decide(world, roster, ACCEPTED, ("SAME_OWNER", "DEVELOPER"))
    return rosters.take_into_use(keeper(world), roster.id, all_handed_over=True)


def test_what_people_changed_is_proposed_at_the_next_import_and_stops_it_until_decided(
    world: World, roster: Roster
) -> None:
    again = imported_again(world, roster)
    kept = [p for p in preview(again).proposals if p.code in {"KEPT", "VOTER"}]
    assert sorted((p.code, p.units[0].room) for p in kept) == [
        ("KEPT", FLAT),
        ("KEPT", FLAT),
        ("KEPT", UNSOLD),
        ("KEPT", UNSOLD),
        ("VOTER", COUPLE),
    ]
    assert any("孙丽" in p.text and ZHANG in p.text for p in kept)
    with pytest.raises(Refused) as caught:
        finish(world, again)
    assert caught.value.reason is Reason.NOT_READY


def test_accepted_corrections_live_on_and_are_asked_about_at_the_import_after_that(
    world: World, roster: Roster
) -> None:
    again = imported_again(world, roster)
    decide(world, again, ACCEPTED)
    now = finish(world, again)
    assert (unit(now, FLAT).names, unit(now, FLAT).phone) == (("孙丽",), "13912345678")
    assert unit(now, COUPLE).voter_name == WANG
    assert (unit(now, UNSOLD).names, unit(now, UNSOLD).delivered) == (("周青",), True)
    third = read_in(world, a_file([*ROWS, ("3号楼", "1单元", 102, "吴竹", 77, "", "")]))
    assert sum(p.code == "KEPT" for p in preview(third).proposals) == 4


def test_declined_corrections_leave_what_the_file_says(world: World, roster: Roster) -> None:
    again = imported_again(world, roster)
    decide(world, again, ACCEPTED)
    decide(world, again, DECLINED)
    now = finish(world, again)
    assert (unit(now, FLAT).names, unit(now, COUPLE).voter_name) == ((ZHANG,), "")
    assert unit(now, UNSOLD).is_developer
    third = read_in(world, a_file([*ROWS, ("3号楼", "1单元", 102, "吴竹", 77, "", "")]))
    assert not any(p.code in {"KEPT", "VOTER"} for p in preview(third).proposals)


def test_a_file_may_say_itself_who_votes_for_co_owners(world: World, roster: Roster) -> None:
    rows = [(*row, WANG if WANG in str(row[3]) else "") for row in ROWS]
    again = read_in(world, xlsx([(*HEAD, "共有人的投票人"), *rows]))
    now = finish(world, again)
    assert unit(now, COUPLE).voter_name == WANG

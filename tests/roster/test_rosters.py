"""A roster comes into use as a whole, after a person has decided on every head, and touches no running vote."""

from __future__ import annotations

import json
from functools import partial

import pytest
from sqlalchemy import func, select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel.errors import Reason
from deliberation.owners.models import OwnersVoter
from deliberation.owners.rules.electorate import voters
from deliberation.roster.actions import rosters
from deliberation.roster.models import Roster, RosterOwner, RosterUnit
from deliberation.roster.queries import active_roster, units_of
from deliberation.roster.rules.codes import NAMES, TEXTS
from deliberation.roster.rules.importing import ACCEPTED, DECLINED, Preview, figures, figures_of_all, tag
from tests.builders import World, a_compound, an_officer
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.queries import counted_statements
from tests.refusals import refusal
from tests.roster.rosters import ROWS, ZHANG, a_file, decided, in_use, keeper, read_in, unit
from tests.roster.sheets import HEAD, Cells, xlsx


def preview(roster: Roster) -> Preview:
    return Preview.from_json(roster.reading or {})


def stored() -> tuple[int, int]:
    owners, units = (db.session.scalar(select(func.count()).select_from(t)) or 0 for t in (RosterOwner, RosterUnit))
    return owners, units


def test_nothing_is_used_before_every_proposal_is_decided(world: World) -> None:
    roster = read_in(world)
    assert (roster.state, stored()) == ("PREVIEW", (0, 0))
    said = refusal(rosters.take_into_use, keeper(world), roster.id)
    assert (said.reason, "2 条合并建议" in str(said.facts["missing"])) == (Reason.NOT_READY, True)
    assert (active_roster(world.compound.id), stored()) == (None, (0, 0))
    decided(world, roster)
    rosters.take_into_use(keeper(world), roster.id)
    active = active_roster(world.compound.id)
    assert active is not None
    assert (active.id, active.reading, stored()[1]) == (roster.id, None, 6)


def test_heads_and_area_follow_what_was_accepted(world: World) -> None:
    roster = in_use(world)
    assert (roster.heads_counted, roster.area_counted, roster.units) == (3, 410_75, 6)
    assert (roster.heads, roster.area) == (3, 423_25)
    asked = voters(units_of(roster.id), "OWNERS")
    assert [(v.names, v.area, v.is_developer) for v in asked] == [
        ((ZHANG,), 170_50, False),
        (("李四", "王小五"), 100_25, False),
        ((), 140_00, True),
    ]
    assert [v.voter_name for v in asked] == [ZHANG, "", ""]


def test_what_was_not_accepted_stays_a_head_for_each_unit(world: World) -> None:
    roster = decided(world, read_in(world), DECLINED)
    rosters.take_into_use(keeper(world), roster.id)
    assert (roster.heads_counted, roster.area_counted) == (5, 410_75)


def test_the_figures_of_the_preview_are_those_of_the_roster(world: World) -> None:
    roster = read_in(world)
    reading = preview(roster).reading
    before = figures(reading, roster.decided)
    assert (before.units, before.area, before.as_written, before.as_decided, before.as_proposed) == (5, 410_75, 5, 5, 3)
    everything = figures_of_all(reading, roster.decided)
    assert (everything.units, everything.area, everything.as_proposed) == (6, 423_25, 3)
    decided(world, roster)
    assert (roster.heads_counted, figures(reading, roster.decided).as_decided) == (3, 3)


def test_the_old_roster_is_replaced_and_a_running_vote_is_not_touched(world: World) -> None:
    old = a_roster(world, heads_of(4))
    vote = an_open_vote(world, a_prepared_vote(world))
    before = (vote.heads, vote.area, vote.frozen_hash, vote.roster_id)
    new = in_use(world)
    db.session.expire_all()
    assert (old.state, new.state) == ("REPLACED", "ACTIVE")
    assert (vote.heads, vote.area, vote.frozen_hash, vote.roster_id) == before
    names = db.session.scalars(select(OwnersVoter.names).where(OwnersVoter.vote_id == vote.id)).all()
    assert names == [[f"业主{n:04d}"] for n in range(1, 5)]


def test_a_file_with_an_id_column_is_mended_and_not_used(world: World) -> None:
    number = "370102199001011234"
    content = xlsx([(*HEAD, "身份证号"), *((*row, number) for row in ROWS)])
    roster = decided(world, read_in(world, content))
    said = refusal(rosters.take_into_use, keeper(world), roster.id, all_handed_over=True)
    assert (said.reason, "必须改" in str(said.facts["missing"])) == (Reason.NOT_READY, True)
    assert (stored(), number in json.dumps(roster.reading)) == ((0, 0), False)


def test_a_roster_without_a_unit_of_the_developer_must_be_confirmed(world: World) -> None:
    roster = decided(world, read_in(world, a_file(ROWS[:3])))
    said = refusal(rosters.take_into_use, keeper(world), roster.id)
    assert (said.reason, "未售、未交付" in str(said.facts["missing"])) == (Reason.NOT_READY, True)
    assert rosters.take_into_use(keeper(world), roster.id, all_handed_over=True).state == "ACTIVE"


def test_a_roster_in_which_nothing_counts_is_not_used(world: World) -> None:
    roster = decided(world, read_in(world, a_file(ROWS[5:])))
    said = refusal(rosters.take_into_use, keeper(world), roster.id, all_handed_over=True)
    assert said.reason is Reason.NOT_READY


def test_what_was_decided_is_carried_over_to_the_next_file(world: World) -> None:
    first = decided(world, read_in(world))
    more: Cells = ("3号楼", "1单元", 101, "赵六", 60, "", "")
    again: Cells = ("3号楼", "1单元", 102, "赵六", 60, "", "")
    second = read_in(world, a_file((*ROWS, more, again)))
    assert (first.state, first.reading) == ("DISCARDED", None)
    assert sorted(second.decided) == sorted(first.decided)
    assert [p.names for p in preview(second).reading.proposals if p.key not in second.decided] == [("赵六",)]


def test_the_same_file_sent_twice_is_one_import(world: World) -> None:
    first = decided(world, read_in(world))
    again = read_in(world)
    assert (again.id, again.state, len(again.decided)) == (first.id, "PREVIEW", 2)
    assert db.session.scalar(select(func.count()).select_from(Roster)) == 1


def test_what_was_given_up_is_forgotten_and_its_decisions_help_the_next(world: World) -> None:
    roster = decided(world, read_in(world))
    rosters.give_up(keeper(world), roster.id)
    assert (roster.state, roster.reading) == ("DISCARDED", None)
    assert refusal(rosters.take_into_use, keeper(world), roster.id).reason is Reason.WRONG_STATE
    assert refusal(rosters.decide, keeper(world), roster.id, {}).reason is Reason.WRONG_STATE
    again = read_in(world)
    assert (again.id != roster.id, len(again.decided)) == (True, 2)


def test_parking_that_counts_by_the_house_rules_is_proposed_anew(world: World) -> None:
    roster = decided(world, read_in(world))
    assert refusal(rosters.count, keeper(world), roster.id, ["PARKING"], " ").reason is Reason.INVALID_INPUT
    rosters.count(keeper(world), roster.id, ["PARKING"], "议事规则第十二条")
    (open_again,) = [p for p in preview(roster).reading.proposals if p.key not in roster.decided]
    assert (open_again.names, len(open_again.units)) == ((ZHANG,), 3)
    assert "KIND_NOT_COUNTED" not in {p.code for p in preview(roster).reading.problems}
    rosters.decide(keeper(world), roster.id, {tag(open_again.key): ACCEPTED})
    rosters.take_into_use(keeper(world), roster.id)
    assert (roster.heads_counted, roster.area_counted) == (3, 423_25)
    assert unit(roster, "2号楼车位7").note == "按议事规则第十二条计入表决"


def test_parking_that_does_not_count_any_more_is_told_again(world: World) -> None:
    roster = read_in(world)
    told = preview(roster).reading.problems
    rosters.count(keeper(world), roster.id, ["PARKING", "DWELLING"], "议事规则第十二条")
    assert preview(roster).kinds == ("PARKING",)
    rosters.count(keeper(world), roster.id, [], "")
    assert (preview(roster).reading.problems, preview(roster).clause) == (told, "")


def test_all_of_one_kind_are_accepted_and_what_was_declined_stays(world: World) -> None:
    roster = read_in(world)
    (owner,) = [p for p in preview(roster).reading.proposals if p.code == "SAME_OWNER"]
    rosters.decide(keeper(world), roster.id, {tag(owner.key): DECLINED})
    for code in ("SAME_OWNER", "DEVELOPER", "DEVELOPER"):
        rosters.accept_all(keeper(world), roster.id, code)
    assert roster.decided == {owner.key: DECLINED, "DEVELOPER": ACCEPTED}


@pytest.mark.parametrize("decisions", [{"0" * 16: ACCEPTED}, {tag("DEVELOPER"): "MAYBE"}])
def test_a_decision_on_nothing_is_refused(world: World, decisions: dict[str, str]) -> None:
    roster = read_in(world)
    assert refusal(rosters.decide, keeper(world), roster.id, decisions).reason is Reason.INVALID_INPUT
    assert roster.decided == {}


def test_a_ground_and_an_area_source_are_demanded(world: World) -> None:
    reading = preview(read_in(world)).reading
    for ground, source in (("  ", "REGISTER"), ("长" * 201, "REGISTER"), ("业主同意", "GUESS")):
        file = rosters.RosterFile("名册.xlsx", "1" * 64, ground, source)
        said = refusal(rosters.read_in, keeper(world), world.compound.id, file, reading)
        assert said.reason is Reason.INVALID_INPUT


def test_who_may_not_import_changes_nothing(world: World) -> None:
    roster = decided(world, read_in(world))
    officer = an_officer(world, "subdistrict_officer")
    stranger = a_compound("haitang", "海棠花园").secretary
    for act in (rosters.take_into_use, rosters.give_up, partial(rosters.note_export, units=1)):
        assert refusal(act, world.actor("高峰"), roster.id).reason is Reason.FORBIDDEN
        assert refusal(act, officer, roster.id).reason is Reason.FORBIDDEN
        assert refusal(act, stranger, roster.id).reason is Reason.NOT_FOUND
    assert roster.state == "PREVIEW"


def test_the_log_holds_figures_and_no_owner(world: World) -> None:
    roster = in_use(world)
    rosters.note_export(keeper(world), roster.id, 3)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "roster")).all()
    assert [e.action for e in entries][-2:] == ["roster.commit", "roster.export"]
    said = json.dumps([e.facts for e in entries], ensure_ascii=False)
    assert not any(word in said for word in (ZHANG, "李四", "138", "号楼"))


def test_five_thousand_units_take_as_many_statements_as_five(world: World) -> None:
    rows: list[Cells] = [(f"{n // 100 + 3}号楼", "1单元", 100 + n % 100, f"孙甲{n}", 90, "", "") for n in range(5000)]
    spent = []
    for part in (rows[:5], rows):
        content = a_file([*part, *ROWS[3:5]])
        with counted_statements() as seen:
            in_use(world, content)
        spent.append(len(seen))
    active = active_roster(world.compound.id)
    assert active is not None
    assert (active.units, active.heads_counted) == (5002, 5001)
    # the second replaces a roster: one UPDATE and one line of the log more
    assert spent[1] <= spent[0] + 3


def test_every_problem_has_a_short_name() -> None:
    assert set(NAMES) == set(TEXTS)

"""Versions of rules: which counts on a day and where, who may write one, and that old meetings keep theirs."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import compounds_under
from deliberation.organisation.actions.profiles import ProfileDraft, add_profile, revise_profile, take_over_shipped
from deliberation.organisation.models import Community, Compound, MeetingType, RuleProfileVersion, Subdistrict
from deliberation.organisation.queries import profile_in_force, profiles
from deliberation.organisation.rules import parse_any
from tests.builders import World, a_compound, an_officer

TODAY = date(2026, 3, 2)
CODE = "five-party-default"


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with clock.frozen(clock.beijing(2026, 3, 2, 9)):
        yield a_compound()


@pytest.fixture
def admin(world: World) -> Actor:
    return an_officer(world, "administrator", "萧芳")


def newest(code: str = CODE) -> RuleProfileVersion:
    return profiles.versions_of(code)[0]


def a_draft(code: str = CODE, **changed: Any) -> ProfileDraft:
    """The newest version of some rules with changes, from today on."""
    data = copy.deepcopy(newest(code).data) | {"valid_from": TODAY.isoformat()} | changed
    return ProfileDraft(data, "街道统一要求", "5f" * 16)


def revise(actor: Actor, code: str = CODE, based_on: int | None = None, **changed: Any) -> RuleProfileVersion:
    return revise_profile(actor, code, based_on or newest(code).version, a_draft(code, **changed))


def refusal(reason: Reason, act: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*arguments, **named)
    assert refused.value.reason is reason
    return refused.value.message


def test_a_revision_is_a_new_version_and_the_old_one_stays_as_it_was(world: World, admin: Actor) -> None:
    before = copy.deepcopy(newest().data)
    made = revise(admin, notice_days=5)
    assert (made.code, made.version, made.data["notice_days"], made.reason) == (CODE, 2, 5, "街道统一要求")
    (kept,) = [row for row in profiles.versions_of(CODE) if row.version == 1]
    assert (kept.data, kept.valid_to) == (before, None)


def test_a_revision_leaves_a_line_in_the_log(world: World, admin: Actor) -> None:
    made = revise(admin, notice_days=5)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "rules.manage")).one()
    assert (entry.actor_name, entry.subject_kind, entry.subject_id) == ("萧芳", "rule_profile", made.id)
    assert entry.facts == {"code": CODE, "version": 2, "valid_from": "2026-03-02"}


def test_a_version_counts_from_its_own_first_day_and_the_one_before_until_then(world: World, admin: Actor) -> None:
    begin = TODAY + timedelta(days=30)
    revise(admin, notice_days=5, valid_from=begin.isoformat())
    assert [_version(day) for day in (TODAY, begin - timedelta(days=1), begin)] == [1, 1, 2]


def test_where_the_newest_version_has_ended_nothing_counts(world: World, admin: Actor) -> None:
    end = TODAY + timedelta(days=10)
    revise(admin, valid_to=end.isoformat())
    assert _version(end) == 2
    assert profile_in_force(CODE, end + timedelta(days=1)) is None


def _version(day: date) -> int:
    found = profile_in_force(CODE, day)
    assert found is not None
    assert found is profiles.in_force(profiles.versions_of(CODE), day)
    return found.version


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"valid_from": "2026-03-01"}, "生效日期不能早于今天"),
        ({}, "没有改动"),
        ({"publication_days": 0}, "公示天数须是不小于 1 的整数"),
        ({"name": ""}, "没有填写规则名称"),
    ],
)
def test_a_mistaken_revision_is_refused_and_nothing_is_written(
    world: World, admin: Actor, changed: dict[str, Any], said: str
) -> None:
    assert said in refusal(Reason.INVALID_INPUT, revise, admin, **changed)
    assert newest().version == 1
    assert revise(admin, notice_days=5).version == 2


def test_a_version_cannot_begin_before_the_one_that_it_replaces(world: World, admin: Actor) -> None:
    revise(admin, notice_days=5, valid_from="2026-05-01")
    said = refusal(Reason.INVALID_INPUT, revise, admin, notice_days=6, valid_from="2026-04-30")
    assert "不能早于上一版的生效日期（2026-05-01）" in said
    assert revise(admin, notice_days=6, valid_from="2026-05-01").version == 3


def test_of_two_who_revise_the_same_version_the_second_is_told(world: World, admin: Actor) -> None:
    revise(admin, notice_days=5)
    said = refusal(Reason.ALREADY_DONE, revise, admin, based_on=1, notice_days=6)
    assert "第 2 版已经登记" in said
    assert newest().data["notice_days"] == 5


def test_a_revision_cannot_move_rules_to_another_body_or_place(world: World, admin: Actor) -> None:
    elsewhere = {"code": "mine", "body": "owners_assembly", "place": "青岛市", "version": 9}
    draft = ProfileDraft({**a_draft(notice_days=5).data, **elsewhere}, "改到别处")
    made = revise_profile(admin, CODE, 1, draft)
    assert (made.code, made.version, made.data["version"]) == (CODE, 2, 2)
    assert (made.data["body"], made.data["place"]) == ("five_party_meeting", "")


def test_rules_of_meetings_that_a_neighbourhood_committee_organises_show_results_for_fifteen_days(
    world: World, admin: Actor
) -> None:
    assert revise(admin, publication_days=8).version == 2
    with transaction() as session:
        session.get_one(MeetingType, world.meeting_type.id).organiser = "neighbourhood_committee"
    said = refusal(Reason.INVALID_INPUT, revise, admin, publication_days=14)
    assert "居委会组织的事项公示不得少于 15 天" in said
    assert revise(admin, publication_days=15).version == 3


def test_who_may_revise(world: World, admin: Actor) -> None:
    officer = an_officer(world, "subdistrict_officer", "曾伟")
    for actor in (world.chair, world.secretary, world.actor("吴敏")):
        assert "系统管理员" in refusal(Reason.FORBIDDEN, revise, actor, notice_days=5)
    refusal(Reason.NOT_SIGNED_IN, revise, ANONYMOUS, notice_days=5)
    assert revise(officer, notice_days=5).version == 2
    assert revise(admin, notice_days=6).version == 3


def test_a_branch_may_revise_where_its_compound_has_allowed_it_and_no_other_compound_is_reached(world: World) -> None:
    branch = world.actor("吴敏")
    _switch_on(world.compound)
    assert revise(branch, notice_days=5).version == 2
    elsewhere = a_compound("haitang", "海棠花园")
    refusal(Reason.FORBIDDEN, revise, branch, notice_days=6)
    _switch_on(elsewhere.compound)
    refusal(Reason.FORBIDDEN, revise, branch, notice_days=6)


def _switch_on(compound: Compound) -> None:
    with transaction() as session:
        session.get_one(Compound, compound.id).options = ["rules.manage"]


def test_an_officer_cannot_change_rules_that_reach_another_subdistrict(world: World, admin: Actor) -> None:
    officer = an_officer(world, "subdistrict_officer", "曾伟")
    assert revise(officer, "shandong-owners", notice_days=16).version == 2
    _another_subdistrict("济南市", "山东省")
    refusal(Reason.FORBIDDEN, revise, officer, "shandong-owners", notice_days=17)
    refusal(Reason.FORBIDDEN, revise, officer, "civil-code-278", notice_days=17)
    assert revise(admin, "shandong-owners", notice_days=17).version == 3


def _another_subdistrict(city: str, province: str = "") -> Compound:
    with transaction() as session:
        subdistrict = Subdistrict(name=f"{city}街道", city=city, province=province)
        session.add(subdistrict)
        session.flush()
        community = Community(subdistrict_id=subdistrict.id, name="泉城社区")
        session.add(community)
        session.flush()
        compound = Compound(community_id=community.id, slug=f"c{subdistrict.id}", name="泉城小区")
        session.add(compound)
    return compound


@pytest.mark.parametrize(
    "city, province, code",
    [
        ("东营市", "山东省", "shandong-owners"),
        ("东营市", "", "shandong-owners"),
        ("济南市", "山东省", "jinan-owners"),
        ("成都市", "", "chengdu-owners"),
        ("哈尔滨市", "黑龙江省", "civil-code-278"),
        ("", "", "civil-code-278"),
    ],
)
def test_a_compound_has_the_owners_rules_of_its_city_else_of_its_province_else_of_the_country(
    world: World, city: str, province: str, code: str
) -> None:
    compound = _another_subdistrict(city, province)
    assert profiles.owners_rules_for(compound, "owners_assembly", TODAY).code == code
    assert profiles.owners_rules_for(compound, "household_survey", TODAY).code == "household-survey-default"


def test_where_no_owners_rules_count_yet_it_is_said(world: World) -> None:
    said = refusal(Reason.NOT_READY, profiles.owners_rules_for, world.compound, "owners_assembly", date(2020, 1, 1))
    assert "当天生效的规则（业主大会）" in said


def test_new_rules_of_a_city_count_there_and_the_same_form_sent_twice_is_one_set(world: World, admin: Actor) -> None:
    draft = a_draft("shandong-owners", place="东营市", name="业主大会（东营市）", notice_days=20)
    made, again = add_profile(admin, draft), add_profile(admin, draft)
    assert made is again
    assert made.version == 1
    assert profiles.owners_rules_for(world.compound, "owners_assembly", TODAY) is made


def test_a_place_has_one_set_of_owners_rules(world: World, admin: Actor) -> None:
    said = refusal(Reason.ALREADY_DONE, add_profile, admin, a_draft("shandong-owners", name="另一套"))
    assert "山东省已有“业主大会（山东省）”，请在它上面修订" in said


def test_new_rules_that_reach_compounds_of_others_are_refused(world: World, admin: Actor) -> None:
    officer = an_officer(world, "subdistrict_officer", "曾伟")
    _another_subdistrict("烟台市", "山东省")
    draft = a_draft("shandong-owners", place="烟台市", name="业主大会（烟台市）")
    refusal(Reason.FORBIDDEN, add_profile, officer, draft)
    refusal(Reason.FORBIDDEN, add_profile, world.chair, draft)
    assert add_profile(admin, draft).version == 1


def test_rules_of_a_meeting_that_nobody_uses_yet_may_be_added_by_an_officer(world: World) -> None:
    officer = an_officer(world, "subdistrict_officer", "曾伟")
    made = add_profile(officer, a_draft(name="五方办议事规则（广饶街道）"))
    assert re.fullmatch(r"five-party-meeting-[0-9a-f]{12}", made.code)
    assert compounds_under(parse_any(made.data)) == []
    refusal(Reason.FORBIDDEN, add_profile, world.chair, a_draft(name="我的规则"))


def test_what_comes_with_the_platform_is_entered_once_and_leaves_revisions_alone(world: World, admin: Actor) -> None:
    revise(admin, notice_days=5)
    with transaction() as session:
        session.delete(newest("shandong-owners"))
    refusal(Reason.FORBIDDEN, take_over_shipped, world.secretary)
    assert take_over_shipped(admin) == 1
    assert take_over_shipped(admin) == 0
    assert newest().data["notice_days"] == 5
    assert parse_any(newest("shandong-owners").data).name == "业主大会（山东省）"

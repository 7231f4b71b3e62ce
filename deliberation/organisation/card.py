"""What the organisation says of itself: compounds, parties, persons, accounts, rules."""

from __future__ import annotations

from typing import Any

from deliberation.kernel.stage import Chain, DueJob, Kind, NavItem, Offers, Periodic, Slugs, Stage, Subject, Visits
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.organisation import queries
from deliberation.organisation.actions import close_visit, leaving, open_visit, terms, visits
from deliberation.organisation.actions.days_off import tell_of_missing
from deliberation.organisation.actions.workbooks import forget_workbooks
from deliberation.organisation.models import (
    Account,
    Appointment,
    Building,
    Community,
    Compound,
    DutyLine,
    Entrance,
    GridArea,
    Handover,
    HolidayYear,
    InstallationRole,
    MeetingType,
    Party,
    Person,
    RuleProfileVersion,
    Subdistrict,
    Unit,
    Venue,
    Workbook,
)
from deliberation.organisation.queries import office
from deliberation.organisation.queries.doors import visit_holds
from deliberation.organisation.queries.reaching import reach
from deliberation.organisation.queries.terms import waiting
from deliberation.organisation.rules.terms import CARRY_OUT
from deliberation.organisation.views import actor_of_identity, blueprint, load_user
from deliberation.titles import of_rows


def _chains() -> dict[str, Chain]:
    """What each chain of the log covers: the whole installation, or one compound."""
    named = {f"compound:{one.id}": Chain(one.name, one.id, frozenset(one.options)) for one in queries.compounds()}
    return {"system": Chain(_("整个平台")), **named}


def _slugs() -> Slugs:
    return {one.id: one.slug for one in queries.compounds()}


def _named(row: Any, _slugs: Slugs) -> Subject:
    return Subject(row.name)


def _building(row: Building, _slugs: Slugs) -> Subject:
    return Subject(_("%(number)s号楼", number=row.number))


def _entrance(row: Entrance, _slugs: Slugs) -> Subject:
    return Subject(_("%(building)s号楼%(number)s单元", building=row.building.number, number=row.number))


def _duty(row: DutyLine, _slugs: Slugs) -> Subject:
    return Subject(row.matter)


def _post(row: Appointment | InstallationRole, _slugs: Slugs) -> Subject:
    return Subject(" ".join(part for part in (row.person.name, row.post) if part))


def _handover(row: Handover, _slugs: Slugs) -> Subject:
    names = {"leaver": row.leaver.name, "follower": row.follower.name}
    text = _("交接清单：%(leaver)s—%(follower)s", **names)
    return Subject(text, "organisation.handover", {"handover_id": row.id}, "handover.read", row.compound_id)


def _account(row: Account, _slugs: Slugs) -> Subject:
    return Subject(row.person.name)


def _profile(row: RuleProfileVersion, _slugs: Slugs) -> Subject:
    return Subject(_("%(name)s（第 %(n)s 版）", name=row.data.get("name", ""), n=row.version))


def _meeting_type(row: MeetingType, _slugs: Slugs) -> Subject:
    return Subject(row.name, "organisation.meeting_type", {"meeting_type_id": row.id}, "meeting_type.manage")


def _holiday_year(row: HolidayYear, _slugs: Slugs) -> Subject:
    return Subject(_("%(year)s 年", year=row.year), "organisation.days_off_years", {"year": row.year}, "days_off.load")


OF_THE_OFFICE = tuple(
    f"organisation.{name}"
    for name in [
        "places",
        "new_subdistrict",
        "edit_subdistrict",
        "new_community",
        "edit_community",
        "grids",
        "new_grid",
        "edit_grid",
        "compounds",
        "new_compound",
        "office_compound",
        "edit_compound",
        "move_compound",
        "switches",
        "buildings",
        "new_buildings",
        "building",
        "edit_building",
        "new_entrance",
        "edit_entrance",
        "venues",
        "new_venue",
        "edit_venue",
        "close_venue",
        "units",
        "new_unit",
        "edit_unit",
        "office_parties",
        "new_party",
        "edit_party",
        "end_party",
        "office_duties",
        "new_duty",
        "duty",
        "replace_duty",
    ]
)
"""Pages that belong to 管理 in the navigation."""

CARD = Stage(
    "organisation",
    blueprint,
    nav=(
        NavItem(90, "organisation.parties", N_("各方"), "compound.read"),
        NavItem(120, "organisation.office", N_("管理"), "organisation.manage", per_compound=False),
    ),
    part_of=dict.fromkeys(OF_THE_OFFICE, "organisation.office"),
    set_up=(office.set_up,),
    places={
        "sign_in": "organisation.sign_in",
        "sign_out": "organisation.sign_out",
        "password": "organisation.password",
        "desks": "organisation.desk_door",
        "load_days_off": "organisation.days_off_years",
        "meeting_types": "organisation.types_here",
    },
    kinds=(
        Kind("subdistrict", N_("街道"), of_rows(Subdistrict, _named)),
        Kind("community", N_("社区"), of_rows(Community, _named)),
        Kind("compound", N_("小区"), of_rows(Compound, _named)),
        Kind("grid_area", N_("网格"), of_rows(GridArea, _named)),
        Kind("building", N_("楼栋"), of_rows(Building, _building)),
        Kind("entrance", N_("单元"), of_rows(Entrance, _entrance)),
        Kind("venue", N_("会场"), of_rows(Venue, _named)),
        Kind("unit", N_("单位"), of_rows(Unit, _named)),
        Kind("party", N_("各方"), of_rows(Party, _named)),
        Kind("duty_line", N_("职责清单"), of_rows(DutyLine, _duty)),
        Kind("person", N_("人员"), of_rows(Person, _named)),
        Kind("appointment", N_("任职"), of_rows(Appointment, _post)),
        Kind("installation_role", N_("街道、社区的任职"), of_rows(InstallationRole, _post)),
        Kind("handover", N_("交接清单"), of_rows(Handover, _handover)),
        Kind("account", N_("账号"), of_rows(Account, _account)),
        Kind("meeting_type", N_("会议种类"), of_rows(MeetingType, _meeting_type)),
        Kind("holiday_year", N_("放假安排"), of_rows(HolidayYear, _holiday_year)),
        Kind("workbook", N_("组织表格"), of_rows(Workbook, _named)),
        Kind("rule_profile", N_("议事规则"), of_rows(RuleProfileVersion, _profile)),
    ),
    waiting=(waiting,),
    jobs=(DueJob(CARRY_OUT, terms.carry_out),),
    periodic=(
        Periodic("workbooks.forget", forget_workbooks, "份一周没有导入的组织表格已删除。"),
        Periodic("visits.forget", visits.forget_visits, "条九十天以前的登录和输错记录已删除。"),
        Periodic("days_off.tell", tell_of_missing, "位管理员已被告知：下一年的放假安排还没有装入。"),
        Periodic("accounts.close_left", leaving.close_left, "个账号随离任停用。"),
        Periodic("accounts.anonymise", leaving.anonymise, "个账号离任满一年，已匿名。"),
        Periodic("people.forget", leaving.forget_people, "人离任满一年，已删除电话和邮箱。"),
    ),
    offers=Offers(
        compound_by_slug=queries.compound_by_slug,
        slugs=_slugs,
        has_demo=queries.has_demo,
        chains=_chains,
        load_user=load_user,
        actor_of_account=actor_of_identity,
        reach=reach,
        visits=Visits(open_visit, close_visit, visit_holds),
    ),
)

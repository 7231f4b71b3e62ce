"""What the store has, as the workbook writes it: compared with an import, and exported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.actor import Role
from deliberation.organisation.models import (
    Appointment,
    AppointmentArea,
    Building,
    Community,
    Compound,
    CompoundMeetingType,
    Entrance,
    GridArea,
    InstallationRole,
    MeetingType,
    Party,
    Person,
    Subdistrict,
    Unit,
    Venue,
)
from deliberation.organisation.rules.compounds import COMPOUND_TYPES
from deliberation.organisation.rules.workbook import (
    Key,
    Places,
    Present,
    above,
    key_of,
    party_word,
    role_word,
    short_kind,
)

Rows = dict[Key, Present]


def _all(*order: Any) -> list[Any]:
    return list(db.session.scalars(select(order[0]).order_by(*order[1:])).unique())


class Stored:
    """The whole organisation, read once in a fixed number of statements."""

    def __init__(self) -> None:
        self.subdistricts = {one.id: one for one in _all(Subdistrict, Subdistrict.id)}
        self.communities = {one.id: one for one in _all(Community, Community.id)}
        self.compounds = {one.id: one for one in _all(Compound, Compound.id)}
        self.buildings = {one.id: one for one in _all(Building, Building.compound_id, Building.position, Building.id)}
        self.entrances = _all(Entrance, Entrance.position, Entrance.id)
        self.grid_areas = {one.id: one for one in _all(GridArea, GridArea.id)}
        self.venues = _all(Venue, Venue.compound_id, Venue.id)
        self.units = {one.id: one for one in _all(Unit, Unit.id)}
        self.parties = {one.id: one for one in _all(Party, Party.compound_id, Party.position, Party.id)}
        self.words: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for party in self.parties.values():
            if party.ends_on is None:
                self.words[party.compound_id].append((short_kind(party.kind), party.name))
        self.people = {one.id: one for one in _all(Person, Person.code, Person.id)}
        self.appointments = _all(Appointment, Appointment.id)
        self.wide = _all(InstallationRole, InstallationRole.id)
        self.types = {one.id: one for one in _all(MeetingType, MeetingType.id)}
        self.uses: dict[int, list[str]] = defaultdict(list)
        for use in _all(CompoundMeetingType, CompoundMeetingType.position, CompoundMeetingType.id):
            self.uses[use.compound_id].append(self.types[use.meeting_type_id].name)
        self.areas: dict[int, list[str]] = defaultdict(list)
        for area in _all(AppointmentArea, AppointmentArea.id):
            self.areas[area.appointment_id].append(self._area(area))

    def _area(self, area: AppointmentArea) -> str:
        if area.building_id is not None:
            return f"{self.buildings[area.building_id].number}号楼"
        return self.grid_areas[area.grid_area_id].name if area.grid_area_id is not None else ""

    def places(self) -> Places:
        """What a row of a workbook may name."""
        named = {one.id: one.name for one in self.compounds.values()}
        buildings: dict[str, tuple[str, ...]] = dict.fromkeys(named.values(), ())
        for one in self.buildings.values():
            buildings[named[one.compound_id]] += (one.number,)
        return Places(
            frozenset(one.name for one in self.subdistricts.values()),
            frozenset(one.name for one in self.communities.values()),
            buildings,
            {name: tuple(self.words[id_]) for id_, name in named.items()},
            frozenset(one.name for one in self.units.values()),
            {code_of(one): one.name for one in self.people.values()},
            tuple(one.name for one in self.types.values()),
            frozenset(one.name for one in self.grid_areas.values()),
        )


def code_of(person: Person) -> str:
    """The 编号 of a person; whoever was entered on a page without one is named by the number of the record (#12)."""
    return person.code or f"#{person.id}"


def present(stored: Stored) -> dict[str, Rows]:
    """Every row of every sheet that the store has, by what names it."""
    makers = {
        "社区": _communities,
        "小区": _compounds,
        "楼栋单元": _entrances,
        "会场": _venues,
        "单位": _units,
        "各方": _parties,
        "人员": _people,
        "任职": _posts,
    }
    return {
        sheet: {key_of(sheet, cells): Present(row_id, cells) for row_id, cells in make(stored)}
        for sheet, make in makers.items()
    }


Made = Iterable[tuple[int, dict[str, str]]]


def _communities(stored: Stored) -> Made:
    for one in stored.communities.values():
        yield one.id, {"街道": one.subdistrict.name, "社区": one.name, "地址": one.address, "电话": one.phone}


def _compounds(stored: Stored) -> Made:
    for one in stored.compounds.values():
        yield (
            one.id,
            {
                "社区": one.community.name,
                "小区": one.name,
                "简称": one.slug,
                "类型": COMPOUND_TYPES.get(one.type, ""),
                "户数": str(one.households),
                "地址": one.address,
                "电话": one.phone,
                "会议种类": "、".join(stored.uses[one.id]),
            },
        )


def _entrances(stored: Stored) -> Made:
    order = {building_id: at for at, building_id in enumerate(stored.buildings)}
    for one in sorted(stored.entrances, key=lambda entrance: order[entrance.building_id]):
        building = stored.buildings[one.building_id]
        area = stored.grid_areas.get(one.grid_area_id or 0)
        grid = stored.grid_areas.get(area.parent_id or 0) if area else None
        micro = area.name if area and area.level == "micro_grid" else ""
        yield (
            one.id,
            {
                "小区": stored.compounds[building.compound_id].name,
                "楼号": building.number,
                "单元": one.number,
                "层数": str(one.floors),
                "户数": str(one.households),
                "网格": grid.name if grid else area.name if area and not micro else "",
                "微网格": micro,
            },
        )


def _venues(stored: Stored) -> Made:
    for one in stored.venues:
        name = stored.compounds[one.compound_id].name
        yield (
            one.id,
            {"小区": name, "会场": one.name, "地址": one.address, "座位": str(one.places), "设备": one.equipment},
        )


def _units(stored: Stored) -> Made:
    for one in stored.units.values():
        yield one.id, {"单位": one.name, "种类": short_kind(one.kind), "电话": one.phone}


def _parties(stored: Stored) -> Made:
    for one in stored.parties.values():
        yield (
            one.id,
            {
                "小区": stored.compounds[one.compound_id].name,
                "方": short_kind(one.kind),
                "名称": one.name,
                "单位": one.unit.name if one.unit else "",
                "筹备": _yes(one.is_preparatory),
                "权限说明": one.powers,
                "顺序": str(one.position),
            },
        )


def _people(stored: Stored) -> Made:
    for one in stored.people.values():
        told = {"电话": one.phone, "邮箱": one.email, "同意公开姓名": _yes(one.name_public)}
        yield one.id, {"编号": code_of(one), "姓名": one.name, **told}


def _posts(stored: Stored) -> Made:
    """Posts in compounds by their id, those above the compounds by the negative of theirs."""
    for one in stored.appointments:
        party = stored.parties[one.party_id]
        where = stored.compounds[party.compound_id].name
        word = party_word((short_kind(party.kind), party.name), stored.words[party.compound_id])
        yield one.id, {**_post(stored, one, where, word), "负责范围": "、".join(stored.areas[one.id])}
    for wide in stored.wide:
        if wide.role == Role.ADMINISTRATOR or wide.starts_on is None:
            continue
        in_community = wide.community_id is not None
        where = stored.communities[wide.community_id] if in_community else stored.subdistricts.get(wide.subdistrict_id)
        if where is None:
            continue
        word = stored.units[wide.unit_id].name if wide.unit_id else above(in_community)
        yield -wide.id, {**_post(stored, wide, where.name, word), "负责范围": ""}


def _post(stored: Stored, post: Any, where: str, party: str) -> dict[str, str]:
    person = stored.people[post.person_id]
    return {
        "编号": code_of(person),
        "姓名": person.name,
        "小区": where,
        "方": party,
        "职务": post.post,
        "身份": role_word(Role(post.role), post.post),
        "起": post.starts_on.isoformat(),
        "止": post.ends_on.isoformat() if post.ends_on else "",
    }


def _yes(value: bool) -> str:  # noqa: FBT001 - a cell
    return "是" if value else "否"

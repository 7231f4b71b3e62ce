"""Writing a checked workbook down: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from deliberation.db import db
from deliberation.history.acts import happened
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions import changing, meeting_types, parties, people, places, terms
from deliberation.organisation.models import (
    Appointment,
    AppointmentArea,
    Compound,
    Entrance,
    GridArea,
    Party,
    Person,
    Unit,
)
from deliberation.organisation.queries.kinds_of_meeting import uses
from deliberation.organisation.queries.workbook import Stored, code_of
from deliberation.organisation.rules.compounds import COMPOUND_TYPES
from deliberation.organisation.rules.workbook import KIND_OF, ROLE_OF, Change, party_word, short_kind

TYPE_OF = {label: code for code, label in COMPOUND_TYPES.items()}
Cells = Mapping[str, str]


class Writer:
    """Writes the rows one by one, and knows what was written so far by the names that rows use."""

    def __init__(self, actor: Actor, stored: Stored) -> None:
        self.actor = actor
        self.subdistricts = {one.name: one.id for one in stored.subdistricts.values()}
        self.communities = {one.name: one.id for one in stored.communities.values()}
        self.compounds = {one.name: one for one in stored.compounds.values()}
        self.buildings = {(one.compound_id, one.number): one.id for one in stored.buildings.values()}
        self.grid_areas = {(one.community_id, one.name): one.id for one in stored.grid_areas.values()}
        self.types = {one.name: one.id for one in stored.types.values()}
        self.units = {one.name: one.id for one in stored.units.values()}
        self.people = {code_of(one): one.id for one in stored.people.values()}
        self.parties: dict[int, list[Party]] = {}
        for one in stored.parties.values():
            if one.ends_on is None:
                self.parties.setdefault(one.compound_id, []).append(one)

    def write(self, changes: Iterable[Change]) -> None:
        """Every row that is new, and every cell that differs, inside the caller's transaction."""
        for change in changes:
            try:
                if change.is_new:
                    self.ADD[change.line.sheet](self, change.line.cells)
                else:
                    self._correct(change)
            except Refused as refused:
                line = change.line
                raise Refused(
                    InOrganisation.WORKBOOK_ROW, sheet=line.sheet, row=line.row, said=refused.message
                ) from refused

    # New rows

    def _community(self, row: Cells) -> None:
        street = row["街道"]
        if street not in self.subdistricts:
            self.subdistricts[street] = places.add_subdistrict(self.actor, street).id
        more = {"address": row.get("地址", ""), "phone": row.get("电话", "")}
        made = places.add_community(self.actor, self.subdistricts[street], row["社区"], **more)
        self.communities[made.name] = made.id

    def _compound(self, row: Cells) -> None:
        made = places.add_compound(
            self.actor,
            self.communities[row["社区"]],
            row["简称"],
            row["小区"],
            type=TYPE_OF.get(row.get("类型", ""), ""),
            households=_number(row, "户数"),
            address=row.get("地址", ""),
            phone=row.get("电话", ""),
        )
        self.compounds[made.name] = made
        self._switch(made, [name for name in row.get("会议种类", "").split("、") if name])

    def _switch(self, compound: Compound, wanted: list[str]) -> None:
        """The kinds of meetings that the compound uses, those named and no others."""
        used = {one.meeting_type.name: one.meeting_type_id for one in uses(compound.id)}
        for name in wanted:
            meeting_types.switch_on(self.actor, compound.id, self.types[name])
        for name in used.keys() - set(wanted):
            meeting_types.switch_off(self.actor, compound.id, used[name])

    def _entrance(self, row: Cells) -> None:
        compound = self.compounds[row["小区"]]
        known = (compound.id, row["楼号"])
        if known not in self.buildings:
            position = 1 + sum(one == compound.id for one, _ in self.buildings)
            self.buildings[known] = places.add_building(self.actor, *known, position=position).id
        places.add_entrance(
            self.actor,
            self.buildings[known],
            row["单元"],
            floors=_number(row, "层数"),
            households=_number(row, "户数"),
            grid_area_id=self._grid_area(compound, row),
            position=min(_number(row, "单元"), 999),
        )

    def _grid_area(self, compound: Compound, row: Cells) -> int | None:
        """The 微网格 of a row, within its 网格; the 网格 itself where no smaller one is named."""
        found = None
        for level, name in (("grid", row.get("网格", "")), ("micro_grid", row.get("微网格", ""))):
            if not name:
                continue
            known = (compound.community_id, name)
            if known not in self.grid_areas:
                made = places.add_grid_area(self.actor, compound.community_id, level, name, parent_id=found)
                self.grid_areas[known] = made.id
            found = self.grid_areas[known]
        return found

    def _venue(self, row: Cells) -> None:
        more = {"address": row.get("地址", ""), "places": _number(row, "座位"), "equipment": row.get("设备", "")}
        places.add_venue(self.actor, self.compounds[row["小区"]].id, row["会场"], **more)

    def _unit(self, row: Cells) -> None:
        made = parties.add_unit(self.actor, row["单位"], KIND_OF[row["种类"]], phone=row.get("电话", ""))
        self.units[made.name] = made.id

    def _party(self, row: Cells) -> None:
        compound_id = self.compounds[row["小区"]].id
        made = parties.add_party(
            self.actor,
            compound_id,
            KIND_OF[row["方"]],
            row["名称"],
            unit_id=self.units.get(row.get("单位", "")),
            is_preparatory=row.get("筹备") == "是",
            powers=row.get("权限说明", ""),
            position=_number(row, "顺序"),
        )
        self.parties.setdefault(compound_id, []).append(made)

    def _person(self, row: Cells) -> None:
        made = people.add_person(
            self.actor,
            row["姓名"],
            code=row["编号"],
            phone=row.get("电话", ""),
            email=row.get("邮箱", ""),
            name_public=row.get("同意公开姓名") == "是",
        )
        self.people[row["编号"]] = made.id

    def _post(self, row: Cells) -> None:
        person_id, role = self.people[row["编号"]], ROLE_OF[row["身份"]]
        term = {"post": row.get("职务", ""), "ends_on": _day(row.get("止", ""))}
        starts_on = date.fromisoformat(row["起"])
        compound = self.compounds.get(row["小区"])
        if compound is None:
            above = {"community_id": self.communities.get(row["小区"]), "unit_id": self.units.get(row["方"])}
            above["subdistrict_id"] = self.subdistricts.get(row["小区"])
            people.appoint_wide(self.actor, person_id, role, starts_on, **term, **above)
            return
        party_id = self._party_called(compound.id, row["方"])
        areas = self._areas(compound, row.get("负责范围", ""))
        people.appoint(self.actor, person_id, party_id, role, starts_on, areas=areas, **term)

    def _party_called(self, compound_id: int, word: str) -> int:
        there = self.parties.get(compound_id, [])
        words = [(short_kind(one.kind), one.name) for one in there]
        found = [one.id for one, pair in zip(there, words, strict=True) if party_word(pair, words) == word]
        if not found:
            raise Refused(Reason.NOT_FOUND)
        return found[0]

    def _areas(self, compound: Compound, text: str) -> tuple[dict[str, int], ...]:
        found = []
        for one in filter(None, text.split("、")):
            area_id = self.grid_areas.get((compound.community_id, one))
            if area_id is not None:
                found.append({"grid_area_id": area_id})
            else:
                found.append({"building_id": self.buildings[compound.id, one.removesuffix("号楼")]})
        return tuple(found)

    # Cells that differ

    def _correct(self, change: Change) -> None:
        """As the pages do it, with their rules and their line from what to what."""
        sheet, present_id, cells = change.line.sheet, change.present_id or 0, change.line.cells
        wanted = {column: new for column, _, new in change.cells}
        values = {SETTERS[sheet, c][0]: SETTERS[sheet, c][1](new) for c, new in wanted.items() if (sheet, c) in SETTERS}
        if wanted.keys() & {"网格", "微网格"} and (cells.get("微网格") or not self._is_in_micro_grid(present_id)):
            values["grid_area_id"] = self._grid_area(self.compounds[cells["小区"]], cells)
        if sheet == "各方" and "单位" in wanted:
            values["unit_id"] = self.units[wanted["单位"]]
        if sheet == "任职":
            self._correct_post(present_id, cells, wanted)
        elif values:
            EDIT[sheet](self.actor, present_id, values)
        if "会议种类" in wanted:
            self._switch(db.session.get_one(Compound, present_id), wanted["会议种类"].split("、"))

    def _is_in_micro_grid(self, entrance_id: int) -> bool:
        """Whether an empty cell of 微网格 stands for one that stays."""
        held = db.session.get_one(Entrance, entrance_id).grid_area_id
        return held is not None and db.session.get_one(GridArea, held).level == "micro_grid"

    def _correct_post(self, present_id: int, cells: Cells, wanted: Cells) -> None:
        if "止" in wanted:
            last_day = date.fromisoformat(wanted["止"])
            if present_id < 0:
                terms.correct_role(self.actor, -present_id, last_day)
            else:
                terms.correct_last_day(self.actor, present_id, last_day)
        if "负责范围" in wanted:
            post = db.session.get_one(Appointment, present_id)
            people.not_ones_own(self.actor, post.person_id, "appointment.begin")
            self._replace_areas(post, cells, wanted["负责范围"])
            place = self.compounds[cells["小区"]].id
            happened(self.actor, "appointment.edit", post, compound_id=place, shown_to="", cells=len(wanted))

    def _replace_areas(self, post: Appointment, cells: Cells, wanted: str) -> None:
        for one in db.session.query(AppointmentArea).filter_by(appointment_id=post.id):
            db.session.delete(one)
        for area in self._areas(self.compounds[cells["小区"]], wanted):
            db.session.add(AppointmentArea(appointment_id=post.id, **area))

    ADD: Mapping[str, Callable[[Writer, Cells], None]] = {
        "社区": _community,
        "小区": _compound,
        "楼栋单元": _entrance,
        "会场": _venue,
        "单位": _unit,
        "各方": _party,
        "人员": _person,
        "任职": _post,
    }


def _number(row: Cells, column: str) -> int:
    text = row.get(column, "")
    return int(text) if text.isdecimal() else 0


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _edit_unit(actor: Actor, row_id: int, values: dict[str, Any]) -> None:
    parties.edit_unit(actor, row_id, name=db.session.get_one(Unit, row_id).name, **values)


def _edit_party(actor: Actor, row_id: int, values: dict[str, Any]) -> None:
    row = db.session.get_one(Party, row_id)
    kept = {"unit_id": row.unit_id, "is_preparatory": row.is_preparatory, "powers": row.powers}
    parties.edit_party(actor, row_id, **{**kept, **values})


def _edit_person(actor: Actor, row_id: int, values: dict[str, Any]) -> None:
    row = db.session.get_one(Person, row_id)
    kept = {name: getattr(row, name) for name in ("name", "code", "phone", "email", "name_public")}
    people.edit_person(actor, row_id, **{**kept, **values})


EDIT: dict[str, Callable[[Actor, int, dict[str, Any]], Any]] = {
    "社区": lambda actor, row_id, values: changing.edit_community(actor, row_id, **values),
    "小区": lambda actor, row_id, values: changing.edit_compound(actor, row_id, **values),
    "楼栋单元": lambda actor, row_id, values: changing.edit_entrance(actor, row_id, **values),
    "会场": lambda actor, row_id, values: changing.edit_venue(actor, row_id, **values),
    "单位": _edit_unit,
    "各方": _edit_party,
    "人员": _edit_person,
}
"""What changes a row of a sheet on its page."""

SETTERS: dict[tuple[str, str], tuple[str, Callable[[str], Any]]] = {
    ("社区", "地址"): ("address", str),
    ("社区", "电话"): ("phone", str),
    ("小区", "类型"): ("type", TYPE_OF.__getitem__),
    ("小区", "户数"): ("households", int),
    ("小区", "地址"): ("address", str),
    ("小区", "电话"): ("phone", str),
    ("楼栋单元", "层数"): ("floors", int),
    ("楼栋单元", "户数"): ("households", int),
    ("会场", "地址"): ("address", str),
    ("会场", "座位"): ("places", int),
    ("会场", "设备"): ("equipment", str),
    ("单位", "电话"): ("phone", str),
    ("各方", "筹备"): ("is_preparatory", "是".__eq__),
    ("各方", "权限说明"): ("powers", str),
    ("各方", "顺序"): ("position", int),
    ("人员", "姓名"): ("name", str),
    ("人员", "电话"): ("phone", str),
    ("人员", "邮箱"): ("email", str),
    ("人员", "同意公开姓名"): ("name_public", "是".__eq__),
}
"""Which attribute a cell that differs sets, and how its text is read."""

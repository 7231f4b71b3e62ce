"""The administrator's hand: what is registered of 街道, 社区, 小区, 网格, buildings and venues is changed, or ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import SYSTEM, Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import say as _
from deliberation.organisation.actions.editing import change, from_to, to_manage, told
from deliberation.organisation.actions.places import new_name, one_of, there
from deliberation.organisation.models import (
    Building,
    Community,
    Compound,
    CompoundCommunity,
    Entrance,
    GridArea,
    Subdistrict,
    Venue,
)
from deliberation.organisation.queries.communities import belongs_on, communities_on, moves_of
from deliberation.organisation.rules.compounds import COMPOUND_GRADES, COMPOUND_TYPES, GRID_LEVELS


def edit_subdistrict(actor: Actor, subdistrict_id: int, **values: Any) -> Subdistrict:
    """修改街道: name, city, province. Raises as `add_subdistrict`, `CHANGED_SINCE`."""
    with transaction():
        row = to_manage(actor, Subdistrict, subdistrict_id)
        _renamed(row, values, Subdistrict)
        return change(actor, "subdistrict.edit", row, values, None)


def edit_community(actor: Actor, community_id: int, **values: Any) -> Community:
    """修改社区: name, address, phone. Raises as `add_community`, `CHANGED_SINCE`."""
    with transaction():
        row = to_manage(actor, Community, community_id)
        _renamed(row, values, Community, Community.subdistrict_id == row.subdistrict_id)
        return change(actor, "community.edit", row, values, None)


def edit_grid_area(actor: Actor, grid_area_id: int, **values: Any) -> GridArea:
    """修改网格: name, level, the 网格 above a 微网格."""
    with transaction():
        row = to_manage(actor, GridArea, grid_area_id)
        _renamed(row, values, GridArea, GridArea.community_id == row.community_id)
        one_of(values.get("level", row.level), GRID_LEVELS)
        above = values.get("parent_id")
        if above is not None and (above == row.id or not _is_grid_of(above, row.community_id)):
            raise Refused(Reason.NOT_FOUND)
        return change(actor, "grid_area.edit", row, values, None)


def _is_grid_of(grid_area_id: int, community_id: int) -> bool:
    found = there(GridArea, grid_area_id)
    return found.community_id == community_id and found.level == "grid"


def edit_compound(actor: Actor, compound_id: int, **values: Any) -> Compound:
    """修改小区: name, address, phone, type, grade, households, introduction. Its 社区 is changed by `move_compound`."""
    with transaction():
        row = to_manage(actor, Compound, compound_id)
        _renamed(row, values, Compound, Compound.community_id == row.community_id)
        one_of(values.get("type", row.type), {"": "", **COMPOUND_TYPES})
        one_of(values.get("grade", row.grade), {"": "", **COMPOUND_GRADES})
        return change(actor, "compound.edit", row, values, row.id)


def move_compound(actor: Actor, compound_id: int, community_id: int, starts_on: date, reason: str = "") -> Compound:
    """划转: from `starts_on` on the compound belongs to another 社区; figures of the days before stay with the old one.

    Raises `INVALID_INPUT` for a day that is past, for the 社区 to which it belongs on that day anyway, and for a name
    that another compound there bears.
    """
    with transaction():
        row = to_manage(actor, Compound, compound_id)
        new = there(Community, community_id)
        if starts_on < clock.today():
            raise Refused(InOrganisation.MOVED_IN_PAST)
        old = there(Community, communities_on(starts_on, [row.id])[row.id])
        if old.id == new.id:
            raise Refused(InOrganisation.MOVED_NOWHERE, name=new.name)
        new_name(row.name, Compound, Compound.name, Compound.community_id == new.id)
        _put_down(row, new, starts_on, reason)
        text = from_to(_("所属社区"), old.name, new.name) + _("；从%(day)s起", day=told("starts_on", starts_on))
        text += f"。{reason}" if reason else ""
        happened(actor, "compound.move", row, text=text, compound_id=row.id, starts_on=starts_on.isoformat(), to=new.id)
        bring_up_to_date(clock.now())
        return row


def _put_down(compound: Compound, new: Community, starts_on: date, reason: str) -> None:
    """One row a day: who moves it on a day on which it was to move anyway has said the last word.

    A compound that nothing was written down of has belonged where it is from the beginning.
    """
    if not moves_of(compound.id):
        first = CompoundCommunity(compound_id=compound.id, community_id=compound.community_id, starts_on=date.min)
        db.session.add(first)
    known = db.session.scalar(
        select(CompoundCommunity).where(
            CompoundCommunity.compound_id == compound.id, CompoundCommunity.starts_on == starts_on
        )
    )
    if known is None:
        known = CompoundCommunity(compound_id=compound.id, community_id=new.id, starts_on=starts_on)
        db.session.add(known)
    known.community_id, known.reason = new.id, reason
    db.session.flush()  # the present 社区 is read from these rows


def bring_up_to_date(now: datetime) -> list[int]:
    """Let each compound say to which 社区 it belongs today; answers the ids of those that moved (periodic work)."""
    today = belongs_on(clock.day_of(now))
    wanted = select(Compound, today).where(today != Compound.community_id)
    # Asked without a lock first: on nearly every minute nothing moves, and on SQLite a writer waits for its turn.
    if db.session.execute(wanted.limit(1)).first() is None:
        return []
    with transaction() as session:
        wrong = list(session.execute(wanted))
        for one, community_id in wrong:
            one.community_id = community_id
            happened(SYSTEM, "compound.moved", one, compound_id=one.id, shown_to="", to=one.community_id)
        session.flush()
        for one, _community_id in wrong:
            session.refresh(one, ["community"])
        return [one.id for one, _community_id in wrong]


def edit_building(actor: Actor, building_id: int, **values: Any) -> Building:
    """修改楼栋: number, position."""
    with transaction():
        row = to_manage(actor, Building, building_id)
        if "number" in values:
            values["number"] = values["number"].strip().removesuffix("号楼")
        _renamed(row, values, Building, Building.compound_id == row.compound_id, column="number")
        return change(actor, "building.edit", row, values, row.compound_id)


def edit_entrance(actor: Actor, entrance_id: int, **values: Any) -> Entrance:
    """修改单元: number, floors, households, grid_area_id. Raises `NOT_FOUND` for a new 网格 of another 社区."""
    with transaction():
        row = to_manage(actor, Entrance, entrance_id)
        compound = there(Compound, row.building.compound_id)
        if "number" in values:
            values["number"] = values["number"].strip().removesuffix("单元")
        _renamed(row, values, Entrance, Entrance.building_id == row.building_id, column="number")
        grid = values.get("grid_area_id")
        is_kept = grid == row.grid_area_id  # its compound may have moved to another 社区 since
        if grid is not None and not is_kept and there(GridArea, grid).community_id != compound.community_id:
            raise Refused(Reason.NOT_FOUND)
        return change(actor, "entrance.edit", row, values, compound.id)


def edit_venue(actor: Actor, venue_id: int, **values: Any) -> Venue:
    """修改会场: name, address, places, equipment."""
    with transaction():
        row = to_manage(actor, Venue, venue_id)
        _renamed(row, values, Venue, Venue.compound_id == row.compound_id)
        return change(actor, "venue.edit", row, values, row.compound_id)


def close_venue(actor: Actor, venue_id: int, closed_on: date | None) -> Venue:
    """停用会场: `closed_on` is the last day on which people meet there; `None`: it goes on.

    Meetings that were held there keep its name; who plans meetings and series after that day is asked on the desk.
    """
    with transaction():
        row = to_manage(actor, Venue, venue_id)
        return change(actor, "venue.close", row, {"closed_on": closed_on}, row.compound_id)


def _renamed(row: Any, values: dict[str, Any], model: Any, *within: Any, column: str = "name") -> None:
    """A new name is checked like the name of a new row; the old one is the row's own."""
    if column in values and values[column].strip() != getattr(row, column):
        values[column] = new_name(values[column], model, getattr(model, column), *within)
    elif column in values:
        values[column] = getattr(row, column)

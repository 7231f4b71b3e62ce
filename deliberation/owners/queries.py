"""Reading what is put to the owners."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from deliberation.db import db
from deliberation.owners.models import OwnersMatter


def matter(matter_id: int) -> OwnersMatter | None:
    """A matter by id."""
    return db.session.get(OwnersMatter, matter_id)


def matter_of(motion_id: int) -> OwnersMatter | None:
    """The matter that a motion was put to the owners as, if it was."""
    return db.session.scalar(select(OwnersMatter).where(OwnersMatter.motion_id == motion_id))


def states_of(matter_ids: Iterable[int]) -> dict[int, str]:
    """The states of these matters, by id, in one statement at most."""
    ids = set(matter_ids)
    if not ids:
        return {}
    wanted = select(OwnersMatter.id, OwnersMatter.state).where(OwnersMatter.id.in_(ids))
    return {row.id: row.state for row in db.session.execute(wanted)}

"""To which 社区 a compound belongs on a day (G35): figures of a day count for the 社区 of that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, func, select

from deliberation.db import db
from deliberation.organisation.models import Compound, CompoundCommunity


def belongs_on(day: date) -> ColumnElement[int]:
    """The id of the 社区 of each compound on a day, for a statement that reads from `Compound`.

    A compound of which no row says since when belongs where it says itself.
    """
    since = select(CompoundCommunity.community_id).where(
        CompoundCommunity.compound_id == Compound.id, CompoundCommunity.starts_on <= day
    )
    latest = since.order_by(CompoundCommunity.starts_on.desc()).limit(1).correlate(Compound).scalar_subquery()
    return func.coalesce(latest, Compound.community_id)


def communities_on(day: date, compound_ids: Iterable[int] | None = None) -> dict[int, int]:
    """The 社区 (id) of each compound (id), or of these, on a day; one statement."""
    query = select(Compound.id, belongs_on(day))
    if compound_ids is not None:
        query = query.where(Compound.id.in_(list(compound_ids)))
    return {row[0]: row[1] for row in db.session.execute(query)}


def community_on(compound_id: int, day: date) -> int | None:
    """The 社区 (id) of one compound on a day; `None` for a compound that does not exist."""
    return communities_on(day, [compound_id]).get(compound_id)


def moves_of(compound_id: int) -> list[CompoundCommunity]:
    """Since when the compound belongs to which 社区, the first one first."""
    query = select(CompoundCommunity).where(CompoundCommunity.compound_id == compound_id)
    return list(db.session.scalars(query.order_by(CompoundCommunity.starts_on)))

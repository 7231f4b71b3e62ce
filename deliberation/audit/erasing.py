"""The list 已删除: that personal data was erased, on which ground, of how many; never what it said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select

from deliberation.audit.models import Erasure
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.personal import FIELDS
from deliberation.rows import Rows


def note_erased(field: str, compound_ids: Iterable[int | None]) -> None:
    """Write down in the caller's transaction that `field` was erased today, once for each thing's compound.

    `field` is a key of `kernel.personal.FIELDS`; a compound has one line a day for it, which says how many. `None`: of
    the whole installation.
    """
    for compound_id, number in Counter(compound_ids).items():
        _line_of_today(field, compound_id).number += number


def _line_of_today(field: str, compound_id: int | None) -> Erasure:
    today, ground = clock.today(), FIELDS[field].ground
    same = (Erasure.field == field, Erasure.compound_id == compound_id, Erasure.day == today, Erasure.ground == ground)
    # FOR UPDATE: what is erased by hand and by the system at the same time is counted together.
    found: Erasure | None = db.session.scalar(select(Erasure).where(*same).limit(1).with_for_update())
    if found is None:
        found = Erasure(compound_id=compound_id, field=field, ground=ground, number=0, day=today)
        db.session.add(found)
        db.session.flush()  # the next one of this transaction finds it
    return found


def erasures(compound_id: int, field: str = "") -> Rows:
    """What was erased in a compound and for the whole installation, the latest first."""
    query = select(Erasure).where((Erasure.compound_id == compound_id) | Erasure.compound_id.is_(None))
    if field:
        query = query.where(Erasure.field == field)
    return Rows(query.order_by(Erasure.day.desc(), Erasure.id.desc()))

"""A workbook is read in, looked at, and written down once, or given up."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from deliberation.audit.erasing import note_erased
from deliberation.audit.record import record
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.organisation.actions.people import not_ones_own
from deliberation.organisation.actions.workbook import Writer
from deliberation.organisation.models import Workbook
from deliberation.organisation.queries.workbook import Stored, code_of, present
from deliberation.organisation.rules.workbook import Change, Checked, RawBook, changes_of, check, not_changed_here

KEPT = timedelta(days=7)
"""So long a workbook that nobody wrote down is kept: it holds telephone numbers."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a workbook would do to what is `stored`: everything found in it, and what it would change."""

    stored: Stored
    checked: Checked
    changes: list[Change]

    @property
    def digest(self) -> str:
        """Of everything that would change, so that nothing else is written than what somebody has looked at."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()[:32]

    def counts(self) -> dict[str, tuple[int, int]]:
        """New and changed rows of each sheet that has any."""
        new = Counter(one.line.sheet for one in self.changes if one.is_new)
        changed = Counter(one.line.sheet for one in self.changes if not one.is_new)
        return {sheet: (new[sheet], changed[sheet]) for sheet in self.checked.lines if new[sheet] or changed[sheet]}


def read_in(actor: Actor, name: str, digest: str, book: RawBook) -> Workbook:
    """Keep a workbook that was read, for its preview; nothing of the organisation changes."""
    with transaction() as session:
        _may_write(actor)
        made = Workbook(
            name=name[:120], digest=digest, rows=book.kept(), read_by_id=actor.person_id, read_at=clock.now()
        )
        session.add(made)
        session.flush()  # the audit names the id
        happened(actor, "workbook.read", made, compound_id=None, shown_to="", digest=digest)
        return made


def preview(actor: Actor, workbook_id: int) -> tuple[Workbook, Preview | None]:
    """A workbook with what it would do now; without once it is written down or given up. Raises `NOT_FOUND`."""
    _may_write(actor)
    found = db.session.get(Workbook, workbook_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found, _preview(found) if found.rows is not None else None


def _preview(workbook: Workbook) -> Preview:
    stored = Stored()
    checked = check(RawBook.of(workbook.rows or {}), stored.places())
    changes = changes_of(checked.lines, present(stored)) if not checked.problems else []
    fixed = not_changed_here(changes)
    if fixed:
        return Preview(stored, Checked(checked.lines, fixed, checked.hints), [])
    return Preview(stored, checked, changes)


def write(actor: Actor, workbook_id: int, shown: str) -> Workbook:
    """确认导入: all of it or nothing. The same again changes nothing more.

    `shown` is the digest of the preview that was looked at. Raises `INVALID_INPUT` while there is a mistake in it,
    `ALREADY_DONE` for one that was written down, and where somebody has changed something since the preview.
    """
    _no_post_of_ones_own(actor, workbook_id)  # before the transaction: the log keeps what is refused
    with transaction():
        _may_write(actor)
        # FOR UPDATE: two presses must not write it twice.
        found = db.session.get(Workbook, workbook_id, with_for_update=True)
        if found is None:
            raise Refused(Reason.NOT_FOUND)
        if found.rows is None:
            raise Refused(InOrganisation.WORKBOOK_WRITTEN)
        seen = _preview(found)
        if seen.checked.problems:
            raise Refused(InOrganisation.WORKBOOK_WRONG, n=len(seen.checked.problems))
        if seen.digest != shown:
            raise Refused(InOrganisation.WORKBOOK_CHANGED)
        Writer(actor, seen.stored).write(seen.changes)
        found.rows, found.written_at = None, clock.now()
        found.counts = {sheet: list(numbers) for sheet, numbers in seen.counts().items()}
        happened(actor, "workbook.write", found, compound_id=None, shown_to="", digest=found.digest)
        return found


def take_out(actor: Actor) -> None:
    """Note that everything was taken away as a file."""
    with transaction():
        _may_write(actor)
        record(actor, "workbook.export", "workbook", None, None)


def _no_post_of_ones_own(actor: Actor, workbook_id: int) -> None:
    """Raise `OWN_POST` where the workbook gives or changes a post of whoever writes it down; the log keeps it."""
    _, seen = preview(actor, workbook_id)
    if seen is None:
        return
    ids = {code_of(one): one.id for one in seen.stored.people.values()}
    for one in seen.changes:
        if one.line.sheet == "任职":
            act = "appointment.begin" if one.is_new else "appointment.end"
            not_ones_own(actor, ids.get(one.line.cells["编号"], 0), act)


def _may_write(actor: Actor) -> None:
    may(actor, "organisation.manage", Scope())
    may(actor, "appointment.manage", Scope())


def forget_workbooks(now: datetime) -> list[int]:
    """Delete what stands in workbooks that nobody wrote down within a week; answers which."""
    old = select(Workbook.id).where(Workbook.rows.is_not(None), Workbook.read_at < now - KEPT)
    found = list(db.session.scalars(old))
    if found:
        with transaction() as session:
            session.execute(update(Workbook).where(Workbook.id.in_(found)).values(rows=None))
            note_erased("workbook", [None] * len(found))
    return found

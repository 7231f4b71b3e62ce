"""业主名册: read in, looked at and decided, then taken into use as a whole or given up (domain 3.3, 6.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, insert, select, update

from deliberation.audit import reading
from deliberation.audit.erasing import note_erased
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock, seen
from deliberation.kernel.actor import SYSTEM, Actor
from deliberation.kernel.days import last_start
from deliberation.kernel.details import InRoster
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.stage import Ref
from deliberation.kernel.typed import folded
from deliberation.organisation.access import compound_for
from deliberation.organisation.models import Compound
from deliberation.roster.access import roster_for, titles_under_way
from deliberation.roster.models import Roster, RosterOwner, RosterUnit, unit_said
from deliberation.roster.queries import active_roster
from deliberation.roster.queries import rosters as queries
from deliberation.roster.rules import Head, Reading, UnitRow, count_kinds, importing
from deliberation.roster.rules.flows import KEPT_YEARS, ROSTER_FLOW
from deliberation.roster.rules.importing import Preview
from deliberation.roster.rules.kept import fields_kept, kept_of

PERMISSION = "roster.import"
MOST_GROUND, MOST_FILE_NAME, MOST_CLAUSE = 200, 200, 120


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file that was read: `hash` is the SHA-256 of its bytes, `ground` why it may be kept, in words.

    `area_source` is one of `importing.AREA_SOURCES`.
    """

    name: str
    hash: str
    ground: str
    area_source: str


def read_in(actor: Actor, compound_id: int, file: RosterFile, reading: Reading) -> Roster:
    """Keep what was read from a file until somebody has looked at it (`roster.import`); nothing is used yet.

    What was decided at the import before about the same owners stays decided. One file is looked at at a time:
    the one before is given up, the same file sent twice is one import. The file is read before this is called,
    so that nobody waits for it.
    """
    ground = " ".join(file.ground.split())
    if not ground or len(ground) > MOST_GROUND:
        raise Refused(InRoster.GROUND_MISSING, most=MOST_GROUND)
    if file.area_source not in importing.AREA_SOURCES:
        raise Refused(InRoster.AREA_SOURCE_MISSING)
    with transaction():
        compound = _one_at_a_time(compound_for(actor, PERMISSION, compound_id))
        waiting = queries.waiting(compound.id)
        earlier = queries.latest_decisions(compound.id)
        same = waiting is not None and waiting.file_hash == file.hash
        if waiting is not None and not same:
            _give_up(actor, waiting)
        roster = waiting if same and waiting is not None else Roster(compound_id=compound.id, file_hash=file.hash)
        preview = importing.Preview(reading)
        if same and waiting is not None and waiting.reading is not None:
            preview = _recounted(preview, Preview.from_json(waiting.reading))
        roster.file_name, roster.ground, roster.area_source = file.name[-MOST_FILE_NAME:], ground, file.area_source
        roster.state, roster.imported_by_id, roster.imported_at = ROSTER_FLOW.initial, actor.person_id, clock.now()
        # Decided on anew at each import: what was changed singly may have been changed again since.
        preview = replace(preview, kept=kept_of(queries.corrected(active_roster(compound.id)), preview.reading.units))
        roster.decided = importing.carried_over(preview.reading.proposals, earlier)
        _keep(roster, preview)
        db.session.add(roster)
        db.session.flush()  # the audit names the id
        happened(actor, "roster.read_in", roster, compound_id=compound.id, units=roster.units)
        return roster


def _recounted(preview: Preview, before: Preview) -> Preview:
    """A file that is read again counts the kinds that it counted before."""
    return replace(before, reading=count_kinds(preview.reading, before.kinds)) if before.kinds else preview


def _one_at_a_time(compound: Compound) -> Compound:
    # FOR UPDATE: of two files that are read in or taken into use at once, the second finds what the first did.
    db.session.get(Compound, compound.id, with_for_update={"of": Compound})
    return compound


def _keep(roster: Roster, preview: Preview) -> None:
    """Store a preview with the figures as they stand now."""
    counted = importing.figures(preview.reading, roster.decided)
    everything = importing.figures_of_all(preview.reading, roster.decided)
    roster.reading = preview.to_json()
    roster.units, roster.area, roster.heads = everything.units, everything.area, everything.as_decided
    roster.area_counted, roster.heads_counted = counted.area, counted.as_decided


def count(actor: Actor, roster_id: int, kinds: Collection[str], clause: str) -> Roster:
    """Let parking spaces or storage rooms count for votes, by a clause of the house rules (274号 art. 25).

    Proposals are made anew; what was decided stays where the same units are proposed. Raises `INVALID_INPUT`
    without a clause.
    """
    wanted = importing.counts_by_clause(kinds)
    clause = " ".join(clause.split())
    if wanted and not clause:
        raise Refused(InRoster.CLAUSE_MISSING)
    if len(clause) > MOST_CLAUSE:
        raise Refused(InRoster.CLAUSE_TOO_LONG, most=MOST_CLAUSE)
    with transaction():
        roster, preview = _waiting(actor, roster_id)
        counted = count_kinds(preview.reading, wanted)
        changed = Preview(counted, wanted, clause if wanted else "", preview.kept).decided_on(roster.decided)
        roster.decided = changed.still(roster.decided, preview)
        _keep(roster, changed)
        happened(actor, "roster.count_kinds", roster, kinds=list(wanted))
        return roster


def decide(actor: Actor, roster_id: int, decisions: Mapping[str, str]) -> Roster:
    """Write down what a person decided on proposals: `importing.tag` of the key → ACCEPTED or DECLINED.

    A proposal may be decided again until the roster is in use. Raises `INVALID_INPUT` for a proposal that is
    not there any more.
    """
    with transaction():
        roster, preview = _waiting(actor, roster_id)
        keys = {importing.tag(proposal.key): proposal.key for proposal in preview.proposals}
        if not set(decisions) <= set(keys) or not set(decisions.values()) <= set(importing.DECISIONS):
            raise Refused(InRoster.PROPOSALS_CHANGED)
        decided = {**roster.decided, **{keys[tag]: decision for tag, decision in decisions.items()}}
        changed = preview.decided_on(decided)
        roster.decided = changed.still(decided, preview)
        _keep(roster, changed)
        happened(actor, "roster.decide", roster, decided=len(decisions))
        return roster


def accept_all(actor: Actor, roster_id: int, code: str) -> Roster:
    """Accept every proposal of one kind (SAME_OWNER, DEVELOPER) on which nobody has decided."""
    with transaction():
        roster, preview = _waiting(actor, roster_id)
        waiting = importing.undecided(preview.proposals, roster.decided)
        tags = {importing.tag(p.key): importing.ACCEPTED for p in waiting if p.code == code}
        return decide(actor, roster_id, tags) if tags else roster


def take_into_use(actor: Actor, roster_id: int, *, all_handed_over: bool = False) -> Roster:
    """启用: the whole roster becomes the one in use, or nothing of it; the one before is REPLACED.

    A vote that was opened has its own voters and is not touched. Raises `NOT_READY` with what is missing
    (`importing.missing`), `WRONG_STATE`. As many statements for five thousand units as for five.
    """
    with transaction():
        roster = roster_for(actor, PERMISSION, roster_id)
        _one_at_a_time(compound_for(actor, PERMISSION, roster.compound_id))
        # FOR UPDATE, after the compound as in `read_in`: what was decided or given up meanwhile is seen here.
        db.session.refresh(roster, with_for_update={"of": Roster})
        seen.check("roster", roster)
        state = ROSTER_FLOW.after(roster.state, "roster.commit")
        preview = Preview.from_json(roster.reading or {})
        missing = importing.missing(preview, roster.decided, all_handed_over=all_handed_over)
        if missing:
            raise Refused(InRoster.POINTS_OPEN, points="；".join(missing))
        old = active_roster(roster.compound_id)
        if old is not None:
            old.state = ROSTER_FLOW.after(old.state, "roster.replace")
            happened(actor, "roster.replace", old, by=roster.id)
        found = importing.roster_heads(preview.reading.units, importing.accepted(roster.decided))
        _store(roster.id, found, preview, fields_kept(preview.kept, importing.accepted(roster.decided)))
        roster.state, roster.activated_at, roster.reading = state, clock.now(), None
        roster.heads, roster.heads_counted = len(found), sum(any(u.counts_for_votes for u in h.units) for h in found)
        facts: dict[str, Any] = {"units": roster.units, "heads": roster.heads_counted, "area": roster.area_counted}
        happened(actor, "roster.commit", roster, **facts)
        return roster


def give_up(actor: Actor, roster_id: int) -> None:
    """放弃: what was read is forgotten; what was decided helps the next import. Raises `WRONG_STATE`."""
    with transaction():
        _give_up(actor, roster_for(actor, PERMISSION, roster_id, lock=True))


def _give_up(actor: Actor, roster: Roster) -> None:
    roster.state = ROSTER_FLOW.after(roster.state, "roster.discard")
    roster.reading = None
    happened(actor, "roster.discard", roster)


def erase(actor: Actor, roster_id: int) -> Roster:
    """删除旧名册: names, phones and remarks of a replaced roster are gone for good (个人信息保护法 §47).

    Buildings, rooms and areas stay, so that its figures can be followed. Every vote that was opened with it has
    its own frozen copy of who was asked, which is not touched. Raises `STEP_LOCKED` while such a vote is under way,
    `WRONG_STATE` for a roster that is in use.
    """
    with transaction():
        roster = roster_for(actor, PERMISSION, roster_id, lock=True)
        state = ROSTER_FLOW.after(roster.state, "roster.erase")
        running = titles_under_way(roster.id)
        if running:
            raise Refused(InRoster.VOTE_UNDER_WAY, title=running[0])
        _erase(actor, roster, state)
        return roster


def _erase(actor: Actor, roster: Roster, state: str) -> None:
    of_it = RosterOwner.roster_id == roster.id
    nobody = {"names": [], "phone": "", "voter_name": "", "search": "", "key": cast(RosterOwner.id, String)}
    db.session.execute(update(RosterOwner).where(of_it).values(**nobody))
    db.session.execute(update(RosterUnit).where(RosterUnit.roster_id == roster.id).values(note=""))
    db.session.expire_all()
    roster.state, roster.decided, roster.reading = state, {}, None
    note_erased("roster", [roster.compound_id] * roster.heads)
    happened(actor, "roster.erase", roster, units=roster.units)


def forget(now: datetime) -> list[int]:
    """Erase rosters that were replaced more than a year ago and that no vote under way was opened with; their ids."""
    today = clock.day_of(now)
    return [one for one in queries.replaced_until(last_start(today, KEPT_YEARS)) if _forget(one)]


def _forget(roster_id: int) -> bool:
    with transaction() as session:
        # FOR UPDATE: somebody may be erasing it by hand.
        roster = session.get_one(Roster, roster_id, with_for_update=True)
        if roster.state != "REPLACED" or titles_under_way(roster.id):
            return False
        _erase(SYSTEM, roster, ROSTER_FLOW.after(roster.state, "roster.erase"))
        return True


def note_reading(actor: Actor, roster: Roster) -> None:
    """Write down, once a day, that somebody read a roster, masked as it is."""
    reading.note_reading(actor, "roster.look", Ref(Roster.KIND, roster.id), roster.compound_id)


def note_export(actor: Actor, roster_id: int, units: int) -> Roster:
    """Write down that somebody took so many units along with full names and phones; then they may be handed out."""
    with transaction():
        roster = roster_for(actor, PERMISSION, roster_id)
        if roster.state not in {"ACTIVE", "REPLACED"}:
            label = ROSTER_FLOW.label(roster.state)
            raise Refused(Reason.WRONG_STATE, subject=roster.file_name, state=label, move="导出")
        happened(actor, "roster.export", roster, units=units)
        return roster


def _waiting(actor: Actor, roster_id: int) -> tuple[Roster, Preview]:
    """A roster that is being looked at, locked. Raises `WRONG_STATE` for any other."""
    roster = roster_for(actor, PERMISSION, roster_id, lock=True)
    if roster.state != ROSTER_FLOW.initial or roster.reading is None:
        label = ROSTER_FLOW.label(roster.state)
        raise Refused(Reason.WRONG_STATE, subject=roster.file_name, state=label, move="再核对")
    return roster, Preview.from_json(roster.reading)


def _store(
    roster_id: int, found: Sequence[Head], preview: Preview, corrected: Mapping[tuple[str, int], list[str]]
) -> None:
    """Heads, then their ids, then units: three statements."""
    db.session.execute(insert(RosterOwner), [_owner(roster_id, head) for head in found])
    wanted = select(RosterOwner.key, RosterOwner.id).where(RosterOwner.roster_id == roster_id)
    ids = {row.key: row.id for row in db.session.execute(wanted)}
    owner_of = {(unit.sheet, unit.row): ids[head.key] for head in found for unit in head.units}
    db.session.execute(insert(RosterUnit), list(_units(roster_id, preview, owner_of, corrected)))


def _owner(roster_id: int, head: Head) -> dict[str, Any]:
    company = importing.is_company(head.units)
    return {
        "roster_id": roster_id,
        "key": head.key,
        "names": list(head.names),
        "is_company": company,
        "is_developer": head.is_developer,
        "phone": importing.phone_of(head.units),
        "voter_name": _voter(head, is_company=company),
        "search": folded(*head.names),
    }


def _voter(head: Head, *, is_company: bool) -> str:
    """Who votes for a head: that person, or of co-owners the one whom file or earlier decision names."""
    if len(head.names) == 1:
        return "" if is_company else head.names[0][:60]
    return next((unit.voter[:60] for unit in head.units if unit.voter in head.names), "")


def _units(
    roster_id: int,
    preview: Preview,
    owner_of: Mapping[tuple[str, int], int],
    corrected: Mapping[tuple[str, int], list[str]],
) -> Iterable[dict[str, Any]]:
    for position, unit in enumerate(preview.reading.units, start=1):
        yield {
            "roster_id": roster_id,
            "owner_id": owner_of[unit.sheet, unit.row],
            "position": position,
            "building": unit.building,
            "entrance": unit.entrance,
            "room": unit.room,
            "room_text": unit.room_text,
            "kind": unit.kind,
            "area": unit.area,
            "sold": unit.sold,
            "delivered": unit.delivered,
            "counts_for_votes": unit.counts_for_votes,
            "note": _note(unit, preview),
            "corrected": corrected.get((unit.sheet, unit.row), []),
            "search": unit_said(unit),
        }


def _note(unit: UnitRow, preview: Preview) -> str:
    """The remarks, and by which clause a parking space or storage room counts."""
    clause = f"按{preview.clause}计入表决" if unit.kind in preview.kinds else ""
    return "；".join(filter(None, (unit.note, clause)))

"""Recording the steps before a notice or a count, and the time in which the committee is formed anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.publicity import refuse_personal
from deliberation.organisation.access import compound_for
from deliberation.owners.access import owners_vote_for
from deliberation.owners.models import OwnersTurnover, OwnersVote, OwnersVoteStep
from deliberation.owners.queries import steps as queries
from deliberation.owners.rules import freeze
from deliberation.owners.rules.steps_before import When

TURNOVER = "owners_turnover.keep"
BEFORE_NOTICE = frozenset({"PREPARED"})
BEFORE_COUNT = frozenset({"PREPARED", "NOTICED", "OPEN", "CLOSED"})


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step as it was done: when, with what proof or words; or why it is not needed here."""

    done_on: date | None
    note: str = ""
    is_waived: bool = False


def keep_step(actor: Actor, vote_id: int, code: str, number: int, draft: StepDraft) -> OwnersVoteStep:
    """登记公告前的步骤 (`owners_vote.prepare`). Until the notice is registered; what belongs to the count, until then.

    `number` 0 is the whole vote. Raises `NOT_FOUND` for a step that this vote does not need, `INVALID_INPUT`,
    `REASON_REQUIRED`, `WRONG_STATE`.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.prepare", vote_id, lock=True, states=BEFORE_COUNT)
        title = _check(vote, code, number, draft)
        wanted = select(OwnersVoteStep).where(
            OwnersVoteStep.vote_id == vote.id, OwnersVoteStep.code == code, OwnersVoteStep.title == title
        )
        step = db.session.scalar(wanted) or OwnersVoteStep(vote_id=vote.id, code=code, title=title)
        step.done_on, step.note, step.is_waived = draft.done_on, draft.note.strip(), draft.is_waived
        step.recorded_by_id, step.at = actor.person_id, clock.now()
        db.session.add(step)
        facts: dict[str, Any] = {
            "step": code,
            "on": draft.done_on.isoformat() if draft.done_on else "",
            "waived": draft.is_waived,
        }
        happened(actor, "owners_vote.step", vote, **facts)
        return step


def _check(vote: OwnersVote, code: str, number: int, draft: StepDraft) -> str:
    """The title of the question that the step is about; refuse what does not belong here, or is not said."""
    if code == freeze.CODE:
        return _check_exception(vote, number, draft)
    need = next((n for n in queries.needs_of(vote) if (n.requirement.code, n.number) == (code, number)), None)
    if need is None:
        raise Refused(Reason.NOT_FOUND)
    if need.requirement.when == "NOTICE" and vote.state not in BEFORE_NOTICE:
        raise Refused(Reason.AGENDA_LOCKED)
    if draft.is_waived and need.requirement.binds and not need.requirement.unless:
        raise Refused(InPreparing.STEP_ASKED, article=need.requirement.article)
    _check_words(draft, needs_note=need.requirement.needs_note)
    return need.title


def _check_exception(vote: OwnersVote, number: int, draft: StepDraft) -> str:
    found = [one.held for one in queries.held_lines(vote, clock.today()) if one.held.question.number == number]
    if not found:
        raise Refused(Reason.NOT_FOUND)
    if vote.state not in BEFORE_NOTICE:
        raise Refused(Reason.AGENDA_LOCKED)
    if not found[0].unless:
        raise Refused(InPreparing.FREEZE_STRICT, article=found[0].freeze.article)
    if not draft.is_waived:
        raise Refused(InPreparing.FREEZE_EXCEPTION)
    _check_words(draft, needs_note=True)
    return found[0].question.title


def _check_words(draft: StepDraft, *, needs_note: bool) -> None:
    if (draft.is_waived or needs_note) and not draft.note.strip():
        raise Refused(Reason.REASON_REQUIRED)
    if not draft.is_waived and draft.done_on is None:
        raise Refused(InPreparing.STEP_DAY_MISSING)
    if draft.done_on is not None and draft.done_on > clock.today():
        raise Refused(InPreparing.STEP_IN_FUTURE)
    refuse_personal(draft.note)


def check_ready(vote: OwnersVote, on: date, when: When) -> None:
    """Raise `NOT_READY` naming each step that the law of the place asks for and that is not done (`steps_before`)."""
    missing = queries.missing(vote, on, when)
    if missing:
        raise Refused(InPreparing.STEPS_MISSING, steps="；".join(missing))


def begin_turnover(actor: Actor, compound_id: int, began_on: date, note: str) -> OwnersTurnover:
    """登记换届开始: the group for the new election was formed; one at a time.

    Raises `ALREADY_DONE`, `INVALID_INPUT`.
    """
    with transaction():
        compound = compound_for(actor, TURNOVER, compound_id)
        if began_on > clock.today():
            raise Refused(InPreparing.TERM_IN_FUTURE)
        if any(one.ended_on is None for one in queries.turnovers(compound.id)):
            raise Refused(InPreparing.TERM_BEGUN)
        made = OwnersTurnover(
            compound_id=compound.id,
            began_on=began_on,
            note=note.strip(),
            recorded_by_id=actor.person_id,
            at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()  # the audit names the id
        happened(actor, TURNOVER, made, compound_id=compound.id, on=began_on.isoformat())
        return made


def end_turnover(actor: Actor, turnover_id: int, ended_on: date) -> OwnersTurnover:
    """登记换届结束: the new committee is elected. Raises `ALREADY_DONE`, `INVALID_INPUT`, `NOT_FOUND`."""
    with transaction():
        found = db.session.get(OwnersTurnover, turnover_id, with_for_update=True)
        if found is None:
            raise Refused(Reason.NOT_FOUND)
        compound_for(actor, TURNOVER, found.compound_id)
        if found.ended_on is not None:
            raise Refused(InPreparing.TERM_OVER)
        if not found.began_on <= ended_on <= clock.today():
            raise Refused(InPreparing.TERM_END_WRONG)
        found.ended_on = ended_on
        happened(actor, "owners_turnover.end", found, on=ended_on.isoformat())
        return found

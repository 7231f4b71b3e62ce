"""Putting a motion to the vote, closing it, voiding it.

Cast and close are a lock pair: a batch of ballots holds the vote's row shared, closing takes it
exclusively. So a closed vote counts exactly the ballots that were acknowledged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update

from deliberation.agenda.rules import AUTHORITIES, needs_owners
from deliberation.audit import keys
from deliberation.audit.record import mark
from deliberation.convening.models import Meeting, Seat
from deliberation.convening.queries import profile_of, seats
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods.base import Question
from deliberation.kernel.methods.stored import to_json
from deliberation.kernel.recounting import EDITION
from deliberation.kernel.sealing import SCHEMA, frozen_hash, result_hash
from deliberation.organisation.rules import RuleProfile
from deliberation.room.access import current_item, session_meeting, vote_for_closing
from deliberation.room.actions.classing import demand_class, name_of
from deliberation.room.actions.common import Line, demand_clear_floor, done, noted, written_reason
from deliberation.room.actions.motions import motion_to_decide, move_motion, take_up_amendment
from deliberation.room.models import Ballot, BallotRequest, Motion, RollEntry, SecretChoice, Vote
from deliberation.room.queries import (
    is_present,
    open_test,
    open_vote_of,
    quorum_of,
    recused_seat_ids,
    roll_of,
    rounds_of,
    speeches_of,
)
from deliberation.room.queries.secrecy import choices_of, is_secret
from deliberation.room.queries.tampering import marked_apart
from deliberation.room.rules.flows import MOTION_FLOW, VOTE_FLOW
from deliberation.room.rules.questions import (
    PLAIN,
    details,
    is_kept_secret,
    is_plain,
    judged,
    put_in_words,
    question_of,
    round_name,
    run_off,
)
from deliberation.room.rules.quorum import QuorumResult
from deliberation.room.rules.secrecy import new_salt


def open_vote(
    actor: Actor, meeting_id: int, motion_id: int | None, override: str = "", question: Question = PLAIN
) -> Vote:
    """付表决. Text, question, roll, bases and rule version freeze here (DESIGN 3.5).

    Rule 11: not while somebody waits for the floor, unless the chair gives a reason (`override`). An amendment
    is agreed to or not; a motion that waits for its next round is put again by `rounds.open_run_off`. Without
    a settled class no motion is put (`CLASS_MISSING`).
    """
    with transaction():
        meeting = session_meeting(actor, "vote.open", meeting_id)
        motion = motion_to_decide(meeting, motion_id)
        if motion.state == "RUN_OFF":
            raise Refused(
                Reason.WRONG_STATE, subject=name_of(motion), state=MOTION_FLOW.label(motion.state), move="另付表决"
            )
        if motion.amends_id is not None and not is_plain(question):
            raise Refused(InRoom.AMENDMENT_PLAIN)
        return put_to_vote(actor, meeting, motion, question, override)


def put_to_vote(actor: Actor, meeting: Meeting, motion: Motion, question: Question, override: str = "") -> Vote:
    """Freeze and open, inside the transaction of whoever has found the motion at hand."""
    item = current_item(meeting)
    if open_vote_of(meeting.id):
        raise Refused(InRoom.VOTE_RUNNING)
    counted = quorum_of(meeting, item.id)
    if not counted.met:
        raise Refused(Reason.QUORUM_MISSING, counted=counted.sentence)
    binds = demand_class(motion)
    _check_floor(meeting, item.id, override)
    _end_test(motion)
    move_motion(motion, "vote.open")
    item.step = "vote"
    voters = voters_of(meeting, recused_seat_ids(item.id), profile_of(meeting))
    vote = _freeze(meeting, motion, binds, question, counted, [seat.id for seat in voters])
    put = put_in_words(question)
    text = f"付表决：{_called(vote)}{f'（{put}）' if put else ''}，应到 {counted.entitled}，实到 {counted.present}。"
    line, everybody = Line("procedure", text, item.id), [seat.id for seat in seats(meeting.id)]
    done(actor, "vote.open", vote, meeting, "vote", line=line, own=everybody, motion=motion.id, roll=len(voters))
    return vote


def _called(vote: Vote) -> str:
    """How the record calls what is voted on; a second round says so."""
    number = vote.frozen.get("round", 1)
    return name_of(vote.motion) + (round_name(number) if number > 1 else "")


def _check_floor(meeting: Meeting, item_id: int, override: str) -> None:
    """The chair's reason passes over those who wait, never over somebody who is speaking."""
    speeches, meeting_id = speeches_of(item_id), meeting.id
    waiting = [s for s in speeches if s.state == "WAITING"]
    override = written_reason(override, required=False)
    in_the_way = [s for s in speeches if s.state == "SPEAKING"] if override else speeches
    demand_clear_floor(in_the_way, profile_of(meeting).speech_turns)
    if waiting:
        for speech in waiting:
            speech.state = "WITHDRAWN"
        line = Line("procedure", f"主持人决定不等发言直接付表决：{override}", item_id)
        noted(meeting_id, "floor", line=line, own=[s.seat_id for s in waiting])


def _end_test(motion: Motion) -> None:
    test = open_test(motion.id)
    if test is not None:
        test.state, test.ended_at = "OBJECTED", clock.now()


def voters_of(meeting: Meeting, recused: frozenset[int], profile: RuleProfile) -> list[Seat]:
    """Who may cast: every present voting seat; with one ballot a party, the party's first present seat."""
    present = [s for s in seats(meeting.id) if s.has_vote and is_present(s) and s.id not in recused]
    if profile.ballot_by == "seat":
        return present
    first: dict[int, Seat] = {}
    for seat in present:
        first.setdefault(seat.party_id, seat)
    return list(first.values())


def _freeze(
    meeting: Meeting, motion: Motion, binds: str, question: Question, counted: QuorumResult, roll: list[int]
) -> Vote:
    frozen = {
        "schema": SCHEMA,
        "text": motion.text,
        "number": motion.number,
        "binds": binds,
        "binds_label": AUTHORITIES[binds].label,
        "matter": motion.matter,
        "class": motion.class_notes,
        "needs_owners": needs_owners(binds),
        "question": to_json(question),
        "round": len(rounds_of([motion.id])) + 1,
        "profile": meeting.profile.data,
        "profile_version": meeting.profile.version,
        "entitled": counted.entitled,
        "present": counted.present,
        "attendance": [test.to_json() for test in counted.tests],
        "roll": sorted(roll),
    }
    vote = Vote(
        meeting_id=meeting.id,
        motion_id=motion.id,
        state=VOTE_FLOW.initial,
        opened_at=clock.now(),
        frozen=frozen,
        frozen_hash=frozen_hash(frozen),
        cipher_salt=new_salt(keys.ring().active) if is_kept_secret(question) else "",
    )
    db.session.add(vote)
    db.session.flush()  # the roll needs the vote's id
    db.session.add_all(RollEntry(vote_id=vote.id, seat_id=seat_id) for seat_id in roll)
    return vote


def close_vote(actor: Actor, meeting_id: int, vote_id: int | None) -> Vote:
    """结束表决: no ballot comes in any more; the stored ballots are tallied and judged by the frozen rule."""
    with transaction():
        meeting = session_meeting(actor, "vote.close", meeting_id)
        vote = vote_for_closing(meeting, vote_id)
        if vote.state == "CLOSED":
            return vote
        vote.state = VOTE_FLOW.after(vote.state, "vote.close")
        vote.closed_at = clock.now()
        facts = _take_apart(vote, choices_of(vote)) if is_secret(vote) else {}
        vote.result = result_of(vote)
        vote.result_hash = result_hash(vote.frozen, vote.frozen_hash, vote.result)
        motion = vote.motion
        verdict = vote.result["verdict"]
        again = run_off(question_of(vote.frozen), verdict) is not None
        move_motion(motion, "vote.again" if again else decided_by(rounds_of([motion.id])))
        motion.item.step = "result" if motion.amends_id is None else "debate"
        line = Line("decision", f"{_called(vote)}：{verdict['sentence']}{details(verdict)}", motion.item_id)
        facts |= {"hash": vote.result_hash}
        done(actor, "vote.close", vote, meeting, "vote", line=line, own=vote.frozen["roll"], **facts)
        if motion.amends_id is not None and motion.state == "CARRIED":
            take_up_amendment(meeting_id, motion)
        return vote


def _take_apart(vote: Vote, choices: list[str]) -> dict[str, Any]:
    """Part what was chosen from who voted, for good; answers what the log keeps of it."""
    rows = [{"vote_id": vote.id, "number": n, "choice": choice} for n, choice in enumerate(choices, start=1)]
    if rows:
        db.session.execute(insert(SecretChoice), rows)
    _erase_choices(vote)
    return {"mark": mark("secret", **marked_apart(vote.id, choices))}


def _erase_choices(vote: Vote) -> None:
    for table in (Ballot, BallotRequest):
        db.session.execute(update(table).where(table.vote_id == vote.id).values(choice=""))
    vote.cipher_salt = ""


def decided_by(rounds: Sequence[Vote]) -> str:
    """The move of a motion whose last round is over: what one round chose stays chosen."""
    carried = any(vote.result and vote.result["verdict"]["result"] == "PASSED" for vote in rounds)
    return "motion.carry" if carried else "motion.lose"


def result_of(vote: Vote, *, advisory: bool = False) -> dict[str, Any]:
    """The verdict on the stored ballots under the frozen rule; a recount calls the same function.

    `advisory`: the class was corrected since, and what was decided is an opinion.
    """
    frozen = vote.frozen | {"needs_owners": True} if advisory else vote.frozen
    return {"version": EDITION, "verdict": judged(frozen, choices_of(vote)).to_json()}


def void_vote(actor: Actor, meeting_id: int, vote_id: int | None, reason: str) -> Vote:
    """宣布作废, with a reason. A voided vote is never reopened; the motion can be put again."""
    reason = written_reason(reason)
    with transaction():
        meeting = session_meeting(actor, "vote.void", meeting_id)
        vote = vote_for_closing(meeting, vote_id)
        vote.state = VOTE_FLOW.after(vote.state, "vote.void")
        vote.closed_at, vote.void_reason = clock.now(), reason
        if is_secret(vote):
            _erase_choices(vote)
        move_motion(vote.motion, "vote.void" if vote.frozen.get("round", 1) == 1 else "vote.void_round")
        vote.motion.item.step = "debate"
        line = Line("procedure", f"表决作废：{vote.void_reason}", vote.motion.item_id)
        done(actor, "vote.void", vote, meeting, "vote", line=line, own=roll_of(vote.id))
        return vote

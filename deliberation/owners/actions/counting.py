"""Counting an owners' vote, confirming the count by two people, and what its announcement means for the matters."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import null, update

from deliberation import db as database
from deliberation.audit.record import mark
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import WeekendRule, last_day
from deliberation.kernel.details import InOutcome
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import allowed
from deliberation.kernel.sealing import result_hash
from deliberation.kernel.verdict import Verdict
from deliberation.organisation.access import compound_for, scope_in
from deliberation.organisation.queries.hands import two_hands, two_people
from deliberation.organisation.queries.humans import same_human
from deliberation.owners import queries
from deliberation.owners.access import owners_vote_for
from deliberation.owners.actions.matters import note_decision
from deliberation.owners.actions.periods import posted_until
from deliberation.owners.actions.steps import check_ready
from deliberation.owners.models import OwnersImport, OwnersMatter, OwnersSignature, OwnersVote
from deliberation.owners.queries import results
from deliberation.owners.queries.tampering import marked
from deliberation.owners.rules.flows import OWNERS_VOTE_FLOW
from deliberation.owners.rules.tally import result_of

PARTS = {"TELLER": "计票人", "SCRUTINEER": "监票人"}


def count(actor: Actor, vote_id: int) -> OwnersVote:
    """计票: judge every confirmed paper by the frozen rule (`owners_vote.count`).

    Raises `ENTRY_PENDING` while a paper is entered once only or differently. Where a mistake is found
    afterwards, `reentry.take_back_count` comes first.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.count", vote_id, lock=True)
        OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.count")
        waiting = results.unfinished_papers(vote.id)
        if waiting:
            raise Refused(InOutcome.PAPERS_WAITING, papers=_spoken(waiting))
        check_ready(vote, clock.today(), "COUNT")
        box = results.box_of(vote.id)
        vote.counted_at, vote.result = clock.now(), result_of(vote.frozen or {}, box)
        vote.result_hash = result_hash(vote.frozen or {}, vote.frozen_hash or "", vote.result)
        _forget_previews(vote)
        facts: dict[str, Any] = {"hash": vote.result_hash, "mark": mark("box", **marked(vote))}
        happened(actor, "owners_vote.count", vote, **facts)
        return vote


def _forget_previews(vote: OwnersVote) -> None:
    """Official files that nobody confirmed hold what single owners chose: nobody needs that any more."""
    left_over = (OwnersImport.vote_id == vote.id) & (OwnersImport.state == "PREVIEW")
    db.session.execute(update(OwnersImport).where(left_over).values(state="DISCARDED", reading=null()))


def _spoken(waiting: dict[str, int]) -> str:
    words = {"ENTERED_ONCE": "只录了一遍的 {} 张", "DIFFERENT": "两次录入不一致的 {} 张", "ANEW": "等重录的 {} 张"}
    return "，".join(words[state].format(number) for state, number in sorted(waiting.items()))


def certify(actor: Actor, vote_id: int, part: str, seen: str | None = None) -> OwnersVote:
    """计票人 or 监票人 confirms the count that they have seen; with both it is CERTIFIED (domain 4.4, count record).

    `seen` is the hash of the result on their page; `None` for an act without a page. Two different people, neither of
    whom stands for election; the scrutineer has entered no paper of this vote, not even one that was entered anew.
    Raises `CHANGED_SINCE` where it was counted anew meanwhile, `ALREADY_SIGNED` where this part has its
    signature, whoever's it is, `SAME_PERSON`, `WRONG_STATE`.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.certify", vote_id, lock=True)
        OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.certify")
        if seen not in {None, vote.result_hash}:
            raise Refused(Reason.CHANGED_SINCE)
        _may_sign(actor, vote, part)
        db.session.add(
            OwnersSignature(
                vote_id=vote.id,
                part=part,
                person_id=actor.person_id or 0,
                name=actor.name,
                result_hash=vote.result_hash or "",
                at=clock.now(),
            )
        )
        db.session.flush()  # both signatures are read back
        both = set(results.signatures(vote.id)) == set(PARTS)
        happened(actor, "owners_vote.certify", vote, moves=both, part=part, hash=vote.result_hash)
        if both:
            vote.certified_at = clock.now()
        return vote


def take_back_signature(actor: Actor, vote_id: int, part: str, seen: str | None = None) -> OwnersVote:
    """撤回签名 while the other part has not signed: by who signed and nobody else; the log keeps both.

    Raises `FORBIDDEN` for another person, `ALREADY_DONE` where nobody signed, `CHANGED_SINCE`, `WRONG_STATE`.
    """
    with transaction():
        vote = owners_vote_for(actor, "owners_vote.certify", vote_id, lock=True)
        OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.certify")
        if seen not in {None, vote.result_hash}:
            raise Refused(Reason.CHANGED_SINCE)
        signature = results.signatures(vote.id).get(part)
        if signature is None:
            raise Refused(InOutcome.NOT_SIGNED)
        if signature.person_id != actor.person_id:
            raise Refused(Reason.FORBIDDEN, who=f"签名的人（{signature.name}）")
        db.session.delete(signature)
        facts: dict[str, Any] = {"part": part, "hash": vote.result_hash, "withdrawn": True}
        happened(actor, "owners_vote.certify", vote, moves=False, **facts)
        return vote


def _may_sign(actor: Actor, vote: OwnersVote, part: str) -> None:
    if part not in PARTS:
        raise Refused(InOutcome.SIGNATURE_PART)
    given = results.signatures(vote.id)
    if part in given:
        raise Refused(Reason.ALREADY_SIGNED, part=PARTS[part], name=given[part].name)
    other = next((s for p, s in given.items() if p != part), None)
    mine = same_human(actor.person_id)
    two_people(other.person_id if other else None, actor.person_id, InOutcome.TELLER_IS_SCRUTINEER)
    _may_take_part(actor, vote, part, mine)


def _may_take_part(actor: Actor, vote: OwnersVote, part: str, mine: frozenset[int]) -> None:
    """Whoever counts may count; whoever watches has entered nothing; nobody does either for their own election."""
    compound = compound_for(actor, "owners_vote.certify", vote.compound_id)
    if part == "TELLER" and not allowed(actor, "owners_vote.count", scope_in(compound)):
        raise Refused(Reason.FORBIDDEN, who="计票人、会议秘书")
    if results.stands_for_election(vote.id, actor.name):
        raise Refused(InOutcome.CANDIDATE_COUNTS)
    if part == "SCRUTINEER":
        if results.has_entered(vote.id, mine):
            raise Refused(InOutcome.SCRUTINEER_ENTERED)
        for person_id in results.who_entered(vote.id):
            two_hands(person_id, actor.person_id)


def announce(actor: Actor, vote_id: int) -> list[OwnersMatter]:
    """公告结果: the result stands; answers the matters whose state changed (publication tells everybody else).

    PASSED and REJECTED settle their matter. NO_QUORUM, UNDETERMINED, options of which none had enough and some go to
    a run-off, and an election with posts left open settle nothing: the matter goes on waiting and may be put to
    another vote (`Verdict.settles`; domain 3.3, O27).
    Told inside the caller's transaction.
    """
    if not database.in_transaction():
        raise RuntimeError("an owners' result is announced inside the caller's transaction()")
    vote = owners_vote_for(actor, "owners_vote.announce", vote_id, lock=True)
    OWNERS_VOTE_FLOW.after(vote.state, "owners_vote.announce")
    rules = queries.rules_of(vote.profile)
    vote.announced_at = clock.now()
    vote.announced_until = posted_until(vote, clock.today())
    vote.end_is_provisional = bool(holidays.calendar().missing(vote.announced_until))
    late = is_late(vote, rules.announce_within_days, rules.weekend_last_day)
    happened(actor, "owners_vote.announce", vote, hash=vote.result_hash, late=late)
    # By matter, as votes that are prepared lock them: nobody waits crosswise.
    questions = sorted(vote.questions, key=lambda question: question.matter_id or 0)
    return [matter for question in questions if (matter := _settle(actor, vote, question.number)) is not None]


def _settle(actor: Actor, vote: OwnersVote, number: int) -> OwnersMatter | None:
    question = next(q for q in vote.questions if q.number == number)
    verdict = results.verdict_json(vote, number)
    if question.matter_id is None or verdict is None or not Verdict.from_json(verdict).settles:
        return None
    matter = queries.matter(question.matter_id)
    if matter is None or matter.state != "PROPOSED":
        return None
    return note_decision(actor, matter.id, passed=verdict["result"] == "PASSED")


def announce_by(vote: OwnersVote, within_days: int, weekend: WeekendRule = "MOVES") -> date | None:
    """The last day to post the result: so many days after the count (D4); `None` where nothing is said.

    Counted like every period (民法典 §203): three days after 24 September 2026 lead into 中秋, so the 28th is in time.
    """
    if vote.counted_at is None or not within_days:
        return None
    return last_day(clock.day_of(vote.counted_at), within_days, holidays.calendar(), weekend)


def is_late(vote: OwnersVote, within_days: int, weekend: WeekendRule = "MOVES") -> bool:
    """Whether the result is posted after its last day. Late is still posted, and said."""
    last = announce_by(vote, within_days, weekend)
    return last is not None and clock.today() > last

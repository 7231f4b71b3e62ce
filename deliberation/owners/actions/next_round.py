"""The next round of an election: the seats that are open, among those who were not elected; who was stays."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.clock import BEIJING
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.models import Compound
from deliberation.owners import queries as owners
from deliberation.owners.access import owners_vote_for
from deliberation.owners.actions import preparing
from deliberation.owners.actions.elections import put_on_ballot
from deliberation.owners.models import OwnersCandidate, OwnersElection, OwnersQuestion, OwnersVote
from deliberation.owners.queries import elections as queries
from deliberation.owners.queries.prepare import Place, rules_here
from deliberation.owners.rules.notice import earliest_opening
from deliberation.owners.rules.questions import QuestionDraft

PREPARE = "owners_vote.prepare"
OPENS, CLOSES = time(9), time(18)
AGAIN, LEFT = "（缺额另行选举）", "\n本轮另行选举余下的"


def next_round(actor: Actor, vote_id: int) -> OwnersVote:
    """Prepare the vote on the seats left open (`owners_vote.prepare`); pressed twice it is one vote.

    Those who go to the run-off stand again; where nobody does, new names are put forward. The days are the first
    that need no warning and may be changed. Raises `WRONG_STATE` where no seat is open.
    """
    with transaction():
        former_vote = owners_vote_for(actor, PREPARE, vote_id, lock=True)
        former, question = queries.of_vote(former_vote.id), queries.committee_question(former_vote)
        if former is None or question is None or former_vote.state != "ANNOUNCED" or not former.open_seats:
            raise Refused(Reason.WRONG_STATE, subject=former_vote.title, state="没有空缺的席位", move="筹备下一轮选举")
        again = queries.next_round_of(former)
        if again is not None:
            return db.session.get_one(OwnersVote, again.vote_id)
        draft = _draft(former_vote, question, former.open_seats)
        vote = preparing.prepare(actor, former_vote.compound_id, draft)
        db.session.add(_election(former, vote))
        db.session.flush()  # the ballot takes its names from the rows
        put_on_ballot(vote)
        happened(actor, "owners_vote.next_round", vote, former=former_vote.id)
        return vote


def _draft(former: OwnersVote, question: OwnersQuestion, seats: int) -> preparing.VoteDraft:
    place = _place(former)
    opens_on = earliest_opening(clock.today(), place.rules.notice_days)[1] + timedelta(days=1)
    days = max((former.closes_at - former.opens_at).days, place.rules.opens_min_days, 1)
    return preparing.VoteDraft(
        kind=former.kind,
        title=f"{former.title.removesuffix(AGAIN)[:100]}{AGAIN}",
        profile_id=place.row.id,
        opens_at=datetime.combine(opens_on, OPENS, BEIJING),
        closes_at=datetime.combine(opens_on + timedelta(days=days), CLOSES, BEIJING),
        questions=[_question(question, seats)],
        policy=former.policy,
        policy_clause=former.policy_clause,
        policy_clause_on=former.policy_clause_on,
    )


def _place(former: OwnersVote) -> Place:
    place = rules_here(db.session.get_one(Compound, former.compound_id), clock.today()).get(former.kind)
    if place is None:
        raise Refused(InPreparing.NO_RULES_TODAY)
    return place


def _question(former: OwnersQuestion, seats: int) -> QuestionDraft:
    """The same question for the seats left; it goes on with its matter as long as that waits for the owners."""
    matter = owners.matter(former.matter_id) if former.matter_id else None
    waits = matter is not None and matter.state == "PROPOSED"
    return QuestionDraft(
        title=former.title,
        text=f"{former.text.partition(LEFT)[0]}{LEFT} {seats} 名；已经当选的保留席位。",
        decision_class=former.decision_class,
        item=former.item,
        matter_id=former.matter_id if waits else None,
        method=former.method,
        options=(),
        most=seats,
        seats=seats,
    )


def _election(former: OwnersElection, vote: OwnersVote) -> OwnersElection:
    """The next round's election. The run-off's names hang already, unless a changed list has to be posted again."""
    again = queries.rules_here(vote.compound_id).posting.ends_before_notice
    stand = [c for c in former.candidates if c.part == "RUN_OFF"]
    return OwnersElection(
        vote_id=vote.id,
        former_id=former.id,
        agreed=former.agreed,
        alternates=former.alternates,
        kept=[{"name": one.name, "building": one.building} for one in queries.members(former)],
        term_years=former.term_years,
        begins_on=former.begins_on,
        ends_on=former.ends_on,
        posted_on=former.posted_on if stand and not again else None,
        candidates=[_stands_again(one, number) for number, one in enumerate(stand, start=1)],
    )


def _stands_again(former: OwnersCandidate, number: int) -> OwnersCandidate:
    return OwnersCandidate(
        number=number,
        name=former.name,
        building=former.building,
        room=former.room,
        is_agent=former.is_agent,
        source=former.source,
        backers=former.backers,
        state="ACCEPTED",
        declared=list(former.declared),
        answered_on=former.answered_on,
        politics=former.politics,
        occupation=former.occupation,
    )

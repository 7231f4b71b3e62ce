"""What the owners' side waits for somebody to do: the lines of the desk's first page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.days import day_text, gap_days
from deliberation.kernel.permissions import Scope, allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.organisation.queries.humans import same_human
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.queries import elections, petitions, results
from deliberation.owners.queries import votes as votes_queries

UNDER_WAY = ("PREPARED", "NOTICED", "OPEN", "CLOSED", "COUNTED", "CERTIFIED")
FILING_URGENT = 7
"""From how many days before its last day the filing of a committee is urgent."""
TERM_REMINDED = 90
"""Days before the end of a term from which the desk reminds of the next election (a default of the platform)."""

BALLOTS, HOUSEHOLDS = N_("张"), N_("户")


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who looks, where, and what the votes under way have in hand: vote → number."""

    actor: Actor
    slug: str
    scope: Scope
    pending: dict[int, int]
    to_repeat: dict[int, int]
    unfinished: dict[int, dict[str, int]]

    def may(self, permission: str) -> bool:
        return allowed(self.actor, permission, self.scope)

    def line(self, label: str, vote: Row[Any], page: str = "vote", **more: object) -> Waiting:
        values = {"compound_slug": self.slug, "vote_id": vote.id}
        told = {"count": 1, "urgent": False, **more}
        return Waiting(f"{label}：{vote.title}", endpoint=f"owners.{page}", values=values, **told)  # type: ignore[arg-type]


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """What waits for this actor: votes to notify, open, close, enter, count, sign and announce; matters.

    A fixed number of statements, whatever runs, but one for each count that waits for signatures.
    """
    compound = db.session.get_one(Compound, compound_id)
    scope = scope_in(compound)
    found: list[Waiting] = []
    if allowed(actor, "owners_vote.read", scope):
        votes = _under_way(compound_id)
        desk = _Desk(actor, compound.slug, scope, *_in_hand(actor, [v.id for v in votes]))
        found = [line for vote in votes for line in _of_vote(desk, vote)]
    if allowed(actor, "owners_vote.prepare", scope):
        found += _committees(compound)
        free = sum(one.vote is None for one in votes_queries.waiting(compound_id))
        values = {"compound_slug": compound.slug}
        found.append(Waiting(N_("等业主决定、还没有筹备表决的事"), free, "owners.votes", values))
    if allowed(actor, "owners_turnover.keep", scope):
        found += _terms(compound)
    if allowed(actor, "owners_petition.keep", scope):
        found += _demands(compound)
    return [line for line in found if line.count]


def _under_way(compound_id: int) -> list[Row[Any]]:
    wanted = select(OwnersVote.id, OwnersVote.title, OwnersVote.state, OwnersVote.opens_at, OwnersVote.closes_at)
    wanted = wanted.where(OwnersVote.compound_id == compound_id, OwnersVote.state.in_(UNDER_WAY))
    return list(db.session.execute(wanted.order_by(OwnersVote.closes_at, OwnersVote.id)))


def _in_hand(actor: Actor, ids: list[int]) -> tuple[dict[int, int], dict[int, int], dict[int, dict[str, int]]]:
    """By vote: deliveries nobody recorded, papers that this person may enter a second time, unfinished papers."""
    pending = (
        select(OwnersVoter.vote_id, func.count())
        .where(OwnersVoter.vote_id.in_(ids), OwnersVoter.delivery == "PENDING")
        .group_by(OwnersVoter.vote_id)
    )
    by_others = (
        select(OwnersPaper.vote_id, func.count(OwnersPaper.id.distinct()))
        .join(OwnersEntry, OwnersEntry.paper_id == OwnersPaper.id)
        .where(OwnersPaper.vote_id.in_(ids), OwnersPaper.state == "ENTERED_ONCE")
        .where(OwnersEntry.entered_by_id != actor.person_id)
        .group_by(OwnersPaper.vote_id)
    )
    states = (
        select(OwnersPaper.vote_id, OwnersPaper.state, func.count())
        .where(OwnersPaper.vote_id.in_(ids), OwnersPaper.state != "CONFIRMED")
        .group_by(OwnersPaper.vote_id, OwnersPaper.state)
    )
    unfinished: dict[int, dict[str, int]] = {}
    for vote_id, state, number in db.session.execute(states):
        unfinished.setdefault(vote_id, {})[state] = number
    counted = [{row[0]: row[1] for row in db.session.execute(query)} for query in (pending, by_others)]
    return counted[0], counted[1], unfinished


def _of_vote(desk: _Desk, vote: Row[Any]) -> Iterator[Waiting]:
    if vote.state == "PREPARED" and desk.may("owners_vote.notify"):
        yield desk.line(_("业主表决待贴公告"), vote)
    elif vote.state == "NOTICED" and clock.now() >= vote.opens_at and desk.may("owners_vote.open"):
        yield desk.line(_("业主表决待开始投票"), vote, urgent=True)
    elif vote.state in {"OPEN", "CLOSED"}:
        yield from _while_papers_come(desk, vote)
    elif vote.state == "COUNTED" and _may_sign(desk, vote.id):
        yield desk.line(_("计票结果待签名确认"), vote, "count_page", urgent=True)
    elif vote.state == "CERTIFIED" and desk.may("owners_vote.announce"):
        yield desk.line(_("业主表决结果待公告"), vote, "count_page", urgent=True)


def _while_papers_come(desk: _Desk, vote: Row[Any]) -> Iterator[Waiting]:
    is_over = vote.state == "CLOSED" or clock.now() >= vote.closes_at
    left = desk.unfinished.get(vote.id, {})
    if vote.state == "OPEN" and is_over and desk.may("owners_vote.open"):
        yield desk.line(_("业主表决待截止收票"), vote, urgent=True)
    if vote.state == "OPEN" and not is_over and desk.may("owners_vote.deliver"):
        yield desk.line(_("表决票待登记送达"), vote, "delivery", count=desk.pending.get(vote.id, 0), unit=HOUSEHOLDS)
    if desk.may("owners_ballot.enter"):
        second = desk.to_repeat.get(vote.id, 0)
        to_settle = left.get("DIFFERENT", 0) + left.get("ANEW", 0)
        yield desk.line(_("表决票等录第二遍"), vote, "entry_waiting", count=second, unit=BALLOTS, urgent=is_over)
        yield desk.line(_("表决票等核定或重录"), vote, "entry_waiting", count=to_settle, unit=BALLOTS, urgent=is_over)
    if vote.state == "CLOSED" and not left and desk.may("owners_vote.count"):
        yield desk.line(_("业主表决待计票"), vote, "count_page", urgent=True)


def _may_sign(desk: _Desk, vote_id: int) -> bool:
    """Whether a part is free that this person may sign: the rule of `actions.counting.certify`."""
    signed = results.signatures(vote_id)
    if not desk.may("owners_vote.certify") or desk.actor.person_id in {s.person_id for s in signed.values()}:
        return False
    if "TELLER" not in signed and desk.may("owners_vote.count"):
        return True
    return "SCRUTINEER" not in signed and not results.has_entered(vote_id, same_human(desk.actor.person_id))


def _committees(compound: Compound) -> Iterator[Waiting]:
    """备案: a committee that was elected is filed within thirty days (物业管理条例 §16)."""
    for one in elections.to_file(compound.id):
        if one.vote is not None:
            values = {"compound_slug": compound.slug, "vote_id": one.vote.id}
            yield _filing(one, one.vote.title, "owners.election", values)


def _filing(one: elections.Committee, what: str, page: str, values: dict[str, Any]) -> Waiting:
    label = _("业委会待备案（%(day)s以前）：%(what)s", day=day_text(one.file_by), what=what)
    return Waiting(label, 1, page, values, urgent=gap_days(clock.today(), one.file_by) <= FILING_URGENT)


def _terms(compound: Compound) -> Iterator[Waiting]:
    """The committee that sits: filed where it was elected elsewhere; elected anew in time (the platform's reminder)."""
    here, values = elections.committee_here(compound.id), {"compound_slug": compound.slug}
    if here is None:
        return
    if here.vote is None and here.election.filed_on is None:
        yield _filing(here, _("在别处选出的业委会"), "owners.committees", values)
    ends_on = here.election.ends_on
    if ends_on is not None and gap_days(clock.today(), ends_on) <= TERM_REMINDED:
        label = _("业委会任期到%(day)s届满，请组织换届", day=day_text(ends_on))
        is_urgent = gap_days(clock.today(), ends_on) <= FILING_URGENT
        yield Waiting(label, 1, "owners.turnovers", values, urgent=is_urgent)


def _demands(compound: Compound) -> Iterator[Waiting]:
    """Demands that were handed over: the committee has to organise a meeting."""
    for one in petitions.unanswered(compound.id):
        values = {"compound_slug": compound.slug, "petition_id": one.id}
        yield Waiting(f"{_('业主提议已递交，待筹备临时会议')}：{one.title}", 1, "owners.petition", values, urgent=True)

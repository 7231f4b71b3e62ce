"""授权委托: recording the letters with which owners let somebody sign for them (民法典 165; domain 3.3)."""

from __future__ import annotations

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.access import owners_vote_for, voter_in
from deliberation.owners.models import OwnersProxy, OwnersVote, OwnersVoter
from deliberation.owners.queries import entry as queries
from deliberation.owners.rules.entry import ENTERED_STATES, has_valid
from deliberation.owners.rules.proxies import ProxyDraft, checked_proxy, may_change

PERMISSION = "owners_ballot.enter"


def record_proxy(actor: Actor, vote_id: int, number: int, draft: ProxyDraft) -> OwnersProxy:
    """Record that an agent signs for owner `number`; a letter recorded before is replaced.

    Raises `PROXY_LIMIT` for an agent whom the rules bar, or once the paper is entered; `INVALID_INPUT`.
    """
    with transaction():
        vote, voter = _owner(actor, vote_id, number)
        agent = "".join(draft.agent.split())
        held = queries.proxies_held(vote.id, agent, draft.agent_kind, voter.id)
        opens_on = clock.day_of(vote.opens_at)
        rules = queries.frozen_rules(vote)
        checked = checked_proxy(draft, rules, opens_on, held)
        if rules.proxy_owners_only and not queries.is_another_owner(vote, checked.agent, voter):
            raise Refused(InEntry.AGENT_UNKNOWN, rules=rules.name, agent=checked.agent)
        proxy = queries.proxy_of(voter.id) or OwnersProxy(vote_id=vote.id, voter_id=voter.id)
        proxy.agent, proxy.agent_kind = checked.agent, checked.agent_kind
        proxy.until, proxy.note = checked.until, checked.note
        proxy.recorded_by_id, proxy.at = actor.person_id, clock.now()
        db.session.add(proxy)
        db.session.flush()  # the audit names the id
        happened(actor, "owners_proxy.record", proxy, compound_id=vote.compound_id, vote=vote.id)
        return proxy


def withdraw_proxy(actor: Actor, vote_id: int, number: int) -> None:
    """Take a recorded letter away again, before the paper is entered. Raises `NOT_FOUND`, `PROXY_LIMIT`."""
    with transaction():
        vote, voter = _owner(actor, vote_id, number)
        proxy = queries.proxy_of(voter.id)
        if proxy is None:
            raise Refused(Reason.NOT_FOUND)
        happened(actor, "owners_proxy.withdraw", proxy, compound_id=vote.compound_id, vote=vote.id)
        db.session.delete(proxy)


def _owner(actor: Actor, vote_id: int, number: int) -> tuple[OwnersVote, OwnersVoter]:
    """The vote, locked so that two letters for one agent stand in line, and the owner, who may still name an agent."""
    vote = owners_vote_for(actor, PERMISSION, vote_id, lock=True, states=ENTERED_STATES)
    voter = voter_in(vote, number, lock=True)
    papers = queries.papers_of(voter.id)
    may_change([p.state for p in papers], valid=has_valid(queries.confirmed(papers)))
    return vote, voter

"""授权委托: who may sign in an owner's place, and for how many (民法典 165; domain 3.3, proxies)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Refused
from deliberation.kernel.finding import OF_A_PERSON, find_personal_data
from deliberation.kernel.text import N_
from deliberation.organisation.rules.owners import OwnersRules
from deliberation.organisation.rules.parties import OWNER_KINDS, PARTY_KINDS

PRIVATE_KINDS = {"family": N_("家人"), "owner": N_("本小区其他业主"), "person": N_("其他个人")}
"""Agents who come from no party."""

AGENT_KINDS: dict[str, str] = PRIVATE_KINDS | {
    kind: f"{name}（工作人员）" for kind, name in PARTY_KINDS.items() if kind not in OWNER_KINDS
}
"""The code in `OwnersProxy.agent_kind` → its name. Staff of a party carry the party's code: rules can bar them."""

MOST_NAME = 60
MOST_NOTE = 200


@dataclass(frozen=True, slots=True)
class ProxyDraft:
    """A letter of authorisation 授权委托书 as it was seen; no ID number is kept."""

    agent: str
    agent_kind: str
    until: date
    note: str = ""


def checked_proxy(draft: ProxyDraft, rules: OwnersRules, opens_on: date, held: int) -> ProxyDraft:
    """The draft with a tidy name. `held`: for how many other owners this agent already signs in this vote.

    Raises `INVALID_INPUT` for what is no letter, `PROXY_LIMIT` for an agent whom the rules bar.
    """
    agent, note = "".join(draft.agent.split()), draft.note.strip()
    _check_text(agent, note)
    if draft.agent_kind not in AGENT_KINDS:
        raise Refused(InEntry.AGENT_KIND_MISSING)
    if draft.until < opens_on:
        raise Refused(InEntry.PROXY_EXPIRED)
    if rules.proxy_max == 0:
        raise Refused(InEntry.NO_PROXIES, rules=rules.name)
    if draft.agent_kind in rules.proxy_barred:
        raise Refused(InEntry.AGENT_BARRED, rules=rules.name, kind=AGENT_KINDS[draft.agent_kind])
    if rules.proxy_owners_only and draft.agent_kind != "owner":
        raise Refused(InEntry.AGENT_NO_OWNER, rules=rules.name)
    if rules.proxy_max is not None and held >= rules.proxy_max:
        raise Refused(InEntry.AGENT_HOLDS, rules=rules.name, most=rules.proxy_max, agent=agent, held=held)
    return replace(draft, agent=agent, note=note)


def _check_text(agent: str, note: str) -> None:
    if not agent or len(agent) > MOST_NAME:
        raise Refused(InEntry.AGENT_MISSING)
    if len(note) > MOST_NOTE:
        raise Refused(InEntry.NOTE_TOO_LONG, most=MOST_NOTE)
    if any(found.kind in OF_A_PERSON for found in find_personal_data(f"{agent} {note}")):
        raise Refused(InEntry.IDENTITY_WRITTEN)


def may_change(states: Iterable[str], *, valid: bool) -> None:
    """Raise `PROXY_LIMIT` once the owner's paper is being entered or counts: it was judged by the proxies of then.

    `states` are those of the owner's papers; `valid` says whether one that counts is among them. One that is to
    be entered anew is judged again then.
    """
    if valid or any(state not in {"CONFIRMED", "ANEW"} for state in states):
        raise Refused(InEntry.PROXY_AFTER_ENTRY)

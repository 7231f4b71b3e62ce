"""Adding and revising rules of procedure: always a new version, the old ones stay as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.organisation.access import may_manage_rules, may_write_rules, one_writer_of_rules, rules_to_revise
from deliberation.organisation.models import RuleProfileVersion
from deliberation.organisation.queries import profiles as queries
from deliberation.organisation.queries import shipped
from deliberation.organisation.rules import OwnersRules, RuleProfile, parse_any
from deliberation.organisation.rules.bodies import check_neighbourhood
from deliberation.organisation.rules.owners import check_channels
from deliberation.organisation.rules.places import place_label
from deliberation.organisation.rules.sources import carried

FIXED = ("code", "body", "place")
"""What a revision leaves as it is: another body or place is another set of rules."""
MOST_REASON = 300


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """Rules as somebody wrote them: `data` for `parse_any` without code and version, and why they are made.

    `request_key` makes a form that is sent twice one set of rules.
    """

    data: Mapping[str, Any]
    reason: str
    request_key: str = ""


def row_of(data: dict[str, Any]) -> RuleProfileVersion:
    """The row that keeps these rules. Raises `INVALID_INPUT` with a sentence that names the field."""
    rules = parse_any(data)
    if isinstance(rules, OwnersRules):
        check_channels(rules)
    return RuleProfileVersion(
        code=rules.code, version=rules.version, data=data, valid_from=rules.valid_from, valid_to=rules.valid_to
    )


def revise_profile(actor: Actor, code: str, based_on: int, draft: ProfileDraft) -> RuleProfileVersion:
    """The next version of a set of rules (`rules.manage`). Meetings and votes keep the version they froze.

    Raises `ALREADY_DONE` where `based_on` is no longer the newest version, `INVALID_INPUT` for what the schema
    refuses, for a first day that is past or before that of the version it replaces, and where nothing changed.
    """
    with transaction():
        newest = rules_to_revise(actor, code)
        if newest.version != based_on:
            raise Refused(InOrganisation.VERSION_EXISTS, version=newest.version)
        fixed = {key: newest.data.get(key, "") for key in FIXED}
        written = {**draft.data, **fixed, **_terms(newest.data, draft.data), "version": newest.version + 1}
        before = parse_any(newest.data)
        row = row_of({**written, "sources": carried(before, parse_any(written))})
        _check_days(row.valid_from, newest.valid_from)
        rules = parse_any(row.data)
        if _same(rules, before):
            raise Refused(InOrganisation.RULES_UNCHANGED)
        _check_organiser(rules)
        return _keep(actor, row, draft.reason)


def _terms(before: Mapping[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """What the place's text asks of those elected together stays, as long as the election is counted by that text."""
    same = written.get("election", "ORDINARY") == before.get("election", "ORDINARY")
    return {"election_terms": before["election_terms"]} if same and "election_terms" in before else {}


def add_profile(actor: Actor, draft: ProfileDraft) -> RuleProfileVersion:
    """A new set of rules (`rules.manage`). Sent twice, it is added once.

    Raises `FORBIDDEN` where it would reach compounds that are not the actor's, `INVALID_INPUT` as the schema does.
    """
    with transaction():
        body = str(draft.data.get("body", "")).replace("_", "-")
        # The whole installation is the place of a set of rules; whose form it was is part of its code.
        code = f"{body}-{stored_key('rules.manage', 0, actor.person_id, draft.request_key)[:12]}"
        row = row_of({**draft.data, "code": code, "version": 1})
        rules = parse_any(row.data)
        may_manage_rules(actor, rules)
        one_writer_of_rules()
        known = db.session.scalar(select(RuleProfileVersion).where(RuleProfileVersion.code == code).limit(1))
        if known is None:
            _check_place(rules)
        return known or _keep(actor, row, draft.reason)


def take_over_shipped(actor: Actor, shown: str | None = None) -> int:
    """Enter the rules that come with the platform and are not there yet (`rules.manage`); answers how many sets.

    What was mended in a set that is there becomes its next version. It counts from the first day that it names, which
    is the law's and so may be past; meetings and votes keep the version that they froze, and what was revised here
    stays as it is. `shown` is `Offers.mark` of what the actor saw: raises `ALREADY_DONE` where something else would be
    entered now, `FORBIDDEN` where a set would reach compounds that are not the actor's.
    """
    with transaction():
        if not may_write_rules(actor):
            raise Refused(Reason.FORBIDDEN, who="系统管理员")
        one_writer_of_rules()
        offered = shipped.offers()
        if shown is not None and shown != offered.mark:
            raise Refused(InOrganisation.RULES_CHANGED)
        for offer in (*offered.missing, *offered.newer):
            may_manage_rules(actor, parse_any(offer.data))
            version = offer.row.version + 1 if offer.row else 1
            reason = "平台更新了这套规则" if offer.row else "平台自带"
            _keep(actor, row_of(offer.data | {"version": version}), reason)
        return offered.number


def _check_place(rules: queries.Rules) -> None:
    """A place has one set of rules for its owners, or nobody knows which counts."""
    if isinstance(rules, OwnersRules):
        there = queries.owners_rules_in(rules.place, rules.body)
        if there is not None:
            raise Refused(InOrganisation.PLACE_HAS_RULES, place=place_label(rules.place), name=there.name)


def _check_days(begin: date, before: date) -> None:
    if begin < clock.today():
        raise Refused(InOrganisation.RULES_BEGIN_IN_PAST)
    if begin < before:
        raise Refused(InOrganisation.RULES_BEGIN_TOO_EARLY, before=before.isoformat())


def _same(new: queries.Rules, old: queries.Rules) -> bool:
    """Whether two versions say the same, but for their number, their first day and what says so.

    A source goes with its figure: where no figure changed, none of them did.
    """
    return replace(new, version=old.version, valid_from=old.valid_from, sources=old.sources) == old


def _check_organiser(rules: queries.Rules) -> None:
    """Rules of meetings that a 居委会 organises cannot show results for less than the law asks (居委会组织法 §34)."""
    if not isinstance(rules, RuleProfile):
        return
    if any(kind.organiser == "neighbourhood_committee" for kind in queries.meeting_types_with(rules.code)):
        check_neighbourhood(rules)


def _keep(actor: Actor, row: RuleProfileVersion, reason: str) -> RuleProfileVersion:
    if len(reason) > MOST_REASON:
        raise Refused(InOrganisation.REVISION_REASON_TOO_LONG, most=MOST_REASON)
    row.reason, row.made_at = reason, clock.now()
    db.session.add(row)
    db.session.flush()  # the audit names the id
    happened(
        actor,
        "rules.manage",
        row,
        compound_id=None,
        code=row.code,
        version=row.version,
        valid_from=row.valid_from.isoformat(),
    )
    return row

"""Recording an emergency use of the maintenance fund, which goes without a vote (民法典 281 第二款)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deliberation.db import db, once, transaction, values_of
from deliberation.history.acts import happened
from deliberation.kernel import clock, holidays, seen
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InOutcome
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.kernel.publicity import refuse_personal
from deliberation.organisation.access import compound_for, places_of
from deliberation.organisation.models import Compound
from deliberation.owners.models import EmergencyUse
from deliberation.owners.queries import emergency as queries
from deliberation.owners.rules.emergency import check_posting, path_in, posted_until

KEEP = "emergency_use.keep"


@dataclass(frozen=True, slots=True)
class EmergencyDraft:
    """What happened and when, who confirmed it on the spot, which authority grants or verifies it. All public."""

    title: str
    situation: str
    happened_on: date
    confirmed_by: str
    granted_by: str
    request_key: str


def record_use(actor: Actor, compound_id: int, draft: EmergencyDraft) -> EmergencyUse:
    """登记应急使用; the article of the place is kept with it. The same form sent twice is one record.

    Raises `INVALID_INPUT` for what is not said, for personal data, or for a day to come.
    """
    key = stored_key(KEEP, compound_id, actor.person_id, draft.request_key)

    def make() -> EmergencyUse:
        compound = compound_for(actor, KEEP, compound_id)
        again = queries.by_request(key)
        if again is not None:
            return again
        _check(draft)
        made = EmergencyUse(
            compound_id=compound.id,
            title=draft.title.strip(),
            situation=draft.situation.strip(),
            happened_on=draft.happened_on,
            confirmed_by=draft.confirmed_by.strip(),
            granted_by=draft.granted_by.strip(),
            source=path_in(places_of(compound)).source,
            request_key=key,
            recorded_by_id=actor.person_id,
            at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()  # the audit names the id
        happened(actor, KEEP, made, compound_id=compound.id)
        return made

    return once(make, lambda: queries.by_request(key))


def _check(draft: EmergencyDraft) -> None:
    if draft.happened_on > clock.today():
        raise Refused(InOutcome.HAPPENED_IN_FUTURE)
    texts = (draft.title, draft.situation, draft.confirmed_by, draft.granted_by)
    if not all(text.strip() for text in texts):
        raise Refused(InOutcome.EMERGENCY_EMPTY)
    refuse_personal(*texts)


def post_use(actor: Actor, use_id: int, accepted_on: date, posted_on: date, result: str) -> EmergencyUse:
    """登记验收和公示: works accepted, cost and sharing posted, as long as the place asks (淄博 §67: 5 days).

    Raises `ALREADY_DONE`, `INVALID_INPUT`, `REASON_REQUIRED` without the figures that are posted.
    """
    with transaction():
        # FOR UPDATE: two people who record the posting stand in line.
        found = db.session.get(EmergencyUse, use_id, with_for_update=True)
        if found is None:
            raise Refused(Reason.NOT_FOUND)
        compound: Compound = compound_for(actor, KEEP, found.compound_id)
        seen.check("emergency_use", found)
        if found.posted_on is not None:
            raise Refused(InOutcome.EMERGENCY_CHECKED)
        check_posting(accepted_on, posted_on, found.happened_on, clock.today())
        if not result.strip():
            raise Refused(Reason.REASON_REQUIRED)
        refuse_personal(result)
        found.accepted_on, found.posted_on, found.result = accepted_on, posted_on, result.strip()
        found.posted_until = posted_until(posted_on, path_in(places_of(compound)), holidays.calendar())
        happened(actor, "emergency_use.post", found, compound_id=compound.id, on=posted_on.isoformat())
        return found


seen.describe("emergency_use", lambda use: [values_of(use)])

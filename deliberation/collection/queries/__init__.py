"""Reading topics for residents' receipts and for the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from deliberation.collection import rules
from deliberation.collection.models import Topic
from deliberation.collection.rules.likeness import ALIKE, likeness
from deliberation.db import db
from deliberation.history.models import DESK, Event
from deliberation.history.queries import events_of
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.permissions import allowed
from deliberation.kernel.stage import Waiting
from deliberation.kernel.text import N_
from deliberation.organisation.access import scope_in
from deliberation.organisation.models import Compound
from deliberation.rows import Rows
from deliberation.search import matches

LATE_AFTER = timedelta(days=7)
AT_LEAST_A_YEAR = timedelta(days=365)
COMPARED = 300


def topics(
    compound_id: int, state: str = "", category: str = "", q: str = "", *, personal: bool = False, whole: bool = False
) -> Rows:
    """The topics of a compound, newest first. `q` is looked for in number, name, text and place, or is a receipt's.

    For who may read them (`personal`) it is looked for in the submitters' names and phones too.

    Without state and words those that were merged are left out: each is shown under the topic that took it in. A
    sheet has them (`whole`), with that topic.
    """
    query = _matching(compound_id, state, category, q, personal=personal)
    if whole:
        return Rows(query.options(selectinload(Topic.merged_into)))
    return Rows(query if state or q else query.where(Topic.state != "MERGED"))


def _matching(compound_id: int, state: str, category: str, q: str, *, personal: bool) -> Select[Topic]:
    query = select(Topic).where(Topic.compound_id == compound_id)
    if state:
        query = query.where(Topic.state == state)
    if category:
        query = query.where(Topic.category == category)
    if q:
        query = query.where(_said(q, personal=personal))
    return query.order_by(Topic.id.desc())


def _said(q: str, *, personal: bool) -> ColumnElement[bool]:
    columns = [Topic.search, Topic.search_more] if personal and not _is_short_number(q) else [Topic.search]
    # A receipt's number is a key: found when it is whole, never by guessing its beginning.
    return or_(matches(q, *columns), Topic.receipt_code == rules.normal_receipt(q))


def _is_short_number(q: str) -> bool:
    """Whether a few digits are asked for, which stand in every other phone."""
    return q.isdecimal() and not rules.digits_of(q)


def state_counts(compound_id: int) -> dict[str, int]:
    """How many topics of a compound are in each state that occurs."""
    rows = db.session.execute(
        select(Topic.state, func.count()).where(Topic.compound_id == compound_id).group_by(Topic.state)
    )
    return dict(rows.all())


def by_receipt(code: str) -> Topic | None:
    """The topic of a receipt number, however it was typed."""
    return db.session.scalar(select(Topic).where(Topic.receipt_code == rules.normal_receipt(code)))


def by_request_key(key: str) -> Topic | None:
    """The topic that a form with this key has already made."""
    return db.session.scalar(select(Topic).where(Topic.request_key == key))


def standing_for(topic: Topic) -> Topic:
    """The topic under which a merged topic is dealt with now; a topic that stands alone is itself."""
    while topic.merged_into is not None:
        topic = topic.merged_into
    return topic


def ended_before(receipt_code: str) -> Topic | None:
    """The topic of a receipt, if its matter ended so that it may be handed in anew."""
    found = by_receipt(receipt_code)
    return found if found is not None and standing_for(found).state in rules.AGAIN_STATES else None


def own_words(topic: Topic) -> dict[str, str]:
    """`situation` and `proposal` as the submitter wrote them, whatever staff made of them since."""
    kept = (topic.checklist or {}).get(rules.OWN_WORDS)
    if kept:
        return dict(kept)
    # Topics that were completed before this was kept: the history has the old text in one piece.
    edits = events_of("topic", topic.id).where(Event.act == "topic.edit")
    first = db.session.scalar(edits.order_by(Event.id).limit(1))
    if first:
        return {"situation": first.text.removeprefix("修改前："), "proposal": ""}
    return {"situation": topic.situation, "proposal": topic.proposal}


def merged_into(topic_id: int) -> list[Topic]:
    """The topics that a topic has taken up, oldest first."""
    return list(db.session.scalars(select(Topic).where(Topic.merged_into_id == topic_id).order_by(Topic.id)))


def merged_counts(topic_ids: Iterable[int]) -> dict[int, int]:
    """How many topics each of these has taken up; those with none are left out."""
    rows = db.session.execute(
        select(Topic.merged_into_id, func.count())
        .where(Topic.merged_into_id.in_(list(topic_ids)))
        .group_by(Topic.merged_into_id)
    )
    return {target: count for target, count in rows if target is not None}


def history(topic: Topic, *, internal: bool = False) -> list[Event]:
    """Every step of a topic, oldest first; a merged topic's history continues with its target's later steps.

    Steps meant for the desk only are left out unless `internal`, and so are another submitter's own words.
    """
    found: list[Event] = []
    after = 0
    current: Topic | None = topic
    while current is not None:
        query = events_of("topic", current.id).where(Event.id > after)
        steps = list(db.session.scalars(query.order_by(Event.id)))
        merges = [step.id for step in steps if step.act == "topic.merge"]
        after = merges[-1] if merges else after
        found += steps
        current = current.merged_into
    return sorted((step for step in found if internal or _is_for(topic, step)), key=lambda step: step.id)


def _is_for(topic: Topic, step: Event) -> bool:
    """Whether the holder of the topic's receipt reads a step: not what the target's submitter added."""
    return step.shown_to != DESK and (step.subject_id == topic.id or step.act not in rules.OWN_STEPS)


def stages_reached(steps: Iterable[Event]) -> dict[int, str]:
    """When each stage ①–⑤ was first reached, as a short day, for the stage line."""
    reached: dict[int, str] = {}
    for step in steps:
        local = step.at.astimezone(clock.BEIJING)
        reached.setdefault(rules.STAGE_OF_STATE[step.state], f"{local.month}月{local.day}日")
    return reached


def similar(topic: Topic) -> list[tuple[Topic, int]]:
    """Topics that may say the same: `(topic, likeness in per cent)`, the most alike first.

    Compared are names and places of the newest open topics; the same category weighs in.
    """
    return [scored for scored in _compared(topic, rules.MERGE_TARGETS | rules.OPEN_STATES) if scored[1] >= ALIKE]


def mergeable(topic: Topic) -> list[tuple[Topic, int]]:
    """Everything that could be merged into a topic, the most alike first, with the likeness in per cent."""
    return _compared(topic, rules.OPEN_STATES)


def _compared(topic: Topic, states: frozenset[str]) -> list[tuple[Topic, int]]:
    query = (
        select(Topic)
        .where(Topic.compound_id == topic.compound_id, Topic.id != topic.id, Topic.state.in_(states))
        .order_by(Topic.id.desc())
        .limit(COMPARED)
    )
    mine = topic.title + topic.place
    scored = [(o, _weighed(likeness(mine, o.title + o.place), topic, o)) for o in db.session.scalars(query)]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].id))


def _weighed(percent: int, topic: Topic, other: Topic) -> int:
    return min(100, percent + (20 if topic.category == other.category else 0))


def with_phone_due(today: date, *, lock: bool = False) -> list[Topic]:
    """Topics whose submitter's phone has been kept as long as it may; one that was merged ends with its target."""
    long_ago = clock.now() - AT_LEAST_A_YEAR
    query = select(Topic).where(
        Topic.submitter_phone != "", Topic.state.in_(rules.ENDED | {"MERGED"}), Topic.state_since < long_ago
    )
    if lock:
        # FOR UPDATE: a topic that is being taken up again decides first.
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(query.order_by(Topic.id)).all()
    return [topic for topic in found if _phone_is_due(standing_for(topic), today)]


def _phone_is_due(standing: Topic, today: date) -> bool:
    return rules.phone_is_due(standing.state, clock.day_of(standing.state_since), today)


def waiting(actor: Actor, compound_id: int) -> list[Waiting]:
    """What collection and the gate wait for this actor to do."""
    compound = db.session.get_one(Compound, compound_id)
    scope = scope_in(compound)
    wanted = [
        (N_("待受理的议题"), "SUBMITTED", "topic.merge"),
        (N_("待把关的议题"), "SCREENING", "topic.screen"),
    ]
    oldest = _waiting_since(compound_id)
    found = []
    for label, state, permission in wanted:
        count, since = oldest.get(state, (0, None))
        if count and allowed(actor, permission, scope):
            urgent = since is not None and clock.now() - since > LATE_AFTER
            values = {"compound_slug": compound.slug, "state": state}
            found.append(Waiting(label, count, "collection.topics", values, urgent))
    return found


def _waiting_since(compound_id: int) -> dict[str, tuple[int, Any]]:
    rows = db.session.execute(
        select(Topic.state, func.count(), func.min(Topic.state_since))
        .where(Topic.compound_id == compound_id, Topic.state.in_(("SUBMITTED", "SCREENING")))
        .group_by(Topic.state)
    )
    return {state: (count, since) for state, count, since in rows}

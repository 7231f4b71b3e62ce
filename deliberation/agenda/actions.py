"""The gate's decisions, agenda items and their places; the room tells an item how it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deliberation.agenda import queries, rules
from deliberation.agenda.access import item_for, item_with_topic_for
from deliberation.agenda.models import AgendaItem, Screening
from deliberation.agenda.rules import Classing
from deliberation.collection.access import topic_for
from deliberation.collection.actions import advance, give_number
from deliberation.collection.models import Topic
from deliberation.collection.queries import history
from deliberation.collection.rules import TOPIC_FLOW
from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.details import InAgenda
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import compound_for


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An agenda item as staff write it, with the `minutes` planned and the name of the `presenter`."""

    title: str
    kind: str = "vote"
    presenter: str = ""
    minutes: int = 20
    said: Classing | None = None


def classify(
    actor: Actor,
    topic_id: int,
    authority: str,
    matter: str | None = None,
    answers: Iterable[str] = (),
    reason: str = "",
) -> Topic:
    """判定决定权属: a person sets the class; what checklist and words point to is kept beside it.

    Raises `AUTHORITY_MISSING`, `INVALID_INPUT`, `CLASS_ASKED` where the words point elsewhere and no `reason` is
    given, `WRONG_STATE` once the topic is on an agenda.
    """
    with transaction():
        topic = topic_for(actor, "topic.classify", topic_id, lock=True)
        if not rules.may_classify(topic.state):
            state = TOPIC_FLOW.label(topic.state)
            raise Refused(Reason.WRONG_STATE, subject=TOPIC_FLOW.noun, state=state, move="判定决定权属")
        settled = rules.settle(queries.words_of(topic), Classing(authority, matter, tuple(answers), reason))
        if topic.state == "ACCEPTED":
            rules.check_may_accept(authority)
        topic.decision_authority, topic.matter = settled.authority, settled.matter
        topic.checklist = (topic.checklist or {}) | settled.notes
        _reclass_item(topic)
        chosen = rules.AUTHORITIES[authority]
        why = rules.difference(settled.notes)
        advance(actor, topic, "topic.classify", f"判定为“{chosen.label}”。{chosen.meaning}{why}")
        return topic


def _reclass_item(topic: Topic) -> None:
    item = queries.waiting_item_of(topic.id)
    if item is not None and topic.decision_authority is not None:
        item.decision_authority, item.matter, item.class_notes = topic.decision_authority, topic.matter, _notes(topic)


def _notes(topic: Topic) -> dict[str, Any]:
    """What stands in the record of a topic's class (`rules.Settled.notes`)."""
    kept = topic.checklist or {}
    return {key: kept[key] for key in ("yes", "suggested", "points", "differs", "reason") if key in kept}


def screen(actor: Actor, topic_id: int, decision: str, reason: str, refer_to: str = "") -> Screening:
    """把关: accept, return, refer or reject, always with a reason that the submitter reads.

    Accepting needs the class and puts the topic into the pool. Raises `REASON_REQUIRED`,
    `AUTHORITY_MISSING`, `NOT_FOR_THIS_MEETING`, `WRONG_STATE`.
    """
    with transaction() as session:
        topic = topic_for(actor, "topic.screen", topic_id, lock=True)
        text = rules.gate_message(decision, reason, refer_to)
        TOPIC_FLOW.after(topic.state, f"topic.{decision}")
        if decision == "accept":
            rules.check_may_accept(topic.decision_authority)
            if not rules.still_answers(queries.words_of(topic), topic.decision_authority, topic.checklist):
                raise Refused(Reason.AUTHORITY_MISSING)  # its words were changed after it was classed
            session.add(_item_from(topic))
        give_number(topic)
        screening = Screening(
            topic_id=topic.id,
            decision=decision,
            reason=reason.strip(),
            decided_by_id=_person(actor),
            refer_to=refer_to.strip() if decision == "refer" else "",
            decided_at=clock.now(),
        )
        session.add(screening)
        advance(actor, topic, f"topic.{decision}", text)
        return screening


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Refused(Reason.NOT_SIGNED_IN)
    return actor.person_id


def _item_from(topic: Topic) -> AgendaItem:
    return AgendaItem(
        compound_id=topic.compound_id,
        topic_id=topic.id,
        title=topic.title,
        kind="vote",
        decision_authority=topic.decision_authority,
        matter=topic.matter,
        class_notes=_notes(topic),
        state="WAITING",
    )


def bring_back(actor: Actor, topic_id: int, reason: str) -> AgendaItem:
    """Put a topic that was not carried into the pool again, with the new facts as the reason (domain 2.5).

    The same words sent twice are one act; other words for a topic that waits already: `WRONG_STATE`.
    """
    with transaction() as session:
        topic = topic_for(actor, "topic.screen", topic_id, lock=True)
        if not reason.strip():
            raise Refused(Reason.REASON_REQUIRED)
        waiting, text = queries.waiting_item_of(topic.id), f"有新的情况，重新上会：{reason.strip()}"
        if waiting is not None and text in {step.text for step in history(topic)}:
            return waiting  # the same form, sent twice
        if waiting is not None or not rules.may_bring_back(topic.state):
            state = rules.ITEM_STATES[waiting.state] if waiting else TOPIC_FLOW.label(topic.state)
            raise Refused(Reason.WRONG_STATE, subject=TOPIC_FLOW.noun, state=state, move="重新上会")
        item = _item_from(topic)
        session.add(item)
        advance(actor, topic, "topic.bring_back", text)
        return item


def add_item(actor: Actor, compound_id: int, draft: ItemDraft) -> AgendaItem:
    """An item without a topic (通报, 述职 …); one that waits with the same kind and name is the same one.

    Who decides it may be said by who may say it (`topic.classify`); else it waits for the class (`classify_item`).
    """
    with transaction() as session:
        compound_for(actor, "agenda.order", compound_id)
        _check(draft)
        waiting = queries.same_report(compound_id, draft.kind, draft.title.strip())
        if waiting is not None:
            return waiting
        item = AgendaItem(
            compound_id=compound_id,
            title=draft.title.strip(),
            kind=draft.kind,
            minutes=draft.minutes,
            presenter=draft.presenter.strip(),
            state="WAITING",
        )
        session.add(item)
        session.flush()  # the audit entry names the id
        happened(actor, "agenda.order", item, compound_id=compound_id, added=draft.kind)
        if draft.said is not None:
            _settle_item(actor, item, draft.said)
        return item


def _check(draft: ItemDraft) -> None:
    if draft.kind not in rules.ITEM_KINDS or not draft.title.strip():
        raise Refused(InAgenda.TITLE_OR_KIND_MISSING)
    if not 1 <= draft.minutes <= 240:  # noqa: PLR2004 - an evening's worth
        raise Refused(InAgenda.MINUTES_OUT_OF_RANGE)


def edit_item(actor: Actor, item_id: int, draft: ItemDraft) -> AgendaItem:
    """Name, kind, presenter and minutes of an item that no meeting has opened yet.

    The class stays, unless the new name points further than it: then somebody is asked again.
    """
    with transaction():
        item = item_for(actor, "agenda.order", item_id, lock=True)
        _must_be(item, {"WAITING", "PLACED"}, "改动")
        _check(draft)
        if item.meeting_id is not None:
            _open_agenda(item.meeting_id, item, draft.kind if draft.kind != item.kind else "report")
        item.title, item.kind = draft.title.strip(), draft.kind
        item.presenter, item.minutes = draft.presenter.strip(), draft.minutes
        _ask_again(item)
        happened(actor, "agenda.order", item, edited=item.kind)
        if draft.said is not None:
            _settle_item(actor, item, draft.said)
        return item


def _ask_again(item: AgendaItem) -> None:
    if not rules.still_answers(item.title, item.decision_authority, item.class_notes):
        item.decision_authority, item.matter, item.class_notes = None, None, None


def classify_item(actor: Actor, item_id: int, said: Classing) -> AgendaItem:
    """判定 who decides an agenda item (`topic.classify`), until its meeting is through with it.

    The agenda that was published or noticed stays as it is: this says what a vote on the item is worth. Raises
    `AUTHORITY_MISSING`, `CLASS_ASKED`, `NOT_FOR_THIS_MEETING`, `WRONG_STATE`.
    """
    with transaction():
        item = item_for(actor, "topic.classify", item_id, lock=True)
        _must_be(item, {"WAITING", "PLACED", "OPEN"}, "判定由谁决定")
        _settle_item(actor, item, said)
        return item


def _settle_item(actor: Actor, item: AgendaItem, said: Classing) -> None:
    compound_for(actor, "topic.classify", item.compound_id)
    rules.check_may_accept(said.authority)
    words = item.title if item.topic is None else f"{item.title}\n{queries.words_of(item.topic)}"
    settled = rules.settle(words, said, item.topic.decision_authority if item.topic else None)
    item.decision_authority, item.matter = settled.authority, settled.matter
    item.class_notes = {**settled.notes, "by": actor.name}
    happened(
        actor,
        "item.classify",
        item,
        authority=settled.authority,
        matter=settled.matter,
        differs=settled.notes["differs"],
    )


def _must_be(item: AgendaItem, states: set[str], verb: str) -> None:
    if item.state not in states:
        label = rules.ITEM_STATES[item.state]
        raise Refused(Reason.WRONG_STATE, subject=f"《{item.title}》", state=label, move=verb)


def _open_agenda(meeting_id: int, item: AgendaItem, kind: str) -> None:
    """Lock the meeting and refuse if its agenda may no longer be changed so."""
    agenda = queries.agenda_of(meeting_id, lock=True)
    if agenda is None or agenda.compound_id != item.compound_id:
        raise Refused(Reason.NOT_FOUND)
    rules.check_may_place(kind, agenda.state, published=agenda.published)


def place(actor: Actor, item_id: int, meeting_id: int) -> AgendaItem:
    """列入议程: the item becomes the last of a planned meeting, its topic is 已列入议程."""
    with transaction():
        item = item_with_topic_for(actor, "agenda.order", item_id)
        _must_be(item, {"WAITING"}, "列入议程")
        _open_agenda(meeting_id, item, item.kind)
        item.position = len(queries.items_of(meeting_id)) + 1
        item.meeting_id, item.state = meeting_id, "PLACED"
        if item.topic is not None:
            advance(actor, item.topic, "topic.schedule")
        happened(actor, "agenda.order", item, meeting=meeting_id, position=item.position)
        return item


def unplace(actor: Actor, item_id: int) -> AgendaItem:
    """移出议程: back into the pool; the items after it move up."""
    with transaction():
        item = item_with_topic_for(actor, "agenda.order", item_id)
        _must_be(item, {"PLACED"}, "移出议程")
        if item.meeting_id is not None:
            _open_agenda(item.meeting_id, item, "report")
        return_to_pool(actor, item)
        return item


def return_to_pool(actor: Actor, item: AgendaItem) -> None:
    """Take a placed item off its meeting, inside the caller's transaction (not dealt with, cancelled)."""
    meeting_id = item.meeting_id
    item.meeting_id, item.state, item.position = None, "WAITING", 0
    if item.topic is not None and item.topic.state == "SCHEDULED":
        advance(actor, item.topic, "topic.unschedule")
    happened(actor, "agenda.order", item, taken_off=meeting_id)
    db.session.flush()  # the remaining items are read back
    if meeting_id is not None:
        _number([i for i in queries.items_of(meeting_id) if i.state == "PLACED"], meeting_id)


def _number(placed: list[AgendaItem], meeting_id: int) -> None:
    """Number the items that are still to come after those that a meeting has already dealt with."""
    begun = [i.position for i in queries.items_of(meeting_id) if i.state != "PLACED"]
    for position, item in enumerate(placed, start=max(begun, default=0) + 1):
        item.position = position


def move_item(actor: Actor, item_id: int, direction: str) -> AgendaItem:
    """One place `up` or `down` on its agenda; at the end nothing happens."""
    with transaction():
        item = item_for(actor, "agenda.order", item_id, lock=True)
        _must_be(item, {"PLACED"}, "调整顺序")
        if direction not in {"up", "down"} or item.meeting_id is None:
            raise Refused(InAgenda.NO_SUCH_MOVE)
        _open_agenda(item.meeting_id, item, "report")
        placed = {i.id: i for i in queries.items_of(item.meeting_id)}
        order = rules.swapped(list(placed), item.id, direction)
        _number([placed[i] for i in order], item.meeting_id)
        happened(actor, "agenda.order", item, position=item.position)
        return item


def put_item(actor: Actor, compound_id: int, meeting_id: int, draft: ItemDraft) -> AgendaItem:
    """An item without a topic as the last of a meeting in preparation, inside the transaction of who has checked."""
    _check(draft)
    item = AgendaItem(
        compound_id=compound_id,
        meeting_id=meeting_id,
        title=draft.title.strip(),
        kind=draft.kind,
        minutes=draft.minutes,
        presenter=draft.presenter.strip(),
        position=len(queries.items_of(meeting_id)) + 1,
        state="PLACED",
    )
    db.session.add(item)
    db.session.flush()  # the audit entry names the id
    happened(actor, "agenda.order", item, added=draft.kind, meeting=meeting_id, position=item.position)
    return item


# For the room, inside its transaction


def open_item(actor: Actor, item: AgendaItem) -> None:
    """The meeting begins with the item; its topic is 会商中."""
    _must_be(item, {"PLACED"}, "开始")
    item.state, item.step = "OPEN", "report"
    if item.topic is not None:
        advance(actor, item.topic, "topic.enter_meeting")
    happened(actor, "room.chair", item, opened=item.position)


def set_step(item: AgendaItem, step: str) -> None:
    """Where the meeting stands with the item."""
    item.step = step


def finish_item(actor: Actor, item: AgendaItem, outcome: str, text: str) -> None:
    """The meeting is through with the item: `outcome` is a key of `rules.OUTCOMES`; its topic moves on.

    What was deferred waits in the pool again as a new item.
    """
    _must_be(item, {"OPEN"}, "结束")
    item.state, item.outcome = "DONE", outcome
    if item.topic is not None:
        advance(actor, item.topic, rules.MOVE_OF_OUTCOME[outcome], text)
    if outcome == "DEFERRED":
        db.session.add(_again(item))
    happened(actor, "room.chair", item, outcome=outcome)


def correct_outcome(actor: Actor, item: AgendaItem, outcome: str, text: str) -> None:
    """A decided motion of a finished item was classed anew: outcome and topic follow, `text` says why.

    A topic whose works are over already, or that went another way, keeps its state with a line in its history.
    """
    item.outcome = outcome
    if item.topic_id is None:
        return
    # FOR UPDATE, before the orders, as everywhere.
    topic = db.session.get_one(Topic, item.topic_id, with_for_update={"of": Topic}, populate_existing=True)
    name = {"ADVISED": "topic.correct_class", "NOT_ADVISED": "topic.correct_lost"}.get(outcome, "")
    if name and TOPIC_FLOW.can(topic.state, name):
        advance(actor, topic, name, text)
    else:
        advance(actor, topic, "topic.note_correction", text)


def _again(item: AgendaItem) -> AgendaItem:
    return AgendaItem(
        compound_id=item.compound_id,
        topic_id=item.topic_id,
        title=item.title,
        kind=item.kind,
        presenter=item.presenter,
        minutes=item.minutes,
        decision_authority=item.decision_authority,
        matter=item.matter,
        class_notes=item.class_notes,
        state="WAITING",
    )

"""What is done to a topic before a meeting sees it; later stages move it on with `advance`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Integer, cast, func, select

from deliberation.audit.erasing import note_erased
from deliberation.collection import queries, rules
from deliberation.collection.access import topic_by_receipt, topic_for
from deliberation.collection.models import Topic
from deliberation.db import db, once, transaction
from deliberation.files.actions import attach
from deliberation.files.rules import Photo
from deliberation.history.acts import Message, happened
from deliberation.history.models import DESK, LOG_ONLY, SUBMITTER
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS, SYSTEM, Actor
from deliberation.kernel.details import InCollection
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.keys import stored_key
from deliberation.organisation.access import compound_for
from deliberation.organisation.models import Compound


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """What somebody hands in. Only `situation` and `category` are asked for; the rest may be left out.

    `earlier_receipt` ties it to what they handed in before, where that has ended (`rules.AGAIN_STATES`); any other
    is passed over. An empty `title` becomes the first words of the situation. A channel of `rules.ON_BEHALF` means that
    the actor types for somebody else.
    """

    situation: str
    category: str
    request_key: str
    channel: str = "web"
    title: str = ""
    proposal: str = ""
    place: str = ""
    building: str = ""
    submitter_name: str = ""
    submitter_kind: str = "owner"
    submitter_phone: str = ""
    earlier_receipt: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicEdit:
    """How staff complete a topic (补全): its name, text and category."""

    title: str
    situation: str
    proposal: str
    category: str
    place: str


def submit_topic(actor: Actor, compound_id: int, draft: TopicDraft) -> Topic:
    """Hand a topic in, or enter it on behalf of somebody; the same form sent twice is one topic."""
    words = (draft.title, draft.situation, draft.proposal, draft.submitter_name, draft.submitter_phone)
    key = stored_key("topic.submit", compound_id, actor.person_id, draft.request_key, words)
    keyed = replace(draft, request_key=key)
    return once(lambda: _submit(actor, compound_id, keyed), lambda: queries.by_request_key(key))


def _submit(actor: Actor, compound_id: int, draft: TopicDraft) -> Topic:
    on_behalf = draft.channel in rules.ON_BEHALF
    permission = "topic.enter_on_behalf" if on_behalf else "topic.submit"
    compound = compound_for(actor, permission, compound_id)
    first = queries.by_request_key(draft.request_key)
    if first is not None:
        return first
    topic = _new_topic(actor, compound, draft, on_behalf=on_behalf)
    db.session.add(topic)
    db.session.flush()  # its first event and its photos name the id
    happened(actor, permission, topic, state=topic.state, channel=topic.channel)
    attach(compound_id, "topic", topic.id, draft.photos)
    return topic


def _new_topic(actor: Actor, compound: Compound, draft: TopicDraft, *, on_behalf: bool) -> Topic:
    if draft.category not in rules.CATEGORIES or draft.channel not in rules.CHANNELS:
        raise Refused(InCollection.CATEGORY_MISSING)
    if not draft.situation.strip():
        raise Refused(InCollection.SITUATION_MISSING)
    now = clock.now()
    return Topic(
        compound_id=compound.id,
        request_key=draft.request_key,
        receipt_code=rules.make_receipt(secrets.choice),
        title=(draft.title.strip() or rules.short_title(draft.situation, draft.submitter_name))[: rules.TITLE_LENGTH],
        situation=draft.situation.strip(),
        proposal=draft.proposal.strip(),
        category=draft.category,
        place=draft.place.strip(),
        channel=draft.channel,
        building=draft.building.strip(),
        submitter_name=draft.submitter_name.strip(),
        submitter_kind=draft.submitter_kind,
        submitter_phone=draft.submitter_phone.strip(),
        person_id=None if on_behalf else actor.person_id,
        entered_by_id=actor.person_id if on_behalf else None,
        earlier_id=_earlier(compound, draft.earlier_receipt),
        state=rules.TOPIC_FLOW.initial,
        state_since=now,
        checklist={},
        created_at=now,
    )


def _earlier(compound: Compound, receipt_code: str) -> int | None:
    found = queries.ended_before(receipt_code) if receipt_code else None
    return found.id if found is not None and found.compound_id == compound.id else None


def advance(
    actor: Actor, topic: Topic, act: str, text: str = "", shown_to: str = SUBMITTER, message: Message | None = None
) -> None:
    """Say what was done to a topic, inside the caller's transaction; by a move of `rules.TOPIC_FLOW` its state moves.

    The topic should be locked. `text` is read by whoever holds the receipt, unless it is for the desk only. Raises
    `WRONG_STATE`.
    """
    state = rules.TOPIC_FLOW.after(topic.state, act)
    happened(actor, act, topic, text=text, shown_to=shown_to, message=message, state=state)


def take_up(actor: Actor, topic_id: int) -> Topic:
    """受理: the topic gets its number and waits for the gate."""
    with transaction():
        topic = topic_for(actor, "topic.merge", topic_id, lock=True)
        _take_up(actor, topic)
        return topic


def _take_up(actor: Actor, topic: Topic) -> None:
    give_number(topic)
    advance(actor, topic, "topic.take_up", f"已受理，议题编号 {topic.number}。")


def give_number(topic: Topic) -> None:
    """The next number of the compound's year, once; inside the caller's transaction."""
    if topic.number is not None:
        return
    # FOR UPDATE: two topics taken up at the same moment must not get one number.
    db.session.get(Compound, topic.compound_id, with_for_update={"of": Compound}, populate_existing=True)
    year = clock.today().year
    highest = db.session.scalar(
        select(func.max(cast(func.substr(Topic.number, 6), Integer))).where(
            Topic.compound_id == topic.compound_id, Topic.number.startswith(f"{year}-")
        )
    )
    topic.number = rules.topic_number(year, highest or 0)


def edit_topic(actor: Actor, topic_id: int, edit: TopicEdit) -> Topic:
    """补全: complete a topic before the gate decides. The submitter's own words stay in its history.

    A form that changes nothing, or is sent twice, writes nothing.
    """
    new = {name: getattr(edit, name).strip() for name in ("title", "situation", "proposal", "place")}
    new["category"] = edit.category
    with transaction():
        topic = topic_for(actor, "topic.merge", topic_id, lock=True)
        _must_be_open(topic, "补全")
        if new == {name: getattr(topic, name) for name in new}:
            return topic
        before = f"修改前：《{topic.title}》{topic.situation}" + (f" 建议：{topic.proposal}" if topic.proposal else "")
        _keep_own_words(topic)
        for name, value in new.items():
            setattr(topic, name, value)
        advance(actor, topic, "topic.edit", before, DESK)
        return topic


def _keep_own_words(topic: Topic) -> None:
    """What the submitter wrote stays readable by the receipt, however often staff write the topic anew."""
    kept = topic.checklist or {}
    if rules.OWN_WORDS not in kept:
        own = {"situation": topic.situation, "proposal": topic.proposal}
        topic.checklist = {**kept, rules.OWN_WORDS: own}


def _must_be_open(topic: Topic, verb: str) -> None:
    if topic.state not in rules.OPEN_STATES:
        flow = rules.TOPIC_FLOW
        raise Refused(Reason.WRONG_STATE, subject=flow.noun, state=flow.label(topic.state), move=verb)


def merge(actor: Actor, target_id: int, source_ids: Iterable[int]) -> Topic:
    """合并: the sources become part of the target, which is taken up if that was still to be done.

    All or nothing. Raises `MERGE_TARGET`, `WRONG_STATE`, `NOT_FOUND`.
    """
    wanted = set(source_ids) - {target_id}
    with transaction():
        # Locked in the order of their ids, so that two merges never wait for each other.
        locked = {i: topic_for(actor, "topic.merge", i, lock=True) for i in sorted(wanted | {target_id})}
        target = locked.pop(target_id)
        rules.check_merge(target.state, wanted)
        if any(source.compound_id != target.compound_id for source in locked.values()):
            raise Refused(Reason.NOT_FOUND)
        if target.state == rules.TOPIC_FLOW.initial:
            _take_up(actor, target)
        for source in locked.values():
            source.merged_into_id = target.id
            advance(actor, source, "topic.merge", f"与同类反映合并办理：{_called(target)}。")
        advance(actor, target, "topic.gather", f"并入同类反映 {len(locked)} 份。")
        return target


def _called(topic: Topic) -> str:
    return f"议题 {topic.number}《{topic.title}》" if topic.number else f"《{topic.title}》"


def unmerge(actor: Actor, topic_id: int) -> Topic:
    """撤销合并: the topic stands for itself again."""
    with transaction():
        topic = topic_for(actor, "topic.merge", topic_id, lock=True)
        if topic.merged_into_id is not None:
            rules.check_unmerge(db.session.get_one(Topic, topic.merged_into_id).state)
        advance(actor, topic, "topic.unmerge", "撤销合并，单独办理。")
        topic.merged_into_id = None
        return topic


def withdraw(receipt_code: str) -> Topic:
    """撤回 by whoever holds the receipt, until the gate decides and while no other report hangs on it."""
    with transaction():
        topic = topic_by_receipt("topic.withdraw", receipt_code, lock=True)
        gathered = len(queries.merged_into(topic.id))
        if gathered:
            state = f"已有 {gathered} 份同类反映并入"
            raise Refused(Reason.WRONG_STATE, subject=rules.TOPIC_FLOW.noun, state=state, move="撤回")
        advance(ANONYMOUS, topic, "topic.withdraw", "提出人撤回。")
        return topic


def resubmit(receipt_code: str, text: str) -> Topic:
    """补充后再提交: the holder of the receipt answers what was asked when the topic was returned."""
    with transaction():
        topic = topic_by_receipt("topic.follow", receipt_code, lock=True)
        added = _supplement(ANONYMOUS, topic, text)
        own = (topic.checklist or {}).get(rules.OWN_WORDS)
        if own:
            own = {**own, "situation": own["situation"] + added}
            topic.checklist = {**topic.checklist, rules.OWN_WORDS: own}
        return topic


def resubmit_for(actor: Actor, topic_id: int, text: str) -> Topic:
    """The same by staff, who asked a submitter that called, came by or wrote on paper."""
    with transaction():
        topic = topic_for(actor, "topic.merge", topic_id, lock=True)
        _keep_own_words(topic)
        _supplement(actor, topic, text)
        return topic


def _supplement(actor: Actor, topic: Topic, text: str) -> str:
    if not text.strip():
        raise Refused(InCollection.ADDITION_MISSING)
    advance(actor, topic, "topic.resubmit", f"补充：{text.strip()}")
    added = f"\n补充：{text.strip()}"
    topic.situation += added
    return added


def erase_phones(now: datetime) -> list[int]:
    """Erase the phones of submitters whose topic ended so long ago that nobody may ask them any more; the ids."""
    today = clock.day_of(now)
    if not queries.with_phone_due(today):
        return []
    with transaction():
        due = queries.with_phone_due(today, lock=True)
        for topic in due:
            topic.submitter_phone = ""
            happened(SYSTEM, "topic.erase_phone", topic, shown_to=LOG_ONLY)
        note_erased("topic_phone", [topic.compound_id for topic in due])
        return [topic.id for topic in due]

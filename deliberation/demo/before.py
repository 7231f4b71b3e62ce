"""Verbs of the diary up to the meeting: topics ①, the gate ②, convening ③."""

from __future__ import annotations

from typing import Any

from deliberation.agenda import actions as agenda
from deliberation.agenda.queries import waiting_item_of
from deliberation.agenda.rules import Classing
from deliberation.collection import actions as collection
from deliberation.collection.access import topic_for
from deliberation.collection.actions import TopicDraft, TopicEdit
from deliberation.collection.rules import ON_BEHALF
from deliberation.convening import actions as convening
from deliberation.demo.diary import Diary, verb
from deliberation.kernel.actor import ANONYMOUS, Role
from deliberation.organisation import queries as organisation


@verb
def hand_in(
    diary: Diary,
    *,
    key: str,
    channel: str,
    category: str,
    situation: str,
    title: str = "",
    by: str = "",
    place: str = "",
    building: str = "",
    proposal: str = "",
    name: str = "",
    phone: str = "",
    kind: str = "owner",
) -> None:
    """Somebody hands a topic in, or `by` enters it on their behalf."""
    draft = TopicDraft(
        situation=situation,
        category=category,
        request_key=diary.new_key(),
        channel=channel,
        title=title,
        proposal=proposal,
        place=place,
        building=building,
        submitter_name=name,
        submitter_kind=kind,
        submitter_phone=phone,
    )
    actor = diary.actor(by) if by else ANONYMOUS
    diary.topics[key] = collection.submit_topic(actor, diary.compound_id, draft).id


@verb
def reports(diary: Diary, category: str, place: str, said: list[list[str]]) -> None:
    """Many people report the same: `[key, when, channel, building, words]`, some through the grid worker."""
    typist = _grid_worker(diary)
    for name, when, channel, building, words in said:
        diary.go(when)
        hand_in(
            diary,
            key=name,
            channel=channel,
            category=category,
            situation=words,
            place=place,
            building=building,
            by=typist if channel in ON_BEHALF else "",
        )


def _grid_worker(diary: Diary) -> str:
    appointed = organisation.appointments(diary.compound_id)
    return next(a.person.name for a in appointed if a.role == Role.GRID_WORKER)


@verb
def take_up(diary: Diary, topic: str, by: str = "") -> None:
    """A topic is taken up 受理."""
    collection.take_up(diary.actor(by or diary.secretary), diary.topics[topic])


@verb
def complete_topic(diary: Diary, topic: str, title: str, situation: str, proposal: str = "") -> None:
    """补全: staff sum up what many have said."""
    found = topic_for(diary.actor(diary.secretary), "topic.merge", diary.topics[topic])
    edit = TopicEdit(title, situation, proposal, found.category, found.place)
    collection.edit_topic(diary.actor(diary.secretary), found.id, edit)


@verb
def merge(diary: Diary, into: str, topics: list[str]) -> None:
    """Topics are merged 合并."""
    ids = [diary.topics[name] for name in topics]
    collection.merge(diary.actor(diary.secretary), diary.topics[into], ids)


@verb
def classify(diary: Diary, topic: str, authority: str, matter: str | None = None, yes: Any = (), why: str = "") -> None:
    """判定决定权属; `yes` are the questions of the checklist answered with yes, `why` the reason for differing."""
    agenda.classify(diary.actor(diary.chair), diary.topics[topic], authority, matter, yes, why)


@verb
def accept(diary: Diary, topic: str, reason: str, by: str = "") -> None:
    """列入议程: the topic's item has the topic's name from now on."""
    _screen(diary, topic, "accept", reason, by)
    item = waiting_item_of(diary.topics[topic])
    if item is not None:
        diary.items[topic] = item.id


@verb
def give_back(diary: Diary, topic: str, reason: str, by: str = "") -> None:
    """A topic is returned to be completed 退回补充."""
    _screen(diary, topic, "return", reason, by)


@verb
def refer(diary: Diary, topic: str, to: str, reason: str, by: str = "") -> None:
    """A topic is referred elsewhere 转办."""
    _screen(diary, topic, "refer", reason, by, to)


@verb
def reject(diary: Diary, topic: str, reason: str, by: str = "") -> None:
    """A topic is not accepted 不予列入."""
    _screen(diary, topic, "reject", reason, by)


def _screen(diary: Diary, topic: str, decision: str, reason: str, by: str, to: str = "") -> None:
    agenda.screen(diary.actor(by or diary.chair), diary.topics[topic], decision, reason, to)


@verb
def item(
    diary: Diary, key: str, title: str, kind: str, minutes: int, presenter: str = "", authority: str = "", why: str = ""
) -> None:
    """An agenda item without a topic, and who decides it as the chair says."""
    draft = agenda.ItemDraft(title=title, kind=kind, presenter=presenter, minutes=minutes)
    diary.items[key] = agenda.add_item(diary.actor(diary.secretary), diary.compound_id, draft).id
    if authority:
        agenda.classify_item(diary.actor(diary.chair), diary.items[key], Classing(authority, reason=why))


@verb
def plan(diary: Diary, meeting: str, on: str, venue: str = "", title: str = "") -> None:
    """召集: a meeting of the compound's usual type, chaired and recorded by those who always do."""
    places = {v.name: v.id for v in organisation.venues(diary.compound_id)}
    draft = convening.PlanDraft(
        meeting_type_id=organisation.meeting_types(diary.compound_id)[0].id,
        starts_at=diary.moment(on),
        title=title,
        venue_id=places[venue] if venue else None,
        chair_id=diary.people[diary.chair],
        secretary_id=diary.people[diary.secretary],
        request_key=diary.new_key(),
    )
    secretary = diary.actor(diary.secretary)
    diary.meetings[meeting] = convening.plan_meeting(secretary, diary.compound_id, draft).id


@verb
def attend(diary: Diary, meeting: str, person: str) -> None:
    """列席: somebody without a vote gets a seat."""
    appointed = organisation.appointments(diary.compound_id)
    appointment_id = next(a.id for a in appointed if a.person_id == diary.people[person])
    convening.add_seat(diary.actor(diary.secretary), diary.meetings[meeting], appointment_id, "attendee")


@verb
def place(diary: Diary, meeting: str, items: list[str]) -> None:
    """列入议程, in this order."""
    for name in items:
        convening.put_on_agenda(diary.actor(diary.secretary), diary.meetings[meeting], diary.items[name])


@verb
def publish_agenda(diary: Diary, meeting: str) -> None:
    """An agenda is published 发布议程."""
    convening.publish_agenda(diary.actor(diary.chair), diary.meetings[meeting])


@verb
def notify(diary: Diary, meeting: str, waiver: str = "") -> None:
    """发通知; `waiver` is the chair's reason in an emergency."""
    by = diary.chair if waiver else diary.secretary
    convening.notify(diary.actor(by), diary.meetings[meeting], waiver)


@verb
def confirm(diary: Diary, meeting: str, people: list[str]) -> None:
    """回执, one after the other."""
    for name in people:
        convening.confirm_notice(diary.actor(name), diary.meetings[meeting])
        diary.later()


@verb
def leave(diary: Diary, meeting: str, by: str, reason: str) -> None:
    """A delegate asks for leave 请假."""
    convening.ask_leave(diary.actor(by), diary.meetings[meeting], reason)

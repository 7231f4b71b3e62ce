"""Verbs of the diary on the owners' side: their roster, their votes in writing, the papers that came back."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from deliberation.agenda.queries import waiting_item_of
from deliberation.db import db
from deliberation.demo.diary import Diary, verb
from deliberation.demo.rosters import Plan, file_of
from deliberation.kernel import clock
from deliberation.organisation.models import RuleProfileVersion
from deliberation.owners.actions import counting, course, delivery, entry, preparing
from deliberation.owners.models import OwnersVote, OwnersVoter
from deliberation.owners.rules.papers import Content
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.roster.actions import rosters
from deliberation.roster.rules import read_roster
from deliberation.roster.rules.importing import GROUNDS
from deliberation.roster.rules.parts import Part
from deliberation.supervision.actions.owners_decided import announce_owners_result
from deliberation.supervision.models import Order

CHOICES = {"agree": "AGREE", "oppose": "OPPOSE", "abstain": "ABSTAIN"}
UNSIGNED = Content("NONE", {"1": ("AGREE",)})


@verb
def again(diary: Diary, topic: str) -> None:
    """What was put off waits as a new item; it has the topic's name from now on."""
    item = waiting_item_of(diary.topics[topic])
    if item is None:
        raise KeyError(topic)
    diary.items[topic] = item.id


@verb
def roster(diary: Diary, by: str, **plan: Any) -> None:
    """导入、核对、启用业主名册, drawn up by `demo.rosters.Plan`."""
    actor, content, name = diary.actor(by), file_of(Plan(**plan)), "业主名册（演示，姓名虚构）.csv"
    file = rosters.RosterFile(name, hashlib.sha256(content).hexdigest(), GROUNDS["DUTY"], "REGISTER")
    made = rosters.read_in(actor, diary.compound_id, file, read_roster(name, content))
    diary.later(600)
    for kind in ("SAME_OWNER", "DEVELOPER"):
        rosters.accept_all(actor, made.id, kind)
    diary.later()
    rosters.take_into_use(actor, made.id, all_handed_over=not plan.get("unsold"))


@verb
def owners_vote(
    diary: Diary,
    *,
    key: str,
    by: str,
    title: str,
    kind: str,
    rules: str,
    opens: str,
    closes: str,
    text: str,
    item: str,
    order: str,
    scope: Sequence[str] = (),
) -> None:
    """筹备业主表决 on what an order waits for: an ordinary matter, `item` of 民法典 278; `scope` in codes of parts."""
    actor = diary.actor(by)
    waiting = db.session.get_one(Order, diary.orders[order])
    question = QuestionDraft(title, text, "ORDINARY", item, waiting.matter_id, waiting.topic_id)
    profile = db.session.query(RuleProfileVersion).filter_by(code=rules).one()
    draft = preparing.VoteDraft(
        kind=kind,
        title=title,
        opens_at=diary.moment(opens),
        closes_at=diary.moment(closes),
        profile_id=profile.id,
        questions=(question,),
        scope=[Part.from_code(code) for code in scope],
    )
    diary.votes[key] = preparing.prepare(actor, diary.compound_id, draft).id


@verb
def notice_vote(diary: Diary, vote: str, by: str) -> None:
    """发布公告, today; the 居委会 is told on the same day."""
    preparing.notify(diary.actor(by), diary.votes[vote], clock.today(), clock.today())


@verb
def open_owners_vote(diary: Diary, vote: str, by: str) -> None:
    """A vote of the owners opens 开始投票."""
    preparing.open_vote(diary.actor(by), diary.votes[vote])


@verb
def deliver(diary: Diary, vote: str, by: str, until: int, unreached: Sequence[int] = ()) -> None:
    """登记送达 of the ballots up to number `until`; `unreached` were not at home."""
    reached = [number for number in range(1, until + 1) if number not in unreached]
    delivery.deliver_many(diary.actor(by), diary.votes[vote], reached, "IN_PERSON")
    for number in unreached:
        delivery.give_up(diary.actor(by), diary.votes[vote], number, "三次上门无人，电话未接，已张贴告知。")


@verb
def papers(
    diary: Diary,
    *,
    vote: str,
    by: Sequence[str],
    seed: int,
    counts: Mapping[str, int],
    once: int = 0,
    different: int = 0,
    unsigned: int = 0,
) -> None:
    """初录、复录 of papers from owners whom chance takes out of those who have signed for their ballots.

    `counts` says how many agree, oppose, abstain; then come papers `unsigned`, those entered `once` only, and those
    which the two clerks read in `different` ways.
    """
    reached = select(OwnersVoter.number).where(
        OwnersVoter.vote_id == diary.votes[vote], OwnersVoter.delivery == "DELIVERED"
    )
    signed_for = list(db.session.scalars(reached.order_by(OwnersVoter.number)))
    numbers = iter(random.Random(seed).sample(signed_for, len(signed_for)))  # noqa: S311 - no secret
    piles = [(Content("OWNER", {"1": (CHOICES[name],)}), number) for name, number in counts.items()]
    for content, many in (*piles, (UNSIGNED, unsigned)):
        for _ in range(many):
            _enter(diary, vote, by, next(numbers), (content, content))
    agree, oppose = Content("OWNER", {"1": ("AGREE",)}), Content("OWNER", {"1": ("OPPOSE",)})
    for _ in range(once):
        _enter(diary, vote, by, next(numbers), (agree,))
    for _ in range(different):
        _enter(diary, vote, by, next(numbers), (agree, oppose))


def _enter(diary: Diary, vote: str, by: Sequence[str], number: int, read: Sequence[Content]) -> None:
    vote_id = diary.votes[vote]
    diary.later(25)
    paper = entry.register(diary.actor(by[0]), vote_id, number, entry.FirstEntry(read[0]))
    if len(read) > 1:
        diary.later(15)
        entry.enter_again(diary.actor(by[1]), vote_id, paper.id, read[1])


@verb
def close_owners_vote(diary: Diary, vote: str, by: str) -> None:
    """A vote of the owners closes 截止收票."""
    course.close_vote(diary.actor(by), diary.votes[vote])


@verb
def count_vote(diary: Diary, vote: str, teller: str, scrutineer: str) -> None:
    """计票; 计票人 and 监票人 confirm what was counted."""
    counted: OwnersVote = counting.count(diary.actor(teller), diary.votes[vote])
    diary.later(900)
    counting.certify(diary.actor(teller), counted.id, "TELLER")
    diary.later()
    counting.certify(diary.actor(scrutineer), counted.id, "SCRUTINEER")


@verb
def announce_vote(diary: Diary, vote: str, by: str) -> None:
    """A result is announced 公告结果."""
    announce_owners_result(diary.actor(by), diary.votes[vote])

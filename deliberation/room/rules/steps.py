"""The chair's next step (ui.md, domain 4.1): pure, so that the large button is right by construction.

The order of an item: 汇报 → 提问 → 讨论 → 修正案 → 征询一致 → 表决 → 宣布结果 → 交办. A step that the rules do
not allow yet is shown locked with the reason; an unusual step asks for a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deliberation.kernel.text import N_
from deliberation.room.rules.questions import Suggestion, suggested

SPEAKING_KINDS = frozenset({"report", "pledge_report", "talk"})
"""Items that are heard and not decided."""


@dataclass(frozen=True, slots=True)
class MotionNow:
    """The motion (or amendment) being dealt with.

    `was_consulted`: consensus was asked for and not reached. `run_off`: what the next round is between; `vacant`:
    the posts that an election has left open. `is_settled`: whether somebody has said who decides (`decides` in words,
    `is_advice` where only the owners can, `asked` the words because of which somebody must say it, `differs` where it
    is another class than the words point to).
    """

    id: int
    number: int
    state: str
    is_amendment: bool = False
    was_consulted: bool = False
    text: str = ""
    run_off: tuple[str, ...] = ()
    is_settled: bool = True
    decides: str = ""
    is_advice: bool = False
    differs: bool = False
    asked: str = ""
    vacant: int = 0


@dataclass(frozen=True, slots=True)
class ItemNow:
    """The open item as the rules see it. `decided` counts its motions that are through, `agreed` those adopted.

    `writing`: the parties whose delegates have objected and are still writing why.
    """

    id: int
    position: int
    title: str
    kind: str
    step: str
    motion: MotionNow | None = None
    waiting_speakers: int = 0
    is_speaking: bool = False
    quorum_met: bool = True
    quorum_sentence: str = ""
    objections: int = 0
    writing: str = ""
    consensus_closes_at: datetime | None = None
    vote_id: int | None = None
    cast: int = 0
    roll: int = 0
    decided: int = 0
    agreed: int = 0


@dataclass(frozen=True, slots=True)
class HallNow:
    """The meeting as the rules see it. `upcoming` are items not yet dealt with: (id, position, title)."""

    state: str
    quorum_met: bool
    quorum_sentence: str
    upcoming: tuple[tuple[int, int, str], ...] = ()
    item: ItemNow | None = None
    consensus_first: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the chair can do; texts are in the source language with `%(name)s` filled from `facts`.

    `asks`: `reason`, or `question` (method and options, with what to start from in `suggests`).
    """

    code: str
    label: str
    target: int | None = None
    hint: str = ""
    confirm: str = ""
    asks: str = ""
    locked: str = ""
    not_before: datetime | None = None
    suggests: Suggestion | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Steps:
    """The one large button and what else is within one tap."""

    main: Step
    others: tuple[Step, ...] = ()

    def find(self, code: str) -> Step | None:
        """The step with this code, if the chair has it now."""
        return next((step for step in (self.main, *self.others) if step.code == code), None)


NOTHING = Step("none", N_("会议已结束"), locked=N_("没有下一步。"))


def next_steps(hall: HallNow) -> Steps:
    """What the chair can do now."""
    by_state = {
        "PLANNED": Steps(Step("none", N_("会议筹备中"), locked=N_("发出通知以后才能签到。"))),
        "NOTICED": Steps(Step("sign_in", N_("开始签到"), hint=N_("代表扫码或输入会议号进入。"))),
        "SIGN_IN": _before_opening(hall),
        "INQUORATE": Steps(_open_meeting(hall, N_("代表还可以签到，达到开会人数就能宣布开会。"))),
        "ADJOURNED": Steps(Step("resume", N_("复会")), (_end(hall),)),
    }
    if hall.state == "IN_SESSION":
        return _in_item(hall.item, hall) if hall.item else _between_items(hall)
    return by_state.get(hall.state, Steps(NOTHING))


def _open_meeting(hall: HallNow, waiting: str = "") -> Step:
    return Step(
        "open_meeting",
        N_("宣布开会"),
        hint=hall.quorum_sentence,
        locked="" if hall.quorum_met else waiting or hall.quorum_sentence,
    )


def _before_opening(hall: HallNow) -> Steps:
    confirm = N_("宣布现在人数不足、不能开会；代表还可以继续签到，达到开会人数就能宣布开会，确认？")
    fail = Step("fail_quorum", N_("宣布人数不足"), confirm=confirm)
    return Steps(_open_meeting(hall), () if hall.quorum_met else (fail,))


def _end(hall: HallNow) -> Step:
    open_count = len(hall.upcoming) + (1 if hall.item else 0)
    if open_count:
        confirm = N_("还有 %(count)s 项议程没有处理，散会后转入待议，确认散会？")
    else:
        confirm = N_("宣布散会，之后不能再表决，确认？")
    return Step("end_meeting", N_("散会"), confirm=confirm, facts={"count": open_count})


_ADJOURN = Step("adjourn", N_("休会"))


def _between_items(hall: HallNow) -> Steps:
    if not hall.upcoming:
        return Steps(_end(hall), (_ADJOURN,))
    item_id, position, title = hall.upcoming[0]
    main = Step(
        "open_item",
        N_("开始第 %(position)s 项：%(title)s"),
        item_id,
        facts={"position": position, "title": title},
    )
    return Steps(main, (_ADJOURN, _end(hall)))


def _in_item(item: ItemNow, hall: HallNow) -> Steps:
    if item.vote_id is not None:
        return _while_voting(item)
    if item.motion and item.motion.state == "CONSULTING":
        return _while_consulting(item)
    if item.step == "report":
        label = N_("汇报完毕，开始提问")
        return Steps(Step("questions", label, item.id), (_defer(item), _ADJOURN))
    if item.kind in SPEAKING_KINDS:
        return Steps(_finish(item), (_ADJOURN,))
    if item.step == "questions":
        return Steps(_debate(item), (_defer(item), _ADJOURN))
    return _deciding(item, consensus_first=hall.consensus_first)


def _defer(item: ItemNow) -> Step:
    return Step("defer_item", N_("本项暂缓"), item.id, asks="reason", confirm=N_("本项暂缓，转入待议，确认？"))


def _finish(item: ItemNow) -> Step:
    return Step("finish_item", N_("本项结束，进入下一项"), item.id)


def _debate(item: ItemNow) -> Step:
    locked = "" if item.motion else N_("请会议秘书先录入动议：谁做、做什么、何时、花多少钱。")
    return Step("debate", N_("提问完毕，开始讨论"), item.id, locked=locked)


def _deciding(item: ItemNow, *, consensus_first: bool) -> Steps:
    motion = item.motion
    if motion is None:
        if item.decided:
            # What was voted down may come back to a later meeting; what was agreed on may not be put off.
            return Steps(_finish(item), (_ADJOURN,) if item.agreed else (_defer(item), _ADJOURN))
        locked = N_("请会议秘书先录入动议：谁做、做什么、何时、花多少钱。")
        return Steps(Step("consensus", N_("征询一致"), locked=locked), (_defer(item), _ADJOURN))
    floor = _floor_lock(item)
    quorum = "" if item.quorum_met else item.quorum_sentence
    if motion.state == "RUN_OFF":
        return _before_the_next_round(motion, quorum or floor)
    if not motion.is_settled:
        return Steps(_classify(motion), _asides(item, motion))
    consensus, vote = _consensus_step(motion, quorum or floor), _vote_step(motion, quorum or floor)
    consulted = motion.state == "OBJECTED" or motion.was_consulted or not consensus_first
    main, other = (vote, consensus) if consulted else (consensus, vote)
    by_method = _other_methods(item, motion, quorum or floor)
    if by_method and item.kind == "rating":
        return Steps(by_method[0], (main, other, *_anyway(item, motion, quorum, floor), *_asides(item, motion)))
    return Steps(main, (other, *by_method, *_anyway(item, motion, quorum, floor), *_asides(item, motion)))


def _classify(motion: MotionNow) -> Step:
    """判定由谁决定: the large button until somebody has said it, a small one afterwards."""
    label = N_("判定修正案由谁决定") if motion.is_amendment else N_("判定动议 %(number)s 由谁决定")
    facts = {"number": motion.number, "asked": motion.asked}
    hint = N_("%(asked)s没有判定，不能征询一致，也不能表决。")
    return Step("classify", label, motion.id, hint=hint, asks="class", facts=facts)


def _about_the_class(motion: MotionNow) -> tuple[str, str]:
    """Hint and question of a step that decides: who decides, and what the result is worth then."""
    if motion.is_advice:
        hint = N_("由谁决定：%(decides)s。结果是协商意见。")
        confirm = N_("这件事属于“%(decides)s”，%(act)s的结果只是协商意见，须提请业主共同决定，确认？")
    elif motion.differs:
        hint = N_("由谁决定：%(decides)s（与文字提示不同，理由已记入会议记录）")
        confirm = N_("这件事判定为“%(decides)s”，不提请业主共同决定，理由已记入会议记录，%(act)s，确认？")
    else:
        hint, confirm = N_("由谁决定：%(decides)s"), ""
    return hint, confirm


def _consensus_step(motion: MotionNow, locked: str) -> Step:
    label = N_("就修正案征询一致") if motion.is_amendment else N_("就动议 %(number)s 征询一致")
    hint, confirm = _about_the_class(motion)
    facts = {"number": motion.number, "decides": motion.decides, "act": "征询一致"}
    return Step("consensus", label, motion.id, hint=hint, confirm=confirm, locked=locked, facts=facts)


def _vote_step(motion: MotionNow, locked: str) -> Step:
    label = N_("将修正案付表决") if motion.is_amendment else N_("将动议 %(number)s 付表决")
    hint, confirm = _about_the_class(motion)
    facts = {"number": motion.number, "decides": motion.decides, "act": "表决"}
    return Step("open_vote", label, motion.id, hint=hint, confirm=confirm, locked=locked, facts=facts)


def _other_methods(item: ItemNow, motion: MotionNow, locked: str) -> tuple[Step, ...]:
    """多选, 比选, 选举, 评分; an amendment is agreed to or not."""
    if motion.is_amendment:
        return ()
    rating = item.kind == "rating"
    label = N_("将动议 %(number)s 付评分") if rating else N_("多选、比选、选举或评分")
    suggests = suggested(motion.text, item.kind)
    facts = {"number": motion.number}
    return (Step("put_question", label, motion.id, asks="question", locked=locked, suggests=suggests, facts=facts),)


def _before_the_next_round(motion: MotionNow, locked: str) -> Steps:
    """Nothing, or not everybody, was chosen: the foremost are put to a new vote, or it stays at that."""
    names = "、".join(motion.run_off)
    again = Step("run_off", N_("下一轮表决：%(names)s"), motion.id, locked=locked, facts={"names": names})
    confirm, facts = N_("不再进行下一轮表决，以已有结果为准，确认？"), {"vacant": motion.vacant}
    if motion.vacant:
        confirm = N_("还缺 %(vacant)s 席。不再进行下一轮表决，已当选的有效，空缺以后另行选举，确认？")
    end = Step("end_rounds", N_("不再进行下一轮"), motion.id, confirm=confirm, facts=facts)
    return Steps(again, (end, _ADJOURN))


def _floor_lock(item: ItemNow) -> str:
    if item.is_speaking:
        return N_("有人正在发言，请等发言结束。")
    return N_("还有人等待发言。") if item.waiting_speakers else ""


def _anyway(item: ItemNow, motion: MotionNow, quorum: str, floor: str) -> tuple[Step, ...]:
    """Rule 11 of the 南塘 rules: the floor is cleared first; the chair may override with a reason."""
    if quorum or not floor or item.is_speaking:
        return ()
    return (Step("open_vote_anyway", N_("不等发言，直接付表决"), motion.id, asks="reason"),)


def _asides(item: ItemNow, motion: MotionNow) -> tuple[Step, ...]:
    if motion.is_amendment:
        label, confirm = N_("撤回修正案"), N_("撤回这个修正案，动议按原文继续征询或表决，确认？")
    else:
        label, confirm = N_("撤回动议 %(number)s"), N_("撤回动议 %(number)s，本项不再表决这个动议，确认？")
    withdraw = Step("withdraw_motion", label, motion.id, confirm=confirm, facts={"number": motion.number})
    reclass = Step("classify", N_("改判由谁决定"), motion.id, asks="class")
    return (*((reclass,) if motion.is_settled else ()), withdraw, _defer(item), _ADJOURN)


def _while_consulting(item: ItemNow) -> Steps:
    motion = item.motion
    target = motion.id if motion else None
    to_vote = Step("object_noted", N_("记下异议，继续讨论"), target)
    announce = N_("没有异议，宣布协商一致")
    if item.objections:
        vote = Step("open_vote", N_("有异议，付表决"), target, locked="" if item.quorum_met else item.quorum_sentence)
        if item.writing:  # what the chair is about to press must not turn into a vote under their finger
            locked, facts = N_("%(parties)s有异议，正在写理由"), {"parties": item.writing}
            return Steps(Step("declare_consensus", announce, target, locked=locked, facts=facts), (vote, to_vote))
        return Steps(vote, (to_vote,))
    declare = Step("declare_consensus", announce, target, not_before=item.consensus_closes_at)
    return Steps(declare, (to_vote,))


def _while_voting(item: ItemNow) -> Steps:
    missing = item.roll - item.cast
    confirm = N_("还有 %(missing)s 人没有投票，现在结束表决，确认？") if missing else ""
    hint = N_("已投 %(cast)s 票，应投 %(roll)s 票")
    facts = {"missing": missing, "cast": item.cast, "roll": item.roll}
    close = Step("close_vote", N_("结束表决，公布结果"), item.vote_id, hint=hint, confirm=confirm, facts=facts)
    void = Step("void_vote", N_("宣布这次表决作废"), item.vote_id, asks="reason")
    return Steps(close, (void,))

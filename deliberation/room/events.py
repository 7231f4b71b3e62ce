"""What travels to the screens of a room: closed payload types, one for each slice.

Every slice goes to three audiences: `hall` (big screen, no personal data), `tablet` (everybody with a
seat) and `chair` (chair and secretary). What an audience may not see is `None`, never an empty list.
Moments are ISO 8601 with zone, on the server's clock.
"""

from __future__ import annotations

from typing import Any, TypedDict

from deliberation.kernel.text import N_

STEPS = {
    "report": N_("汇报"),
    "questions": N_("提问"),
    "debate": N_("讨论"),
    "consensus": N_("征询一致"),
    "vote": N_("表决"),
    "result": N_("宣布结果"),
}
"""Where a meeting stands with an item, in order (domain 4.1)."""


class MeetingSlice(TypedDict):
    """`meeting`: the meeting itself. `signing`: its record may be signed now."""

    id: int
    title: str
    compound: str
    type_name: str
    state: str
    state_label: str
    starts_at: str
    venue: str
    chair: str | None
    join_code: str
    speech_seconds: int
    speech_turns: int
    signing: bool


class SeatView(TypedDict):
    """One seat in `presence`."""

    id: int
    name: str
    post: str
    party: str
    has_vote: bool
    present: bool
    leave: bool


class PartyView(TypedDict):
    """One party's attendance in `presence`; `recused` of its seats take no part in the open item."""

    id: int
    name: str
    present: int
    seats: int
    recused: int


class PresenceSlice(TypedDict):
    """`presence`: quorum and attendance of the voting seats; `seats` (all of them) is hidden from the hall."""

    entitled: int
    present: int
    required: int
    met: bool
    sentence: str
    parties: list[PartyView]
    seats: list[SeatView] | None


class ItemRow(TypedDict):
    """One line of `agenda`."""

    id: int
    position: int
    title: str
    kind: str
    kind_label: str
    state: str
    step: str
    outcome: str | None
    outcome_label: str
    needs_owners: bool


class AgendaSlice(TypedDict):
    """`agenda`: the items of the meeting and which one is open."""

    items: list[ItemRow]
    current_item_id: int | None


class MotionView(TypedDict):
    """A motion or an amendment (`amends_id`) in `item`. The hall sees its mover's party, not the `mover`.

    `binds` is its decision class, `None` until somebody has settled it; `is_settled` whether it can be decided so,
    `asked` the words because of which it cannot, `class_note` why the class differs from what the words say.
    """

    id: int
    amends_id: int | None
    number: int
    text: str
    state: str
    state_label: str
    binds: str | None
    binds_label: str
    matter: str | None
    needs_owners: bool
    is_settled: bool
    asked: str
    class_note: str
    mover: str | None
    mover_party: str


class TopicView(TypedDict):
    """The topic behind an item in `item`: 现状, 建议 and how many reports it brings together; nobody's name."""

    number: str
    situation: str
    proposal: str
    reports: int


class ItemSlice(TypedDict):
    """`item`: the open item. `motion` is the one being dealt with; `amendments` wait before it.

    While an amendment is dealt with, `amended` is the motion that it would change. `voided` says why the last vote
    on the motion at hand does not count (empty for the hall); nothing when it was not voided. `topic` is hidden from
    the hall, and nothing for an item that comes from no topic.
    """

    id: int
    position: int
    title: str
    kind: str
    presenter: str
    minutes: int
    step: str
    step_label: str
    authority_label: str
    needs_owners: bool
    motion: MotionView | None
    amended: MotionView | None
    amendments: list[MotionView]
    decided: list[MotionView]
    recused: list[str] | None
    voided: str | None
    topic: TopicView | None


class SpeechView(TypedDict):
    """One request for the floor in `floor`; `name` and `seat_id` are hidden from the hall."""

    id: int
    seat_id: int | None
    name: str | None
    party: str
    side: str
    side_label: str
    started_at: str | None
    allowed_seconds: int
    extended: bool


class FloorSlice(TypedDict):
    """`floor`: who speaks, who waits (in the order in which they will be called)."""

    speaker: SpeechView | None
    queue: list[SpeechView]


class ObjectionView(TypedDict):
    """One objection 异议 or reservation 保留意见 in `consensus`; `text` is empty while the reason is being written."""

    name: str
    party: str
    kind: str
    text: str


class ConsensusSlice(TypedDict):
    """`consensus`: the open test, or the last one of the open item. `objections` is hidden from the hall."""

    id: int
    motion_id: int
    text: str
    state: str
    closes_at: str
    objection_count: int
    reservation_count: int
    objections: list[ObjectionView] | None


class BallotView(TypedDict):
    """One open ballot in `vote`, shown to the meeting's members after the vote has closed."""

    name: str
    party: str
    choice: str


class OptionView(TypedDict):
    """One option, candidate or criterion in `vote`; `top` is the highest score of a criterion, else 0."""

    code: str
    label: str
    top: int


class QuestionView(TypedDict):
    """How a vote is put. `method`: a code of `kernel.methods.METHODS` (APPROVAL: no options).

    `most`: how many options a ballot may carry (0 = no limit). `seats`: posts to fill. `line`: the pass line of
    scores in words, empty where there is none.
    """

    method: str
    method_label: str
    options: list[OptionView]
    most: int
    seats: int
    line: str


class VoteSlice(TypedDict):
    """`vote`: the open vote, or the last one of the open item. `result` is `None` until it has closed.

    `round` counts from 1. `ballots` stay `None` after closing where a ballot is secret (ELECTION, SCORES).
    `result` has one key, `verdict`, which carries its counts.
    """

    id: int
    motion_id: int
    number: int
    round: int
    text: str
    question: QuestionView
    binds_label: str
    needs_owners: bool
    state: str
    changeable: bool
    opened_at: str
    closed_at: str | None
    roll: int
    entitled: int
    present: int
    result: dict[str, Any] | None
    ballots: list[BallotView] | None


class TurnoutSlice(TypedDict):
    """`turnout`: how many have cast, never what. `missing` names who has not, to the chair only."""

    vote_id: int
    cast: int
    roll: int
    missing: list[str] | None


class LineView(TypedDict):
    """One line of the minutes."""

    id: int
    at: str
    kind: str
    text: str


class MinutesSlice(TypedDict):
    """`minutes`: how many lines there are and the last twenty, and whether more may be added; hidden from the hall."""

    count: int
    open: bool
    lines: list[LineView]


class SuggestionView(TypedDict):
    """What the form for the question of a vote starts with."""

    method: str
    options: list[str]


class StepView(TypedDict):
    """One thing the chair can do now.

    `locked` with `reason` when the rules do not allow it yet; `not_before` when only time is missing;
    `confirm` is the full sentence to ask first (empty: no question); `asks` names what must be typed before it
    is sent: `reason`, `question` (starting from `suggests`; sent to `votes` and not to `next`), or `class` (sent to
    `motions/class`).
    """

    code: str
    label: str
    hint: str
    confirm: str
    asks: str
    locked: bool
    reason: str
    not_before: str | None
    suggests: SuggestionView | None
    target: int | None


class NextSlice(TypedDict):
    """`next`: the chair's next step and what else they may do; hidden from everybody else.

    `door`: what the chair is told of wrong PINs of the meeting; empty: nothing. `lag`: what the chair is told while the
    server processes do not hear each other, and screens show what happened at another process later; empty: nothing.
    """

    main: StepView
    others: list[StepView]
    door: str
    lag: str


class MyBallot(TypedDict):
    """The receipt of one's own ballot. `choice` is kept as it was cast (see `rules.questions`)."""

    vote_id: int
    choice: str
    cast_at: str
    receipt: str


class Mine(TypedDict):
    """`mine`: what belongs to one seat and goes to that seat only.

    `objection` is `None` without one, and empty while its reason has not been sent.
    """

    seat_id: int
    name: str
    party: str
    kind: str
    has_vote: bool
    present: bool
    recused: bool
    on_roll: bool
    ballot: MyBallot | None
    request: SpeechView | None
    turns_used: int
    objection: str | None
    reservation: str | None
    signed: bool


class Envelope(TypedDict):
    """How a slice travels (Socket.IO event `slice`).

    To one seat alone travel `mine` (the whole of `Mine`) and `ballot` (`MyBallot`, after each cast).
    """

    epoch: str
    seq: int
    slice: str
    at: str
    data: Any


SLICES: dict[str, type] = {
    "meeting": MeetingSlice,
    "presence": PresenceSlice,
    "agenda": AgendaSlice,
    "item": ItemSlice,
    "floor": FloorSlice,
    "consensus": ConsensusSlice,
    "vote": VoteSlice,
    "turnout": TurnoutSlice,
    "minutes": MinutesSlice,
    "next": NextSlice,
}

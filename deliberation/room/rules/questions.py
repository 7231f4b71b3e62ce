"""What is put to the vote, and how: the question of a vote, its ballots, its verdict (domain 3.3, 3.11, E4).

A vote freezes its question as JSON; a vote without one is a vote of 同意, 反对, 弃权. There a ballot is the plain
word; elsewhere it is canonical JSON: a list of options' codes in the order of the ballot paper, an object of scores
for each criterion, and the empty one is an abstention.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NoReturn

from deliberation.kernel import methods
from deliberation.kernel.counting import Weight
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods import composition
from deliberation.kernel.methods.base import Ballot, Composition, Electorate, Option, Question, refuse
from deliberation.kernel.methods.neighbourhood import ANYBODY
from deliberation.kernel.methods.slate import contest_problem
from deliberation.kernel.text import N_
from deliberation.kernel.typed import plain
from deliberation.kernel.verdict import Test, Verdict
from deliberation.organisation.rules import parse_profile
from deliberation.room.rules.quorum import unit_of

PLAIN = Question("APPROVAL")

OFFERED: dict[str, str] = {
    "CHOOSE": N_("多项选择：可以选几项，够票数的都选定"),
    "OPTIONS": N_("方案比选：几个方案中选定一个"),
    "ELECTION": N_("差额选举：候选人多于应选人数"),
    "SCORES": N_("评分：每项打分，算平均分"),
}
"""What a chair can choose besides 同意、反对、弃权."""

SECRET = frozenset({"ELECTION", "SCORES"})
"""Where nobody is shown who chose what, also after closing: an election of people, and scores (domain E, public)."""

WOMAN: dict[str, str] = {
    "NEEDED": N_("还没有妇女当选，这次要有"),
    "SITS": N_("已有妇女当选（主任、副主任，或者前一轮）"),
    "LATER": N_("这次选主任、副主任，选委员时再保证"),
}
"""Whether an election has to bring in a woman (四川省居委会选举条例 §32 secures her among the 委员)."""

CODES = "ABCDEFGHIJKLMNOPQRST"
MAX_LABEL = 40
MAX_TOP = 100
MAX_CHOICE = 255
"""The longest ballot that the store holds; twenty scores need far less."""

NOTHING_CHOSEN = N_("没有收到选择，请重新选择。")

ROUNDS = ("一", "二", "三", "四", "五", "六", "七", "八", "九")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a chair filled in. `options`: (text, highest score); `line`: the pass line in points as typed, or empty.

    Of an election in which a text asks who may sit together: `woman`, a key of `WOMAN`; `women`, the names of the
    candidates who are; `kin`, pairs of names; `kin_elected`, candidates related to somebody in a higher post.
    """

    method: str
    options: tuple[tuple[str, int], ...]
    most: int = 0
    seats: int = 1
    least_seats: int = 0
    second_round: bool = False
    line: str = ""
    mean: str = "MEAN"
    woman: str = ""
    women: tuple[str, ...] = ()
    kin: tuple[tuple[str, ...], ...] = ()
    kin_elected: tuple[str, ...] = ()


def drawn_up(draft: Draft, asked: Composition = ANYBODY) -> Question:
    """The question that a draft asks under a rule that asks so much of those elected together.

    Raises `INVALID_INPUT` with the sentence that says what is wrong.
    """
    if draft.method not in OFFERED:
        _wrong("请选择表决方式。")
    scoring = draft.method == "SCORES"
    options = _options(draft.options, scoring=scoring)
    if not scoring and len(options) < 2:  # noqa: PLR2004 - a choice is between two
        _wrong("请至少写两个选项。")
    make = {"CHOOSE": _choose, "ELECTION": _election, "SCORES": _scores}.get(draft.method)
    question = make(draft, options) if make else Question("OPTIONS", options)
    return _composed(draft, question, asked) if draft.method == "ELECTION" and asked != ANYBODY else question


def _composed(draft: Draft, question: Question, asked: Composition) -> Question:
    """With who is a woman and who is related, as far as the text asks. Names are those of the list."""
    codes = {option.label: option.code for option in question.options}
    if asked.woman and draft.woman not in WOMAN:
        _wrong(f"请选择这次选举要不要有妇女当选（{asked.woman}）。")
    if any(len(set(pair)) != 2 for pair in draft.kin):  # noqa: PLR2004 - two people are related
        _wrong("近亲属请一行写两个人，中间用顿号隔开，例如：张三、李四。")
    named = (*draft.women, *draft.kin_elected, *(name for pair in draft.kin for name in pair))
    unknown = [name for name in dict.fromkeys(named) if name not in codes]
    if unknown:
        _wrong(f"候选人名单里没有“{unknown[0]}”，请与名单写得一样。")
    made = replace(
        question, woman_seat=bool(asked.woman) and draft.woman == "NEEDED",
        women=tuple(codes[name] for name in dict.fromkeys(draft.women)),
        kin=tuple((codes[one], codes[other]) for one, other in draft.kin),
        kin_elected=tuple(codes[name] for name in dict.fromkeys(draft.kin_elected)),
        spare=max(len(codes) - question.seats, 1),
    )  # fmt: skip
    problem = composition.problem(made, asked)
    if problem:
        _wrong(problem)
    return made


def _options(written: Sequence[tuple[str, int]], *, scoring: bool) -> tuple[Option, ...]:
    labels = [" ".join(label.split()) for label, _top in written]
    if not labels or not all(labels):
        _wrong("请写明每一项的名称。")
    if len(labels) > len(CODES):
        _wrong(f"最多写 {len(CODES)} 项，现在 {len(labels)} 项。")
    if len(set(labels)) < len(labels):
        _wrong("有两项的名称一样，请改成不一样的。")
    if any(len(label) > MAX_LABEL for label in labels):
        _wrong(f"每一项的名称最多 {MAX_LABEL} 个字。")
    if scoring and not all(1 <= top <= MAX_TOP for _label, top in written):
        _wrong(f"每一项的满分须是 1 到 {MAX_TOP} 的整数。")
    tops = [top if scoring else 0 for _label, top in written]
    return tuple(map(Option, CODES, labels, tops))


def _choose(draft: Draft, options: tuple[Option, ...]) -> Question:
    if not 0 <= draft.most <= len(options):
        _wrong(f"每人最多选几项，请填 1 到 {len(options)}；不限请填 0。")
    return Question("CHOOSE", options, most=draft.most)


def _election(draft: Draft, options: tuple[Option, ...]) -> Question:
    if draft.seats < 1:
        _wrong("应选人数至少是 1。")
    problem = contest_problem(len(options), draft.seats)
    if problem:
        _wrong(problem)
    if not 0 <= draft.least_seats <= draft.seats:
        _wrong(f"最少选出几名，请填 0 到应选的 {draft.seats} 名；要全部选出才算的填 0。")
    return Question(
        "ELECTION", options, most=draft.seats, seats=draft.seats, least_seats=draft.least_seats,
        second_round=draft.second_round,
    )  # fmt: skip


def _scores(draft: Draft, options: tuple[Option, ...]) -> Question:
    if draft.mean not in {"MEAN", "TRIMMED"}:
        _wrong("请选择按哪个平均分判定。")
    line = hundredths(draft.line)
    top = sum(option.top for option in options)
    if line is not None and not 0 < line <= 100 * top:
        _wrong(f"合格线须在 0 和满分 {top} 之间。")
    return Question("SCORES", options, line=line, mean="TRIMMED" if draft.mean == "TRIMMED" else "MEAN")


def hundredths(text: str) -> int | None:
    """Points as typed (80, 79.5) in 0.01 points; `None` for nothing. Raises `INVALID_INPUT`."""
    text = plain(text).strip()
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,4})(?:\.([0-9]{1,2}))?", text)
    if found is None:
        _wrong("合格线请填数字，最多两位小数，如 80 或 79.5；没有合格线就不填。")
    return 100 * int(found[1]) + int((found[2] or "0").ljust(2, "0"))


def _wrong(what: str) -> NoReturn:
    raise Refused(Reason.INVALID_INPUT, what=what)


def to_json(question: Question) -> dict[str, Any]:
    """The question as it is frozen; whether a majority is advice follows from the motion and is not repeated."""
    written = asdict(question)
    del written["advisory"]
    return written | {"options": [asdict(option) for option in question.options]}


def question_of(frozen: Mapping[str, Any]) -> Question:
    """The question of a vote from what it froze."""
    data = frozen.get("question")
    if data is None:
        return Question("APPROVAL", advisory=bool(frozen.get("needs_owners")))
    options = tuple(Option(**option) for option in data["options"])
    together = {name: tuple(data.get(name, ())) for name in ("women", "kin_elected")}
    pairs = tuple((one, other) for one, other in data.get("kin", ()))
    said = {**data, "options": options, "kin": pairs, **together, "advisory": bool(frozen["needs_owners"])}
    return Question(**said)


def check_form(choice: str) -> None:
    """Refuse what is no ballot of any question and too long to keep. Raises `CHOICE_INVALID`."""
    if not choice or len(choice) > MAX_CHOICE:
        refuse(NOTHING_CHOSEN)


def ballot_of(question: Question, choice: str) -> Ballot:
    """The ballot that a tablet sent for this question. Raises `CHOICE_INVALID`."""
    check_form(choice)
    ballot = Ballot((choice,)) if question.method == "APPROVAL" else _read(choice, scoring=question.method == "SCORES")
    methods.validate(question, ballot)
    return ballot


def _read(choice: str, *, scoring: bool) -> Ballot:
    try:
        sent = json.loads(choice, object_pairs_hook=tuple)  # pairs, so that a criterion given twice is seen
    except ValueError:
        sent = None
    if scoring and isinstance(sent, tuple) and all(type(score) is int for _code, score in sent):
        return Ballot((), scores=sent)
    if not scoring and isinstance(sent, list) and all(isinstance(code, str) for code in sent):
        return Ballot(tuple(sent))
    raise Refused(Reason.CHOICE_INVALID, what=NOTHING_CHOSEN)


def canonical(question: Question, choice: str) -> str:
    """A ballot as it is kept: checked, and in the order of the ballot paper. Raises `CHOICE_INVALID`."""
    ballot = ballot_of(question, choice)
    if question.method == "APPROVAL":
        return choice
    scores = dict(ballot.scores)
    codes = [option.code for option in question.options]
    kept: Any = [code for code in codes if code in ballot.choices]
    if question.method == "SCORES":
        kept = {code: scores[code] for code in codes if code in scores}
    return json.dumps(kept, separators=(",", ":"))


def judge(frozen: Mapping[str, Any], choices: Iterable[str]) -> Verdict:
    """What ballots decided by the frozen question and rule. Raises `ValueError` for more ballots than the roll has."""
    question, profile = question_of(frozen), parse_profile(frozen["profile"])
    ballots = [ballot_of(question, choice) for choice in choices]
    if len(ballots) > len(frozen["roll"]):
        raise ValueError(f"{len(ballots)} ballots from a roll of {len(frozen['roll'])}")
    attendance = tuple(Test.from_json(test) for test in frozen["attendance"])
    electorate = Electorate(Weight(frozen["entitled"]), frozen["present"], unit=unit_of(profile), attendance=attendance)
    if question.method == "ELECTION":
        return methods.decide(question, ballots, electorate, profile.election_rule(second_round=question.second_round))
    return methods.decide(question, ballots, electorate, profile.rule())


def run_off(question: Question, verdict: Mapping[str, Any]) -> Question | None:
    """The question of the next round 第二轮; `None` where the verdict calls for none."""
    again = verdict.get("run_off", [])
    options = tuple(option for option in question.options if option.code in again)
    if not options:
        return None
    if question.method != "ELECTION":
        return Question(question.method, options, most=1, seats=question.seats)
    chosen = [outcome["code"] for outcome in verdict.get("outcomes", []) if outcome["chosen"]]
    seats, least = question.seats - len(chosen), question.least_seats
    return Question(
        "ELECTION", options, most=seats, seats=seats, least_seats=max(least - len(chosen), 1) if least else 0,
        second_round=True, **_still_asked(question, chosen, again),
    )  # fmt: skip


def _still_asked(question: Question, chosen: Sequence[str], again: Sequence[str]) -> dict[str, Any]:
    """What the next round has to see to: a woman where none was chosen, relatives of each other and of who was."""
    related = {code for pair in question.kin if set(pair) & set(chosen) for code in pair} | set(question.kin_elected)
    return {
        "women": tuple(code for code in question.women if code in again),
        "woman_seat": question.woman_seat and not set(question.women) & set(chosen),
        "kin": tuple(pair for pair in question.kin if set(pair) <= set(again)),
        "kin_elected": tuple(code for code in again if code in related),
        "spare": question.spare,
    }


def finalists(verdict: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the options that go into the next round."""
    return tuple(o["label"] for o in verdict.get("outcomes", []) if o["code"] in verdict.get("run_off", []))


def put_in_words(question: Question) -> str:
    """How the record says what is put: "差额选举，应选 2 名；选项：甲、乙、丙". Empty for 同意、反对、弃权."""
    if question.method == "APPROVAL":
        return ""
    name = methods.METHODS[question.method].name
    more = {
        "CHOOSE": f"，每人最多选 {question.most} 项" if question.most else "，每人可选多项",
        "ELECTION": f"，{'另行选举，' if question.second_round else ''}应选 {question.seats} 名{_woman_said(question)}",
        "SCORES": "" if question.line is None else f"，合格线 {points(question.line)} 分",
    }.get(question.method, "")
    what = {"ELECTION": "候选人", "SCORES": "评分项目"}.get(question.method, "选项")
    tops = question.method == "SCORES"
    labels = "、".join(f"{o.label}（满分 {o.top}）" if tops else o.label for o in question.options)
    return f"{name}{more}；{what}：{labels}"


def _woman_said(question: Question) -> str:
    women = "、".join(option.label for option in question.options if option.code in question.women)
    return f"，其中应当有妇女（妇女候选人：{women}）" if question.woman_seat else ""


def points(hundredth: int) -> str:
    """80, 79.5: points without needless zeros."""
    whole, rest = divmod(hundredth, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)


def details(verdict: Mapping[str, Any]) -> str:
    """What the sentence of a verdict leaves out: the votes of each option, the means of each criterion."""
    outcomes = "，".join(f"{o['label']} {o['text']}（{o['state_label']}）" for o in verdict.get("outcomes", []))
    named = "，".join(
        f"{m['label']} {m['text']}" for m in verdict.get("means", []) if m["code"] not in {"MEAN", "TRIMMED"}
    )
    return "".join(f"{head}：{said}。" for head, said in (("各项得票", outcomes), ("各项平均", named)) if said)


def came_to(verdict: Mapping[str, Any]) -> str:
    """What a motion with options came to, for resolution and orders: "（选定：乙公司）", "（平均分 86.78 分）".

    Of an election that left posts open also how many: "（当选：甲；还缺 1 席，另行选举）".
    """
    chosen = [outcome for outcome in verdict.get("outcomes", []) if outcome["chosen"]]
    if chosen:
        return (
            f"（{chosen[0]['state_label']}：{'、'.join(outcome['label'] for outcome in chosen)}{still_open(verdict)}）"
        )
    means = [m for m in verdict.get("means", []) if m["code"] in {"MEAN", "TRIMMED"}]
    counting = next((m for m in means if m["decides"]), means[0] if means else None)
    return f"（{counting['label']} {counting['text']}）" if counting else ""


def still_open(verdict: Mapping[str, Any]) -> str:
    """How many posts an election left open: "；还缺 1 席，另行选举"; empty where none."""
    vacant = verdict.get("vacant", 0)
    return f"；还缺 {vacant} 席，另行选举" if vacant else ""


def combined(verdicts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One verdict of several rounds: the last, with what the earlier ones said and whom or what they chose.

    Nothing where there was no vote.
    """
    if len(verdicts) < 2:  # noqa: PLR2004 - one is itself
        return dict(*verdicts)
    *earlier, last = verdicts
    carried = next((v for v in reversed(verdicts) if v["result"] == "PASSED"), last)
    chosen = [outcome for v in earlier for outcome in v.get("outcomes", []) if outcome["chosen"]]
    said = "".join(f"{round_name(n)}：{v['sentence']}" for n, v in enumerate(verdicts, start=1))
    told = {key: carried[key] for key in ("result", "result_label")}
    return {**last, **told, "sentence": said, "outcomes": [*chosen, *last.get("outcomes", [])]}


def round_name(number: int) -> str:
    """A round in words: 第一轮, 第二轮 …"""
    return f"第{ROUNDS[number - 1] if number <= len(ROUNDS) else number}轮"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the chair's form starts with."""

    method: str
    options: tuple[str, ...]


_SPLIT = re.compile(r"[、；;]")
_LIST_SIGN = re.compile(r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）).、．]|[-·•])\s*")


def suggested(text: str, kind: str) -> Suggestion:
    """Read options from a motion: its lines after the first, or what stands between 、 after the last colon.

    A rating item 测评 is scored; else a motion with options is a choice between them.
    """
    lines = [_LIST_SIGN.sub("", line).strip("。；; ") for line in text.splitlines()[1:]]
    found = [line for line in lines if line]
    if not found and "：" in text:
        found = [part.strip("。 ") for part in _SPLIT.split(text.rsplit("：", 1)[1])]
    fitting = [label for label in dict.fromkeys(found) if 0 < len(label) <= MAX_LABEL]
    options = tuple(fitting[: len(CODES)]) if len(fitting) > 1 else ()
    return Suggestion("SCORES" if kind == "rating" else "OPTIONS", options)

"""评分 (联席评议, 先体验后付费): means of scores, exact (domain scenario E4). No single rater's score is given out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from deliberation.kernel.details import InBallots
from deliberation.kernel.errors import refuse
from deliberation.kernel.methods import drafting
from deliberation.kernel.methods.base import Ballot, Composition, Electorate, Poll, Question, Rule
from deliberation.kernel.methods.drafting import Draft
from deliberation.kernel.methods.method import Method, parsed, refuse_unread
from deliberation.kernel.text import N_
from deliberation.kernel.typed import plain
from deliberation.kernel.verdict import Mean, Outcome, Test, Verdict, amount

MEAN_LABEL = "平均分"
TRIMMED_LABEL = "去掉一个最高分和一个最低分后的平均分"
FEWEST_TO_TRIM = 3


class Scores(Method):
    """A score for each criterion; in the store an object, code → score."""

    code, name, secret, fewest = "SCORES", N_("评分"), True, 1
    offered = N_("评分：每项打分，算平均分")
    listed = "评分项目"

    def draw_up(self, draft: Draft, asked: Composition) -> Question:  # noqa: ARG002 - nobody is elected
        """With highest scores, pass line and the mean that counts. Raises `INVALID_INPUT`."""
        options = drafting.options(draft, fewest=self.fewest, scoring=True)
        if draft.mean not in {"MEAN", "TRIMMED"}:
            refuse(InBallots.AVERAGE_MISSING)
        line = hundredths(draft.line)
        top = sum(option.top for option in options)
        if line is not None and not 0 < line <= 100 * top:
            refuse(InBallots.PASS_MARK_RANGE, top=top)
        return Question(self.code, options, line=line, mean="TRIMMED" if draft.mean == "TRIMMED" else "MEAN")

    def read(self, question: Question, text: str) -> Ballot:  # noqa: ARG002 - one signature for all
        """Pairs of code and whole number, `{}` for an abstention. Raises `CHOICE_INVALID`."""
        sent = parsed(text)
        if not isinstance(sent, tuple) or not all(type(score) is int for _code, score in sent):
            refuse_unread()
        return Ballot((), scores=sent)

    def write(self, question: Question, ballot: Ballot) -> str:
        """The object, in the order of the ballot paper."""
        scores = dict(ballot.scores)
        kept = {option.code: scores[option.code] for option in question.options if option.code in scores}
        return json.dumps(kept, separators=(",", ":"))

    def in_words(self, question: Question) -> str:
        """With the highest score of each criterion."""
        labels = "、".join(f"{option.label}（满分 {option.top}）" for option in question.options)
        return f"{self.name}{self.limits(question)}；{self.listed}：{labels}"

    def limits(self, question: Question) -> str:
        """The pass line."""
        return "" if question.line is None else f"，合格线 {points(question.line)} 分"

    def check(self, question: Question, ballot: Ballot) -> None:
        """A whole score from 0 to the top for every criterion, or none at all (弃权); one person, one ballot.

        Raises `CHOICE_INVALID`.
        """
        tops = {option.code: option.top for option in question.options}
        if ballot.choices or ballot.weight.heads != 1:
            refuse(InBallots.SCORES_ONLY)
        if not ballot.scores:
            return
        if sorted(code for code, _ in ballot.scores) != sorted(tops):
            refuse(InBallots.SCORE_MISSING)
        for code, score in ballot.scores:
            if not 0 <= score <= tops[code]:
                refuse(InBallots.SCORE_RANGE, top=tops[code])

    def decide(self, question: Question, ballots: Sequence[Ballot], electorate: Electorate, rule: Rule) -> Verdict:
        """The mean of all totals and the mean without ONE highest and ONE lowest; the question says which counts.

        With fewer than three raters there is no second mean; where that one counts, or nobody rated at all,
        `UNDETERMINED`. Without a pass line the means are the result (`PASSED`, 评分完成).
        """
        poll = Poll(question, ballots, electorate, rule, act="评分")
        rated = [ballot for ballot in ballots if ballot.scores]
        counts = (
            poll.count("rated", "已评分", poll.cast - poll.abstained),
            poll.count("abstain", "弃权", poll.abstained),
            *poll.other_counts(),
        )
        overall = _overall(question, [sum(score for _, score in ballot.scores) for ballot in rated])
        more: dict[str, Any] = {"counts": counts, "means": (*overall, *_criteria(question, rated))}
        quorum = poll.quorum_tests()
        said = f"{amount(len(rated), electorate.unit)}评分。" + "".join(
            f"{each.label} {each.text}。" for each in overall
        )
        return poll.without_quorum(quorum, quorum, **more) or _judged(poll, overall, quorum, said, more)


METHOD = Scores()


def hundredths(text: str) -> int | None:
    """Points as typed (80, 79.5) in 0.01 points; `None` for nothing. Raises `INVALID_INPUT`."""
    text = plain(text).strip()
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,4})(?:\.([0-9]{1,2}))?", text)
    if found is None:
        refuse(InBallots.PASS_MARK_WRONG)
    return 100 * int(found[1]) + int((found[2] or "0").ljust(2, "0"))


def points(hundredth: int) -> str:
    """80, 79.5: points without needless zeros."""
    whole, rest = divmod(hundredth, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)


def _overall(question: Question, totals: Sequence[int]) -> tuple[Mean, ...]:
    """The mean, and the mean without one highest and one lowest, of the raters' totals."""
    raters, line = len(totals), question.line
    means = []
    if raters:
        decides = line is not None and question.mean == "MEAN"
        means.append(Mean("MEAN", MEAN_LABEL, sum(totals), raters, decides, line if decides else None))
    if raters >= FEWEST_TO_TRIM:
        decides = line is not None and question.mean == "TRIMMED"
        kept = sum(totals) - max(totals) - min(totals)
        means.append(Mean("TRIMMED", TRIMMED_LABEL, kept, raters - 2, decides, line if decides else None))
    return tuple(means)


def _criteria(question: Question, rated: Sequence[Ballot]) -> tuple[Mean, ...]:
    """The mean of each criterion, where there are several."""
    if not rated or len(question.options) == 1:
        return ()
    scores = [dict(ballot.scores) for ballot in rated]
    return tuple(Mean(o.code, o.label, sum(each[o.code] for each in scores), len(rated)) for o in question.options)


def _judged(
    poll: Poll, overall: Sequence[Mean], quorum: tuple[Test, ...], said: str, more: Mapping[str, Any]
) -> Verdict:
    question = poll.question
    if not overall:
        return poll.verdict("UNDETERMINED", quorum, "没有人评分，无法计算平均分。", **more)
    if question.line is None:
        return poll.verdict("PASSED", quorum, said, word="评分完成", **more)
    counting = [each for each in overall if each.decides]
    if not counting:
        why = f"评分不足 {FEWEST_TO_TRIM} 人，没有{TRIMMED_LABEL}，按规则无法判定。"
        return poll.verdict("UNDETERMINED", quorum, said + why, **more)
    test = _line_test(question, counting[0], question.line)
    ending = "这是协商意见，须提请业主共同决定。" if question.advisory and test.met else ""
    word = "达到合格线" if test.met else "未达到合格线"
    result: Outcome = "PASSED" if test.met else "REJECTED"
    return poll.verdict(result, (*quorum, test), f"{said}按规则比较：{test.sentence}{ending}", word=word, **more)


def _line_test(question: Question, counting: Mean, line: int) -> Test:
    """The mean against the line, in whole numbers: what the raters gave together against line times raters."""
    top = sum(option.top for option in question.options)
    required, actual = line * counting.den, 100 * counting.num
    verb = "达到" if actual >= required else "未达到"
    return Test(
        name="mean",
        label=counting.label,
        base_label=f"{counting.den} 人满分合计",
        base=100 * top * counting.den,
        required=required,
        actual=actual,
        unit="points",
        threshold=None,
        met=actual >= required,
        sentence=f"{counting.label} {counting.text}，{verb}合格线 {amount(line, 'points')}。",
    )

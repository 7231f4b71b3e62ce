"""What a recount compares where a result was counted by an earlier edition of the platform. Pure.

A published result keeps its words for ever, and its hash is over them. Later editions say some things otherwise and
read some articles otherwise; a recount must not call that a difference of the papers, nor hide it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberation.kernel.methods import approval
from deliberation.kernel.sealing import Sealed
from deliberation.kernel.text import N_

EDITION = 4
"""The edition of what is written into a result (`result["version"]`); a result without one is of the first.

To be raised whenever the words of a verdict, its keys or a reading of the law change.
"""
_MOVABLE = ("abstain", "void")
"""Counts between which a reading may move votes: a void paper of who signed for it abstains (四川省条例 §31)."""


AGREES, DIFFERS = N_("与公布的结果一致"), N_("与公布的结果不一致")


def edition_of(result: Mapping[str, Any]) -> int:
    """By which edition a result was counted."""
    return int(result.get("version", 1))


@dataclass(frozen=True, slots=True)
class Recount:
    """Whether result and both hashes came out as published, and what to print.

    A result that an earlier edition counted is compared by its numbers and outcomes; where the same votes are judged
    otherwise by now, it does not match and the sentence says what was published and what comes out.
    """

    matches: bool
    sentence: str


def recounted(
    sealed: Sealed, again: Mapping[str, Any], names: Mapping[str, str], figures: Sequence[str] = ()
) -> tuple[bool, str]:
    """Whether a stored vote comes out again and is what was sealed, and what is said of it.

    `again`: the result as it comes out now. `names`: how each verdict of `again` is called, by its key in `questions`
    ("" for the one of a meeting's vote). `figures`: keys beside the verdicts whose numbers are compared, too.
    """
    if not sealed.holds:
        return False, DIFFERS
    then, now = verdicts_of(sealed.result), verdicts_of(again)
    pairs = {name: (then.get(key), now[key]) for key, name in names.items()}
    return compare_results(sealed.result, again, pairs, figures)


def verdicts_of(result: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The verdicts of a stored result by question; a meeting's vote has one, under "".

    Those of before have their counts beside them, as `tally`: they are read as if they carried them.
    """
    if "questions" in result:
        return dict(result["questions"])
    verdict, tally = result["verdict"], result.get("tally")
    if tally is not None and "counts" not in verdict:
        verdict = {**verdict, "counts": approval.counted_before(tally, verdict["tests"][-1]["unit"])}
    return {"": verdict}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two verdicts on one question: whether the votes are the same, and whether they are judged alike.

    `published` and `now` are the outcomes in words.
    """

    same_votes: bool
    same_judgement: bool
    published: str
    now: str

    def otherwise(self) -> str:
        """What the readings of the law make of the same votes, then and now."""
        if self.published == self.now:
            return f"按现在对法条的读法，判定用的数字不同，公布的是“{self.published}”"
        return f"按现在对法条的读法结论不同：公布的是“{self.published}”，现在算出“{self.now}”"


def compare_results(
    published: Mapping[str, Any],
    again: Mapping[str, Any],
    verdicts: Mapping[str, tuple[Mapping[str, Any] | None, Mapping[str, Any]]],
    figures: Sequence[str],
) -> tuple[bool, str]:
    """Whether a result came out again, and what is said of it.

    One of this edition whole; one of an earlier edition by the numbers under the keys `figures` and by its `verdicts`
    (as published, as they come out now), by name. Where the same votes are judged otherwise by now it does not match,
    and the sentence says what was published and what comes out.
    """
    if edition_of(published) == EDITION:
        return again == published, AGREES if again == published else DIFFERS
    compared = {name: compare(then, now) for name, (then, now) in verdicts.items() if then is not None}
    same = len(compared) == len(verdicts) and all(one.same_votes for one in compared.values())
    if not same or any(published[key] != again[key] for key in figures):
        return False, DIFFERS
    otherwise = [f"{name}{one.otherwise()}" for name, one in compared.items() if not one.same_judgement]
    if otherwise:
        return False, f"旧版结果：票数与公布的一致，文字不比较；{'；'.join(otherwise)}。公布的结果没有改动"
    return True, "旧版结果：数字和结论与公布的一致，文字不比较"


def compare(published: Mapping[str, Any], again: Mapping[str, Any]) -> Compared:
    """Compare two verdicts (`Verdict.to_json`) by their numbers and outcome codes, never by their words.

    Tests are compared where both have them: where the law asks for none of the earlier tests (民法典 279), the outcome
    alone is left to compare.
    """
    return Compared(
        same_votes=_votes(published) == _votes(again),
        same_judgement=_outcome(published) == _outcome(again) and _tests_agree(published, again),
        published=str(published["result_label"]),
        now=str(again["result_label"]),
    )


def _votes(verdict: Mapping[str, Any]) -> tuple[Any, ...]:
    """Who voted for what, in heads and area."""
    counts = {c["name"]: (c["heads"], c["area"]) for c in verdict.get("counts", ()) if c["heads"] or c["area"]}
    moved = [counts.pop(name, (0, 0)) for name in _MOVABLE]
    options = {o["code"]: (o["heads"], o["area"]) for o in verdict.get("outcomes", ())}
    return counts, tuple(map(sum, zip(*moved, strict=True))), options


def _outcome(verdict: Mapping[str, Any]) -> tuple[Any, ...]:
    states = {o["code"]: o["state"] for o in verdict.get("outcomes", ())}
    return verdict["result"], states, list(verdict.get("run_off", ()))


def _tests_agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    mine, theirs = _tests(one), _tests(other)
    return all(mine[name] == theirs[name] for name in mine.keys() & theirs.keys())


def _tests(verdict: Mapping[str, Any]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Base, required, actual and whether it was met, by option (empty: the whole question) and name of the test."""
    whole = [("", test) for test in verdict["tests"]]
    of_options = [(option["code"], test) for option in verdict.get("outcomes", ()) for test in option["tests"]]
    return {
        (code, test["name"]): (test["base"], test["required"], test["actual"], test["met"])
        for code, test in whole + of_options
    }

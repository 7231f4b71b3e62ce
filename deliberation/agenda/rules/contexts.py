"""Contexts in which words of the owners' matters do not ask for anything: accounts, thanks, another's money.

Every context looks only at the neighbourhood of the words in question, so that a harmless sentence beside them
excuses nothing. Where it is doubtful they answer no, and a person is asked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from deliberation.agenda.rules.lexicon import Hit
from deliberation.agenda.rules.reading import Sign

_LONGEST_WORD = 16
_BEFORE, _AFTER, _NEAR, _SENTENCE = 14, 2, 6, 24
_ASKING = frozenset("样何么")
_CLOSING = frozenset("了掉吧的方案事问表去留与和及后给走时")


@dataclass(frozen=True, slots=True)
class Span:
    """The signs from `start` up to `end` that a rule has matched."""

    start: int
    end: int


class Reading:
    """A text's signs and what was found in them."""

    def __init__(self, row: list[Sign], found: Iterable[Hit]) -> None:
        self.row = row
        self._all: dict[str, list[Hit]] = defaultdict(list)
        self._clauses: dict[tuple[str, int], list[Hit]] = defaultdict(list)
        self._sentences: dict[tuple[str, int], list[Hit]] = defaultdict(list)
        for hit in sorted(found, key=lambda hit: hit.start):
            self._all[hit.concept].append(hit)
            self._clauses[hit.concept, row[hit.start].clause].append(hit)
            self._sentences[hit.concept, row[hit.start].sentence].append(hit)

    def hits(self, *concepts: str) -> list[Hit]:
        """The hits of the concepts."""
        return [hit for concept in concepts for hit in self._all.get(concept, ())]

    def in_clause(self, span: Span, *concepts: str) -> list[Hit]:
        """The hits of the concepts in the clauses that the span touches."""
        clauses = range(self.row[span.start].clause, self.row[span.end - 1].clause + 1)
        return [hit for concept in concepts for clause in clauses for hit in self._clauses.get((concept, clause), ())]

    def in_sentence(self, span: Span, *concepts: str, around: int = 0) -> list[Hit]:
        """The hits of the concepts in the sentences that the span touches and `around` them."""
        first, last = self.row[span.start].sentence - around, self.row[span.end - 1].sentence + around
        numbers = range(first, last + 1)
        return [hit for concept in concepts for n in numbers for hit in self._sentences.get((concept, n), ())]

    def within(self, span: Span, concept: str, signs: int) -> list[Hit]:
        """The hits of the concept that begin at most `signs` before or after the span, by the count of signs."""
        every = self._all.get(concept, [])
        first = bisect_left(every, span.start - signs - _LONGEST_WORD, key=lambda hit: hit.start)
        last = bisect_right(every, span.end + signs, key=lambda hit: hit.start)
        return every[first:last]

    def clauses(self) -> Iterator[Span]:
        """Every clause."""
        return self._pieces(lambda sign: sign.clause)

    def sentences(self) -> Iterator[Span]:
        """Every sentence."""
        return self._pieces(lambda sign: sign.sentence)

    def _pieces(self, number: Callable[[Sign], int]) -> Iterator[Span]:
        for _, piece in groupby(range(len(self.row)), key=lambda i: number(self.row[i])):
            places = list(piece)
            yield Span(places[0], places[-1] + 1)

    @cached_property
    def spends(self) -> bool:
        """Whether anything in the text spends or raises money."""
        return any(_spends(self, hit) for hit in self.hits("SPEND", "RAISE"))

    def gap(self, hit: Hit, span: Span) -> int:
        """How far the hit ends before the span (positive) or begins after it (negative); 0 if they touch or overlap."""
        if hit.end <= span.start:
            return self.row[span.start].place - self.row[hit.end - 1].place - 1
        if hit.start >= span.end:
            return self.row[span.end - 1].place + 1 - self.row[hit.start].place
        return 0

    def between(self, hit: Hit, span: Span, *concepts: str) -> bool:
        """Whether one of the concepts stands between the hit and the span that follows it."""
        here = Span(hit.start, span.end)
        return any(hit.end <= other.start and other.end <= span.start for other in self.in_clause(here, *concepts))


def _reported(reading: Reading, span: Span) -> bool:
    """Somebody is told, thanked or asked about it; nothing is to be decided in this sentence."""
    if reading.in_sentence(span, "DECIDE"):
        return False
    for hit in reading.in_clause(span, "REPORTED"):
        told_before = 0 <= reading.gap(hit, span) <= _BEFORE and hit.end <= span.start
        if told_before and hit.exact and not _by_means(reading, hit):
            return not reading.between(hit, span, "THEN", "SPEND")
    behind = [hit for hit in reading.in_clause(span, "REPORTNOUN") if hit.start >= span.end]
    return any(-_AFTER <= reading.gap(hit, span) <= 0 for hit in behind)


def _by_means(reading: Reading, hit: Hit) -> bool:
    """经征求意见, 根据调查: the report is only the ground of what follows."""
    return hit.start > 0 and reading.row[hit.start - 1].form in "经按据照过合"


def _accounts(reading: Reading, span: Span) -> bool:
    """Accounts are shown or asked for, and nothing in the text spends or raises money."""
    if reading.spends or reading.in_sentence(span, "PUTTOVOTE"):
        return False
    around = reading.in_clause(span, "PUBLISH", "ACCOUNTWORD")
    if not any(abs(reading.gap(hit, span)) <= _BEFORE for hit in around):
        return False
    beside = [hit for hit in reading.within(span, "SPENDSHORT", 1) if abs(reading.gap(hit, span)) <= 1]
    return not any(_spends(reading, hit) for hit in beside)


def _spends(reading: Reading, hit: Hit) -> bool:
    """Whether the word of spending means an act: no account (使用情况), no question (讲解使用), no denial."""
    if hit.start and reading.row[hit.start - 1].form in _ASKING:
        return False
    here = Span(hit.start, hit.end)
    if any(told.end == hit.start for told in reading.within(here, "PUBLISH", 1)):
        return False
    nouns = [noun for noun in reading.within(here, "ACCOUNTWORD", _AFTER) if noun.start >= hit.end]
    if any(-_AFTER <= reading.gap(noun, here) <= 0 for noun in nouns):
        return False
    denials = reading.within(here, "NEGATION", 1)
    return not any(denial.start <= hit.start and hit.end <= denial.end for denial in denials)


def _not_used(reading: Reading, span: Span) -> bool:
    """It is denied right beside the words that the money is touched, and somebody else is named who pays."""
    if reading.hits("DOUBLENEG"):
        return False
    denied = reading.in_clause(span, "NEGATION")
    if not any(abs(reading.gap(hit, span)) <= _NEAR for hit in denied):
        return False
    return bool(reading.hits("SELFPAID", "SPONSOR"))


def _others_pay(reading: Reading, span: Span) -> bool:
    """The firm, the state or a giver pays for it, as the same sentence says or the next one about the costs."""
    if reading.hits("DOUBLENEG"):
        return False
    here = reading.in_sentence(span, "SELFPAID", "SPONSOR")
    if any(abs(reading.gap(hit, span)) <= _SENTENCE for hit in here):
        return True
    beside = reading.in_sentence(span, "SELFPAID", "SPONSOR", around=1)
    return any(abs(reading.gap(hit, span)) <= _SENTENCE and _of_costs(reading, hit) for hit in beside)


def _of_costs(reading: Reading, hit: Hit) -> bool:
    return bool(reading.in_clause(Span(hit.start, hit.end), "PAYWORD"))


def _sponsored(reading: Reading, span: Span) -> bool:
    """The money is a giver's or the state's."""
    return any(abs(reading.gap(hit, span)) <= _SENTENCE for hit in reading.in_sentence(span, "SPONSOR"))


def _routine(reading: Reading, span: Span) -> bool:
    """Daily upkeep that the property contract includes."""
    return any(abs(reading.gap(hit, span)) <= _BEFORE for hit in reading.in_sentence(span, "ROUTINE"))


def _gift(reading: Reading, span: Span) -> bool:
    """Households are given something, or asked for charity."""
    return bool(reading.in_clause(span, "GIVE", "SPONSOR")) and not reading.hits("DOUBLENEG")


def _fees(reading: Reading, span: Span) -> bool:
    """Fees that are owed anyway."""
    return bool(reading.in_clause(span, "FEE"))


def _forbidden(reading: Reading, span: Span) -> bool:
    """It is to be stopped, not to be done."""
    if any(hit.exact for hit in reading.in_clause(span, "FORBID")):
        return not reading.in_sentence(span, "DECIDE", "THEN")
    denied = reading.within(span, "DONT", 1)
    return any(hit.end <= span.end and abs(reading.gap(hit, span)) <= 1 for hit in denied)


def _tidied(reading: Reading, span: Span) -> bool:
    """Stalls, notices and boxes are cleared away, and that is the end of it."""
    near = [hit for hit in reading.in_clause(span, "TIDY") if abs(reading.gap(hit, span)) <= _NEAR]
    return bool(near) and not reading.in_clause(span, "THEN", "DECIDE")


def _bicycles(reading: Reading, span: Span) -> bool:
    """Places for bicycles, for nothing."""
    return bool(reading.in_clause(span, "BICYCLES"))


def _denied(reading: Reading, span: Span) -> bool:
    """The very words are within a denial (不向业主收取)."""
    around = reading.within(span, "NEGATION", 0)
    return any(hit.start <= span.start and span.end <= hit.end for hit in around) and not reading.hits("DOUBLENEG")


def _not_about(reading: Reading, span: Span) -> bool:
    """The text says that it is not about this."""
    denied = [hit for hit in reading.in_clause(span, "NOTABOUT") if hit.end <= span.start]
    return any(reading.gap(hit, span) <= _NEAR for hit in denied)


def _other_bodies(reading: Reading, span: Span) -> bool:
    """It is the 居委会, the party branch or a prize that is elected, in the same clause."""
    return bool(reading.in_clause(span, "NOTCOMMITTEE"))


def _object_follows(reading: Reading, span: Span) -> bool:
    """物业更换门锁: the firm changes something, it is not changed itself."""
    if span.end >= len(reading.row) or reading.row[span.end].clause != reading.row[span.end - 1].clause:
        return False
    return reading.row[span.end].form not in _CLOSING


def _by_firm(reading: Reading, span: Span) -> bool:
    """更换灯管，由物业承担: the firm stands in another clause than the change; it is who does it or pays."""
    return reading.row[span.start].clause != reading.row[span.end - 1].clause


def _busy(reading: Reading, span: Span) -> bool:
    """The committee does its daily work."""
    return bool(reading.in_clause(span, "COMMITTEEBUSY"))


def _obeyed(reading: Reading, span: Span) -> bool:
    """The rules are kept, cited or handed out."""
    return bool(reading.in_clause(span, "OBEY"))


def _owed(reading: Reading, span: Span) -> bool:
    """A fee is asked for or explained as it is."""
    return bool(reading.in_clause(span, "OWED"))


def _neighbours(reading: Reading, span: Span) -> bool:
    """Neighbours among themselves, or legal advice."""
    return bool(reading.in_sentence(span, "NEIGHBOURS"))


def _free(reading: Reading, span: Span) -> bool:
    """Nobody pays anything."""
    return any(abs(reading.gap(hit, span)) <= _BEFORE for hit in reading.in_sentence(span, "NOCHARGE"))


CONTEXTS: dict[str, Callable[[Reading, Span], bool]] = {
    "reported": _reported,
    "accounts": _accounts,
    "not_used": _not_used,
    "others_pay": _others_pay,
    "sponsored": _sponsored,
    "routine": _routine,
    "gift": _gift,
    "fees": _fees,
    "forbidden": _forbidden,
    "tidied": _tidied,
    "bicycles": _bicycles,
    "denied": _denied,
    "not_about": _not_about,
    "other_bodies": _other_bodies,
    "object_follows": _object_follows,
    "by_firm": _by_firm,
    "busy": _busy,
    "obeyed": _obeyed,
    "owed": _owed,
    "neighbours": _neighbours,
    "free": _free,
}
"""The contexts that `words/rules.toml` names."""

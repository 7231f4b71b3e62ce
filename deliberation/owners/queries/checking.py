"""What an owner learns with the code on their stub: whether their paper was entered, and how. Nobody else can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.models import OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.rules.codes import same_code, stub_code
from deliberation.owners.rules.entry import choice_in_words
from deliberation.owners.rules.papers import VOID_REASONS, Content, Paper, first_valid
from deliberation.owners.rules.representatives import CHANNEL as REPRESENTATIVE

WITHOUT_BALLOTS = frozenset({"PREPARED", "NOTICED", "CANCELLED"})


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """One paper as its owner may see it: `answers` are (question's title, what was entered in words)."""

    channel: str
    received_at: datetime
    confirmed: bool
    counts: bool
    void_reason: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """Ballot `number` of a vote and its papers in the order in which they came (none: not handed in)."""

    vote: OwnersVote
    number: int
    papers: tuple[CheckedPaper, ...]

    @property
    def may_fill(self) -> bool:
        """Whether it can still be filled in on a phone: only where the vote says so, and nothing came yet."""
        return self.vote.online and self.vote.state == "OPEN" and not self.papers


def check_ballot(vote_id: int, number: int, code: str, secret: str) -> CheckedBallot:
    """The ballot whose number and code stand on one stub; `secret` is the installation's key.

    Raises `WRONG_CODE` for everything else alike, so that nobody learns which numbers exist.
    """
    vote = db.session.get(OwnersVote, vote_id)
    voter = db.session.scalar(select(OwnersVoter).where(OwnersVoter.vote_id == vote_id, OwnersVoter.number == number))
    wanted = stub_code(secret, vote_id, number, voter.issue if voter else 0)
    if not same_code(code, wanted) or vote is None or voter is None or vote.state in WITHOUT_BALLOTS:
        raise Refused(Reason.WRONG_CODE)
    return CheckedBallot(vote, number, _papers(vote, voter.id))


def _papers(vote: OwnersVote, voter_id: int) -> tuple[CheckedPaper, ...]:
    wanted = select(OwnersPaper).where(OwnersPaper.voter_id == voter_id).order_by(OwnersPaper.sequence)
    rows = list(db.session.scalars(wanted))
    confirmed = [
        Paper(voter_id, r.sequence, Content.from_json(r.content), r.channel == REPRESENTATIVE)
        for r in rows
        if r.content is not None
    ]
    valid = first_valid(confirmed).get(voter_id)
    return tuple(_shown(vote, row, is_counted=valid is not None and valid.sequence == row.sequence) for row in rows)


def _shown(vote: OwnersVote, row: OwnersPaper, *, is_counted: bool) -> CheckedPaper:
    """How it was entered is shown once both entries agree; until then only that it came."""
    if row.content is None:
        return CheckedPaper(row.channel, row.received_at, confirmed=False, counts=False, void_reason="", answers=())
    content = Content.from_json(row.content)
    why = content.void_reason or ("" if is_counted else "DUPLICATE")
    asked = [(q.title, {"number": q.number, "method": q.method, "options": q.options}) for q in vote.questions]
    answers = tuple((title, choice_in_words(content, data)) for title, data in asked)
    return CheckedPaper(
        row.channel,
        row.received_at,
        confirmed=True,
        counts=is_counted,
        void_reason=VOID_REASONS.get(why, ""),
        answers=answers,
    )

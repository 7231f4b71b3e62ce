"""手机填写: owners fill in their own ballot, where rules and vote allow it (domain D: 自主点单)."""

from __future__ import annotations

from collections.abc import Mapping

from deliberation.db import db, transaction
from deliberation.history.acts import happened
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.details import InEntry
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.permissions import Scope, may
from deliberation.owners.access import voter_in
from deliberation.owners.models import OwnersPaper, OwnersVote
from deliberation.owners.queries import entry as queries
from deliberation.owners.queries.checking import check_ballot
from deliberation.owners.rules.entry import checked_choices
from deliberation.owners.rules.papers import Content

PERMISSION = "owners_ballot.fill_in"
CHANNEL = "ONLINE"


def may_fill_in(vote_id: int, number: int, code: str, secret: str) -> OwnersVote:
    """The vote, if whoever knows this code may fill in ballot `number` now.

    Raises what `may_hand_in` raises, and `ALREADY_DONE` where a paper is there.
    """
    vote = may_hand_in(vote_id, number, code, secret)
    if check_ballot(vote_id, number, code, secret).papers:
        raise _already_there()
    return vote


def may_hand_in(vote_id: int, number: int, code: str, secret: str) -> OwnersVote:
    """The vote, if it takes ballots from phones now.

    Raises `WRONG_CODE`, `BALLOT_LATE` after the closing, `INVALID_INPUT` for a vote on paper only.
    """
    vote = check_ballot(vote_id, number, code, secret).vote
    _check(vote)
    return vote


def fill_in(vote_id: int, number: int, code: str, choices: Mapping[str, tuple[str, ...]], secret: str) -> OwnersPaper:
    """Store what an owner chose on the phone: a confirmed paper, since the owner wrote it.

    The first one counts and stays; the same sent twice is one. Raises what `may_fill_in` raises and
    `CHOICE_INVALID`. The closing is judged by the server's clock.
    """
    with transaction():
        # FOR UPDATE: nothing comes in while the vote is being closed, and one owner's two phones stand in line.
        db.session.get(OwnersVote, vote_id, with_for_update={"of": OwnersVote})
        vote = may_hand_in(vote_id, number, code, secret)
        may(ANONYMOUS, PERMISSION, Scope(vote.compound_id, own=True))
        voter = voter_in(vote, number, lock=True)
        content = Content("OWNER", checked_choices(choices, queries.asked(vote), unclear=False))
        papers = queries.papers_of(voter.id)
        if papers:
            return _the_same(papers, content)
        now = clock.now()
        paper = OwnersPaper(
            vote_id=vote.id,
            voter=voter,
            sequence=1,
            channel=CHANNEL,
            state="CONFIRMED",
            received_at=now,
            confirmed_at=now,
            content=content.to_json(),
        )
        db.session.add(paper)
        db.session.flush()  # the audit names the id
        happened(ANONYMOUS, PERMISSION, paper, compound_id=vote.compound_id, vote=vote.id)
        return paper


def _check(vote: OwnersVote) -> None:
    if not vote.online or CHANNEL not in queries.frozen_rules(vote).channels:
        raise Refused(InEntry.NOT_ONLINE)
    if vote.state != "OPEN" or clock.now() > vote.closes_at:
        raise Refused(Reason.BALLOT_LATE)


def _the_same(papers: list[OwnersPaper], content: Content) -> OwnersPaper:
    """The button pressed twice is one ballot; anything else came later and is refused."""
    if len(papers) == 1 and papers[0].channel == CHANNEL and papers[0].content == content.to_json():
        return papers[0]
    raise _already_there()


def _already_there() -> Refused:
    return Refused(InEntry.PAPER_ALREADY)

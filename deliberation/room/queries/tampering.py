"""Whether ballots and results in the store are those that were cast and counted: against requests, roll and log.

A count alone does not see two ballots that were exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select

from deliberation.audit.queries import noted
from deliberation.audit.record import mark_holds
from deliberation.db import db
from deliberation.kernel.digest import digest
from deliberation.kernel.sealing import Sealed, frozen_hash
from deliberation.room.models import Ballot, BallotRequest, RollEntry, Vote
from deliberation.room.queries.secrecy import choices_of, is_secret


def marked(vote_id: int, seat_id: int, choice: str, receipt: str) -> dict[str, Any]:
    """What the log's mark of a ballot covers."""
    return {"vote": vote_id, "seat": seat_id, "choice": choice, "receipt": receipt}


def marked_apart(vote_id: int, choices: list[str]) -> dict[str, Any]:
    """What the log's mark of a closed secret vote covers: all that was chosen, without seats."""
    return {"vote": vote_id, "choices": digest(sorted(choices))}


def changed_votes() -> list[str]:
    """A sentence for each thing that does not fit; none where everything is as it was cast and counted."""
    casts: dict[int, dict[int, str | None]] = {}
    for vote_id, facts in noted("ballot.cast", "vote"):
        casts.setdefault(vote_id, {})[facts["seat"]] = facts.get("mark")
    closed = dict(noted("vote.close", "vote"))
    said: list[str] = []
    for vote in db.session.scalars(select(Vote).order_by(Vote.id).execution_options(yield_per=100)):
        said += [
            f"表决 {vote.id}：{what}" for what in _wrong_with(vote, casts.pop(vote.id, {}), closed.get(vote.id, {}))
        ]
    return said + [f"表决 {vote_id}：日志里有人投票，表决不见了" for vote_id in sorted(casts)]


def _wrong_with(vote: Vote, casts: Mapping[int, str | None], closing: Mapping[str, Any]) -> Iterator[str]:
    sealed = Sealed(vote.frozen, vote.frozen_hash, vote.result or {}, vote.result_hash or "")
    if frozen_hash(vote.frozen) != vote.frozen_hash:
        yield "付表决时冻结的内容被改动过"
    if vote.state == "CLOSED" and not sealed.result_holds:
        yield "结果与它的校验码不符"
    if vote.state == "CLOSED" and closing.get("hash") != vote.result_hash:
        yield "结果与日志里记下的不符"
    roll = set(db.session.scalars(select(RollEntry.seat_id).where(RollEntry.vote_id == vote.id)))
    if roll != set(vote.frozen["roll"]):
        yield "应到名册被改动过"
    yield from _wrong_ballots(vote, casts)
    if is_secret(vote) and vote.state == "CLOSED":
        choices = choices_of(vote)
        if len(choices) != (db.session.scalar(select(func.count()).where(Ballot.vote_id == vote.id)) or 0):
            yield "投了票的人数与选票数不符"
        if "mark" in closing and not mark_holds(closing["mark"], "secret", **marked_apart(vote.id, choices)):
            yield "选票与结束表决时的不是同一批"


def _wrong_ballots(vote: Vote, casts: Mapping[int, str | None]) -> Iterator[str]:
    ballots = {b.seat_id: b for b in db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id))}
    latest: dict[int, list[BallotRequest]] = {}
    sent = select(BallotRequest).where(BallotRequest.vote_id == vote.id).order_by(BallotRequest.at)
    for request in db.session.scalars(sent):
        before = latest.get(request.seat_id, [])
        latest[request.seat_id] = [*(r for r in before if r.at == request.at), request]
    for seat_id in sorted(set(ballots) | set(latest) | set(casts)):
        ballot = ballots.get(seat_id)
        told = None if is_secret(vote) and vote.state != "OPEN" else casts.get(seat_id)
        what = _wrong_ballot(ballot, latest.get(seat_id, []), seat_id in casts, told)
        if what or seat_id not in vote.frozen["roll"]:
            yield f"席位 {seat_id} {what or '不在应到名册上，却有选票'}"


def _wrong_ballot(ballot: Ballot | None, sent: list[BallotRequest], known: bool, mark: str | None) -> str:  # noqa: FBT001
    if ballot is None:
        return "投过票，选票不见了"
    if not known:
        return "有选票，日志里没有投过票"
    if (ballot.choice, ballot.receipt) not in [(request.choice, request.receipt) for request in sent]:
        return "的选票与发送记录不符"
    values = marked(ballot.vote_id, ballot.seat_id, ballot.choice, ballot.receipt)
    return "" if mark is None or mark_holds(mark, "ballot", **values) else "的选票与日志里的记号不符"

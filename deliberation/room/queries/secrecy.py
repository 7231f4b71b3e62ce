"""Reading what was chosen in a secret vote: with the key while it is open, without seats once it is closed."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.audit import keys
from deliberation.db import db
from deliberation.kernel.details import InRoom
from deliberation.kernel.errors import Refused
from deliberation.room.models import Ballot, SecretChoice, Vote
from deliberation.room.rules.questions import is_kept_secret, question_of
from deliberation.room.rules.secrecy import decipher, key_of


def is_secret(vote: Vote) -> bool:
    """Whether nobody is shown who chose what."""
    return is_kept_secret(question_of(vote.frozen))


def key_for(salt: str, frozen_hash: str) -> bytes | None:
    """The key of a vote's ballots; `None` where they are stored as they were sent.

    Raises `NOT_READY` where the key of the installation that goes with it is lost.
    """
    if not salt:
        return None
    sealed = keys.ring().seal(f"ballots\n{frozen_hash}\n{salt}", salt.partition(":")[0])
    if not sealed:
        raise Refused(InRoom.KEY_LOST)
    return key_of(sealed)


def choice_in(ballot: Ballot, vote: Vote) -> str:
    """What one ballot says, for whoever cast it; empty once a secret vote is closed."""
    key = key_for(vote.cipher_salt, vote.frozen_hash)
    return decipher(ballot.choice, key, ballot.seat_id) if key and ballot.choice else ballot.choice


def choices_of(vote: Vote) -> list[str]:
    """What was chosen in a vote, without seats and sorted by itself: all that a count needs."""
    apart = db.session.scalars(select(SecretChoice.choice).where(SecretChoice.vote_id == vote.id))
    if is_secret(vote) and vote.state == "CLOSED" and not vote.cipher_salt:
        return sorted(apart)
    return sorted(choice_in(b, vote) for b in db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id)))

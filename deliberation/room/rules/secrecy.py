"""How a secret ballot lies in the store while its vote is open: enciphered, beside its seat, so that it can be changed.

The key is made of a key outside the database and a salt in the vote's row. At the closing every ballot is deciphered at
once, what was chosen goes in its own order to a table without seats, and ciphers and salt are erased
(`voting.close_vote`).
"""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PADDED = 256
"""Bytes of every choice before it is enciphered: the length tells nothing."""
_NONCE = 12


class Undecipherable(Exception):
    """A stored ballot was not enciphered with this key for this seat: it was changed, moved, or the key is another."""


def new_salt(key_id: str) -> str:
    """The salt of a vote, with the name of the key that goes with it."""
    return f"{key_id}:{secrets.token_hex(8)}"


def key_of(sealed: str) -> bytes:
    """The 256-bit key of one vote, of a keyed digest over its salt."""
    return hashlib.sha256(b"secret ballots\n" + sealed.encode()).digest()


def encipher(choice: str, key: bytes, seat_id: int) -> str:
    """A choice under the key of its vote, bound to its seat (AES-256-GCM, a new nonce each time)."""
    nonce = secrets.token_bytes(_NONCE)
    body = AESGCM(key).encrypt(nonce, choice.encode().ljust(PADDED, b"\0"), str(seat_id).encode())
    return base64.b64encode(nonce + body).decode()


def decipher(stored: str, key: bytes, seat_id: int) -> str:
    """The choice again. Raises `Undecipherable`."""
    try:
        raw = base64.b64decode(stored, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], str(seat_id).encode()).rstrip(b"\0").decode()
    except (ValueError, InvalidTag) as error:
        raise Undecipherable(seat_id) from error

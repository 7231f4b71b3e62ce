"""The code on a ballot's stub 存根: with it an owner, and nobody else, can ask how their paper was entered.

It is derived from the installation's key, never stored: a copy of the database does not open anybody's ballot.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from deliberation.kernel import typed

_LENGTH = 12  # 60 bits: guessing over the rate-limited page is hopeless
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def stub_code(secret: str, vote_id: int, number: int, issue: int) -> str:
    """The code of ballot `number` in its `issue`-th printing, as three groups of four: `7F3K-20QM-ZX8A`."""
    message = f"owners:{vote_id}:{number}:{issue}".encode()
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    code = base64.b32encode(digest).decode().translate(str.maketrans("ILOU", "0189"))[:_LENGTH]
    return "-".join(code[at : at + 4] for at in range(0, _LENGTH, 4))


def same_code(given: str, wanted: str) -> bool:
    """Whether somebody typed the code, in whatever case, width, spacing and with the usual misreadings."""
    return hmac.compare_digest(_plain(given).encode(), _plain(wanted).encode())


def is_code(given: str) -> bool:
    """Whether what was typed has the form of a code at all."""
    kept = _plain(given)
    return len(kept) == _LENGTH and kept.isascii()


def _plain(code: str) -> str:
    return typed.letters_and_digits(code).translate(_LOOKALIKES)

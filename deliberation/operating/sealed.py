"""A file under a passphrase: AES-256-GCM in pieces, so that nothing of it is changed, cut or moved unseen.

Layout: `MAGIC`, 16 bytes of salt, 7 bytes of nonce, then pieces of 1 MiB, each with its tag of 16 bytes. The nonce of
a piece is those 7 bytes, its number (4) and whether it is the last (1): the construction STREAM (Hoang, Reyhanitabar,
Rogaway, Vizár 2015). The key is scrypt of the passphrase; everything before the pieces is authenticated with each.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from deliberation.operating.refusal import NotDone

MAGIC = b"deliberation backup, sealed, 1\n"
SALT, NONCE, TAG = 16, 7, 16
PIECE = 1024 * 1024
SHORTEST = 12
"""Characters of a passphrase, at least."""
WORK = 2**17
"""scrypt's cost: about half a second and 128 MB for each guess."""


def is_sealed(path: Path) -> bool:
    """Whether a file is under a passphrase."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal(source: Path, target: Path, passphrase: str) -> None:
    """Write `source` under a passphrase. Raises `NotDone` for one that is too short."""
    if len(passphrase) < SHORTEST:
        raise NotDone(f"备份口令至少 {SHORTEST} 个字。")
    head = MAGIC + secrets.token_bytes(SALT + NONCE)
    cipher = _cipher(passphrase, head)
    with source.open("rb") as given, target.open("wb") as out:
        out.write(head)
        for number, (piece, is_last) in enumerate(_pieces(given, PIECE)):
            out.write(cipher.encrypt(_nonce(head, number, is_last=is_last), piece, head))


def unseal(source: Path, target: Path, passphrase: str) -> None:
    """The reverse. Raises `NotDone` for another passphrase or a changed byte; what stands in `target` is then junk."""
    with source.open("rb") as given, target.open("wb") as out:
        head = given.read(len(MAGIC) + SALT + NONCE)
        cipher = _cipher(passphrase, head)
        try:
            for number, (piece, is_last) in enumerate(_pieces(given, PIECE + TAG)):
                out.write(cipher.decrypt(_nonce(head, number, is_last=is_last), piece, head))
        except InvalidTag as error:
            raise NotDone("备份口令不对，或备份文件被改动过，没有恢复，什么都没有改。") from error


def _cipher(passphrase: str, head: bytes) -> AESGCM:
    salt = head[len(MAGIC) : len(MAGIC) + SALT]
    return AESGCM(Scrypt(salt=salt, length=32, n=WORK, r=8, p=1).derive(passphrase.encode()))


def _nonce(head: bytes, number: int, *, is_last: bool) -> bytes:
    return head[-NONCE:] + number.to_bytes(4, "big") + bytes([is_last])


def _pieces(file: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """The pieces of a file and whether each is the last; an empty file is one empty piece."""
    piece = file.read(size)
    while after := file.read(size):
        yield piece, False
        piece = after
    yield piece, True

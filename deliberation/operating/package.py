"""A backup as one file: a plain tar, every byte of which counts.

```
DIGEST           1,024 bytes: SHA-256 of every byte after them, in hex
manifest.json    format, program, migration, made_at, store, members: size and SHA-256 of each
store.sqlite     or store.dump (pg_dump's own format)
secret_key       what signs slips, codes of ballots and cookies
audit_keys       the key ring of the log
holidays.json    the operator's file of days off, where there is one
```

The digest tells an accident, not a forger: who can write the file can write its digest. A file that leaves the house
is encrypted (`sealed`), and then a forger is told, too.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from deliberation.operating.refusal import NotDone

FORMAT = 1
HEAD_BYTES = 2 * tarfile.BLOCKSIZE
CHUNK = 1024 * 1024
LARGEST_TEXT = 4 * CHUNK
"""Of what is read into memory: manifest, keys, days off."""
DIGEST, MANIFEST = "DIGEST", "manifest.json"
SECRET_KEY, AUDIT_KEYS, HOLIDAYS = "secret_key", "audit_keys", "holidays.json"
STORES = {"sqlite": "store.sqlite", "postgresql": "store.dump"}
"""The store's member, by the kind of store."""
DAMAGED = "备份文件不完整或被改动过，没有恢复，什么都没有改。请换一份备份。"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `members`: size in bytes and SHA-256 by name; `made_at`: ISO 8601, UTC."""

    format: int
    program: str
    migration: str
    made_at: str
    store: str
    members: Mapping[str, Mapping[str, Any]]

    @property
    def store_name(self) -> str:
        """The member that holds the store."""
        return STORES.get(self.store, "")


def digest_of(path: Path, skip: int = 0) -> str:
    """SHA-256 of a file from byte `skip` on, in hex."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        file.seek(skip)
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def write(path: Path, program: str, migration: str, made_at: str, store: str, members: Mapping[str, Path]) -> None:
    """Write a new package of these files, by the names they have in it."""
    said = {name: {"size": file.stat().st_size, "sha256": digest_of(file)} for name, file in members.items()}
    manifest = Manifest(FORMAT, program, migration, made_at, store, said)
    with path.open("wb") as out:
        out.write(bytes(HEAD_BYTES))
        with tarfile.open(fileobj=out, mode="w|", format=tarfile.GNU_FORMAT) as tar:
            _add(tar, MANIFEST, io.BytesIO(json.dumps(asdict(manifest), indent=1).encode()))
            for name, file in members.items():
                with file.open("rb") as source:
                    _add(tar, name, source)
    with path.open("r+b") as out:
        out.write(_head(digest_of(path, HEAD_BYTES)))


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.mode, entry.size = 0o600, source.seek(0, io.SEEK_END)
    source.seek(0)
    tar.addfile(entry, source)


def _head(digest: str) -> bytes:
    """The first member as it must be, to its last byte."""
    body = f"{digest}\n".encode()
    entry = tarfile.TarInfo(DIGEST)
    entry.mode, entry.size = 0o600, len(body)
    return entry.tobuf(tarfile.GNU_FORMAT) + body.ljust(tarfile.BLOCKSIZE, b"\0")


def read(path: Path) -> Manifest:
    """What a package says of itself, after every byte of it was looked at. Raises `NotDone`."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head[: len(DIGEST)] != DIGEST.encode():
        raise NotDone("这不是本系统的备份文件，没有恢复。")
    if head != _head(digest_of(path, HEAD_BYTES)):
        raise NotDone(DAMAGED)
    try:
        said = json.loads(text_of(path, MANIFEST))
        if said["format"] > FORMAT:
            raise NotDone(newer(str(said.get("program", ""))))
        return Manifest(**said)
    except (ValueError, TypeError, KeyError) as error:
        raise NotDone(DAMAGED) from error


def newer(program: str) -> str:
    """The sentence for a backup that this program cannot know."""
    return f"这份备份是较新的程序（{program}）做的，本程序不认识。请先安装同一版或更新的程序再恢复。"


def text_of(path: Path, name: str) -> str:
    """A small member as text; empty where there is none."""
    with tarfile.open(path, "r:") as tar:
        entry = next((one for one in tar if one.name == name), None)
        source = tar.extractfile(entry) if entry is not None and entry.size <= LARGEST_TEXT else None
        return source.read().decode() if source else ""


def unpack(path: Path, manifest: Manifest, folder: Path) -> None:
    """Lay down every member that the manifest names, and compare size and digest. Raises `NotDone`."""
    known = {*STORES.values(), SECRET_KEY, AUDIT_KEYS, HOLIDAYS}
    with tarfile.open(path, "r:") as tar:
        for entry in tar:
            said = manifest.members.get(entry.name)
            if said is None or entry.name not in known:
                continue
            # Nothing but a plain file is written, and of no other size than was said: no sparse one, no filled disk.
            if entry.type != tarfile.REGTYPE or entry.size != said.get("size"):
                raise NotDone(DAMAGED)
            source = tar.extractfile(entry)
            if source is not None:
                _lay_down(source, folder / entry.name)
    for name, said in manifest.members.items():
        file = folder / name
        if name not in known or not file.is_file() or digest_of(file) != said["sha256"]:
            raise NotDone(DAMAGED)


def _lay_down(source: IO[bytes], path: Path) -> None:
    path.touch(mode=0o600)
    with path.open("wb") as out:
        while chunk := source.read(CHUNK):
            out.write(chunk)

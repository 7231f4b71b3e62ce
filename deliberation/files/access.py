"""Loading a file for whoever may see it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from deliberation.db import db
from deliberation.files.models import File
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused

kinds: dict[str, Callable[[Actor, File], bool]] = {}
"""Kind of thing → whether an actor sees its files; filled by `app`. Files that nobody judges are shown to nobody."""


def file_for(actor: Actor, public_id: str) -> File:
    """A file that was made public, or one of a thing which the actor reads. Raises `NOT_FOUND`."""
    found: File | None = db.session.scalar(select(File).where(File.public_id == public_id))
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    reads = kinds.get(found.subject_kind)
    if not found.is_public and not (reads and reads(actor, found)):
        raise Refused(Reason.NOT_FOUND)
    return found

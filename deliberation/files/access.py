"""Loading a file for whoever may see it."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db
from deliberation.files.models import File
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.stage import house


def file_for(actor: Actor, public_id: str) -> File:
    """A file that was made public, or one of a thing which the actor reads. Raises `NOT_FOUND`.

    Who reads the files of a kind stands on the card of its stage (`Stage.photos`); what nobody judges nobody sees.
    """
    found: File | None = db.session.scalar(select(File).where(File.public_id == public_id))
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    reads = house().photos.get(found.subject_kind)
    if not found.is_public and not (reads and reads(actor, found)):
        raise Refused(Reason.NOT_FOUND)
    return found

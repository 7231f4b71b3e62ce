"""凭证: photos that prove a posting, a step or a demand, with the place, the moment and who did it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.db import Model, Moment


class OwnersEvidence(Model):
    """One proof, of a vote (`vote_id`), a demand (`petition_id`) or the posting of a meeting's resolution.

    Its photos are `File`s of `EVIDENCE`.

    `what`: a key of `rules.evidence.KINDS`; for a step `code` and `title` as in `OwnersVoteStep`. `done_at` is when it
    was posted or done, `done_by` who did it. A mistake is struck with `struck_reason` and stays.
    """

    __tablename__ = "owners_evidence"
    KIND = "owners_evidence"
    __table_args__ = (
        Index("ix_owners_evidence_vote_id", "vote_id"),
        Index("ix_owners_evidence_petition_id", "petition_id"),
        Index("ix_owners_evidence_resolution_id", "resolution_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compounds.id"))
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("owners_votes.id"))
    petition_id: Mapped[int | None] = mapped_column(ForeignKey("owners_petitions.id"))
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolutions.id"))
    what: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    done_at: Mapped[datetime] = mapped_column(Moment)
    done_by: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(200), default="")
    struck_reason: Mapped[str] = mapped_column(String(200), default="")
    request_key: Mapped[str] = mapped_column(String(40), unique=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)

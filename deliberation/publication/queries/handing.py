"""What of publication waits for whoever answers objections, or puts resolutions before the residents."""

from __future__ import annotations

from sqlalchemy import exists, select

from deliberation.db import db
from deliberation.kernel.handing import Leaving, OpenThing
from deliberation.kernel.permissions import holds
from deliberation.kernel.stage import Ref
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.publication.models import PublicObjection, Resolution


def open_for(post: Leaving) -> list[OpenThing]:
    """Resolutions in their period or with an unanswered objection, and drafts that are to be published."""
    found: list[OpenThing] = []
    here = select(Resolution).where(Resolution.compound_id == post.compound_id).order_by(Resolution.id)
    if holds(post.role, "objection.answer"):
        unanswered = exists().where(
            PublicObjection.resolution_id == Resolution.id, PublicObjection.answered_at.is_(None)
        )
        found += _things(here.where(unanswered), N_("有异议待答复"))
        found += _things(here.where(Resolution.state == "PUBLISHED", ~unanswered), N_("公示中"))
    if holds(post.role, "resolution.publish"):
        found += _things(here.where(Resolution.state == "DRAFT"), N_("待公示"))
    return found


def _things(query: object, to_do: str) -> list[OpenThing]:
    rows = db.session.scalars(query)  # type: ignore[call-overload]
    return [OpenThing(Ref("resolution", one.id), one.title, str(_(to_do))) for one in rows]

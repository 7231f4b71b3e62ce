"""The topics that wait for whoever takes them up or holds the gate."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel.handing import Leaving, OpenThing
from deliberation.kernel.permissions import holds
from deliberation.kernel.stage import Ref
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _

WAITS = {"SUBMITTED": ("topic.merge", N_("待受理")), "SCREENING": ("topic.screen", N_("待把关"))}


def open_for(post: Leaving) -> list[OpenThing]:
    """The topics of the compound that wait for what this post may do."""
    states = [state for state, (permission, _label) in WAITS.items() if holds(post.role, permission)]
    query = select(Topic).where(Topic.compound_id == post.compound_id, Topic.state.in_(states))
    found: Iterable[Topic] = db.session.scalars(query.order_by(Topic.id)) if states else ()
    return [OpenThing(Ref("topic", one.id), f"{one.number or ''}《{one.title}》", _waits(one)) for one in found]


def _waits(topic: Topic) -> str:
    return str(_(WAITS[topic.state][1]))

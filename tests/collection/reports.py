"""Handing in topics, in tests."""

from __future__ import annotations

import io
import uuid
from typing import Any

from PIL import Image
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.history.models import Event
from deliberation.kernel.actor import ANONYMOUS, Actor
from tests.builders import World


def a_draft(**given: Any) -> TopicDraft:
    """A resident's report of the narrow south entrance."""
    words = {
        "situation": "早高峰南出入口排队太长。电动车和汽车混在一起。",
        "category": "traffic",
        "place": "南出入口",
        "request_key": uuid.uuid4().hex,
    }
    return TopicDraft(**{**words, **given})


def a_report(world: World, actor: Actor = ANONYMOUS, **given: Any) -> Topic:
    """The same, handed in."""
    return submit_topic(actor, world.compound.id, a_draft(**given))


def steps_of(topic: Topic) -> list[str]:
    """The names of a topic's own steps, in order."""
    return list(
        db.session.scalars(
            select(Event.act).where(Event.kind == "topic", Event.subject_id == topic.id).order_by(Event.id)
        )
    )


def audited(topic: Topic) -> list[tuple[str, str]]:
    """What the audit chain says about a topic: action and who, in order."""
    rows = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor_name)
        .where(AuditEntry.subject_kind == "topic", AuditEntry.subject_id == topic.id)
        .order_by(AuditEntry.id)
    )
    return [(action, name) for action, name in rows]


def a_photo(form: str = "JPEG", size: tuple[int, int] = (60, 40), **saved: Any) -> bytes:
    """The bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, form, **saved)
    return out.getvalue()


def a_page(**given: Any) -> dict[str, Any]:
    """What a browser sends from the topic box."""
    fields = {
        "situation": "三号楼东侧路灯坏了，晚上看不清。",
        "category": "facility",
        "place": "三号楼东侧",
        "request_key": uuid.uuid4().hex,
    }
    return {**fields, **given}

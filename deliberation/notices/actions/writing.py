"""Making the message of a row: its words, the files and links that stages make at sending."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel.stage import Recipient, house
from deliberation.notices.channels.channel import Outside
from deliberation.notices.models import Notice, Sending
from deliberation.notices.rules import FileAlong, Message

LONGEST_LIST = 20
"""So many notices are told in one message; of the others it says how many."""


def message_of(row: Sending, address: str, name: str, outside: Outside) -> Message:
    """The message of a row and of all that were merged into it, the newest last."""
    told = [row.notice, *_merged(row)]
    to = Recipient(row.person_id, row.notice_id, row.channel, address, row.key)
    stages = house()
    files = {one["name"]: one for notice in told for one in notice.attachments}
    links = {(one["maker"], one["text"]): one for notice in told for one in notice.links}
    made = [(one["text"], stages.links[one["maker"]](to, one["facts"])) for one in links.values()]
    made += [("登录平台查看", outside.home)]
    return Message(
        key=row.key,
        address=address,
        subject=_subject(told),
        body=_body(told),
        name=name,
        kind=row.notice.kind,
        links=tuple((text, url) for text, url in made if url),
        files=tuple(_file(one, stages.attachments[one["maker"]](to, one["facts"])) for one in files.values()),
        more=max(0, len(told) - 1),
    )


def _merged(row: Sending) -> list[Notice]:
    query = select(Notice).join(Sending, Sending.notice_id == Notice.id).where(Sending.into_id == row.id)
    return list(db.session.scalars(query.order_by(Notice.id)))


def _file(said: dict[str, Any], content: bytes) -> FileAlong:
    return FileAlong(said["name"], said["content_type"], content)


def _subject(told: list[Notice]) -> str:
    return told[0].subject if len(told) == 1 else f"{told[0].subject}等 {len(told)} 条通知"


def _body(told: list[Notice]) -> str:
    if len(told) == 1:
        return told[0].body
    shown = [f"{number}. {one.subject}\n{one.body}" for number, one in enumerate(told[:LONGEST_LIST], 1)]
    rest = len(told) - LONGEST_LIST
    return "\n\n".join([*shown, f"另有 {rest} 条，请登录平台查看。"] if rest > 0 else shown)

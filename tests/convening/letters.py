"""Messages as they leave the house: who gets which notice, with its file and the link to answer by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from icalendar import Calendar

from deliberation.db import db
from deliberation.kernel.stage import Recipient, house
from deliberation.notices.models import Notice
from tests.builders import World

HOME = "https://yishi.example"


@contextmanager
def public_address(address: str = HOME) -> Iterator[None]:
    """The installation knows the address under which it is called."""
    before = current_app.config["PUBLIC_URL"]
    current_app.config["PUBLIC_URL"] = address
    try:
        yield
    finally:
        current_app.config["PUBLIC_URL"] = before


def newest_notice(world: World, name: str, kind: str = "meeting") -> Notice:
    """The newest notice of a kind to the named person."""
    query = db.session.query(Notice).filter_by(person_id=world.people[name].id, kind=kind)
    found = query.order_by(Notice.id.desc()).first()
    assert found is not None
    return found


def recipient(notice: Notice, channel: str = "email") -> Recipient:
    """Where the message goes."""
    return Recipient(notice.person_id, notice.id, channel, "x@mail.example", f"notice:{notice.id}:{channel}")


def link_to(world: World, name: str, kind: str = "meeting", channel: str = "email") -> str:
    """The path of the link in the message to the named person; empty where the message has none."""
    notice = newest_notice(world, name, kind)
    (said,) = notice.links
    with public_address():
        made: str = house().links[said["maker"]](recipient(notice, channel), said["facts"])
    return made.removeprefix(HOME)


def file_to(world: World, name: str, kind: str = "meeting") -> Any:
    """The calendar that goes along with the message to the named person."""
    notice = newest_notice(world, name, kind)
    (said,) = notice.attachments
    assert said["name"].endswith(".ics")
    assert said["content_type"] == "text/calendar; charset=utf-8"
    with public_address():
        return Calendar.from_ical(house().attachments[said["maker"]](recipient(notice), said["facts"]))

"""A browser that has just opened the page of what it does: its forms carry what that page showed (`kernel.seen`).

Most tests send the form of a page without reading the page first. Where an act is bound to what was seen, this client
adds it as the page would, of the thing that the address names; a test that sends `seen` itself is left alone.

Whatever a browser asks for is answered as in service: in a context of its own, by a session of its own, from what is
committed. A test that holds something back is told so, and reads anew what it looks at afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context
from typing import Any, TypeVar

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient
from sqlalchemy import Connection, Engine, event, select
from werkzeug.exceptions import HTTPException

from deliberation.agenda.models import AgendaItem
from deliberation.collection.models import Topic
from deliberation.convening.models import Meeting, MeetingSeries
from deliberation.db import Base, db
from deliberation.disclosure.models import Document, InspectionRequest
from deliberation.kernel import seen
from deliberation.live.gateway import gateway
from deliberation.notices.models import Notice
from deliberation.organisation.models import (
    Appointment,
    Building,
    Community,
    Compound,
    DutyLine,
    Entrance,
    GridArea,
    InstallationRole,
    MeetingType,
    Party,
    Person,
    Subdistrict,
    Unit,
    Venue,
)
from deliberation.owners.models import EmergencyUse, OwnersPaper, OwnersPetition, OwnersVote
from deliberation.privacy.models import PersonRequest
from deliberation.publication.models import Resolution
from deliberation.room.models import Motion
from deliberation.roster.models import Roster
from deliberation.supervision.models import Order, ReopenRequest

SHOWN: dict[str, tuple[type[Base], str]] = {
    "compound_types": (Compound, "compound_slug"),
    "building": (Building, "building_id"),
    "community": (Community, "community_id"),
    "compound": (Compound, "compound_id"),
    "appointment": (Appointment, "appointment_id"),
    "document": (Document, "document_id"),
    "duty_line": (DutyLine, "line_id"),
    "emergency_use": (EmergencyUse, "use_id"),
    "entrance": (Entrance, "entrance_id"),
    "grid_area": (GridArea, "grid_area_id"),
    "inspection": (InspectionRequest, "request_id"),
    "installation_role": (InstallationRole, "role_id"),
    "invitation": (Meeting, "meeting_id"),
    "item": (AgendaItem, "item_id"),
    "meeting": (Meeting, "meeting_id"),
    "meeting_type": (MeetingType, "meeting_type_id"),
    "minutes": (Meeting, "meeting_id"),
    "motion": (Motion, "motion_id"),
    "notice": (Notice, "notice_id"),
    "order": (Order, "order_id"),
    "owners_vote": (OwnersVote, "vote_id"),
    "paper": (OwnersPaper, "paper_id"),
    "person_request": (PersonRequest, "request_id"),
    "party": (Party, "party_id"),
    "person": (Person, "person_id"),
    "petition": (OwnersPetition, "petition_id"),
    "reopening": (ReopenRequest, "request_id"),
    "resolution": (Resolution, "resolution_id"),
    "roster": (Roster, "roster_id"),
    "series": (MeetingSeries, "series_id"),
    "subdistrict": (Subdistrict, "subdistrict_id"),
    "topic": (Topic, "topic_id"),
    "unit": (Unit, "unit_id"),
    "venue": (Venue, "venue_id"),
}
"""Each kind of thing that a page shows: its table, and how an address names it."""


Answer = TypeVar("Answer")


@event.listens_for(Engine, "begin")
def _note_where_writing_begins(connection: Connection) -> None:
    """What a SQLite connection has written so far, so that `apart` can tell what this transaction has."""
    if connection.dialect.name == "sqlite":
        connection.info["written_before"] = connection.connection.driver_connection.total_changes


def _has_written(held: Connection) -> bool:
    return bool(held.connection.driver_connection.total_changes != held.info["written_before"])


def apart(ask: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
    """Call `ask` outside the test's application context, after the test's session has let everything go.

    Raises RuntimeError where the test has written something and not committed it: a browser would not see that.
    """
    if has_app_context():
        session = db.session()
        if session.new or session.dirty or session.deleted or session.info.get("open"):
            raise RuntimeError("the test holds changes that are not committed; write inside transaction()")
        held = session.connection() if session.in_transaction() else None
        if held is not None and "written_before" in held.info and _has_written(held):
            raise RuntimeError("the test has flushed changes that are not committed; write inside transaction()")
        session.rollback()  # gives the connection back, and everything loaded so far is read again when it is used
    return Context().run(ask, *args, **kwargs)


TAG = re.compile(r"<[a-z][^<>]*>")


class Seen:
    """An answer whose text is read as a browser reads it: line breaks between attributes are blanks."""

    def get_data(self, as_text: bool = False) -> Any:
        """The body; the text of a page with each of its tags on one line."""
        found = super().get_data(as_text)  # type: ignore[misc]
        if as_text and self.mimetype == "text/html":  # type: ignore[attr-defined]
            return TAG.sub(lambda tag: re.sub(r"\n\s*", " ", tag[0]), found)
        return found


class Onlooker(FlaskClient):
    """Sends along what the page of an act shows at this moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("SeenResponse", (Seen, self.response_wrapper), {})

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """As every client, in a context of its own, `seen` added to a form or to JSON that has none."""
        return apart(self._open, *args, **kwargs)

    def _open(self, *args: Any, **kwargs: Any) -> Any:
        field = "json" if kwargs.get("json") is not None else "data"
        given = kwargs.get(field)
        if kwargs.get("method") == "POST" and args and (given is None or isinstance(given, dict)):
            kinds, values = self._act(str(args[0]))
            if kinds and "seen" not in (given or {}):
                kwargs[field] = {**(given or {}), "seen": self._shown(kinds, values)}
        return super().open(*args, **kwargs)

    def _act(self, url: str) -> tuple[frozenset[str], dict[str, Any]]:
        try:
            endpoint, values = self.application.url_map.bind("localhost").match(url.partition("?")[0], method="POST")
        except HTTPException:
            return frozenset(), {}
        return getattr(self.application.view_functions[endpoint], "shows", frozenset()), dict(values)

    def _shown(self, kinds: frozenset[str], values: dict[str, Any]) -> str:
        with self.application.app_context():
            return ",".join(seen.value(kind, thing) for kind in kinds for thing in _things(kind, values))


def _things(kind: str, values: dict[str, Any]) -> list[Any]:
    """The thing of the address; of one that names a meeting its orders, of a person the posts."""
    model, name = SHOWN[kind]
    if model is Compound:
        return list(db.session.scalars(select(Compound).where(Compound.slug == values[name])))
    if name in values:
        found = db.session.get(model, values[name])
        also = list(db.session.scalars(select(Topic))) if kind == "topic" else []  # a merge shows the others, too
        return [found, *(one for one in also if one is not found)] if found is not None else []
    if kind == "appointment":
        return list(db.session.scalars(select(Appointment).where(Appointment.person_id == values["person_id"])))
    if "meeting_id" not in values:  # the link of a message names its meeting to the store alone
        return []
    wanted = select(Order).where(Order.meeting_id == values["meeting_id"])
    return list(db.session.scalars(wanted))


class Wire(SocketIOTestClient):
    """A connection to the live rooms; what it sends is received in a context of its own, as in service."""

    def __init__(self, app: Flask, browser: FlaskClient | None = None) -> None:
        super().__init__(app, gateway.socketio, flask_test_client=browser)

    def connect(self, *args: Any, **kwargs: Any) -> None:
        """Open the connection."""
        apart(super().connect, *args, **kwargs)

    def disconnect(self, *args: Any, **kwargs: Any) -> None:
        """Close the connection."""
        apart(super().disconnect, *args, **kwargs)

    def emit(self, *args: Any, **kwargs: Any) -> Any:
        """Send an event; answers what the server acknowledges."""
        return apart(super().emit, *args, **kwargs)

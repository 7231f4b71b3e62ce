"""Messages to persons."""

from __future__ import annotations

from deliberation.kernel.stage import Kind, Offers, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.notices.models import Notice
from deliberation.notices.queries import unread_count
from deliberation.notices.views import blueprint
from deliberation.titles import of_rows


def _notice(row: Notice, _slugs: Slugs) -> Subject:
    return Subject(row.subject)


CARD = Stage(
    "notices",
    blueprint,
    places={"notices": "notices.mine"},
    kinds=(Kind("notice", N_("通知"), of_rows(Notice, _notice)),),
    offers=Offers(unread_notices=unread_count),
)

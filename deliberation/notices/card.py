"""Messages to persons."""

from __future__ import annotations

from deliberation.kernel.stage import Kind, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.notices.models import Notice
from deliberation.notices.views import blueprint
from deliberation.organisation.queries.titles import of_rows


def _notice(row: Notice, _slugs: Slugs) -> Subject:
    return Subject(row.subject)


CARD = Stage("notices", blueprint, kinds=(Kind("notice", N_("通知"), of_rows(Notice, _notice)),))

"""What the register of personal data says of itself."""

from __future__ import annotations

from deliberation.kernel.stage import Kind, NavItem, Periodic, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.privacy import actions, queries
from deliberation.privacy.models import PersonRequest
from deliberation.privacy.rules import KINDS, REQUEST_FLOW
from deliberation.privacy.views import blueprint
from deliberation.titles import of_compound, of_rows


def _request(row: PersonRequest, slugs: Slugs) -> Subject:
    """A request is named by what it asks for: who asked stays out of the log."""
    return of_compound(row, slugs, KINDS[row.kind], ("privacy.request_page", "request_id", "person_request.read"))


CARD = Stage(
    "privacy",
    blueprint,
    nav=(
        NavItem(85, "privacy.requests", N_("个人信息"), "person_request.read"),
        NavItem(86, "privacy.erased", N_("已删除"), "erasure.read"),
    ),
    flows=(REQUEST_FLOW,),
    kinds=(Kind("person_request", N_("个人请求"), of_rows(PersonRequest, _request)),),
    waiting=(queries.waiting,),
    periodic=(
        Periodic("person_requests.prolong", actions.prolong, "件个人请求的答复期限重新计算，已顺延。"),
        Periodic("person_requests.forget", actions.forget, "件个人请求答复满三年，姓名和要求已删除。"),
    ),
)

"""What posts are called where they are written down: 身份 and the role that it gives (domain 2.4)."""

from __future__ import annotations

from deliberation.kernel.actor import ROLE_LABELS, Role
from deliberation.kernel.text import N_

IN_COMPOUNDS: tuple[Role, ...] = (
    Role.CHAIR,
    Role.BRANCH_MEMBER,
    Role.COUNCIL_DELEGATE,
    Role.COMMITTEE_DELEGATE,
    Role.FIRM_DELEGATE,
    Role.GRID_WORKER,
    Role.PARTNER_DELEGATE,
    Role.NEIGHBOURHOOD_DELEGATE,
    Role.UNIT,
    Role.SECRETARY,
    Role.TELLER,
    Role.OBSERVER,
)
"""The roles of a post in a compound."""

LABELS: dict[str, str] = {
    **{role.value: ROLE_LABELS[role] for role in IN_COMPOUNDS},
    Role.OBSERVER.value: N_("无席位（列席、楼栋长、单元长）"),
}
"""How the form of a post calls them."""

ALL_LABELS: dict[str, str] = {**{role.value: label for role, label in ROLE_LABELS.items()}, **LABELS}
"""The same for every role, also those above the compounds."""

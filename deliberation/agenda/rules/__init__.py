"""Pure decisions of agenda setting: who may decide a thing, what a text points to, what an agenda item is.

Source of the classes: domain reference 3.2; of the matters and thresholds: Civil Code art. 278.
"""

from __future__ import annotations

from deliberation.agenda.rules.authorities import (
    AUTHORITIES,
    MATTERS,
    ORDINARY,
    SPECIAL,
    Authority,
    Matter,
    check_class,
    check_may_accept,
    needs_matter,
    needs_owners,
)
from deliberation.agenda.rules.checklist import CHECKLIST, NONE_OF_THESE, Question, suggest
from deliberation.agenda.rules.classing import (
    Classing,
    Settled,
    covers,
    difference,
    inherited,
    pointed_out,
    settle,
    still_answers,
    surely,
)
from deliberation.agenda.rules.items import (
    DECISIONS,
    DECISIVE_KINDS,
    ITEM_KINDS,
    ITEM_STATES,
    MOVE_OF_OUTCOME,
    MUST_BE_CLASSED,
    OUTCOMES,
    check_may_place,
    gate_message,
    may_bring_back,
    may_classify,
    swapped,
    waits_for_class,
)
from deliberation.agenda.rules.wording import DWELLING_TO_BUSINESS, Finding, matter_label, matters_in

__all__ = [
    "AUTHORITIES",
    "CHECKLIST",
    "DECISIONS",
    "DECISIVE_KINDS",
    "DWELLING_TO_BUSINESS",
    "ITEM_KINDS",
    "ITEM_STATES",
    "MATTERS",
    "MOVE_OF_OUTCOME",
    "MUST_BE_CLASSED",
    "NONE_OF_THESE",
    "ORDINARY",
    "OUTCOMES",
    "SPECIAL",
    "Authority",
    "Classing",
    "Finding",
    "Matter",
    "Question",
    "Settled",
    "check_class",
    "check_may_accept",
    "check_may_place",
    "covers",
    "difference",
    "gate_message",
    "inherited",
    "matter_label",
    "matters_in",
    "may_bring_back",
    "may_classify",
    "needs_matter",
    "needs_owners",
    "pointed_out",
    "settle",
    "still_answers",
    "suggest",
    "surely",
    "swapped",
    "waits_for_class",
]

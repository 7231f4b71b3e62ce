"""What exactly is wrong: the sentences of refusals, stage by stage, each with the reason it belongs to.

An action raises `Refused(InAgenda.NO_SUCH_MOVE)`, with the facts of the sentence's fields as keyword arguments; a rule
may do the same by `refuse(…)`, or answer with a `Fault(…)` that is shown or refused by whoever asked. Together with
`kernel.errors.Reason` this is the catalogue of what the platform says when it refuses: no sentence stands elsewhere.
"""

from __future__ import annotations

from deliberation.kernel.details.agenda import InAgenda
from deliberation.kernel.details.anywhere import InAnyStage
from deliberation.kernel.details.ballots import InBallots
from deliberation.kernel.details.collection import InCollection
from deliberation.kernel.details.convening import InConvening
from deliberation.kernel.details.disclosure import InDisclosure
from deliberation.kernel.details.notices import InNotices
from deliberation.kernel.details.organisation import InOrganisation
from deliberation.kernel.details.owners.elections import InElections
from deliberation.kernel.details.owners.entry import InEntry
from deliberation.kernel.details.owners.outcome import InOutcome
from deliberation.kernel.details.owners.preparing import InPetitions, InPreparing
from deliberation.kernel.details.privacy import InPrivacy
from deliberation.kernel.details.publication import InPublication
from deliberation.kernel.details.room import InRoom
from deliberation.kernel.details.roster import InRoster
from deliberation.kernel.details.rules import InRules
from deliberation.kernel.details.sheets import InSheets
from deliberation.kernel.details.supervision import InSupervision

__all__ = [
    "InAgenda",
    "InAnyStage",
    "InBallots",
    "InCollection",
    "InConvening",
    "InDisclosure",
    "InElections",
    "InEntry",
    "InNotices",
    "InOrganisation",
    "InOutcome",
    "InPetitions",
    "InPreparing",
    "InPrivacy",
    "InPublication",
    "InRoom",
    "InRoster",
    "InRules",
    "InSheets",
    "InSupervision",
]

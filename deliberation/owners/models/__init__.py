"""Tables of the owners' side: matters put to them, the roster, their votes and the papers they hand in."""

from deliberation.owners.models.elections import OwnersCandidate, OwnersElection
from deliberation.owners.models.matters import OwnersMatter
from deliberation.owners.models.papers import OwnersEntry, OwnersImport, OwnersPaper, OwnersProxy, OwnersRepresentative
from deliberation.owners.models.roster import Roster, RosterOwner, RosterUnit
from deliberation.owners.models.votes import (
    DeliveryProof,
    OwnersInterested,
    OwnersQuestion,
    OwnersSignature,
    OwnersVote,
    OwnersVoter,
)

__all__ = [
    "DeliveryProof",
    "OwnersCandidate",
    "OwnersElection",
    "OwnersEntry",
    "OwnersImport",
    "OwnersInterested",
    "OwnersMatter",
    "OwnersPaper",
    "OwnersProxy",
    "OwnersQuestion",
    "OwnersRepresentative",
    "OwnersSignature",
    "OwnersVote",
    "OwnersVoter",
    "Roster",
    "RosterOwner",
    "RosterUnit",
]

"""Tables of the owners' side: matters put to them, their votes and the papers they hand in."""

from deliberation.owners.models.annulment import OwnersAnnulment
from deliberation.owners.models.elections import OwnersCandidate, OwnersCommittee, OwnersElection
from deliberation.owners.models.emergency import EmergencyUse
from deliberation.owners.models.evidence import OwnersEvidence
from deliberation.owners.models.matters import OwnersMatter
from deliberation.owners.models.papers import OwnersEntry, OwnersImport, OwnersPaper, OwnersProxy, OwnersRepresentative
from deliberation.owners.models.petitions import OwnersPetition, OwnersPetitionSigner
from deliberation.owners.models.steps import OwnersTurnover, OwnersVoteStep
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
    "EmergencyUse",
    "OwnersAnnulment",
    "OwnersCandidate",
    "OwnersCommittee",
    "OwnersElection",
    "OwnersEntry",
    "OwnersEvidence",
    "OwnersImport",
    "OwnersInterested",
    "OwnersMatter",
    "OwnersPaper",
    "OwnersPetition",
    "OwnersPetitionSigner",
    "OwnersProxy",
    "OwnersQuestion",
    "OwnersRepresentative",
    "OwnersSignature",
    "OwnersTurnover",
    "OwnersVote",
    "OwnersVoteStep",
    "OwnersVoter",
]

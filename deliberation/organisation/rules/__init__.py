"""Pure decisions of organisation: the rules under which bodies and owners decide, the names of parties."""

from deliberation.kernel.methods.base import BASE_LABELS, ENTITLED_BASES, Share
from deliberation.organisation.rules.bodies import (
    MORE_FOR_THAN_AGAINST,
    BallotBy,
    First,
    RuleProfile,
    parse_profile,
)
from deliberation.organisation.rules.owners import OwnersRules, parse_owners
from deliberation.organisation.rules.parties import PARTY_KINDS
from deliberation.organisation.rules.shipped import (
    BODIES,
    parse_any,
    shipped_data,
    shipped_owners_rules,
    shipped_profiles,
    shipped_profiles_data,
)

__all__ = [
    "BASE_LABELS",
    "BODIES",
    "ENTITLED_BASES",
    "MORE_FOR_THAN_AGAINST",
    "PARTY_KINDS",
    "BallotBy",
    "First",
    "OwnersRules",
    "RuleProfile",
    "Share",
    "parse_any",
    "parse_owners",
    "parse_profile",
    "shipped_data",
    "shipped_owners_rules",
    "shipped_profiles",
    "shipped_profiles_data",
]

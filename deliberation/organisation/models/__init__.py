"""Tables of organisations and people."""

from deliberation.organisation.models.accounts import (
    Account,
    FailedTry,
    FormerPassword,
    KnownDevice,
    PasswordLink,
    Visit,
)
from deliberation.organisation.models.meeting_rules import (
    CompoundMeetingType,
    HolidayYear,
    MeetingType,
    RuleProfileVersion,
)
from deliberation.organisation.models.parties import Party
from deliberation.organisation.models.people import Appointment, InstallationRole, Person
from deliberation.organisation.models.places import Community, Compound, Subdistrict, Venue

__all__ = [
    "Account",
    "Appointment",
    "Community",
    "Compound",
    "CompoundMeetingType",
    "FailedTry",
    "FormerPassword",
    "HolidayYear",
    "InstallationRole",
    "KnownDevice",
    "MeetingType",
    "Party",
    "PasswordLink",
    "Person",
    "RuleProfileVersion",
    "Subdistrict",
    "Venue",
    "Visit",
]

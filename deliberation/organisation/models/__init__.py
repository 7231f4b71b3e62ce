"""Tables of organisations and people."""

from deliberation.organisation.models.accounts import (
    Account,
    FailedTry,
    FormerPassword,
    KnownDevice,
    PasswordLink,
    Visit,
)
from deliberation.organisation.models.deeds import KeyedDeed
from deliberation.organisation.models.meeting_rules import (
    CompoundMeetingType,
    HolidayYear,
    MeetingType,
    RuleProfileVersion,
)
from deliberation.organisation.models.parties import DutyLine, Party, Unit
from deliberation.organisation.models.people import Appointment, AppointmentArea, Handover, InstallationRole, Person
from deliberation.organisation.models.places import (
    Building,
    Community,
    Compound,
    CompoundCommunity,
    Entrance,
    GridArea,
    Subdistrict,
    Venue,
)
from deliberation.organisation.models.workbooks import Workbook

__all__ = [
    "Account",
    "Appointment",
    "AppointmentArea",
    "Building",
    "Community",
    "Compound",
    "CompoundCommunity",
    "CompoundMeetingType",
    "DutyLine",
    "Entrance",
    "FailedTry",
    "FormerPassword",
    "GridArea",
    "Handover",
    "HolidayYear",
    "InstallationRole",
    "KeyedDeed",
    "KnownDevice",
    "MeetingType",
    "Party",
    "PasswordLink",
    "Person",
    "RuleProfileVersion",
    "Subdistrict",
    "Unit",
    "Venue",
    "Visit",
    "Workbook",
]

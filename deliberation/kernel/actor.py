"""Who acts: the only form in which identity reaches an action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """The roles of domain reference 2.4, in the order of the permission table's columns."""

    CHAIR = "chair"
    BRANCH_MEMBER = "branch_member"
    COUNCIL_DELEGATE = "council_delegate"
    COMMITTEE_DELEGATE = "committee_delegate"
    FIRM_DELEGATE = "firm_delegate"
    GRID_WORKER = "grid_worker"
    PARTNER_DELEGATE = "partner_delegate"
    NEIGHBOURHOOD_DELEGATE = "neighbourhood_delegate"
    SUBDISTRICT_OFFICER = "subdistrict_officer"
    UNIT = "unit"
    SECRETARY = "secretary"
    TELLER = "teller"
    OBSERVER = "observer"
    OWNER = "owner"
    PUBLIC = "public"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROLE_LABELS: dict[Role, str] = {
    Role.CHAIR: "主持人（支部书记）",
    Role.BRANCH_MEMBER: "支部委员",
    Role.COUNCIL_DELEGATE: "居民议事会成员",
    Role.COMMITTEE_DELEGATE: "业委会委员",
    Role.FIRM_DELEGATE: "物业企业代表",
    Role.GRID_WORKER: "网格员",
    Role.PARTNER_DELEGATE: "联建单位代表",
    Role.NEIGHBOURHOOD_DELEGATE: "居委会代表",
    Role.SUBDISTRICT_OFFICER: "街道、社区党委工作人员",
    Role.UNIT: "承办单位",
    Role.SECRETARY: "会议秘书",
    Role.TELLER: "计票人、监票人",
    Role.OBSERVER: "列席、旁听",
    Role.OWNER: "业主、居民",
    Role.PUBLIC: "公众",
    Role.ADMINISTRATOR: "系统管理员",
    Role.AUDITOR: "审计员",
}


@dataclass(frozen=True, slots=True)
class Post:
    """One role that a person holds by an appointment 任职.

    `compound_id` is the compound in which it counts; `None` means the whole installation
    (administrator, auditor). `party_id` is the party 各方 the person was appointed to.
    `is_preparatory`: that party only prepares a 业委会 and decides nothing for the owners.
    """

    role: Role
    compound_id: int | None
    party_id: int | None = None
    appointment_id: int | None = None
    is_preparatory: bool = False


@dataclass(frozen=True, slots=True)
class OutOfTerm:
    """A post that does not count today: it begins on a later `day`, or that was its last one."""

    post: Post
    day: date


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the anonymous public) together with the posts that count now.

    `meeting_id` and `seat_id` are set when the person came in through the door of one meeting (PIN or
    hall screen): such an actor may do nothing outside that meeting, and inside it only what a delegate
    does from the seat (`kernel.permissions.THROUGH_THE_DOOR`).
    `ahead` and `behind` are posts that do not count yet or any more: they grant nothing, and a refusal says so.
    """

    name: str
    person_id: int | None = None
    account_id: int | None = None
    posts: tuple[Post, ...] = ()
    meeting_id: int | None = None
    seat_id: int | None = None
    ahead: tuple[OutOfTerm, ...] = ()
    behind: tuple[OutOfTerm, ...] = ()

    @property
    def is_anonymous(self) -> bool:
        """True for the public, who have not said who they are."""
        return self.person_id is None

    @property
    def has_left(self) -> bool:
        """Whether every post of theirs is over and none is to come."""
        return bool(self.behind) and not self.posts and not self.ahead

    def roles_in(self, compound_id: int | None) -> frozenset[Role]:
        """The roles that count in a compound; everybody is also the public."""
        held = {p.role for p in self.posts if p.compound_id is None or p.compound_id == compound_id}
        return frozenset(held | {Role.PUBLIC})

    @property
    def compound_ids(self) -> frozenset[int]:
        """The compounds in which this actor holds any post."""
        return frozenset(p.compound_id for p in self.posts if p.compound_id is not None)

    def party_ids_in(self, compound_id: int) -> frozenset[int]:
        """The parties for which this actor may speak in a compound."""
        return frozenset(p.party_id for p in self.posts if p.party_id is not None and p.compound_id == compound_id)


ANONYMOUS = Actor(name="公众")
SYSTEM = Actor(name="系统")

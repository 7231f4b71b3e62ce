"""What a stage says of itself: one frozen dataclass, read by `app` in the order of the stages.

Earlier modules reach later ones through this seam only: the application hands the tuple of cards over once
(`use`), and whoever needs a page, a name or an answer of a later stage asks the `house()`. Nothing is discovered and
nothing registers itself; a card that is not in the tuple does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from deliberation.kernel import handing
from deliberation.kernel.actor import Actor
from deliberation.kernel.handing import Following, HandedOn, Leaving, OpenThing
from deliberation.kernel.text import N_
from deliberation.kernel.workflow import Workflow


class Ref(NamedTuple):
    """A thing by its kind and its id: what a link, a line of the log or a due job is about."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing's name and the page that shows it to whoever holds `permission` in `compound_id`; or no page.

    `values` fill the address of `endpoint`.
    """

    text: str
    endpoint: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    permission: str = "public.read"
    compound_id: int | None = None


Slugs = Mapping[int, str]
"""The part of an address that stands for a compound, by the compound's id."""
Namer = Callable[[frozenset[int], Slugs], Mapping[int, Subject]]
"""Names many things of one kind at once, in a fixed number of statements; an id that is unknown is left out."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: its name in the log, its Chinese noun, and how its things are called (`None`: by the noun)."""

    name: str
    label: str
    subjects: Namer | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """What a chain of the log covers: the compound's name and id (none: the whole installation), and its options."""

    text: str
    compound_id: int | None = None
    options: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the navigation. `position` orders the places of all stages; `per_compound`: its address names one.

    Without `permission` everybody may enter (the residents' places).
    """

    position: int
    endpoint: str
    label: str
    permission: str = ""
    per_compound: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """`count` things called `label` wait at `endpoint` (with `values` for its address).

    `unit` is what they are counted in (件, 户, 张). `urgent` puts the line first: something is late, or people are
    kept waiting by it.
    """

    label: str
    count: int
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    urgent: bool = False
    unit: str = N_("件")


@dataclass(frozen=True, slots=True)
class SetUp:
    """One line of the page that shows what an office has set up, and what is still missing.

    `count` things called `label`, counted in `unit`, are kept at `endpoint` (empty: no page of their own). `position`
    orders the lines of all stages; `missing` says what is still to be done (empty: nothing).
    """

    position: int
    label: str
    count: int
    unit: str
    endpoint: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that time alone brings about. `do(now)` looks for what is due, does it, and answers the ids of what it did.

    It may be run at any time and again after a break. `said` is told of how many: "2 份决议公示期满，已生效。"
    """

    name: str
    do: Callable[[datetime], Sequence[int | str]]
    said: str


@dataclass(frozen=True, slots=True)
class DueJob:
    """Work that an act puts down for later, one row for each (`due.actions.put`); `name` stands in the row.

    `do(ref)` runs inside the transaction that marks the row as done, so that both happen or neither. `outside`: it
    talks to another system (a message is sent), which no transaction can take back; then `do` runs without one, may
    happen again if the process dies meanwhile, and should tell the other system the row's key.
    """

    name: str
    do: Callable[[Ref | None, str], None]
    outside: bool = False
    most_attempts: int = 8


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a message goes at this moment: which notice of which person, by which channel and to which address.

    `key` is that of the message (`notice:17:email`): the same however often it has to be tried.
    """

    person_id: int
    notice_id: int
    channel: str
    address: str
    key: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes along with a message, where its channel takes files.

    Its bytes are made at sending by `maker`, one of `Stage.attachments`, from `facts` (plain JSON, frozen when the
    notice is written). Of messages that are merged into one, a file of the same name goes along once, the newest.
    """

    maker: str
    name: str
    content_type: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Linked:
    """A link in a message, under `text`; its whole address is made at sending by `maker`, one of `Stage.links`."""

    maker: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person can be reached as far as the organisation knows: nothing of it was verified by the person."""

    name: str
    phone: str = ""
    email: str = ""
    has_account: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What a later stage shows on a page of an earlier one: a template of its own, with what `read(thing)` answers."""

    template: str
    read: Callable[[Any], Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Visits:
    """Who keeps sign-ins: begin one (its id, the account or the seat), end it, ask whether it is theirs and goes on."""

    begin: Callable[[str, int | None, int | None], None]
    end: Callable[[str], None]
    holds: Callable[[str, int | None, int | None], bool]


@dataclass(frozen=True, slots=True)
class Offers:
    """What modules below ask a stage to answer. Each question is answered by one stage; nobody answers it: `None`."""

    compound_by_slug: Callable[[str], Any] | None = None
    """The compound of an address, or `None`."""
    slugs: Callable[[], Slugs] | None = None
    has_demo: Callable[[], bool] | None = None
    """Whether the store holds the demonstration."""
    chains: Callable[[], Mapping[str, Chain]] | None = None
    """What each chain of the log covers, by the chain's name."""
    load_user: Callable[[str], Any] | None = None
    """Flask-Login's user of an identity, or `None`."""
    actor_of_account: Callable[[str], Actor | None] | None = None
    """Who acts under an identity that Flask-Login keeps (`None`: closed, or the password changed)."""
    visits: Visits | None = None
    actor_of_seat: Callable[[int, str], Actor | None] | None = None
    """Who acts by a seat's id and its session stamp (`None`: no longer valid)."""
    public_matters: Callable[[int], list[Any]] | None = None
    """What residents of a compound can already read."""
    votes_under_way_with: Callable[[int], Sequence[str]] | None = None
    """The titles of the votes that were opened with a roster and whose result is not posted yet."""
    meetings_ahead: Callable[[int], list[Any]] | None = None
    meeting_head: Callable[..., Any] | None = None
    """A meeting as far as its agenda goes, one or all that are ahead in a compound (`agenda.queries.Agenda`)."""
    meetings_called: Callable[[Iterable[int | None]], set[int]] | None = None
    """Which of these meetings are called and have not begun."""
    goes_on: Callable[[int, int], bool] | None = None
    """Whether a series or a meeting of a kind (its id) still goes on in a compound."""
    chairs_meeting: Callable[[Actor, int], bool] | None = None
    """Whether somebody chairs this meeting."""
    item_kinds: Callable[[], Mapping[str, str]] | None = None
    """What may stand on an agenda: code → name."""
    standing_lines: Callable[[int], Mapping[str, Sequence[str]]] | None = None
    """What is told of a compound under a standing item (`progress`, `pledges`): each order in a line."""
    handed_over: Callable[[int], Any] | None = None
    """How far the orders of a meeting are (`since`, `is_finished`); nothing before its first one was issued."""
    orders_at_door: Callable[[Actor, Iterable[Any]], Mapping[int, Any]] | None = None
    """The orders (`going`, `overdue`) of each compound where somebody chooses whose desk to enter."""
    unread_notices: Callable[[Actor], int] | None = None
    reach: Callable[[Iterable[int]], Mapping[int, Reach]] | None = None
    """How these persons can be reached; one who is unknown is left out."""
    live: LiveRooms | None = None


@dataclass(frozen=True, slots=True)
class LiveRooms:
    """What the gateway sends: readers by slice, slices hidden from an audience, a seat's own slice, who may join."""

    readers: Mapping[str, Callable[[int], Mapping[str, Any]]]
    hidden: Mapping[str, frozenset[str]]
    mine: Callable[[int, int], Any]
    is_live: Callable[[int], bool]
    register: Callable[[], None]


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what it is called in the code, its pages, and everything that other modules show or run of it."""

    name: str
    blueprint: Any = None
    nav: tuple[NavItem, ...] = ()
    public_nav: tuple[NavItem, ...] = ()
    part_of: Mapping[str, str] = field(default_factory=_nothing)
    """Pages, or all pages of a stage, that belong to another stage's place in the navigation."""
    places: Mapping[str, str] = field(default_factory=_nothing)
    """Pages that earlier modules lead to, by the name under which they know them (`place_url`)."""
    kinds: tuple[Kind, ...] = ()
    flows: tuple[Workflow, ...] = ()
    """The workflows of its things, by whose moves and acts the log names what was done."""
    waiting: tuple[Callable[[Actor, int], Sequence[Waiting]], ...] = ()
    """What waits for an actor in a compound."""
    set_up: tuple[Callable[[], Sequence[SetUp]], ...] = ()
    """What of it an office has to set up before its first meeting."""
    periodic: tuple[Periodic, ...] = ()
    jobs: tuple[DueJob, ...] = ()
    photos: Mapping[str, Callable[[Actor, Any], bool]] = field(default_factory=_nothing)
    """Who may see the photos of a kind of things. Photos that nobody judges are shown to nobody."""
    receipts: tuple[Callable[..., Any], ...] = ()
    """Pages that show something by its receipt number (`receipt_code`); they refuse a number that is not theirs."""
    beside: Mapping[str, Beside] = field(default_factory=_nothing)
    """What this stage shows on pages of earlier ones, by the name of the spot on that page."""
    attachments: Mapping[str, Callable[[Recipient, Mapping[str, Any]], bytes]] = field(default_factory=_nothing)
    """What makes the bytes of files that go along with messages (`Attached`), by its name."""
    links: Mapping[str, Callable[[Recipient, Mapping[str, Any]], str]] = field(default_factory=_nothing)
    """What makes the addresses of links in messages (`Linked`), by its name; an empty one leaves the link out."""
    handed_on: HandedOn | None = None
    """What passes on with a post."""
    offers: Offers = field(default_factory=Offers)


class House:
    """All stages in their order, and the answers that need more than one of them."""

    def __init__(self, stages: Iterable[Stage]) -> None:
        self.stages = tuple(stages)
        self.nav = sorted((item for one in self.stages for item in one.nav), key=lambda item: item.position)
        self.public_nav = sorted(
            (item for one in self.stages for item in one.public_nav), key=lambda item: item.position
        )
        self.part_of: dict[str, str] = _merged(one.part_of for one in self.stages)
        self.places: dict[str, str] = _merged(one.places for one in self.stages)
        self.photos: dict[str, Callable[[Actor, Any], bool]] = _merged(one.photos for one in self.stages)
        self.kinds: dict[str, Kind] = _merged({kind.name: kind} for one in self.stages for kind in one.kinds)
        self.acts = {act.name: act.title for one in self.stages for flow in one.flows for act in flow.all}
        self.periodic: dict[str, Periodic] = _merged({work.name: work} for one in self.stages for work in one.periodic)
        self.jobs: dict[str, DueJob] = _merged({job.name: job} for one in self.stages for job in one.jobs)
        self.attachments: dict[str, Any] = _merged(one.attachments for one in self.stages)
        self.links: dict[str, Any] = _merged(one.links for one in self.stages)
        self.receipts = tuple(page for one in self.stages for page in one.receipts)
        given = [one.offers for one in self.stages]
        self.offers = Offers(**_merged(_given(one) for one in given))

    def label(self, kind: str) -> str:
        """The Chinese noun of a kind; nothing for one that is unknown."""
        return self.kinds[kind].label if kind in self.kinds else ""

    def subjects(self, refs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
        """Names and pages of things; what is not known is left out. One or two statements for each kind that occurs."""
        wanted: dict[str, set[int]] = {}
        for kind, ident in refs:
            wanted.setdefault(kind, set()).add(ident)
        slugs = self.offers.slugs() if self.offers.slugs and wanted else {}
        found: dict[tuple[str, int], Subject] = {}
        for name, known in self.kinds.items():
            if name in wanted and known.subjects:
                named = known.subjects(frozenset(wanted[name]), slugs)
                found |= {Ref(name, ident): subject for ident, subject in named.items()}
        return found

    def open_for(self, posts: Iterable[Leaving]) -> list[OpenThing]:
        """What waits for the holder of these posts, each thing once, in the order of the stages."""
        return handing.open_for(self._handed_on, posts)

    def hand_on(self, actor: Actor, post: Leaving, to: Following) -> None:
        """Have every stage move what names the one who leaves, inside the caller's transaction."""
        handing.hand_on(self._handed_on, actor, post, to)

    def vacate(self, actor: Actor, post: Leaving) -> None:
        """Have every stage empty what the one who leaves cannot do any more, inside the caller's transaction."""
        handing.vacate(self._handed_on, actor, post)

    @property
    def _handed_on(self) -> list[HandedOn]:
        return [one.handed_on for one in self.stages if one.handed_on is not None]

    def beside(self, spot: str) -> list[Beside]:
        """What the stages show at a spot of a page, in their order."""
        return [one.beside[spot] for one in self.stages if spot in one.beside]


def _given(offers: Offers) -> dict[str, Any]:
    values = {one.name: getattr(offers, one.name) for one in fields(offers)}
    return {name: value for name, value in values.items() if value is not None}


def _merged(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """All parts in one; raises `ValueError` where two stages claim the same name."""
    found: dict[str, Any] = {}
    for part in parts:
        twice = sorted(set(part) & set(found))
        if twice:
            raise ValueError(f"two stages claim {', '.join(twice)}")
        found |= part
    return found


_house = House(())


def use(stages: Iterable[Stage]) -> House:
    """Take the stages' cards; called once, by the application that is made."""
    global _house  # noqa: PLW0603 - handed over once, when the application is made
    _house = House(stages)
    return _house


def house() -> House:
    """The stages of this process."""
    return _house

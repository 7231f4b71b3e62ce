"""Rosters and votes of the owners for tests: rows for what an office would import, actions for everything after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.organisation.models import Appointment, RuleProfileVersion
from deliberation.organisation.rules.shipped import shipped_data
from deliberation.owners.actions.preparing import VoteDraft, notify, open_vote, prepare
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.roster.models import Roster, RosterOwner, RosterUnit
from deliberation.roster.rules.parts import Part
from tests.builders import World, a_person
from tests.owners.candidates import with_a_posted_list

OPENS = beijing(2026, 3, 27, 9)
CLOSES = beijing(2026, 4, 2, 18)
NOTICED = date(2026, 3, 11)


@dataclass(frozen=True)
class Head:
    """One owner of the test roster: his names and the areas (0.01 ㎡) of his units, all in one place."""

    names: tuple[str, ...]
    areas: tuple[int, ...]
    building: str = "1"
    is_developer: bool = False
    entrance: str = ""


def heads_of(number: int, area: int = 10_000, building: str = "1", entrance: str = "") -> list[Head]:
    """`number` owners with one unit of `area` each."""
    return [Head((f"业主{n:04d}",), (area,), building, entrance=entrance) for n in range(1, number + 1)]


def a_roster(world: World, heads: Sequence[Head]) -> Roster:
    """A roster in use: one owner row per head, one unit row per area, in bulk."""
    areas = [a for h in heads for a in h.areas]
    with transaction() as session:
        roster = Roster(
            compound_id=world.compound.id,
            state="ACTIVE",
            file_name="名册.xlsx",
            file_hash="0" * 64,
            ground="业委会职责",
            units=len(areas),
            heads=len(heads),
            area=sum(areas),
            heads_counted=len(heads),
            area_counted=sum(areas),
            imported_at=clock.now(),
            activated_at=clock.now(),
        )
        session.add(roster)
        session.flush()  # owners and units need the id
        owners = [
            RosterOwner(
                roster_id=roster.id,
                key=f"{n}:{'、'.join(h.names)}",
                names=list(h.names),
                is_developer=h.is_developer,
                voter_name=h.names[0],
            )
            for n, h in enumerate(heads)
        ]
        session.add_all(owners)
        session.flush()  # units need the owners' ids
        session.add_all(_units(roster.id, heads, [o.id for o in owners]))
    return roster


def _units(roster_id: int, heads: Sequence[Head], owner_ids: Sequence[int]) -> Iterator[RosterUnit]:
    position = 0
    for head, owner_id in zip(heads, owner_ids, strict=True):
        for area in head.areas:
            position += 1
            room = f"{position:04d}"
            yield RosterUnit(
                roster_id=roster_id,
                owner_id=owner_id,
                position=position,
                building=head.building,
                room=room,
                entrance=head.entrance,
                room_text=f"{head.building}号楼{head.entrance}{room}",
                area=area,
                sold=not head.is_developer,
            )


def profile_for(body: str, place: str = "") -> RuleProfileVersion:
    """The shipped rules of a body (`owners_assembly`, `affected_owners`, `household_survey`), stored once."""
    data = next(d for d in shipped_data() if d["body"] == body and d.get("place", "") == place)
    found = db.session.scalar(select(RuleProfileVersion).where(RuleProfileVersion.code == data["code"]))
    if found:
        return found
    with transaction() as session:
        made = RuleProfileVersion(code=data["code"], version=1, data=data, valid_from=date(2021, 1, 1))
        session.add(made)
    return made


SOUTH_GATE = QuestionDraft(
    title="改造小区南出入口",
    text="同意按进出分道加非机动车道方案改造南出入口，总预算不超过34万元。",
    decision_class="SPECIAL",
    item="REBUILD",
)
FEE = QuestionDraft(
    title="物业费调整", text="同意物业费由1.20元调为1.50元/㎡·月。", decision_class="ORDINARY", item="OTHER_MAJOR"
)


def a_prepared_vote(
    world: World,
    questions: Sequence[QuestionDraft] = (SOUTH_GATE,),
    *,
    kind: str = "OWNERS",
    buildings: Sequence[str] = (),
    opens: datetime = OPENS,
    closes: datetime = CLOSES,
    online: bool = False,
    place: str = "",
    policy: str = "STRICT",
) -> OwnersVote:
    """A vote that 陈海涛 of the committee prepared; still PREPARED. `buildings`: codes of parts, 3 or 3|1单元."""
    body = {"OWNERS": "owners_assembly", "AFFECTED": "affected_owners", "HOUSEHOLDS": "household_survey"}[kind]
    draft = VoteDraft(
        kind=kind,
        title="关于本小区重大事项的书面表决",
        opens_at=opens,
        closes_at=closes,
        profile_id=profile_for(body, place).id,
        questions=questions,
        scope=[Part.from_code(code) for code in buildings],
        online=online,
        policy=policy,
    )
    return prepare(world.actor("陈海涛"), world.compound.id, draft)


def a_noticed_vote(world: World, vote: OwnersVote, noticed_on: date = NOTICED) -> OwnersVote:
    """The notice posted on that day at noon, the 居委会 told; an election without candidates gets a posted list."""
    with_a_posted_list(vote, noticed_on)
    with clock.frozen(beijing(noticed_on.year, noticed_on.month, noticed_on.day, 12)):
        return notify(world.actor("陈海涛"), vote.id, noticed_on, noticed_on)


def an_open_vote(world: World, vote: OwnersVote) -> OwnersVote:
    """The vote opened one minute after its announced time; noticed 16 days before if it was not yet."""
    if vote.state == "PREPARED":
        a_noticed_vote(world, vote, (vote.opens_at - timedelta(days=16)).date())
    with clock.frozen(vote.opens_at + timedelta(minutes=1)):
        return open_vote(world.actor("陈海涛"), vote.id)


@contextmanager
def while_open(vote: OwnersVote) -> Iterator[None]:
    """The clock stands at a day when papers are handed in."""
    with clock.frozen(vote.opens_at + timedelta(days=1)):
        yield


def tellers(world: World) -> tuple[str, str]:
    """Two people who count, with accounts: 计票人 郑月, 陶平 (role teller). Made once per world."""
    names = ("郑月", "陶平")
    if names[0] not in world.people:
        with transaction() as session:
            for name in names:
                person = a_person(name, f"{world.compound.slug}.{name}", world)
                party = world.parties["neighbourhood_committee"]
                session.add(
                    Appointment(
                        person_id=person.id, party_id=party.id, role="teller", post="计票人", starts_on=date(2024, 1, 1)
                    )
                )
    return names

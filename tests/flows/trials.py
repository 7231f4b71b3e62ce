"""The estate of scenario E: its 居民自治小组 of nine, and the form by which they rate a firm on trial."""

from __future__ import annotations

import json
from datetime import date

from deliberation.db import transaction
from deliberation.kernel.methods.drafting import Draft
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.models import Appointment, CompoundMeetingType, MeetingType, Party
from deliberation.organisation.rules.shipped import shipped_data
from deliberation.room.queries import decisions
from deliberation.room.rules.questions import drawn_up
from tests.builders import World, a_compound, a_person
from tests.flows.boxes import Group
from tests.halls import Hall

GROUP = ("红一", "红二", "红三", "红四", "红五", "红六", "红七", "红八", "红九")
CRITERIA = ("保洁", "秩序", "维修", "态度", "整改")
FORM = Draft("SCORES", tuple((name, 20) for name in CRITERIA), line="80")
TRIAL = drawn_up(FORM)
OWNERS = (Group(96, 681_600), Group(19, 134_900), Group(6, 42_600), Group(47, 1_193_000 - 859_100))
"""SE: 96 agree, 19 oppose, 6 abstain; 47 hand nothing in."""


def an_estate_with_a_group() -> World:
    """The estate with its group, whose meetings have rules of their own."""
    world = a_compound()
    with transaction() as session:
        data = next(d for d in shipped_data() if d["code"] == "five-party-default")
        own = {
            "code": "residents-group-own",
            "name": "居民自治小组议事规则",
            "body": "other_meeting",
            "quorum": {"op": "GE", "num": 2, "den": 3, "base": "seats"},
        }
        session.add(row_of({**data, **own}))
        party = Party(compound_id=world.compound.id, kind="residents_group", name="居民自治小组", position=20)
        kinds = [{"kind": "residents_group", "obligatory": True, "seats": len(GROUP)}]
        made = MeetingType(code="group", name="居民自治小组会", profile_code="residents-group-own", parties=kinds)
        session.add_all([party, made])
        session.flush()  # appointments and the compound's menu need the ids
        session.add(CompoundMeetingType(compound_id=world.compound.id, meeting_type_id=made.id, position=1))
        for name in GROUP:
            person = a_person(name, f"jinling.{name}", world)
            post_held = {"role": "council_delegate", "post": "成员", "starts_on": date(2024, 1, 1)}
            session.add(Appointment(person_id=person.id, party_id=party.id, **post_held))
        world.parties["residents_group"] = party
    world.meeting_type = made
    return world


def the_group_agrees(hall: Hall, text: str) -> None:
    """Seven of the eight who are there agree, one opposes."""
    hall.to_debate(text)
    hall.open_vote()
    hall.cast_all(7, 1)
    hall.step("close_vote")
    found = decisions(hall.meeting_id)[-1]
    assert (found.outcome, found.entitled, found.present) == ("CARRIED", 9, 8)
    assert found.tally == {"agree": 7, "oppose": 1, "abstain": 0, "not_cast": 0}
    hall.step("finish_item")


def scored(total: int) -> str:
    """The ballot of a rater who gives so many points over the five criteria."""
    each, rest = divmod(total, len(CRITERIA))
    codes = [option.code for option in TRIAL.options]
    return json.dumps({code: each + (n < rest) for n, code in enumerate(codes)})

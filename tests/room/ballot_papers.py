"""Votes by other methods than 同意, 反对, 弃权: drafts of questions, and ballots for them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from deliberation.db import db, transaction
from deliberation.kernel.methods.drafting import Draft
from deliberation.organisation.models import Appointment, CompoundMeetingType, MeetingType, Party
from deliberation.room.actions import voting
from deliberation.room.models import Vote
from deliberation.room.queries import motion_at_hand, motions_of, open_vote_of
from deliberation.room.rules.questions import drawn_up
from tests.builders import World, a_compound, a_person
from tests.halls import Hall, a_noticed_meeting, an_accepted_item, arrive

SERVICES = Draft("CHOOSE", (("保洁", 0), ("秩序维护", 0), ("代收快递", 0)), most=2)
FIRMS = Draft("OPTIONS", (("甲公司", 0), ("乙公司", 0), ("丙公司", 0)))
POSTS = Draft("ELECTION", (("候选人甲", 0), ("候选人乙", 0), ("候选人丙", 0)), seats=2)
CRITERIA = ("保洁", "秩序", "维修", "态度", "整改")
TRIAL = Draft("SCORES", tuple((name, 20) for name in CRITERIA), line="80")
TRIAL_SCORES = (92, 88, 85, 90, 79, 86, 91, 83, 87)
"""Scenario E4: what the nine of the residents' group gave in all."""

GROUP = tuple(f"组员{n}" for n in "一二三四五六七八九")


def put(hall: Hall, draft: Draft) -> Vote:
    """The chair puts the motion at hand to the vote by this question."""
    hall.later()
    motion = motion_at_hand(motions_of(hall.meeting.current_item_id or 0))
    assert motion is not None
    return voting.open_vote(hall.world.chair, hall.meeting_id, motion.id, question=drawn_up(draft))


def paper(*codes: str) -> str:
    """A ballot of options; nothing chosen is an abstention."""
    return json.dumps(codes, separators=(",", ":"))


def sheet(total: int, top: int = 20) -> str:
    """A score for each of the five criteria, together `total`."""
    each, more = divmod(total, len(CRITERIA))
    scores = {code: each + (place < more) for place, code in enumerate("ABCDE")}
    assert all(0 <= score <= top for score in scores.values())
    return json.dumps(scores, separators=(",", ":"))


def cast_each(hall: Hall, *choices: str) -> None:
    """The seats on the roll cast these ballots, in their order; the rest do not vote."""
    vote = open_vote_of(hall.meeting_id)
    assert vote is not None
    names = {seat.id: name for name, seat in hall.seats.items()}
    for seat_id, choice in zip(vote.frozen["roll"], choices, strict=False):
        hall.cast(names[seat_id], choice)


def closed(hall: Hall, vote: Vote) -> dict[str, Any]:
    """The chair closes the vote; answers its verdict as it is stored."""
    hall.step("close_vote")
    db.session.expire_all()
    assert vote.result is not None
    verdict: dict[str, Any] = vote.result["verdict"]
    return verdict


def a_residents_group(title: str = "先体验后付费：甲公司试用评议", kind: str = "rating") -> Hall:
    """The residents' group of scenario E in session, all nine there, with a motion before them."""
    world = a_compound()
    _seat_the_group(world)
    hall = a_noticed_meeting(world, [_of_kind(an_accepted_item(world, title), kind)])
    hall.step("sign_in")
    arrive(hall, *GROUP)
    hall.step("open_meeting")
    hall.to_debate("甲公司试用一个月，按以下项目评分：保洁、秩序、维修、态度、整改。")
    return hall


def _of_kind(item: Any, kind: str) -> Any:
    with transaction():
        item.kind = kind
    return item


def _seat_the_group(world: World) -> None:
    with transaction() as session:
        made = MeetingType(
            code="residents_group",
            name="居民自治小组会议",
            profile_code="residents-group-default",
            parties=[{"kind": "residents_group", "obligatory": True, "seats": len(GROUP)}],
        )
        party = Party(compound_id=world.compound.id, kind="residents_group", name="居民自治小组", position=20)
        session.add_all([made, party])
        session.flush()  # menu and appointments need the ids
        session.add(CompoundMeetingType(compound_id=world.compound.id, meeting_type_id=made.id, position=1))
        for position, name in enumerate(GROUP):
            person = a_person(name, f"{world.compound.slug}.{name}", world)
            session.add(
                Appointment(
                    person_id=person.id,
                    party_id=party.id,
                    role="council_delegate",
                    post="组员",
                    starts_on=date(2024, 1, 1),
                    position=position,
                )
            )
    world.meeting_type = made

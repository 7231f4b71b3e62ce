"""住宅改经营性用房 by 民法典 279: whom it asks is written down before the notice, and read without a name."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions import asking
from deliberation.owners.actions.counting import count
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersInterested, OwnersMatter, OwnersVote, OwnersVoter
from deliberation.owners.queries import scope as scopes
from deliberation.owners.rules.interested import Door
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.roster.models import Roster, RosterUnit
from tests.builders import World, a_compound, sign_in
from tests.halls import an_accepted_item
from tests.owners.hall import FEE, Head, a_noticed_vote, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids

TEA_ROOM = QuestionDraft("101改作茶室", "同意2号楼101由住宅改为茶室。", "UNANIMOUS")
APPLICANT, SECOND, NEXT_DOOR = Door("2号楼", "", "0001"), Door("2号楼", "", "0014"), Door("3号楼", "", "0015")
WHY = "油烟口正对窗户，有照片"


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    clock.use(lambda: beijing(2026, 3, 10, 9))
    return found


@pytest.fixture
def roster(world: World) -> Roster:
    """13 owners of 2号楼, the first with a second home there (0014), and 2 of 3号楼."""
    made = a_roster(
        world,
        [*heads_of(14, building="2号楼"), Head(("邻居甲",), (10_000,), "3号楼"), Head(("邻居乙",), (10_000,), "3号楼")],
    )
    first, second = (unit_at(made, room) for room in ("0001", "0014"))
    with transaction() as session:
        session.get_one(RosterUnit, second.id).owner_id = first.owner_id
    return made


def unit_at(roster: Roster, room: str) -> RosterUnit:
    wanted = select(RosterUnit).where(RosterUnit.roster_id == roster.id, RosterUnit.room == room)
    return db.session.scalars(wanted).one()


@pytest.fixture
def vote(world: World, roster: Roster) -> OwnersVote:
    return a_prepared_vote(world, (TEA_ROOM,), kind="AFFECTED", buildings=("2号楼",))


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def here(vote: OwnersVote, rest: str = "") -> str:
    return f"/desk/jinling/owners-votes/{vote.id}{rest}"


def code(door: Door) -> str:
    return f"{door.building}|{door.entrance}|{door.room}|{door.kind}"


def add(desk: FlaskClient, vote: OwnersVote, door: Door, reason: str = WHY) -> int:
    address = here(vote, f"/interested/claimants?building={door.building}")
    return desk.post(address, data={"unit": code(door), "reason": reason}).status_code


def rows() -> list[tuple[str, str, str]]:
    db.session.expire_all()
    found = db.session.scalars(select(OwnersInterested).order_by(OwnersInterested.id))
    return [(row.part, row.room, row.reason) for row in found]


def asked(vote: OwnersVote) -> list[str]:
    wanted = select(OwnersVoter).where(OwnersVoter.vote_id == vote.id).order_by(OwnersVoter.number)
    return [voter.names[0] for voter in db.session.scalars(wanted)]


def test_the_applicant_is_out_and_an_owner_from_next_door_is_added_with_his_reason(
    app: Flask, world: World, desk: FlaskClient, vote: OwnersVote
) -> None:
    page = desk.get(here(vote)).text
    assert 'href="/desk/jinling/owners-votes/1/interested"' in page
    assert "还没有选申请人的房屋" in desk.get(here(vote, "/interested")).text
    chosen = desk.post(here(vote, "/interested/applicant"), data={"unit": code(APPLICANT)})
    assert (chosen.status_code, rows()) == (302, [("APPLICANT", "0001", "")])
    assert "有利害关系的业主 12 人（本栋其他业主 12 人）" in desk.get(here(vote)).text
    page = desk.get(here(vote, "/interested?building=3号楼")).text
    assert (code(NEXT_DOOR) in page, "邻居甲" in page) == (True, False)
    assert (add(desk, vote, NEXT_DOOR, " "), add(desk, vote, NEXT_DOOR)) == (422, 302)
    said = "有利害关系的业主 13 人（本栋其他业主 12 人，另有 1 人主张有利害关系）"
    assert said in desk.get(here(vote, "/interested")).text
    assert said in desk.get(here(vote, "/notice")).text
    an_open_vote(world, vote)
    assert (vote.heads, "业主0001" in asked(vote), len(asked(vote))) == (13, False, 13)
    frozen = (vote.frozen or {})["interested"]
    assert (frozen["applicant"]["room"], frozen["inside"], frozen["outside"]) == ("0001", 12, 1)
    assert [(one["room"], one["reason"]) for one in frozen["claimants"]] == [("0015", WHY)]
    assert said in desk.get(here(vote, "/ballots?number=1")).text
    public = app.test_client().get(f"/c/jinling/owners-votes/{vote.id}").text
    assert (said in public, "申请人自己不参加" in public) == (True, True)
    assert not any(word in public for word in ("业主00", "邻居", "0015", "油烟口"))


def test_whoever_is_asked_already_or_applies_himself_is_no_claimant(
    world: World, desk: FlaskClient, vote: OwnersVote
) -> None:
    assert add(desk, vote, NEXT_DOOR) == 409  # before anybody knows who applies
    asking.name_applicant(world.actor("陈海涛"), vote.id, APPLICANT)
    assert (add(desk, vote, Door("2号楼", "", "0002")), add(desk, vote, SECOND)) == (422, 422)
    assert (add(desk, vote, NEXT_DOOR), add(desk, vote, NEXT_DOOR)) == (302, 422)
    assert [part for part, _room, _reason in rows()] == ["APPLICANT", "CLAIMANT"]


def test_the_applicant_is_chosen_again_and_a_claimant_taken_off_until_the_notice(
    world: World, desk: FlaskClient, vote: OwnersVote
) -> None:
    for door in (APPLICANT, Door("2号楼", "", "0002")):
        assert desk.post(here(vote, "/interested/applicant"), data={"unit": code(door)}).status_code == 302
    assert add(desk, vote, NEXT_DOOR) == 302
    assert rows() == [("APPLICANT", "0002", ""), ("CLAIMANT", "0015", WHY)]
    claimant = db.session.scalars(select(OwnersInterested).where(OwnersInterested.part == "CLAIMANT")).one()
    off = here(vote, f"/interested/claimants/{claimant.id}/remove")
    assert (desk.post(off).status_code, desk.post(off).status_code) == (302, 404)
    assert add(desk, vote, NEXT_DOOR) == 302
    a_noticed_vote(world, vote)
    assert desk.post(here(vote, "/interested/applicant"), data={"unit": code(APPLICANT)}).status_code == 409
    assert add(desk, vote, Door("3号楼", "", "0016")) == 409
    page = desk.get(here(vote, "/interested")).text
    assert ("从那时起不能再改" in page, "interested/" in page) == (True, False)
    acts = set(db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_kind == "owners_vote")))
    assert {"owners_vote.name_applicant", "owners_vote.add_claimant", "owners_vote.remove_claimant"} <= acts


def test_without_an_applicant_no_notice_is_posted(world: World, desk: FlaskClient, vote: OwnersVote) -> None:
    posted = {"noticed_on": "2026-03-10", "neighbourhood_told_on": "2026-03-10"}
    answer = desk.post(here(vote, "/notify"), data=posted)
    assert (answer.status_code, "申请人的房屋" in answer.text) == (409, True)
    asking.name_applicant(world.actor("陈海涛"), vote.id, APPLICANT)
    assert desk.post(here(vote, "/notify"), data=posted).status_code == 302


def test_a_dwelling_turned_to_business_is_asked_of_its_whole_building_and_alone(world: World, roster: Roster) -> None:
    for questions, buildings in (((TEA_ROOM, FEE), ("2号楼",)), ((TEA_ROOM,), ("2号楼", "3号楼"))):
        with pytest.raises(Refused) as refused:
            a_prepared_vote(world, questions, kind="AFFECTED", buildings=buildings)
        assert refused.value.reason is Reason.INVALID_INPUT
    assert a_prepared_vote(world, (TEA_ROOM,), kind="AFFECTED", buildings=("2号楼",)).is_unanimous


def test_a_new_roster_that_lost_the_applicant_stops_the_opening(world: World, roster: Roster, vote: OwnersVote) -> None:
    asking.name_applicant(world.actor("陈海涛"), vote.id, APPLICANT)
    a_noticed_vote(world, vote)
    home = unit_at(roster, "0001")
    with transaction() as session:
        session.get_one(RosterUnit, home.id).room = "1"
    with pytest.raises(Refused) as refused:
        an_open_vote(world, vote)
    assert "找不到申请人的房屋：2号楼0001" in refused.value.facts["what"].replace(" ", "")
    with transaction() as session:
        session.get_one(RosterUnit, home.id).room = "0001"
    assert an_open_vote(world, vote).heads == 12


def test_other_votes_have_no_such_page_and_others_may_not_change_it(app: Flask, world: World, vote: OwnersVote) -> None:
    fee = a_prepared_vote(world, (FEE,), kind="AFFECTED", buildings=("2号楼",))
    desk = sign_in(app.test_client(), world, "陈海涛")
    assert desk.get(here(fee, "/interested")).status_code == 404
    assert sign_in(app.test_client(), world, "高峰").get(here(vote, "/interested")).status_code == 403
    assert app.test_client().get(here(vote, "/interested")).status_code in {302, 401}
    assert scopes.interest_of(fee) is None


def test_a_vote_with_claimants_is_recounted_with_the_same_hash(world: World, vote: OwnersVote) -> None:
    asking.name_applicant(world.actor("陈海涛"), vote.id, APPLICANT)
    asking.add_claimant(world.actor("陈海涛"), vote.id, NEXT_DOOR, WHY)
    an_open_vote(world, vote)
    hand_in(vote, voter_ids(vote), "AGREE")
    close(vote)
    teller, _other = tellers(world)
    count(world.actor(teller), vote.id)
    again = recount(vote.id)
    assert again is not None
    assert again.matches
    assert (vote.result or {})["figures"]["issued"]["heads"] == 13


def test_one_home_of_several_owners_is_one_head_as_everywhere(world: World) -> None:
    a_roster(world, [*heads_of(2, building="2号楼"), Head(("甲", "乙"), (5_000, 6_000), "2号楼")])
    vote = a_prepared_vote(world, (TEA_ROOM,), kind="AFFECTED", buildings=("2号楼",))
    asking.name_applicant(world.actor("陈海涛"), vote.id, Door("2号楼", "", "0003"))
    assert an_open_vote(world, vote).heads == 2


def test_the_form_of_such_a_matter_says_whom_the_law_asks(world: World, roster: Roster, desk: FlaskClient) -> None:
    topic_id = an_accepted_item(world, "101改茶室", "INTERESTED_UNANIMOUS").topic_id
    with transaction() as session:
        matter = OwnersMatter(
            compound_id=world.compound.id,
            topic_id=topic_id,
            decision_authority="INTERESTED_UNANIMOUS",
            matter=None,
            proposed_at=clock.now(),
        )
        session.add(matter)
    page = desk.get(f"/desk/jinling/owners-votes/new?matter={matter.id}").text
    assert ("范围选申请人所在的一整栋楼" in page, "有利害关系的业主一致同意" in page) == (True, True)
    assert ("questions-0-options" in page, "questions-0-title" in page) == (False, True)

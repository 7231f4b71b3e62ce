"""The result of the city's voting system comes in whole or not at all, and two people answer for it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions import official
from deliberation.owners.actions.counting import count
from deliberation.owners.models import OwnersImport, OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.queries.results import box_of
from deliberation.owners.rules.official import Reading
from deliberation.owners.rules.papers import first_valid, voided
from tests.builders import World, a_compound
from tests.owners.clerks import OPPOSE, a_vote_to_enter, entered_once, entered_twice
from tests.owners.papers import close
from tests.queries import counted_statements
from tests.refusals import refusal

SOURCE = "市业主电子投票系统，2026年3月28日导出"
HEAD = "票号,表决意见,投票时间"


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world)


def reader(world: World) -> Actor:
    return world.actor("陈海涛")


def read(world: World, vote: OwnersVote, *lines: str, source: str = SOURCE) -> OwnersImport:
    content = "\n".join(lines).encode()
    return official.preview(reader(world), vote.id, source, "结果.csv", content)


def problems(found: OwnersImport) -> list[tuple[int, str]]:
    return [(p.row, p.text) for p in Reading.from_json(found.reading or {}).problems]


def papers() -> list[OwnersPaper]:
    return list(db.session.scalars(select(OwnersPaper).order_by(OwnersPaper.voter_id, OwnersPaper.sequence)))


def test_a_file_counts_once_another_person_has_confirmed_it(world: World, vote: OwnersVote) -> None:
    found = read(world, vote, HEAD, "1,同意,2026-03-28 08:05", "2,反对,2026-03-28 08:06:30", "3,弃权,2026/3/27 20:00")
    assert (found.rows, papers()) == (3, [])
    assert refusal(official.confirm, reader(world), vote.id, found.id).reason is Reason.SAME_PERSON
    official.confirm(world.secretary, vote.id, found.id)
    stored = papers()
    assert [(p.channel, p.state, p.import_id) for p in stored] == [("OFFICIAL_IMPORT", "CONFIRMED", found.id)] * 3
    assert [(p.content or {})["choices"]["1"] for p in stored] == [["AGREE"], ["OPPOSE"], ["ABSTAIN"]]
    assert stored[0].received_at == clock.beijing(2026, 3, 28, 8, 5)
    assert (found.state, found.reading, found.source) == ("CONFIRMED", None, SOURCE)


def test_an_owner_is_found_by_room_and_name_too(world: World, vote: OwnersVote) -> None:
    found = read(
        world,
        vote,
        "楼号,房号,业主姓名,投票结果",
        "1号楼,0001,业主0001,赞成",
        ",1-0002,业主0002,不同意",
        "1,0003,业主0001,同意",
        "2,0001,业主0001,同意",
    )
    assert found.rows == 2
    assert problems(found) == [(4, "房号“1 0003”的业主姓名与名册不符。"), (5, "名册里没有房号“2 0001”。")]


def test_a_room_is_found_however_roster_and_file_write_it(world: World, vote: OwnersVote) -> None:
    voters = db.session.scalars(select(OwnersVoter).order_by(OwnersVoter.number)).all()
    with transaction():
        for voter, building, room in zip(voters, ("3号楼", "3号楼", "4"), ("301", "2-302", "1单元301室"), strict=False):
            voter.building, voter.rooms = building, [room]
    found = read(
        world, vote, "房号,业主,意见", "3-301,业主0001,同意", "3号楼2单元302室,业主0002,同意", "4-1-301,业主0003,同意"
    )
    assert (found.rows, problems(found)) == (3, [])


def test_one_bad_row_stops_the_whole_file(world: World, vote: OwnersVote) -> None:
    found = read(
        world,
        vote,
        HEAD,
        "1,同意,2026-03-28 08:00",
        "99,同意,2026-03-28 08:00",
        "2,随便,2026-03-28 08:00",
        "3,同意,昨天",
        "4,同意,2026-03-26 08:00",
        "5,同意,2026-03-29 23:00",
        ",同意,2026-03-28 08:00",
    )
    assert [row for row, _ in problems(found)] == [3, 4, 5, 6, 7, 8]
    assert refusal(official.confirm, world.secretary, vote.id, found.id).reason is Reason.INVALID_INPUT
    assert papers() == []


def test_who_stands_in_the_file_twice_is_a_problem(world: World, vote: OwnersVote) -> None:
    found = read(world, vote, HEAD, "1,同意,2026-03-28 08:00", "1,反对,2026-03-28 08:01", "2,同意,2026-03-28 08:00")
    assert [row for row, _ in problems(found)] == [2, 3]
    assert found.rows == 1


def test_problems_never_say_how_somebody_voted(world: World, vote: OwnersVote) -> None:
    found = read(world, vote, HEAD, "1,同意，身份证370102199001011234,2026-03-28 08:00", "88,反对,2026-03-28 08:00")
    said = "".join(text for _, text in problems(found))
    assert "3701021990" not in said
    assert "反对" not in said.replace("同意、反对、弃权", "")


def test_rows_of_owners_who_did_not_vote_are_passed_over(world: World, vote: OwnersVote) -> None:
    found = read(world, vote, HEAD, "1,同意,2026-03-28 08:00", "2,未投票,", "3,,", "合计,1,")
    assert (found.rows, problems(found)) == (1, [])
    assert Reading.from_json(found.reading or {}).not_cast == 2


def test_with_a_paper_there_whichever_came_first_counts(world: World, vote: OwnersVote) -> None:
    entered_twice(world, vote, 1, OPPOSE, received_at=clock.beijing(2026, 3, 28, 8))
    entered_twice(world, vote, 2, OPPOSE, received_at=clock.beijing(2026, 3, 27, 12))
    found = read(world, vote, HEAD, "1,同意,2026-03-27 20:00", "2,同意,2026-03-27 20:00")
    official.confirm(world.secretary, vote.id, found.id)
    box = box_of(vote.id)
    counted = [paper.content.choices["1"] for paper in first_valid(box.papers).values()]
    assert counted == [("AGREE",), ("OPPOSE",)]
    assert list(voided(box.papers).values()) == ["DUPLICATE", "DUPLICATE"]


def test_a_paper_that_is_being_entered_keeps_its_place_in_the_order(world: World, vote: OwnersVote) -> None:
    entered_once(world, vote, 1, OPPOSE)
    found = read(world, vote, HEAD, "1,同意,2026-03-27 20:00")
    official.confirm(world.secretary, vote.id, found.id)
    assert [(p.sequence, p.channel) for p in papers()] == [(1, "OFFICIAL_IMPORT"), (2, "PAPER")]


def test_the_same_file_comes_in_once(world: World, vote: OwnersVote) -> None:
    lines = (HEAD, "1,同意,2026-03-28 08:00")
    first = read(world, vote, *lines)
    assert read(world, vote, *lines).id == first.id
    official.confirm(world.secretary, vote.id, first.id)
    assert refusal(read, world, vote, *lines).reason is Reason.ALREADY_DONE
    assert refusal(official.confirm, world.secretary, vote.id, first.id).reason is Reason.WRONG_STATE
    assert len(papers()) == 1


def test_a_later_file_brings_only_what_is_new_and_may_not_contradict(world: World, vote: OwnersVote) -> None:
    official.confirm(world.secretary, vote.id, read(world, vote, HEAD, "1,同意,2026-03-28 08:00").id)
    later = read(world, vote, HEAD, "1,同意,2026-03-28 08:00", "2,反对,2026-03-28 08:30")
    assert (later.rows, Reading.from_json(later.reading or {}).known, problems(later)) == (1, 1, [])
    other = read(world, vote, HEAD, "1,反对,2026-03-28 08:00", "2,反对,2026-03-28 08:30")
    assert [row for row, _ in problems(other)] == [2]


def test_what_was_given_up_is_forgotten(world: World, vote: OwnersVote) -> None:
    found = read(world, vote, HEAD, "1,同意,2026-03-28 08:00")
    official.discard(reader(world), vote.id, found.id)
    assert (found.state, found.reading) == ("DISCARDED", None)
    assert refusal(official.confirm, world.secretary, vote.id, found.id).reason is Reason.WRONG_STATE


@pytest.mark.parametrize(
    ("lines", "source"),
    [((HEAD, "1,同意,"), "  "), ((HEAD, "1,同意,"), "长" * 121), (("序号,内容", "1,同意"), SOURCE), (("",), SOURCE)],
)
def test_a_file_without_header_or_source_is_refused(
    world: World, vote: OwnersVote, lines: tuple[str, ...], source: str
) -> None:
    with pytest.raises(Refused) as caught:
        read(world, vote, *lines, source=source)
    assert caught.value.reason is Reason.INVALID_INPUT


def test_where_the_rules_know_no_such_system_nothing_is_read(world: World, vote: OwnersVote) -> None:
    with transaction():
        frozen = dict(vote.frozen or {})
        vote.frozen = {**frozen, "profile": {**frozen["profile"], "channels": ["PAPER"]}}
    assert refusal(read, world, vote, HEAD, "1,同意,2026-03-28 08:00").reason is Reason.INVALID_INPUT


def test_who_may_not_import_reads_and_confirms_nothing(world: World, vote: OwnersVote) -> None:
    found = read(world, vote, HEAD, "1,同意,2026-03-28 08:00")
    for name in ("郑月", "李建国"):
        assert refusal(official.confirm, world.actor(name), vote.id, found.id).reason is Reason.FORBIDDEN
    stranger = a_compound("haitang", "海棠花园").secretary
    assert refusal(official.confirm, stranger, vote.id, found.id).reason is Reason.NOT_FOUND
    assert papers() == []


def test_many_rows_take_as_many_statements_as_few(app: Flask) -> None:
    world = a_compound()
    vote = a_vote_to_enter(world, owners=300)
    spent = []
    for numbers in (range(1, 3), range(3, 301)):
        found = read(world, vote, HEAD, *[f"{n},同意,2026-03-28 08:00" for n in numbers])
        actor = world.secretary
        with counted_statements() as seen:
            official.confirm(actor, vote.id, found.id)
        spent.append(len(seen))
    assert spent[0] == spent[1]
    assert len(papers()) == 300


def test_a_file_that_nobody_confirmed_is_forgotten_with_the_count(world: World, vote: OwnersVote) -> None:
    left = read(world, vote, HEAD, "1,同意,2026-03-28 08:05")
    close(vote)
    count(world.secretary, vote.id)
    db.session.refresh(left)
    assert (left.state, left.reading) == ("DISCARDED", None)

"""Heads are counted after a person has decided who is one owner; the developer is one head (区分所有权解释 §9)."""

from __future__ import annotations

from dataclasses import replace

from deliberation.roster.rules import DEVELOPER, heads, propose
from tests.roster.sheets import codes, roster

COLUMN = 80
"""So many characters of a key does a roster keep (`RosterOwner.key`)."""


def test_every_unit_is_a_head_until_a_proposal_is_accepted() -> None:
    reading = roster({"业主": "张三"}, {"业主": "张 三"}, {"业主": "李四"})
    (proposal,) = reading.proposals
    assert (proposal.code, proposal.names, proposal.heads_saved) == ("SAME_OWNER", ("张三",), 1)
    assert [(unit.row, unit.room) for unit in proposal.units] == [(2, "1号楼101室"), (3, "1号楼102室")]
    assert "“张三”有 2 户" in proposal.text
    assert "“张 三”" in proposal.text
    assert [len(head.units) for head in heads(reading.units)] == [1, 1, 1]
    accepted = heads(reading.units, {proposal.key})
    assert [(head.names, len(head.units), head.area) for head in accepted] == [
        (("张三",), 2, 18000),
        (("李四",), 1, 9000),
    ]
    assert (reading.counted.heads_as_written, reading.counted.heads_as_proposed) == (3, 2)


def test_co_owners_in_another_order_are_one_owner_set_and_one_of_them_alone_is_another() -> None:
    reading = roster({"业主": "张三/李四"}, {"业主": "李四、张三(夫妻)"}, {"业主": "张三"}, {"业主": "张三 李四 王五"})
    (proposal,) = reading.proposals
    assert [unit.row for unit in proposal.units] == [2, 3]
    assert reading.counted.heads_as_proposed == 3


def test_one_name_with_other_phones_is_a_problem_and_no_proposal() -> None:
    reading = roster({"业主": "张三", "电话": "13812345678"}, {"业主": "张三", "电话": "13912345678"})
    assert reading.proposals == ()
    assert codes(reading) == ["SAME_NAME_OTHER_PHONE"]
    assert "第 2 行" in reading.problems[0].text


def test_phones_in_common_or_missing_do_not_contradict() -> None:
    reading = roster(
        {"业主": "张三", "电话": "13812345678"},
        {"业主": "张三", "电话": "13812345678/13912345678"},
        {"业主": "张三", "电话": "13912345678"},
        {"业主": "张三"},
        {"业主": "张三", "电话": "0546-8301234"},
    )
    assert [len(proposal.units) for proposal in reading.proposals] == [5]
    assert codes(reading) == []


def test_namesakes_are_proposed_by_their_phones_and_who_has_none_is_looked_at() -> None:
    reading = roster(
        {"业主": "张三", "电话": "13812345678"},
        {"业主": "张三", "电话": "13912345678"},
        {"业主": "张三", "电话": "13812345678"},
        {"业主": "张三"},
    )
    (proposal,) = reading.proposals
    assert [unit.row for unit in proposal.units] == [2, 4]
    assert [(p.row, p.code) for p in reading.problems] == [(3, "SAME_NAME_OTHER_PHONE"), (5, "SAME_NAME_OTHER_PHONE")]
    assert [len(head.units) for head in heads(reading.units, {proposal.key})] == [2, 1, 1]


def test_unsold_and_undelivered_units_are_one_head_of_the_developer() -> None:
    reading = roster(
        {"业主": "华黎（山东）置业有限公司", "备注": "未售"},
        {"业主": "张三", "备注": "已售未交付"},
        {"业主": None, "备注": "未售"},
        {"业主": "张三", "备注": "空置"},
    )
    (proposal,) = reading.proposals
    assert (proposal.code, proposal.key, proposal.heads_saved) == (DEVELOPER, DEVELOPER, 2)
    developer, owner = heads(reading.units, {DEVELOPER})
    assert (developer.is_developer, developer.area, len(developer.units)) == (True, 27000, 3)
    assert developer.names == ("华黎（山东）置业有限公司",)
    assert (owner.is_developer, owner.names) == (False, ("张三",))
    assert len(heads(reading.units)) == 4


def test_units_without_an_owner_and_owners_not_all_named_are_never_one_head() -> None:
    reading = roster({"业主": None}, {"业主": None}, {"业主": "张三等"}, {"业主": "张三等"}, {"业主": "张三"})
    assert reading.proposals == ()
    assert reading.counted.heads_as_proposed == 5


def test_a_company_in_both_widths_of_brackets_is_proposed_as_one() -> None:
    reading = roster({"业主": "华黎（山东）置业有限公司"}, {"业主": "华黎(山东)置业有限公司"})
    assert [proposal.heads_saved for proposal in reading.proposals] == [1]
    assert all(unit.company for unit in reading.units)


def test_a_parking_space_makes_no_head_unless_it_counts() -> None:
    reading = roster({"业主": "张三"}, {"业主": "张三", "房号": "车位1"}, {"业主": "李四", "房号": "车位2"})
    assert reading.proposals == ()
    assert len(heads(reading.units)) == 1
    counting = [replace(unit, counts_for_votes=True) for unit in reading.units]
    keys = [proposal.key for proposal in propose(counting)]
    assert [head.names for head in heads(counting, keys)] == [("张三",), ("李四",)]
    assert (reading.everything.heads_as_written, reading.everything.heads_as_proposed) == (3, 2)


def test_a_long_owner_set_has_a_key_that_fits_its_column() -> None:
    for number in (1, 12, 13, 14, 20, 60):  # up to the column's 80 characters the names themselves, then a digest
        names = "/".join(f"欧阳娜{number:02}" for number in range(number))
        reading = roster({"业主": names}, {"业主": names})
        (proposal,) = reading.proposals
        assert 0 < len(proposal.key) <= COLUMN
        assert len(heads(reading.units, {proposal.key})) == 1


def test_long_owner_sets_that_differ_in_the_last_name_stay_two() -> None:
    first, other = ("/".join(f"欧阳娜{number:02}" for number in (*range(20), last)) for last in (21, 22))
    reading = roster({"业主": first}, {"业主": first}, {"业主": other}, {"业主": other})
    keys = [proposal.key for proposal in reading.proposals]
    assert len(set(keys)) == 2
    assert max(len(key) for key in keys) <= COLUMN
    assert len(heads(reading.units, keys)) == 2

"""Letters of authorisation: whose, until when, for how many, and how long they can still be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.rules.owners import OwnersRules, parse_owners
from deliberation.owners.rules.proxies import AGENT_KINDS, ProxyDraft, checked_proxy, may_change
from tests.owners.boxes import NATIONAL

OPENS = date(2026, 3, 25)
DAUGHTER = ProxyDraft("王小丽", "family", date(2026, 12, 31), "原件已看")


def rules(**changes: Any) -> OwnersRules:
    return parse_owners(NATIONAL["owners_assembly"] | {"name": "议事规则"} | changes)


def refused(reason: Reason, draft: ProxyDraft, held: int = 0, **changes: Any) -> str:
    with pytest.raises(Refused) as caught:
        checked_proxy(draft, rules(**changes), OPENS, held)
    assert caught.value.reason is reason
    return str(caught.value.facts["what"])


def test_a_letter_is_kept_with_a_tidy_name_and_note() -> None:
    written = replace(DAUGHTER, agent=" 王 小丽\n", note=" 原件已看 ")
    assert checked_proxy(written, rules(), OPENS, 0) == DAUGHTER
    assert ProxyDraft("王小丽", "family", OPENS).note == ""


def test_a_letter_that_ends_on_the_first_day_is_good_and_one_of_the_day_before_is_not() -> None:
    assert checked_proxy(replace(DAUGHTER, until=OPENS), rules(), OPENS, 0).until == OPENS
    early = replace(DAUGHTER, until=date(2026, 3, 24))
    assert refused(Reason.INVALID_INPUT, early) == "委托书在投票开始以前就到期了。"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"agent": " "}, "请填代理人的姓名。"),
        ({"agent": "王" * 61}, "请填代理人的姓名。"),
        ({"note": "字" * 201}, "备注最多 200 个字。"),
        ({"agent": "王13812345678"}, "身份证号、电话号码看过即可，不要填进来。"),
        ({"note": "电话 13812345678"}, "身份证号、电话号码看过即可，不要填进来。"),
        ({"note": "证号 370502198001011234"}, "身份证号、电话号码看过即可，不要填进来。"),
        ({"agent_kind": "cat"}, "请选代理人是什么人。"),
    ],
)
def test_what_is_no_letter_is_refused_in_words(change: dict[str, Any], problem: str) -> None:
    assert refused(Reason.INVALID_INPUT, replace(DAUGHTER, **change)) == problem


def test_a_long_name_a_long_note_and_a_room_are_no_fault() -> None:
    long = replace(DAUGHTER, agent="王" * 60, note="字" * 200)
    assert checked_proxy(long, rules(), OPENS, 0) == long
    room = replace(DAUGHTER, note="住3号楼2单元301")
    assert checked_proxy(room, rules(), OPENS, 0) == room


def test_a_number_begun_in_the_name_and_ended_in_the_note_is_found() -> None:
    apart = replace(DAUGHTER, agent="王1381234", note="5678")
    assert refused(Reason.INVALID_INPUT, apart) == "身份证号、电话号码看过即可，不要填进来。"


def test_no_agent_signs_where_the_rules_allow_none() -> None:
    assert refused(Reason.PROXY_LIMIT, DAUGHTER, proxy="none") == "“议事规则”不允许委托投票。"


def test_an_agent_signs_for_as_many_as_the_rules_allow() -> None:
    assert checked_proxy(DAUGHTER, rules(proxy={"max": 3}), OPENS, 2) == DAUGHTER
    wrong = "“议事规则”规定一人最多代理 3 位业主，王小丽已经代理 {} 位。"
    assert refused(Reason.PROXY_LIMIT, DAUGHTER, 3, proxy={"max": 3}) == wrong.format(3)
    assert refused(Reason.PROXY_LIMIT, DAUGHTER, 4, proxy={"max": 3}) == wrong.format(4)
    assert checked_proxy(DAUGHTER, rules(), OPENS, 99) == DAUGHTER


def test_staff_of_a_barred_party_do_not_sign() -> None:
    steward = replace(DAUGHTER, agent_kind="property_firm")
    wrong = "“议事规则”规定物业企业（工作人员）不得代理业主投票。"
    assert refused(Reason.PROXY_LIMIT, steward, proxy_barred=["property_firm"]) == wrong
    assert checked_proxy(steward, rules(), OPENS, 0) == steward
    assert checked_proxy(DAUGHTER, rules(proxy_barred=["property_firm"]), OPENS, 0) == DAUGHTER
    assert AGENT_KINDS["family"] == "家人"


def test_where_only_owners_stand_for_owners_a_daughter_who_is_none_does_not_sign() -> None:
    """潍坊 §32: 业主委托其他业主签字."""
    wrong = "“议事规则”规定代理人须是本小区其他业主，家人不是业主的也不能代签。"
    assert refused(Reason.PROXY_LIMIT, DAUGHTER, proxy_owners_only=True) == wrong
    neighbour = replace(DAUGHTER, agent_kind="owner")
    assert checked_proxy(neighbour, rules(proxy_owners_only=True), OPENS, 0) == neighbour


@pytest.mark.parametrize("states", [(), ("ANEW",), ("CONFIRMED",), ("CONFIRMED", "ANEW")])
def test_a_letter_changes_while_no_paper_is_entered_or_counts(states: tuple[str, ...]) -> None:
    may_change(states, valid=False)
    with pytest.raises(Refused):
        may_change(states, valid=True)


@pytest.mark.parametrize("states", [("ENTERED_ONCE",), ("DIFFERENT",), ("CONFIRMED", "ENTERED_ONCE")])
def test_a_letter_stays_once_the_paper_is_being_entered(states: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as caught:
        may_change(states, valid=False)
    assert caught.value.reason is Reason.PROXY_LIMIT
    assert caught.value.facts["what"] == "这位业主的票已经录入，委托只能在录票以前登记。"

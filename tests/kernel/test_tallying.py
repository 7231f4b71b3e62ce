"""`deliberation tally FILE`: anybody can check the counting; a bad file is one line that says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deliberation.cli import main
from deliberation.kernel.methods.cases import BadCase, lines, read
from tests.kernel.polls import VECTORS

OWNERS: dict[str, Any] = {
    "id": "一号",
    "kind": "owners",
    "class": "ORDINARY",
    "N": 300,
    "A": 3_000_000,
    "agree": [150, 1_500_000],
    "oppose": [40, 400_000],
    "abstain": [10, 100_000],
    "policy": "ABSTAIN",
    "unreturned_delivered": [100, 1_000_000],
}
BODY: dict[str, Any] = {
    "id": "二号",
    "kind": "body",
    "seats": 7,
    "present": 5,
    "quorum": "GE_2_3",
    "majority": "GT_HALF_OF_ALL",
    "agree": 3,
    "oppose": 1,
    "abstain": 1,
}


def tally(path: Path) -> Result:
    return CliRunner().invoke(main, ["tally", str(path)])


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "cases.json"
    path.write_bytes(content)
    return path


def test_the_vectors_of_the_reference_are_judged_line_by_line() -> None:
    answer = tally(Path(__file__).parents[1] / "data" / "tally_vectors.json")
    assert (answer.exit_code, answer.stderr) == (0, "")
    judged = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [(each["id"], each["result"]) for each in judged] == [(v["id"], v["expect"]) for v in VECTORS]
    assert {tuple(each) for each in judged} == {("id", "result", "tests", "sentence")}
    keys = {tuple(test) for each in judged for test in each["tests"]}
    assert keys == {("name", "base", "required", "actual", "difference", "met")}


def test_a_line_says_what_was_needed_and_what_was_missing() -> None:
    (line,) = lines(json.dumps([BODY]).encode())
    assert json.loads(line) == {
        "id": "二号",
        "result": "REJECTED",
        "tests": [
            {"name": "quorum", "base": 7, "required": 5, "actual": 5, "difference": 0, "met": True},
            {"name": "majority", "base": 7, "required": 4, "actual": 3, "difference": 1, "met": False},
        ],
        "sentence": "同意 3 人，反对 1 人，弃权 1 人，未投 0 人。"
        "同意 3 人，占应到 7 人的 42.86%，未超过半数，还差 1 人。表决未通过。",
    }
    assert "二号" in line
    (case,) = read(json.dumps([BODY]).encode())
    assert (case.rule.name, case.rule.source, case.rule.version) == ("会议规则", "案例", 1)


SURVEY: dict[str, Any] = {"id": "三号", "kind": "survey", "N": 12, "agree": 3, "oppose": 2, "abstain": 0}


def test_a_survey_is_judged_by_the_ballots_that_came_back_unless_the_case_says_otherwise() -> None:
    (plain, stricter) = read(json.dumps([SURVEY, {**SURVEY, "majority": "GE_3_4_OF_CAST"}]).encode())
    (test,) = plain.judge().tests
    assert (test.base_label, test.base, test.actual, test.met, test.unit) == ("交回的票", 5, 3, True, "households")
    assert stricter.judge().result == "REJECTED"
    assert (plain.rule.name, plain.rule.source, plain.rule.version) == ("住户意见征询", "案例", 1)
    with pytest.raises(BadCase, match=r"^案例 三号：N 是 4，小于 agree、oppose、abstain 之和 5。$"):
        read(json.dumps([{**SURVEY, "N": 4}]).encode())


def test_the_rules_of_a_case_are_named_in_its_verdict() -> None:
    election = {
        "id": "四号",
        "kind": "election",
        "seats": 1,
        "entitled": 9,
        "present": 7,
        "cast": 6,
        "votes": {"甲": 4},
    }
    (ours, theirs) = read(
        json.dumps(
            [{**election, "quorum": "GE_2_3", "majority": "GT_HALF_OF_PRESENT"}, {**election, "electors": "RESIDENTS"}]
        ).encode()
    )
    assert (ours.rule.name, ours.rule.source, ours.rule.version) == ("会议规则", "案例", 1)
    assert (theirs.rule.name, theirs.rule.version) == ("居民委员会选举", 1)
    assert (ours.judge().outcomes[0].tests[0].base, theirs.judge().outcomes[0].tests[0].base) == (7, 6)


def test_everybody_must_consent_where_the_case_says_so() -> None:
    case = {**OWNERS, "class": "UNANIMOUS", "N": 200, "agree": [199, 2_000_000], "oppose": [0, 0], "abstain": [0, 0]}
    del case["unreturned_delivered"]
    (short, full) = read(json.dumps([case, {**case, "agree": [200, 2_000_000]}]).encode())
    assert (short.judge().result, full.judge().result) == ("REJECTED", "PASSED")
    assert full.judge().rule_source == "《中华人民共和国民法典》第二百七十九条"


def test_an_empty_list_prints_nothing(tmp_path: Path) -> None:
    answer = tally(written(tmp_path, b"[]"))
    assert (answer.exit_code, answer.output) == (0, "")


def test_a_file_from_windows_with_its_mark_is_read_and_unknown_keys_are_not() -> None:
    content = json.dumps([{**OWNERS, "note": "…", "expect": 7, "agree_": None}], ensure_ascii=False)
    assert [case.id for case in read(content.encode("utf-8-sig"))] == ["一号"]


def test_without_a_policy_unreturned_ballots_are_left_out() -> None:
    plain = {key: value for key, value in OWNERS.items() if key not in {"policy", "unreturned_delivered"}}
    for case in ({**plain, "unreturned_delivered": [100, 1_000_000]}, plain, {**OWNERS, "policy": "STRICT"}):
        (read_case,) = read(json.dumps([case]).encode())
        verdict = read_case.judge()
        assert (verdict.result, verdict.tests[0].actual) == ("PASSED", 200)
        assert (verdict.rule_name, verdict.rule_source, verdict.rule_version) == (
            "业主共同决定",
            "《民法典》第二百七十八条",
            1,
        )


def test_the_numbers_themselves_are_allowed_at_their_limits() -> None:
    edge = {**OWNERS, "N": 300, "A": 3_000_000}
    for case in (edge, {**BODY, "seats": 5}, {**BODY, "seats": 0, "present": 0, "agree": 0, "oppose": 0, "abstain": 0}):
        assert len(list(lines(json.dumps([case]).encode()))) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "village"}, "案例 一号：kind 须是 owners、body、survey、election、ballots 之一。"),
        ({"kind": None}, "案例 一号：kind 须是"),
        ({"class": "OTHER"}, "案例 一号：class 须是 ORDINARY、SPECIAL、UNANIMOUS 之一。"),
        ({"class": ["ORDINARY"]}, "案例 一号：class 须是"),
        ({"policy": "LENIENT"}, "案例 一号：policy 须是 STRICT、FOLLOW_MAJORITY、ABSTAIN 之一。"),
        ({"N": -1}, "案例 一号：N 须是不小于 0 的整数。"),
        ({"N": True}, "案例 一号：N 须是不小于 0 的整数。"),
        ({"A": 3_000_000.0}, "案例 一号：A 须是不小于 0 的整数。"),
        ({"A": "3000000"}, "案例 一号：A 须是不小于 0 的整数。"),
        ({"A": None}, "案例 一号：A 须是不小于 0 的整数。"),
        ({"agree": 150}, "案例 一号：agree 须是 [人数, 面积] 两个整数（面积以 0.01 ㎡ 计）。"),
        ({"agree": [150]}, "案例 一号：agree 须是 [人数, 面积]"),
        ({"agree": [1, 2, 3]}, "案例 一号：agree 须是 [人数, 面积]"),
        ({"agree": [1, -2]}, "案例 一号：agree 须是不小于 0 的整数。"),
        ({"agree": [False, 2]}, "案例 一号：agree 须是不小于 0 的整数。"),
        ({"unreturned_delivered": 5}, "案例 一号：unreturned_delivered 须是 [人数, 面积]"),
        ({"N": 299}, "案例 一号：N 是 299，小于 agree、oppose、abstain、unreturned_delivered 之和 300。"),
        ({"A": 2_999_999}, "案例 一号：A 是 2999999，小于 agree、oppose、abstain、unreturned_delivered 之和 3000000。"),
    ],
)
def test_a_bad_case_of_owners_is_named_with_its_field(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadCase) as bad:
        read(json.dumps([BODY, {**OWNERS, **changes}]).encode())
    assert str(bad.value).startswith(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quorum": "GE_3_2"}, "案例 二号：quorum 须是 GE_2_3、GT_1_2、GE_2_3_OF_ALL、NONE、"),
        ({"quorum": "GT_1_1"}, "案例 二号：quorum 须是"),
        ({"quorum": "LE_1_2"}, "案例 二号：quorum 须是"),
        ({"quorum": 7}, "案例 二号：quorum 须是"),
        ({"quorum": {"op": "GE", "num": 2, "den": 3}}, "案例 二号：quorum 须是"),
        ({"quorum": {"op": "GE", "num": "2", "den": 3, "base": "seats"}}, "案例 二号：quorum 须是"),
        ({"quorum": {"op": "GE", "num": 2, "den": 3, "base": "area"}}, "案例 二号：quorum 须是"),
        ({"quorum": ["GE_2_3", "MOST"]}, "案例 二号：quorum 须是"),
        ({"majority": "GT_1_2"}, "案例 二号：majority 须是"),
        ({"majority": "NONE"}, "案例 二号：majority 须是"),
        ({"majority": []}, "案例 二号：majority 须是"),
        ({"majority": {"op": "GT", "num": 1.0, "den": 2, "base": "cast"}}, "案例 二号：majority 须是"),
        ({"majority": {"op": ["GT"], "num": 1, "den": 2, "base": "cast"}}, "案例 二号：majority 须是"),
        ({"abstention": "MAYBE"}, "案例 二号：abstention 须是 IN_BASE、NOT_IN_BASE 之一。"),
        ({"each_party": 5}, "案例 二号：each_party 须是 须到会和到会的方数。"),
        ({"majority": "ALL"}, "案例 二号：majority 须是 GT_HALF_OF_ALL、GE_HALF_OF_ALL、GT_HALF_OF_PRESENT"),
        ({"present": 8}, "案例 二号：present 是 8，多于 seats 7。"),
        ({"present": 4, "seats": 7}, "案例 二号：present 是 4，少于 agree、oppose、abstain 之和 5。"),
        ({"agree": [3, 4]}, "案例 二号：agree 须是不小于 0 的整数。"),
        ({"abstain": -1}, "案例 二号：abstain 须是不小于 0 的整数。"),
        ({"seats": 7.5}, "案例 二号：seats 须是不小于 0 的整数。"),
    ],
)
def test_a_bad_case_of_a_body_is_named_with_its_field(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadCase) as bad:
        read(json.dumps([OWNERS, {**BODY, **changes}]).encode())
    assert str(bad.value).startswith(said)


OPTIONAL = {"policy", "unreturned_delivered", "id"}


@pytest.mark.parametrize("field", [key for key in OWNERS if key not in OPTIONAL])
def test_a_case_of_owners_needs_all_its_fields(field: str) -> None:
    with pytest.raises(BadCase, match=f"^案例 一号：{field} 没有填写。$"):
        read(json.dumps([{key: value for key, value in OWNERS.items() if key != field}]).encode())


@pytest.mark.parametrize("field", [key for key in BODY if key not in OPTIONAL])
def test_a_case_of_a_body_needs_all_its_fields(field: str) -> None:
    with pytest.raises(BadCase, match=f"^案例 二号：{field} 没有填写。$"):
        read(json.dumps([{key: value for key, value in BODY.items() if key != field}]).encode())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件不是有效的 JSON（UTF-8）。"),
        (b"[1,", "文件不是有效的 JSON（UTF-8）。"),
        ("[]".encode("utf-16"), "文件不是有效的 JSON（UTF-8）。"),
        (b"[" * 200_000, "文件不是有效的 JSON（UTF-8）。"),
        (b"{}", "文件的最外层须是案例的列表。"),
        (b"7", "文件的最外层须是案例的列表。"),
        (b"[[]]", "第 1 个案例须是对象。"),
        (json.dumps([BODY, "x"]).encode(), "第 2 个案例须是对象。"),
        (json.dumps([BODY, {**BODY, "id": 7}]).encode(), "第 2 个案例：id 须是一行不空的文字。"),
        (json.dumps([{**BODY, "id": " "}]).encode(), "第 1 个案例：id 须是一行不空的文字。"),
        (json.dumps([{**BODY, "id": "a\nb"}]).encode(), "第 1 个案例：id 须是一行不空的文字。"),
        (b'[{"id": "\\ud800"}]', "第 1 个案例：id 须是一行不空的文字。"),
        (json.dumps([{**BODY, "seats": 8, "N": 1, "agree": None}]).encode(), "案例 二号：agree 须是不小于 0 的整数。"),
    ],
)
def test_a_bad_file_is_one_line_and_no_result(tmp_path: Path, content: bytes, said: str) -> None:
    answer = tally(written(tmp_path, content))
    assert (answer.exit_code, answer.stdout, answer.stderr) == (2, "", f"{said}\n")


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    answer = tally(tmp_path / "none.json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert "none.json" in answer.stderr
    folder = tally(tmp_path)
    assert (folder.exit_code, folder.stderr.count("\n")) == (2, 1)

"""What a free text points to: nothing of the owners' slips through, and little else is asked about."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deliberation.agenda import rules
from deliberation.agenda.rules.lexicon import concepts
from deliberation.cli import main
from deliberation.kernel.typed import SIMPLE
from scripts import weigh_words

CORPUS = Path(__file__).with_name("wording")


def _texts(kind: str) -> list[dict[str, str]]:
    return [text for file in sorted(CORPUS.glob(f"*_{kind}.json")) for text in json.loads(file.read_text("utf-8"))]


@cache
def _matters(text: str) -> list[str]:
    return [finding.matter for finding in rules.matters_in(text)]


def test_no_text_of_the_owners_matters_slips_through() -> None:
    asked = _texts("ask")
    assert len(asked) >= 250
    assert [text["text"] for text in asked if not _matters(text["text"])] == []


def test_what_is_asked_about_is_asked_under_its_matter_but_for_the_listed_texts() -> None:
    elsewhere = [
        text["text"] for text in _texts("ask") if "matter" in text and text["matter"] not in _matters(text["text"])
    ]
    assert elsewhere == json.loads((CORPUS / "elsewhere.json").read_text("utf-8"))


def test_harmless_texts_pass_but_for_the_tolerated_ones() -> None:
    harmless = [text["text"] for text in _texts("pass")]
    assert len(harmless) >= 200
    wrong = [text for text in harmless if _matters(text)]
    assert wrong == json.loads((CORPUS / "tolerated.json").read_text("utf-8"))
    assert len(wrong) * 100 <= 15 * len(harmless)


@pytest.mark.parametrize(
    "disguise",
    [
        " ".join,
        "\u200b".join,
        "·".join,
        lambda text: f"保洁每天清扫两遍。感谢志愿者；{text}。下周一停水检修，请相互转告。",
        lambda text: f"将第二条改为“{text}”",
        lambda text: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text),
    ],
    ids=["spaces", "zero-width", "dots", "hidden in a long motion", "an amendment", "full-width"],
)
def test_a_disguise_hides_nothing(disguise: Callable[[str], str]) -> None:
    texts = [text["text"] for text in _texts("ask")[::6]]
    assert [text for text in texts if not _matters(disguise(text))] == []


def test_traditional_characters_hide_nothing() -> None:
    written = {simple: written for written, simple in SIMPLE.items()}
    texts = [text["text"] for text in _texts("ask")[::6]]
    assert [text for text in texts if not _matters("".join(written.get(sign, sign) for sign in text))] == []


def test_every_matter_is_named_and_has_texts() -> None:
    codes = {*rules.MATTERS, rules.DWELLING_TO_BUSINESS}
    assert {text["matter"] for text in _texts("ask") if "matter" in text} == codes
    assert all(rules.matter_label(code) for code in codes)


@pytest.mark.parametrize(
    "text, matter, word",
    [
        ("另外楼顶漏水的事从公维资金里解决。", "USE_MAINTENANCE_FUND", "公维资金"),
        ("動用維 修\n資 金", "USE_MAINTENANCE_FUND", "維 修 資 金"),
        ("weixiu zijin 付款", "USE_MAINTENANCE_FUND", "weixiu zijin"),
        ("维\u200b休，姿，金付款", "USE_MAINTENANCE_FUND", "维\u200b休，姿，金"),
        ("把物业公司给换了", "HIRE_OR_DISMISS_FIRM", "物业公司"),
        ("业委会那几个人重新选", "COMMITTEE_ELECTION", "业委会"),
        ("将３－１０２改作民宿", "DWELLING_TO_BUSINESS", "民宿"),
    ],
)
def test_a_finding_shows_the_words_as_they_stand(text: str, matter: str, word: str) -> None:
    words = {finding.matter: finding.words for finding in rules.matters_in(text)}
    assert word in " | ".join(words[matter])


@pytest.mark.parametrize(
    "passes, asks",
    [
        ("公示维修资金使用情况", "公示维修资金账目后，从中支出三万元修门禁"),
        ("不动用维修资金，由物业自费更换灯泡", "不动用维修资金不行了，由物业自费垫一部分"),
        ("不使用公共收益，费用由物业公司承担", "物业自费五千元，不够的部分用公共收益"),
        ("由物业按合同日常维修电梯按钮", "电梯大修，三家报价"),
        ("爱心企业赞助两万元", "每户出两百元"),
        ("请物业更换单元门锁", "更换物业"),
        ("通报业委会换届结果", "业委会换届"),
        ("遵守管理规约", "修改管理规约"),
        ("禁止在绿地停车", "绿地划线停车"),
    ],
)
def test_a_context_excuses_only_what_it_says(passes: str, asks: str) -> None:
    assert _matters(passes) == []
    assert _matters(asks) != []


def test_a_sum_is_told_whole() -> None:
    told = [word for found in rules.matters_in("同意改造资金34.00万元由各单位共同筹集。") for word in found.words]
    assert "34.00万" in told


def _calls(text: str) -> int:
    """How many calls reading a text takes: the same on every machine, however busy it is."""
    counted = 0

    def count(_frame: Any, _event: str, _arg: Any) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        rules.matters_in.__wrapped__(text)  # past the memory of what was read before
    finally:
        sys.setprofile(None)
    return counted


def test_a_long_text_takes_work_as_its_length_and_no_more() -> None:
    text = "".join(text["text"] for text in _texts("ask"))[:250]
    rules.matters_in(text)  # reads the lists
    for piece in (text, "公示维修资金" * 42, "维" * 250, "物业更换" * 62, "ab" * 125):
        once, eight_times = _calls(piece), _calls(piece * 8)
        assert eight_times < 8 * 4 * max(once, 1000)


def test_the_weights_are_learned_from_the_texts_as_they_stand() -> None:
    head = weigh_words.TARGET.read_text("utf-8").splitlines()[0]
    assert weigh_words.digest(weigh_words.corpus()) in head, "run python scripts/weigh_words.py"


def test_learning_from_a_few_texts_tells_their_like_apart() -> None:
    taught = [
        (True, "把空地租给卖菜的"),
        (True, "空地租给修车的"),
        (False, "请把楼道扫干净"),
        (False, "请把楼道拖干净"),
    ]
    fresh = [(True, "空地租给开店的"), (False, "请把院子扫干净")] * 2
    learner = weigh_words.learn(weigh_words.prepared(taught * 5))
    asked, passed = (parts[0] for _, parts in weigh_words.prepared(fresh)[:2])
    assert learner.score(asked) > 0 > learner.score(passed)


@pytest.mark.parametrize(
    "harmless, owners",
    [
        ("请大家把自家门口的鞋柜收进屋。", "物业那间空屋给理发的老孙用，房租抵保洁费。"),
        ("晚上十点以后别打麻将，声音太大。", "与其年年吵，不如把保安保洁都收回来自己雇人干。"),
    ],
)
def test_a_sentence_in_which_the_lists_know_nothing_is_weighed(harmless: str, owners: str) -> None:
    assert rules.matters_in(harmless) == ()
    assert [(finding.matter, finding.sure) for finding in rules.matters_in(owners)] == [("OTHER_MAJOR", False)]


def test_every_entry_stands_once_in_its_concept_and_hides_nothing() -> None:
    for name, words in concepts().items():
        written = [word.signs for word in words]
        assert len(written) == len(set(written)), name
        assert all(written), name


def _check(tmp_path: Path, content: str) -> Any:
    file = tmp_path / "texts.json"
    file.write_text(content, encoding="utf-8")
    return CliRunner().invoke(main, ["gate-check", str(file)])


def test_the_command_answers_a_line_for_each_text(tmp_path: Path) -> None:
    texts = [{"id": "一", "text": "选聘物业，动用维修资金"}, {"id": 2, "text": "打扫楼道"}, {"id": 2, "text": ""}]
    answer = _check(tmp_path, json.dumps(texts))
    assert answer.exit_code == 0
    assert answer.stderr == ""
    assert answer.stdout.splitlines()[1:] == ['{"id": 2, "asks": false, "matters": []}'] * 2
    first = json.loads(answer.stdout.splitlines()[0])
    assert first["id"] == "一"
    assert first["asks"] is True
    assert {"HIRE_OR_DISMISS_FIRM", "USE_MAINTENANCE_FUND"} <= set(first["matters"])
    assert first["matters"] == sorted(first["matters"])


@pytest.mark.parametrize(
    "content, why",
    [
        ("{", "文件不是有效的 JSON"),
        ("{}", "最外层须是列表"),
        ("[1]", "第 1 条须是对象"),
        ('[{"id": "a", "text": "好"}, {"text": "好"}]', "第 2 条：id"),
        ('[{"id": true, "text": "好"}]', "第 1 条：id"),
        ('[{"id": NaN, "text": "好"}]', "文件不是有效的 JSON"),
        ('[{"id": 7, "text": null}]', "第 1 条（id 7）：text 须是文字"),
    ],
)
def test_a_file_that_cannot_be_checked_is_told_and_prints_nothing(tmp_path: Path, content: str, why: str) -> None:
    answer = _check(tmp_path, content)
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert why in answer.stderr


def test_a_missing_file_is_told() -> None:
    answer = CliRunner().invoke(main, ["gate-check", "/nowhere/texts.json"])
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "读不出文件" in answer.stderr

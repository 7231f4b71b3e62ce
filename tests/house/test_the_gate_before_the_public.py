"""Every way on which a text becomes public passes the one gate, and the gate knows the tricks."""

from __future__ import annotations

import re

import pytest

from deliberation.config import ROOT
from deliberation.kernel.errors import Refused
from deliberation.kernel.publicity import check_masking, masked, refuse_personal, suspects

WAYS = {
    "titles of orders": ("supervision/rules/__init__.py", "refuse_personal(title)"),
    "reports of units": ("supervision/rules/__init__.py", "publicity.suspects("),
    "titles of meetings": ("convening/actions/planning.py", "refuse_personal(draft.title"),
    "agendas and reasons of cancelling": ("publication/queries/entrance.py", "publicity.masked("),
    "resolutions": ("publication/queries/__init__.py", "publicity.suspects("),
    "answers to objections": ("publication/actions.py", "publicity.refuse_personal(answer)"),
    "documents": ("disclosure/actions/documents.py", "check_masking("),
    "reasons of withdrawing a document": ("disclosure/actions/documents.py", "refuse_personal(reason)"),
    "what owners are asked": ("owners/actions/preparing.py", "refuse_personal(draft.title, *asked"),
    "demands of owners": ("owners/actions/petitions.py", "refuse_personal(draft.title"),
    "steps before a vote": ("owners/actions/steps.py", "refuse_personal(draft.note)"),
    "emergency uses of the fund": ("owners/actions/emergency.py", "refuse_personal("),
    "corrections of a motion's class": ("room/rules/correcting.py", "refuse_personal(reason"),
    "annulments": ("owners/rules/annulment.py", "refuse_personal(draft.organ"),
    "topics on the hall's screens": ("room/snapshot/__init__.py", "without_personal_data("),
    "titles that nobody gave": ("collection/rules/__init__.py", "personal_data_in(first)"),
    "matters shown to who writes": ("publication/queries/matters.py", "masked(title)"),
}
TRICKS = (
    "请找138.0013.8000",
    "138\u200b0013\u200b8000",
    "一三八零零一三八零零零",
    "zs艾特qq点com",
    "座机0546-8301234",
    "微信号zhangsan88",
    "someone at qq dot com",
    "2栋东户1602",
    "军官证：南字第12345678号",
)


@pytest.mark.parametrize("way", WAYS)
def test_a_way_to_the_public_passes_the_gate(way: str) -> None:
    path, call = WAYS[way]
    assert call in (ROOT / "deliberation" / path).read_text("utf-8")


def test_no_stage_judges_personal_data_by_itself() -> None:
    own = re.compile(r"\bfind_personal_data\(")
    allowed = {
        "kernel/finding.py",
        "kernel/masking.py",
        "kernel/publicity.py",
        "collection/rules/__init__.py",
        "owners/rules/proxies.py",
        "owners/rules/evidence.py",
    }
    found = {
        path.relative_to(ROOT / "deliberation").as_posix()
        for path in (ROOT / "deliberation").rglob("*.py")
        if own.search(path.read_text("utf-8"))
    }
    assert found == allowed


@pytest.mark.parametrize("text", TRICKS)
def test_all_three_doors_know_the_tricks(text: str) -> None:
    with pytest.raises(Refused):
        refuse_personal("关于路灯", text)
    with pytest.raises(Refused):
        check_masking(suspects([("正文", text)]), confirmed=False)
    assert "**" in masked(text)


def test_an_entrance_is_a_place_where_that_is_said_and_a_flat_never() -> None:
    refuse_personal("3号楼2单元加装电梯", entrances=True)
    with pytest.raises(Refused):
        refuse_personal("3号楼2单元501漏水", entrances=True)
    with pytest.raises(Refused):
        refuse_personal("由张 三负责", names=["张三"])

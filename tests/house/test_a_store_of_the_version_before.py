"""A demonstration that the version before has written, upgraded: whoever looks finds what he found before."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade

from deliberation.audit.checking import find_breaks
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.owners.queries.tampering import changed_owners_votes
from deliberation.room.queries.tampering import changed_votes
from tests.house import version_before
from tests.house.version_before import NOON

WRITTEN_IN = "5e1d7c30b9a2"
"""The migration at which the kept store stands."""

SAID_OTHERWISE = {
    "蒋文博,其他事项,": "蒋文博,业主表决通过，可以交办,",
    "一般事项（过半数）": "一般事项",
    "有效票来源：纸质票": "有效票来源：纸质表决票",
    "与公布的结果一致。": "旧版结果：数字和结论与公布的一致，文字不比较。",
    "登记请假、更换口令。": "登记请假、请人代替、更换口令。",
    **{
        f"开始记录一个小区的日志,,小区,,{number},": f"开始记录一个小区的日志,,小区,{name},{number},"
        for number, name in enumerate(("金岭水岸华庭", "渤海明珠", "华黎社区", "港湾新城"), start=1)
    },
}
"""Words that are said otherwise now, on purpose, by those of the version before.

An act without a name has got one; classes of questions and ways of handing in are called by one name everywhere;
a result of an earlier edition is compared by its numbers and outcomes; the log names the compound whose chain begins.
"""

NEW_LINES = {
    "订阅会议日历",
    "·",
    "把这个链接加进手机的日历，改期、取消自动更新。",
    "我的会议日历：订阅到手机",
    "怎样通知我",
    "下次会议：12月15日（周二）14:30（预计）",
    "三方共商",
    "2026年11月21日（周六）现在是放假的日子（周末）。会议没有自动改期，请定：照常、改期，还是取消。",
    "金岭水岸华庭",
    "渤海明珠",
    "华黎社区",
    "港湾新城",
}
"""What pages show that they did not: calendars, how one is told, the promised meeting, whose chain begins."""
GONE_LINES = {"还没有定。时间定下来以后在这里公布，您可以先把议题提上来。"}
"""What a page says no more where a series promises a meeting."""


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application over the kept store, upgraded, at noon of the day on which it was written."""
    path = tmp_path / "store.sqlite"
    path.write_bytes(version_before.kept("store.sqlite.gz"))
    is_file = request.param == "sqlite"
    url = f"sqlite:///{path}" if is_file else request.getfixturevalue("empty_postgresql")
    app = version_before.application(url, tmp_path)
    with app.app_context():
        if not is_file:
            upgrade(revision=WRITTEN_IN)
            version_before.put_into(url, path)
        upgrade()
        db.session.remove()
    with clock.frozen(NOON):
        yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def differences(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Line by line, what stood there (-) and what stands there now (+)."""
    assert before.keys() == now.keys()
    said = []
    for name, lines in before.items():
        changed = list(difflib.unified_diff([_as_now(line) for line in lines], now[name], n=0, lineterm=""))[2:]
        fine = {f"+{line}" for line in NEW_LINES} | {f"-{line}" for line in GONE_LINES}
        changed = [line for line in changed if line[:1] in "+-" and line not in fine]
        if changed:
            said += [name, *changed]
    return "\n".join(said[:200])


def _as_now(line: str) -> str:
    for before, now in SAID_OTHERWISE.items():
        line = line.replace(before, now)
    return line


def test_a_store_of_the_version_before_shows_the_same_and_holds_the_same(upgraded: Flask) -> None:
    before = json.loads(version_before.kept("shown.json.gz"))
    with upgraded.app_context():
        assert find_breaks() == []
        assert [*changed_votes(), *changed_owners_votes()] == []

    now = version_before.shown(upgraded)

    assert now["heads"] == before["heads"]
    published = {name: [*said[:4], *map(_as_now, said[4:])] for name, said in before["results"].items()}
    assert now["results"] == published
    assert [said[3] for said in now["results"].values() if len(said) > 3] == [True] * 3
    assert differences(before["pages"], now["pages"]) == ""
    assert differences(before["histories"], now["histories"]) == ""
    assert differences(before["sheets"], now["sheets"]) == ""
    assert len(now["histories"]) > 100
    with upgraded.app_context():
        assert find_breaks() == [], "the log goes on as it was begun"

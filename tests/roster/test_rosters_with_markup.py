"""A roster whose cells hold markup: it is shown as the text that it is, nowhere as a page."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import World, sign_in
from tests.roster.sheets import HEAD, xlsx
from tests.roster.test_rosters_pages import HERE, shown, upload, waiting

EVIL = "<img src=x onerror=alert(1)>"
FRAME = "'\"><iframe src=//evil.example>"
LIVE = re.compile(r"<(img|script|svg|iframe|form)[^>]*(onerror|onload|src=x|alert|evil\.example)", re.IGNORECASE)
ROWS = [
    HEAD,
    ("3号楼", "1单元", "101", f"张三{EVIL}", "89.5", "", "<script>alert(1)</script>"),
    ("3号楼", "1单元", "102", "李四", "90", "", "<svg onload=alert(1)>"),
    ("<b>4号楼</b>", "1单元", "201", "<a href=javascript:alert(1)>王五</a>", "90.5", EVIL, FRAME),
    ("3号楼", "2单元", "202", "赵六", "九十", "13800001111", "{{ 7*7 }}"),
]


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def test_markup_in_cells_names_and_file_name_stays_text(desk: FlaskClient) -> None:
    answer = upload(desk, xlsx(ROWS, name=EVIL[:20].replace("/", "")), f"{EVIL}.xlsx")
    assert answer.status_code in {302, 422}
    pages = [answer.text]
    if answer.status_code == 302:
        pages += [
            shown(desk, answer.location),
            shown(desk, f"{HERE}/{waiting().id}/proposals"),
            shown(desk, HERE),
        ]
    for page in pages:
        assert not LIVE.search(page)
        assert "javascript:alert" not in re.sub(r"&lt;.*?&gt;", "", page)
    assert any("&lt;" in page for page in pages)

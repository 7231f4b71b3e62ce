"""The page on which a city's result file is read in, looked at and confirmed."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import func, select

from deliberation.db import db
from deliberation.owners.models import OwnersImport, OwnersPaper, OwnersVote
from tests.builders import World, a_compound, sign_in
from tests.owners.clerks import a_vote_to_enter

GOOD: list[list[object]] = [
    ["票号", "表决意见", "投票时间"],
    [1, "同意", "2026-03-28 08:00"],
    [2, "反对", "2026-03-28 08:10"],
]
SOURCE = "市业主电子投票系统"


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world)


@pytest.fixture
def committee(app: Flask, world: World, vote: OwnersVote) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


@pytest.fixture
def secretary(app: Flask, world: World, vote: OwnersVote) -> FlaskClient:
    return sign_in(app.test_client(), world, "周敏")


def workbook(rows: list[list[object]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def send(client: FlaskClient, vote: OwnersVote, content: bytes, source: str = SOURCE) -> tuple[int, str]:
    data = {"source": source, "file": (io.BytesIO(content), "结果.xlsx")}
    answer = client.post(f"/desk/jinling/owners-votes/{vote.id}/official", data=data)
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def papers() -> int:
    return db.session.scalar(select(func.count()).select_from(OwnersPaper)) or 0


def test_one_reads_the_file_in_and_another_confirms(
    committee: FlaskClient, secretary: FlaskClient, vote: OwnersVote
) -> None:
    status, address = send(committee, vote, workbook(GOOD))
    assert (status, papers()) == (302, 0)
    own, other = (client.get(address).get_data(as_text=True) for client in (committee, secretary))
    assert ("2 张票" in own, "要由另一个人确认导入" in own, "确认导入" in other) == (True, True, True)
    assert ("同意" in other, "反对" in other) == (False, False)
    assert committee.post(f"{address}/confirm").status_code == 409
    assert secretary.post(f"{address}/confirm").status_code == 302
    assert secretary.post(f"{address}/confirm").status_code == 409
    assert papers() == 2
    assert "已导入" in committee.get(f"/desk/jinling/owners-votes/{vote.id}/official").get_data(as_text=True)


def test_every_doubtful_row_is_shown_and_nothing_can_be_confirmed(
    committee: FlaskClient, secretary: FlaskClient, vote: OwnersVote
) -> None:
    _, address = send(committee, vote, workbook([*GOOD, [77, "同意", ""], [3, "都行", ""]]))
    page = secretary.get(address).get_data(as_text=True)
    assert re.findall(r"第 (\d+) 行", page) == ["4", "5"]
    assert f"{address}/confirm" not in page
    assert secretary.post(f"{address}/confirm").status_code == 422
    assert secretary.post(f"{address}/discard").status_code == 302
    assert papers() == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html></html>"])
def test_a_file_that_is_no_table_is_refused_in_words(committee: FlaskClient, vote: OwnersVote, content: bytes) -> None:
    status, page = send(committee, vote, content)
    assert (status, "error-summary" in page, SOURCE in page) == (422, True, True)
    assert db.session.scalars(select(OwnersImport)).all() == []


def test_source_and_file_are_asked_for(committee: FlaskClient, vote: OwnersVote) -> None:
    answer = committee.post(f"/desk/jinling/owners-votes/{vote.id}/official", data={"source": ""})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "请选择文件" in page, "哪个投票系统" in page) == (422, True, True)


@pytest.mark.parametrize("name", ["郑月", "李建国", None])
def test_who_may_not_import_does_not_come_in(
    client: FlaskClient, world: World, vote: OwnersVote, name: str | None
) -> None:
    if name:
        sign_in(client, world, name)
    assert client.get(f"/desk/jinling/owners-votes/{vote.id}/official").status_code == (403 if name else 302)


def test_a_file_of_another_vote_is_not_found(app: Flask, committee: FlaskClient, vote: OwnersVote) -> None:
    _, address = send(committee, vote, workbook(GOOD))
    elsewhere = a_compound("haitang", "海棠花园")
    theirs = a_vote_to_enter(elsewhere)
    client = sign_in(app.test_client(), elsewhere, "周敏")
    number = address.rsplit("/", 1)[-1]
    assert client.get(f"/desk/haitang/owners-votes/{theirs.id}/official/{number}").status_code == 404
    assert client.post(f"/desk/haitang/owners-votes/{theirs.id}/official/{number}/confirm").status_code == 404
    assert papers() == 0

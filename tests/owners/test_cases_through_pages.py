"""Cases that came from outside, each walked through the pages: the city's file, a flat that was sold, a blank cell."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.owners.actions.counting import count
from deliberation.owners.models import OwnersPaper, OwnersVote
from deliberation.roster.models import Roster
from tests.builders import World, sign_in
from tests.owners.clerks import a_vote_to_enter
from tests.owners.hall import CLOSES
from tests.owners.papers import close
from tests.roster.rosters import ROWS, ZHANG, a_file, in_use, unit

FLAT = "1号楼1单元101室"
LATE, EARLY, IN_TIME = datetime(2026, 4, 2, 23, 30), datetime(2026, 3, 27, 7), datetime(2026, 3, 28, 10, 5)  # noqa: DTZ001 - cells have no zone
SOLD = {"change-cause": "TRANSFER", "change-owners": "孙丽", "change-reason": "2026年11月20日买卖，看过不动产权证"}


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "陈海涛")


def a_city_file(*, as_text: bool, rows: int = 3) -> bytes:
    """The city's result: after the closing, before the opening, in time; the moments as real cells or as text."""
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["票号", "表决意见", "投票时间"])
    for number, opinion, at in ((4, "同意", IN_TIME), (1, "同意", LATE), (3, "反对", EARLY))[:rows]:
        book.active.append([number, opinion, at.strftime("%Y-%m-%d %H:%M") if as_text else at])
    book.save(out)
    return out.getvalue()


def brought_in(desk: FlaskClient, vote: OwnersVote, content: bytes) -> str:
    data = {"source": "市业主电子投票系统", "file": (io.BytesIO(content), "结果.xlsx")}
    answer = desk.post(f"/desk/jinling/owners-votes/{vote.id}/official", data=data)
    assert answer.status_code == 302
    return str(answer.location)


@pytest.mark.parametrize("as_text", [False, True], ids=["real moments", "text"])
def test_a_city_file_with_ballots_out_of_time_comes_in_not_at_all(
    app: Flask, world: World, desk: FlaskClient, as_text: bool
) -> None:
    vote = a_vote_to_enter(world)
    close(vote)
    clock.use(lambda: clock.beijing(2026, 4, 3, 9))
    secretary = sign_in(app.test_client(), world, "周敏")
    address = brought_in(desk, vote, a_city_file(as_text=as_text))
    page = secretary.get(address).text
    assert re.findall(r"第 (\d+) 行", page) == ["3", "4"]
    assert page.count("投票时间不在投票期内") == 2
    assert secretary.post(f"{address}/confirm").status_code == 422
    assert db.session.scalars(select(OwnersPaper)).all() == []
    assert secretary.post(f"{address}/discard").status_code == 302
    address = brought_in(desk, vote, a_city_file(as_text=as_text, rows=1))
    assert secretary.post(f"{address}/confirm").status_code == 302
    (paper,) = db.session.scalars(select(OwnersPaper)).all()
    assert (paper.voter.number, paper.received_at) == (4, clock.beijing(2026, 3, 28, 10, 5))


def test_a_flat_that_was_sold_is_changed_on_its_page_with_cause_and_reason(world: World, desk: FlaskClient) -> None:
    roster = in_use(world)
    flat = unit(roster, FLAT)
    path = f"/desk/jinling/rosters/{roster.id}/units/{flat.id}"
    refused = desk.post(f"{path}/change", data={"change-owners": "孙丽"})
    assert refused.status_code == 422
    assert "请选改的是什么。" in refused.text
    assert "请写明理由。" in refused.text
    unread = desk.post(f"{path}/change", data={**SOLD, "change-area": "约90"})
    assert unread.status_code == 422
    assert "面积看不明白" in unread.text
    assert unit(roster, FLAT).names == (ZHANG,)
    assert desk.post(f"{path}/change", data=SOLD).status_code == 302
    assert unit(roster, FLAT).names == ("孙丽",)
    assert SOLD["change-reason"] in desk.get(path).text
    written = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "roster")).all()[-1]
    assert written.action == "roster.change_unit"
    assert {"unit": flat.id, "cause": "TRANSFER"}.items() <= written.facts.items()
    assert "买卖" not in str(written.facts)
    assert desk.post(f"{path}/change", data=SOLD).status_code == 409, "nothing would change"


def test_who_only_reads_the_roster_changes_no_flat(app: Flask, world: World) -> None:
    roster = in_use(world)
    teller = sign_in(app.test_client(), world, "高峰")
    path = f"/desk/jinling/rosters/{roster.id}/units/{unit(roster, FLAT).id}/change"
    assert teller.post(path, data=SOLD).status_code == 403
    assert unit(roster, FLAT).names == (ZHANG,)


def test_the_changed_owner_survives_the_next_file_once_somebody_has_decided(world: World, desk: FlaskClient) -> None:
    roster = in_use(world)
    desk.post(f"/desk/jinling/rosters/{roster.id}/units/{unit(roster, FLAT).id}/change", data=SOLD)
    more = a_file([*ROWS, ("3号楼", "1单元", 101, "吴竹", 77, "", "")])
    data = {"file": (io.BytesIO(more), "名册.xlsx"), "ground": "DUTY", "area_source": "REGISTER"}
    answer = desk.post("/desk/jinling/rosters/new", data=data)
    assert answer.status_code == 302, answer.text
    again = str(answer.location).removesuffix("/preview")
    assert "孙丽" in desk.get(f"{again}/proposals").text
    assert desk.post(f"{again}/use", data={"all_handed_over": "y"}).status_code in {409, 422}
    names = re.findall(r'name="(p-\w{16})" value="ACCEPTED"', desk.get(f"{again}/proposals").text)
    assert desk.post(f"{again}/proposals", data=dict.fromkeys(names, "ACCEPTED")).status_code == 302
    assert desk.post(f"{again}/use", data={"all_handed_over": "y"}).status_code == 302
    db.session.expire_all()
    now = db.session.scalars(select(Roster).where(Roster.state == "ACTIVE")).one()
    assert now.id != roster.id
    assert unit(now, FLAT).names == ("孙丽",)


def entered(client: FlaskClient, vote: OwnersVote, number: int, choice: str) -> int:
    path = f"/desk/jinling/owners-votes/{vote.id}/papers/{number}"
    hidden = dict(re.findall(r'name="(mode|paper_id|sequence)" type="hidden" value="(\w+)"', client.get(path).text))
    return client.post(path, data={"signer": "OWNER", "void_reason": "", **hidden, "q-1": choice}).status_code


def test_a_blank_cell_stands_apart_from_a_written_abstention_on_the_counting_record(app: Flask, world: World) -> None:
    vote = a_vote_to_enter(world)
    first, second = (sign_in(app.test_client(), world, name) for name in ("郑月", "陶平"))
    assert entered(first, vote, 1, "") == 422, "a paper without any mark is asked about, not guessed"
    assert entered(first, vote, 1, "LEER") == 422
    for number, choice in ((1, "BLANK"), (2, "ABSTAIN"), (3, "UNCLEAR"), (4, "AGREE")):
        assert entered(first, vote, number, choice) == 302
        assert entered(second, vote, number, choice) == 302
    record = f"/desk/jinling/owners-votes/{vote.id}/count-record"
    desk = sign_in(app.test_client(), world, "周敏")
    assert "写明弃权" not in desk.get(record).text, "nothing has been counted"
    close(vote)
    clock.use(lambda: CLOSES)
    count(world.secretary, vote.id)
    page = desk.get(record).text
    assert "写明弃权 1 张，没有填 1 张，看不清 1 张" in page
    assert app.test_client().get(record).status_code in {302, 401}

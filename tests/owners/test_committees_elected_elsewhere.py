"""业委会 elected without the platform: recorded from its papers; turnover, freeze, term and filing follow."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.files.models import File
from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.owners.actions.elections import set_up
from deliberation.owners.actions.elsewhere import record_committee
from deliberation.owners.actions.preparing import notify
from deliberation.owners.actions.steps import begin_turnover
from deliberation.owners.models import OwnersCommittee
from deliberation.owners.queries import steps
from deliberation.owners.queries.elections import committee_here
from deliberation.owners.queries.waiting import waiting
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.owners.rules.recorded import RecordDraft
from tests.builders import World, a_compound, sign_in
from tests.collection.reports import a_photo
from tests.owners.hall import a_prepared_vote, a_roster, heads_of
from tests.owners.places import a_compound_in, policy_in
from tests.owners.test_elections import CODES, ELECTION, PLAN, an_election, posted, refused, voted

AT = "/desk/jinling/owners-committees"
FIVE = "张一 1号楼\n张二 2号楼\n张三 3号楼\n张四 4号楼\n张五 5号楼"
ELECTED = date(2026, 3, 1)


@pytest.fixture
def world(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 10, 9))
    return a_compound()


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    return sign_in(app.test_client(), world, "周敏")


def form(**change: Any) -> dict[str, Any]:
    return {
        "request_key": "one",
        "elected_on": "2026-03-01",
        "agreed": "5",
        "members": FIVE,
        "alternates": "李一 6号楼",
        "term_years": "5",
        "filing_note": "广饶街道 2026-7 号",
        "document": "备案通知书",
        **change,
    }


def keep(desk: FlaskClient, where: str = AT, **change: Any) -> tuple[int, str]:
    answer = desk.post(where, data=form(**change), content_type="multipart/form-data")
    return answer.status_code, answer.text


def recorded(world: World, elected_on: date = ELECTED, key: str = "k", **change: Any) -> OwnersCommittee:
    """A committee recorded by the secretary."""
    members = [(f"张{n}", f"{n}号楼") for n in range(1, 6)]
    draft = RecordDraft(
        **{
            "elected_on": elected_on,
            "agreed": 5,
            "members": members,
            "term_years": 5,
            "request_key": key,
            "document": "备案通知书",
            **change,
        }
    )
    return record_committee(world.secretary, world.compound.id, draft)


def rows() -> list[OwnersCommittee]:
    db.session.expire_all()
    return db.session.query(OwnersCommittee).order_by(OwnersCommittee.id).all()


def test_it_is_recorded_with_its_photo_and_residents_read_who_sits_until_when(
    app: Flask, desk: FlaskClient, world: World
) -> None:
    photo = [(io.BytesIO(a_photo()), "a.jpg")]
    assert keep(desk, photos=photo)[0] == 302
    assert keep(desk, photos=[(io.BytesIO(a_photo()), "a.jpg")])[0] == 302  # the same form twice is one record
    (row,), kept = rows(), db.session.query(File).one()
    assert (row.outcome, row.begins_on, row.ends_on) == ("FULL", ELECTED, date(2031, 2, 28))
    page = desk.get(AT).text
    assert ("广饶街道 2026-7 号" in page, kept.public_id in page) == (True, True)
    public = app.test_client().get("/c/jinling/owners-votes/").text
    assert ("张一（1号楼）" in public, "李一（6号楼）" in public, "2031年2月28日" in public) == (True, True, True)
    assert "广饶街道 2026-7 号" not in public
    assert app.test_client().get(f"/photos/{kept.public_id}").status_code == 404
    noted = db.session.query(AuditEntry).filter_by(subject_kind="owners_committee").one()
    assert (noted.action, "张一" in str(noted.facts)) == ("owners_committee.record", False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"elected_on": "2026-03-11"}, "不能晚于今天"),
        ({"members": ""}, "请写委员"),
        ({"members": f"{FIVE}\n张六 6号楼"}, "写了 6 个委员"),
        ({"members": f"{FIVE[:-7]}\n张一 1号楼"}, "写了两次"),
        ({"members": "张一 1号楼\n张二 2号楼"}, "业委会没有成立"),
        ({"filed_on": "2026-02-28"}, "备案日期须在选出以后"),
        ({"document": ""}, "请写明依据哪份材料"),
        ({"filing_note": "联系人13812345678"}, "不写个人信息"),
    ],
)
def test_a_record_that_says_or_proves_too_little_is_refused_and_stays_typed(
    desk: FlaskClient, change: dict[str, Any], said: str
) -> None:
    status, page = keep(desk, **{"document": "街道备案通知书", **change})
    assert (status, said in page, rows()) == (422, True, [])
    assert "李一 6号楼" in page


def test_what_does_not_fit_the_place_s_text_is_told_and_not_refused(desk: FlaskClient) -> None:
    members = "\n".join(f"王{n} {n}号楼" for n in range(1, 7))
    assert keep(desk, agreed="6", members=members)[0] == 302
    assert "须是单数" in desk.get(AT).text


def test_a_correction_stands_beside_the_original_which_is_corrected_once(
    app: Flask, desk: FlaskClient, world: World
) -> None:
    keep(desk)
    (first,) = rows()
    where = f"{AT}/{first.id}/correct"
    assert "张五 5号楼" in desk.get(where).text
    right = FIVE.replace("张五", "赵五")
    status, page = keep(desk, where, members=right, reason="", request_key="two")
    assert (status, "赵五 5号楼" in page, len(rows())) == (422, True, 1)
    assert keep(desk, where, members=right, reason="姓写错了", request_key="two")[0] == 302
    original, corrected = rows()
    assert (original.members[4]["name"], corrected.corrects_id) == ("张五", original.id)
    page = desk.get(AT).text
    assert ("张五" in page, "赵五" in page, "已更正" in page, "姓写错了" in page) == (True, True, True, True)
    public = app.test_client().get("/c/jinling/owners-votes/").text
    assert ("赵五（5号楼）" in public, "张五" in public) == (True, False)
    assert keep(desk, where, reason="再改", request_key="three")[0] == 409
    assert keep(desk, f"{AT}/{corrected.id}/correct", reason="又改", request_key="four")[0] == 302


def test_a_record_that_is_none_is_struck_and_stays_readable(app: Flask, desk: FlaskClient, world: World) -> None:
    keep(desk)
    (row,) = rows()
    assert desk.post(f"{AT}/{row.id}/strike", data={"reason": " "}).status_code == 422
    assert desk.post(f"{AT}/{row.id}/strike", data={"reason": "是别的小区的"}).status_code == 302
    assert ("是别的小区的" in desk.get(AT).text, committee_here(world.compound.id)) == (True, None)
    assert "张一" not in app.test_client().get("/c/jinling/owners-votes/").text
    assert desk.post(f"{AT}/{row.id}/strike", data={"reason": "再划"}).status_code == 409


def test_the_filing_waits_at_the_desk_until_it_is_recorded(desk: FlaskClient, world: World) -> None:
    keep(desk)
    (row,) = rows()
    assert "业委会待备案（2026年3月31日（周二）以前）" in desk.get("/desk/jinling/").text
    early = desk.post(f"{AT}/{row.id}/file", data={"filed_on": "2026-02-01", "filing_note": "街道回执"})
    assert (early.status_code, "街道回执" in early.text) == (422, True)
    assert desk.post(f"{AT}/{row.id}/file", data={"filed_on": "2026-03-09", "filing_note": "回执"}).status_code == 302
    assert "业委会待备案" not in desk.get("/desk/jinling/").text


def test_the_desk_reminds_ninety_days_before_the_term_ends(world: World) -> None:
    recorded(world, filed_on=date(2026, 3, 2))

    def reminded() -> list[str]:
        return [one.label for one in waiting(world.secretary, world.compound.id) if "届满" in one.label]

    clock.use(lambda: beijing(2030, 11, 29, 9))
    assert reminded() == []
    clock.use(lambda: beijing(2030, 11, 30, 9))
    assert reminded() == ["业委会任期到2031年2月28日（周五）届满，请组织换届"]


def test_the_newest_election_counts_wherever_it_was_held(world: World) -> None:
    vote = an_election(world)
    posted(world, vote)
    voted(world, vote, (9, CODES[:5]))  # announced in April 2026
    clock.use(lambda: beijing(2031, 5, 1, 9))
    old = recorded(world, date(2021, 4, 1), "old")
    here = committee_here(world.compound.id)
    assert here is not None
    assert here.vote is not None
    new = recorded(world, date(2031, 4, 20), "new")
    here = committee_here(world.compound.id)
    assert here is not None
    assert (here.vote, here.election.id, old.id < new.id) == (None, new.id, True)


def test_an_election_here_after_one_elsewhere_is_a_turnover_and_one_elsewhere_ends_it(world: World) -> None:
    recorded(world)
    a_roster(world, heads_of(10))
    clock.use(lambda: beijing(2031, 1, 10, 9))
    again = a_prepared_vote(world, (ELECTION,), opens=beijing(2031, 2, 27, 9), closes=beijing(2031, 3, 2, 18))
    set_up(world.actor("陈海涛"), again.id, PLAN)
    (running,) = steps.turnovers(world.compound.id)
    assert (running.began_on, running.ended_on) == (date(2031, 1, 10), None)
    clock.use(lambda: beijing(2031, 3, 10, 9))
    recorded(world, date(2031, 1, 9), "before")
    assert running.ended_on is None  # elected before the turnover began
    recorded(world, date(2031, 3, 5), "after")
    assert running.ended_on == date(2031, 3, 5)


def test_what_a_turnover_freezes_in_sichuan_goes_on_once_the_new_committee_is_recorded(app: Flask) -> None:
    clock.use(lambda: beijing(2026, 3, 10, 9))
    world = a_compound_in("巴中市", "四川省")
    a_roster(world, heads_of(5))
    begin_turnover(world.secretary, world.compound.id, date(2026, 2, 1), "")
    hire = QuestionDraft("选聘物业", "同意选聘甲公司。", "ORDINARY", "HIRE_OR_DISMISS_FIRM")
    vote = a_prepared_vote(world, (hire,), place="四川省", policy=policy_in("四川省"))
    told = (world.actor("陈海涛"), vote.id, date(2026, 3, 10), date(2026, 3, 10))
    assert "第四十四条" in refused(notify, *told)
    recorded(world)
    assert notify(*told).state == "NOTICED"


@pytest.mark.parametrize("who", ["高峰", "张秀兰", "陈海涛"])
def test_firm_council_and_committee_record_no_committee(app: Flask, world: World, who: str) -> None:
    row = recorded(world)
    other = sign_in(app.test_client(), world, who)
    assert other.get(AT).status_code == 403
    assert keep(other)[0] == 403
    assert other.post(f"{AT}/{row.id}/strike", data={"reason": "x"}).status_code == 403
    assert len(rows()) == 1

"""The demonstration: told through the actions without a refusal, once, and true to life on every page."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from deliberation.app import do_what_is_due
from deliberation.audit.checking import find_breaks
from deliberation.audit.models import AuditEntry
from deliberation.collection.models import Topic
from deliberation.collection.queries import state_counts
from deliberation.convening.models import Meeting
from deliberation.convening.queries import readiness
from deliberation.db import db
from deliberation.demo import loader
from deliberation.demo.diary import Diary
from deliberation.demo.rosters import MARK
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.models import Account, Compound
from deliberation.organisation.queries import (
    actor_of_account,
    compound_by_slug,
    compounds,
)
from deliberation.owners.models import OwnersVote
from deliberation.owners.queries import entry as entries
from deliberation.owners.queries.results import verdict_json
from deliberation.publication.models import Resolution
from deliberation.room.actions.chairing import take_step
from deliberation.room.queries import decisions
from deliberation.roster.models import RosterOwner
from deliberation.roster.queries import active_roster
from deliberation.supervision.actions import issue_order
from deliberation.supervision.models import Order
from deliberation.supervision.queries import orders
from tests.builders import a_compound
from tests.demo.conftest import NOON

TODAY = date(2026, 11, 21)
BOOK = loader.read_book()
PEOPLE = [entry["account"] for entry in BOOK["sign_ins"]]


def somebody(account: str) -> Actor:
    return actor_of_account(db.session.scalars(select(Account).filter_by(username=account)).one())


def place(slug: str) -> Compound:
    found = compound_by_slug(slug)
    assert found is not None
    return found


def come_in(app: Flask, account: str) -> FlaskClient:
    browser = app.test_client()
    answer = browser.post("/login", data={"username": account, "password": BOOK["password"]})
    assert answer.status_code == 302
    return browser


@pytest.mark.usefixtures("demo")
def test_loading_twice_is_loading_once() -> None:
    before = db.session.scalar(select(func.count(AuditEntry.id)))

    assert loader.load() is False

    assert db.session.scalar(select(func.count(AuditEntry.id))) == before
    assert len(compounds()) == 4


@pytest.mark.usefixtures("app")
def test_invented_people_are_never_put_beside_real_ones() -> None:
    a_compound()

    with pytest.raises(loader.StoreNotBlank):
        loader.load(TODAY)

    assert [c.slug for c in compounds()] == ["jinling"]


@pytest.mark.usefixtures("demo")
def test_every_compound_of_the_demonstration_says_so() -> None:
    assert all(compound.is_demo for compound in compounds())


def test_pages_without_a_compound_say_so_too(demo: Flask) -> None:
    assert "演示数据，非真实人物" in demo.test_client().get("/").get_data(as_text=True)


def test_a_store_without_demonstration_does_not_say_so(client: FlaskClient) -> None:
    a_compound()

    assert "演示数据" not in client.get("/").get_data(as_text=True)
    assert "演示数据" not in client.get("/c/jinling/").get_data(as_text=True)


@pytest.mark.usefixtures("demo")
def test_the_audit_chain_is_whole_after_loading() -> None:
    assert list(find_breaks()) == []


@pytest.mark.usefixtures("demo")
def test_everything_in_the_diaries_has_happened_before_the_day_of_loading() -> None:
    acts = select(func.max(AuditEntry.at)).where(AuditEntry.action != loader.LOADED)

    assert db.session.scalar(acts) < clock.beijing(TODAY.year, TODAY.month, TODAY.day)


@pytest.mark.usefixtures("demo")
def test_thirty_one_reports_became_one_topic_and_four_others() -> None:
    week = (clock.beijing(2026, 11, 7), clock.beijing(2026, 11, 14))
    channels = select(Topic.channel).where(Topic.compound_id == place("jinling").id, Topic.created_at.between(*week))

    assert Counter(db.session.scalars(channels)) == {"qr": 22, "phone": 6, "paper": 3}
    counts = state_counts(place("jinling").id)
    assert (counts["MERGED"], counts["REFERRED"], counts["RETURNED"], counts["REJECTED"]) == (27, 1, 1, 1)
    assert counts["SUBMITTED"] == 3
    assert counts["SCREENING"] == 1


@pytest.mark.usefixtures("demo")
def test_tonights_meeting_waits_for_its_sign_in() -> None:
    meeting = db.session.scalars(select(Meeting).filter_by(compound_id=place("jinling").id, state="NOTICED")).one()

    assert (meeting.state, meeting.starts_at) == ("NOTICED", clock.beijing(2026, 11, 21, 19))
    take_step(somebody("lijianguo"), meeting.id, "sign_in", None)
    assert meeting.state == "SIGN_IN"


@pytest.mark.usefixtures("demo")
def test_the_ledger_shows_every_light_and_ends_with_d_030() -> None:
    ledger = orders(place("jinling").id).page(1, 1000).items

    assert {line.light for line in ledger} == {"green", "yellow", "red", "blue"}
    assert max(line.order.number for line in ledger) == "D-030"


@pytest.mark.usefixtures("demo")
def test_the_owners_of_building_three_have_passed_the_roof_and_its_order_is_under_way() -> None:
    roof = db.session.scalars(select(OwnersVote).where(OwnersVote.kind == "AFFECTED")).one()
    order = db.session.scalars(select(Order).where(Order.number == "D-071")).one()
    verdict = verdict_json(roof, 1) or {}

    assert (roof.state, roof.heads, roof.area) == ("ANNOUNCED", 48, 432_000)
    assert [(c["heads"], c["area"]) for c in verdict["counts"][:3]] == [(17, 153_000), (14, 126_000), (2, 18_000)]
    assert (verdict["result"], order.state, order.progress) == ("PASSED", "IN_PROGRESS", 60)
    assert (roof.result or {})["figures"]["undelivered"]["heads"] == 2


@pytest.mark.usefixtures("demo")
def test_the_fee_was_lost_among_two_parties_came_back_and_is_put_to_all_owners() -> None:
    fee = db.session.scalars(select(Topic).where(Topic.title.contains("物业费由"))).one()
    vote = db.session.scalars(select(OwnersVote).where(OwnersVote.kind == "OWNERS")).one()
    outcomes = [d.outcome for m in meetings_of("huali") for d in decisions(m.id) if d.topic_id == fee.id]

    assert outcomes == ["LOST", "CONSENSUS"]
    assert fee.state == "ADVISED"
    assert (vote.state, vote.heads, vote.area) == ("OPEN", 486, 4_374_000)
    assert entries.numbers(vote.id).once == 12
    assert entries.numbers(vote.id).different == 2


@pytest.mark.usefixtures("demo")
def test_the_new_fee_waits_for_the_owners() -> None:
    fee = db.session.scalars(select(Order).where(Order.number == "D-072")).one()

    with pytest.raises(Refused) as refused:
        issue_order(somebody("shenhongmei"), fee.id)

    assert refused.value.reason is Reason.AWAITS_OWNERS


def meetings_of(slug: str) -> list[Meeting]:
    wanted = select(Meeting).where(Meeting.compound_id == place(slug).id)
    return list(db.session.scalars(wanted.order_by(Meeting.starts_at)))


@pytest.mark.usefixtures("demo")
def test_the_rosters_have_the_sizes_of_the_reference_and_names_that_nobody_bears() -> None:
    sizes = {slug: active_roster(place(slug).id) for slug in ("jinling", "huali")}
    found = {slug: (r.units, r.heads_counted, r.area_counted) for slug, r in sizes.items() if r}
    names = [name for owned in db.session.scalars(select(RosterOwner.names)) for name in owned]

    assert found == {"jinling": (628, 612, 7_854_036), "huali": (486, 486, 4_374_000)}
    assert len(names) > 1000
    assert all(name[1] == MARK for name in names)


@pytest.mark.parametrize(
    "address,shown",
    [
        ("owners-votes", "物业费由1.20元调整为1.50元"),
        ("owners-votes/2", "物业费由1.20元调整为1.50元"),
        ("owners-votes/2/entry", "票号"),
        ("owners-votes/2/entry/waiting", "看票面，核定"),
        ("owners-votes/2/progress", "9号楼"),
        ("owners-votes/2/delivery", "9号楼"),
        ("owners-votes/2/notice", "物业费由1.20元调整为1.50元"),
        ("owners-votes/2/ballots?building=9号楼", "演"),
        ("owners-votes/1/count", "51.52%"),
        ("rosters", "演示"),
    ],
)
def test_the_teller_finds_papers_to_enter_and_pages_to_print(demo: Flask, address: str, shown: str) -> None:
    answer = come_in(demo, "zhengyue").get(f"/desk/huali/{address}")

    assert answer.status_code == 200
    assert shown in answer.get_data(as_text=True)


@pytest.mark.usefixtures("demo")
def test_the_meeting_of_the_preparatory_committee_is_not_ready() -> None:
    planned = db.session.scalars(select(Meeting).where(Meeting.compound_id == place("gangwan").id)).one()

    missing = {line.code for line in readiness(planned) if not line.done}

    assert planned.state == "PLANNED"
    assert missing == {"venue", "agenda"}


@pytest.mark.usefixtures("demo")
def test_a_resolution_takes_effect_by_itself_when_its_period_is_over() -> None:
    shown = Resolution.compound_id == place("huali").id, Resolution.state == "PUBLISHED"
    huali = db.session.scalars(select(Resolution).where(*shown)).one()
    assert huali.ends_on == TODAY + timedelta(days=10)
    assert do_what_is_due() == "16 份没有确认的通知换了下一种方式。"
    assert do_what_is_due() == ""

    with clock.frozen(NOON + timedelta(days=11)):
        assert do_what_is_due() == "1 份决议公示期满，已生效。"

    db.session.refresh(huali)
    assert huali.state == "EFFECTIVE"


@pytest.mark.parametrize("entry", BOOK["sign_ins"], ids=PEOPLE)
def test_everybody_on_the_printed_table_gets_where_it_sends_him(demo: Flask, entry: dict[str, str]) -> None:
    answer = come_in(demo, entry["account"]).get(entry["go"], follow_redirects=True)

    assert answer.status_code == 200
    assert "演示数据，非真实人物" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "path,shown",
    [
        ("/", "金岭水岸华庭"),
        ("/c/jinling/", "改造小区南出入口"),
        ("/c/jinling/resolutions/", "已生效"),
        ("/c/jinling/orders/", "D-030"),
        ("/c/jinling/documents/", "公共收益收支"),
        ("/c/jinling/meetings/", "南出入口改造的资金筹措"),
        ("/c/bohai/resolutions/", "供暖设施更新改造"),
        ("/c/bohai/orders/", "D-054"),
        ("/c/huali/resolutions/", "公示中"),
        ("/c/huali/orders/", "D-071"),
        ("/c/huali/owners-votes/", "使用维修资金维修3号楼屋面"),
        ("/c/huali/owners-votes/1", "1,530.00"),
        ("/c/huali/owners-votes/2", "投票中"),
        ("/c/gangwan/", "港湾新城"),
    ],
)
def test_residents_find_something_on_every_public_page(demo: Flask, path: str, shown: str) -> None:
    answer = demo.test_client().get(path)

    assert answer.status_code == 200
    assert shown in answer.get_data(as_text=True)


@pytest.mark.parametrize("slug,chair", [(c["slug"], c["chair"]) for c in BOOK["compounds"]])
def test_the_chair_finds_something_on_every_list_of_the_desk(demo: Flask, slug: str, chair: str) -> None:
    accounts = {p[0]: p[1] for c in BOOK["compounds"] for party in c["parties"] for p in party["people"]}
    browser = come_in(demo, accounts[chair])
    shown = {
        "": "今日待办",
        "topics/": "议题",
        "agenda/": "议程",
        "meetings/?when=all": "会议",
        "orders/": "督办",
        "resolutions/": "公示",
        "parties": chair,
        "rules": "议事规则",
        "documents/": "公开资料",
        "inspections/": "查阅申请",
        "owners-votes/archive": "表决档案",
    }

    for page, text in shown.items():
        answer = browser.get(f"/desk/{slug}/{page}")
        assert answer.status_code == 200, page
        assert text in answer.get_data(as_text=True), page


def test_a_diary_is_told_forwards_only() -> None:
    diary = Diary(1, TODAY, "李建国", "周敏", at=NOON)

    with pytest.raises(ValueError, match="come further"):
        diary.go("-1 19:00")


def test_the_printed_table_names_every_role_and_the_password() -> None:
    printed = loader.sign_ins()

    assert BOOK["password"] in printed
    assert all(account in printed for account in PEOPLE)

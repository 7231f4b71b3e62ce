"""The platform's own rules reach an installation that has an earlier edition, and leave what was frozen or revised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions.profiles import (
    ProfileDraft,
    add_profile,
    revise_profile,
    row_of,
    take_over_shipped,
)
from deliberation.organisation.models import RuleProfileVersion
from deliberation.organisation.queries import profiles, shipped
from deliberation.organisation.rules import parse_any, shipped_data
from deliberation.organisation.rules.shipped import as_it_came, fingerprint
from tests.builders import World, a_compound, an_officer, sign_in
from tests.halls import an_open_meeting

CODE = "sichuan-owners"


def share(op: str, num: int, den: int, base: str) -> dict[str, Any]:
    return {"op": op, "num": num, "den": den, "base": base}


EARLIER: dict[str, Any] = {
    "version": 1,
    "place": "四川省",
    "source": "《四川省物业管理条例》（2021年修订）第三十一条",
    "valid_from": "2023-01-01",
    "quorum": [share("GE", 2, 3, "area"), share("GE", 2, 3, "heads")],
    "majorities": {
        "ORDINARY": [share("GT", 1, 2, "participating_area"), share("GT", 1, 2, "participating_heads")],
        "SPECIAL": [share("GE", 3, 4, "participating_area"), share("GE", 3, 4, "participating_heads")],
    },
    "policy": "ABSTAIN",
    "unclear": "VOID",
    "proxy": "unlimited",
    "proxy_barred": [],
    "notice_days": 15,
    "announce_within_days": 3,
    "publication_days": 7,
    "publication_source": "平台默认规则：公示不少于七日",
    "agenda_lock": True,
    "channels": ["PAPER", "OFFICIAL_IMPORT"],
    "body": "owners_assembly",
    "code": CODE,
    "name": "业主大会（四川省）",
    "result_title": "业主大会决定",
}
"""These rules as the first edition of the platform shipped them."""
FIVE_PARTIES: dict[str, Any] = {
    "code": "five-party-default",
    "version": 1,
    "name": "五方办议事规则（默认）",
    "body": "five_party_meeting",
    "source": "平台默认规则，法律没有规定，小区可另行约定",
    "valid_from": "2021-01-01",
    "quorum": share("GE", 2, 3, "seats") | {"each_party_present": True},
    "first": "CONSENSUS",
    "majority": share("GT", 1, 2, "present"),
    "tie": "LOST",
    "abstention": "IN_BASE",
    "chair_votes": False,
    "ballot_by": "seat",
    "ballot_changeable": True,
    "recusal": True,
    "proxy": "none",
    "speech": {"seconds": 120, "turns": 2},
    "consensus_seconds": 30,
    "notice_days": 3,
    "publication_days": 7,
    "publication_source": "平台默认规则：小区党支部组织的协商，公示不少于七日",
    "result_title": "五方协商意见",
    "agenda_lock": False,
}
NOW = next(data for data in shipped_data() if data["code"] == CODE)


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    """A compound whose store still has the first edition of one set."""
    with clock.frozen(clock.beijing(2026, 3, 2, 9)):
        world = a_compound()
        with transaction() as session:
            session.delete(newest())
            session.flush()
            session.add(row_of(EARLIER))
        yield world


@pytest.fixture
def admin(world: World) -> Actor:
    return an_officer(world, "administrator", "萧芳")


@pytest.fixture
def office(client: FlaskClient, world: World, admin: Actor) -> FlaskClient:
    """The administrator's browser."""
    return sign_in(client, world, "萧芳")


def newest(code: str = CODE) -> RuleProfileVersion:
    return profiles.versions_of(code)[0]


def codes(offered: list[shipped.Offer]) -> list[str]:
    return [one.data["code"] for one in offered]


def revised_here(admin: Actor) -> RuleProfileVersion:
    """The office asks for a longer notice than the first edition."""
    draft = ProfileDraft(EARLIER | {"notice_days": 20, "valid_from": "2026-03-02"}, "本市要求", "5f" * 16)
    return revise_profile(admin, CODE, 1, draft)


def test_an_earlier_edition_is_known_however_it_is_numbered_and_a_revision_is_not() -> None:
    assert as_it_came(EARLIER)
    assert as_it_came(NOW)
    assert as_it_came(EARLIER | {"version": 4})
    assert not as_it_came(EARLIER | {"notice_days": 20})
    assert not as_it_came(EARLIER | {"code": "sichuan-affected"})
    assert fingerprint(NOW) != fingerprint(EARLIER)


def test_what_was_mended_is_offered_and_what_is_the_same_is_not(world: World) -> None:
    found = shipped.offers()
    assert (codes(found.newer), found.missing, found.own, found.number) == ([CODE], [], [], 1)


def test_a_mended_set_becomes_the_next_version_from_the_first_day_of_the_law(world: World, admin: Actor) -> None:
    before = newest()
    assert take_over_shipped(admin, shipped.offers().mark) == 1
    made = newest()
    assert (made.version, made.valid_from, made.reason) == (2, date(2022, 5, 1), "平台更新了这套规则")
    assert (made.data["publication_days"], made.data["unclear"]) == (30, "ABSTAIN")
    assert (before.version, before.data) == (1, EARLIER)
    assert profiles.in_force(profiles.versions_of(CODE), date(2026, 3, 2)) is made
    assert shipped.offers().number == 0
    assert take_over_shipped(admin) == 0


def test_each_set_that_is_mended_leaves_a_line_in_the_log(world: World, admin: Actor) -> None:
    take_over_shipped(admin)
    entry = db.session.query(AuditEntry).filter_by(action="rules.manage").one()
    assert entry.facts == {"code": CODE, "version": 2, "valid_from": "2022-05-01"}


def test_a_set_that_the_office_revised_is_shown_and_never_overwritten(world: World, admin: Actor) -> None:
    revised_here(admin)
    found = shipped.offers()
    assert (codes(found.own), found.newer, found.number) == ([CODE], [], 0)
    assert take_over_shipped(admin) == 0
    assert (newest().version, newest().data["notice_days"]) == (2, 20)


def test_what_the_office_revises_after_the_mending_stays_its_own(world: World, admin: Actor) -> None:
    take_over_shipped(admin)
    draft = ProfileDraft(NOW | {"notice_days": 20, "valid_from": "2026-03-02"}, "本市要求", "5f" * 16)
    assert revise_profile(admin, CODE, 2, draft).version == 3
    assert (codes(shipped.offers().own), shipped.offers().number) == ([CODE], 0)
    assert newest().data["sources"]["notice_days"] == ""
    assert newest().data["sources"]["policy"] == NOW["sources"]["policy"]


def test_a_place_that_the_office_has_rules_of_its_own_for_gets_no_second_set(world: World, admin: Actor) -> None:
    with transaction() as session:
        session.delete(newest("deyang-owners"))
    own = add_profile(admin, ProfileDraft(EARLIER | {"place": "德阳市", "name": "本市规则"}, "新增", "5f" * 16))
    found = shipped.offers()
    assert (codes(found.missing), codes(found.own)) == ([], ["deyang-owners"])
    assert found.own[0].row is own
    take_over_shipped(admin)
    assert profiles.versions_of("deyang-owners") == []


def test_what_changed_since_it_was_shown_must_be_looked_at_again(world: World, admin: Actor) -> None:
    shown = shipped.offers().mark
    revised_here(admin)
    with pytest.raises(Refused) as refused:
        take_over_shipped(admin, shown)
    assert refused.value.reason is Reason.ALREADY_DONE
    assert "请重新看一遍" in refused.value.message
    assert newest().version == 2


def test_who_may_not_write_rules_mends_none(world: World) -> None:
    with pytest.raises(Refused) as refused:
        take_over_shipped(world.secretary)
    assert refused.value.reason is Reason.FORBIDDEN
    assert newest().version == 1


def test_a_meeting_that_was_called_keeps_the_version_that_it_was_called_under(world: World, admin: Actor) -> None:
    hall = an_open_meeting(world)
    with transaction() as session:
        kept = session.get_one(RuleProfileVersion, hall.meeting.profile_id)
        kept.data = FIVE_PARTIES
    take_over_shipped(admin)
    assert newest("five-party-default").version == 2
    assert (hall.meeting.profile.version, hall.meeting.profile.data) == (1, FIVE_PARTIES)


def test_the_page_shows_each_change_before_it_is_confirmed(office: FlaskClient, world: World) -> None:
    assert "有更新的规则" in office.get("/rules").get_data(as_text=True)
    page = office.get("/rules/shipped").get_data(as_text=True)
    for said in (
        "业主大会（四川省）",
        "不少于 7 天；最后一天是周末或法定节假日的，顺延到下一个工作日（平台默认规则：公示不少于七日）",
        "不少于 30 天；最后一天是周末或法定节假日的，顺延到下一个工作日（《四川省物业管理条例》",
        "现在的第 1 版",
        "登记后的第 2 版",
        "2022年5月1日",
    ):
        assert said in page
    mark = shipped.offers().mark
    assert f'name="shown" value="{mark}"' in page
    assert office.post("/rules/shipped", data={"shown": mark}).location == "/rules"
    assert "已登记 1 套" in office.get("/rules").get_data(as_text=True)
    assert newest().version == 2
    assert "都已登记" in office.get("/rules/shipped").get_data(as_text=True)


def test_the_page_shows_what_the_office_made_of_its_own(office: FlaskClient, world: World, admin: Actor) -> None:
    revised_here(admin)
    page = office.get("/rules/shipped").get_data(as_text=True)
    assert "本单位修订过的，不会改动" in page
    assert "本单位的第 2 版" in page
    assert "修订过的规则有 1 套与平台自带的不同" in office.get("/rules").get_data(as_text=True)


def test_who_may_only_read_sees_neither_page_nor_button(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "李建国")
    assert "有更新的规则" not in client.get("/rules").get_data(as_text=True)
    assert client.get("/rules/shipped").status_code == 403


@pytest.mark.parametrize("data", shipped_data(), ids=lambda data: str(data["code"]))
def test_every_shipped_set_that_is_entered_is_one_that_the_platform_knows_again(data: dict[str, Any]) -> None:
    assert as_it_came(data)
    assert parse_any(data).version == 1

"""The pages of the rules: everybody reads them; the form loses nothing; old meetings keep their version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.convening.actions import PlanDraft, plan_meeting
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.methods.base import ENTITLED_BASES
from deliberation.organisation.forms.profiles import ENTITLED, MeetingRulesForm
from deliberation.organisation.models import RuleProfileVersion
from deliberation.organisation.queries import profiles
from deliberation.organisation.rules import shipped_data
from deliberation.organisation.rules.bodies import MEETING_BASES
from tests.builders import World, a_compound, an_officer, sign_in
from tests.halls import MEETING_AT, a_plan, an_open_meeting
from tests.house.forms_on_pages import Form, forms_of
from tests.queries import counted_statements

CODE = "five-party-default"
REVISE = f"/rules/{CODE}/revise"
NEW = f"/rules/new?copy={CODE}"


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with clock.frozen(clock.beijing(2026, 3, 2, 9)):
        world = a_compound()
        an_officer(world, "administrator", "萧芳")
        yield world


@pytest.fixture
def office(client: FlaskClient, world: World) -> FlaskClient:
    """The administrator's browser."""
    return sign_in(client, world, "萧芳")


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def form_at(client: FlaskClient, path: str) -> Form:
    """The form of a page that writes rules."""
    return next(form for form in forms_of(path, text_of(client, path)) if "publication_days" in form.kinds)


def sent(client: FlaskClient, path: str, **changed: str) -> tuple[int, str]:
    """Send the form of a page with some answers changed; a box that is not ticked is left out."""
    form, page = form_at(client, path), text_of(client, path)
    boxes = re.findall(r'<input checked[^>]*? name="(\w+)"[^>]*? type="checkbox" value="(\w+)"', page)
    data: dict[str, str | list[str]] = {n: v for n, v in form.fields.items() if form.kinds[n] != "checkbox"}
    data |= {name: [value for other, value in boxes if other == name] for name, _ in boxes}
    answer = client.post(path, data=data | {"reason": "条例修订"} | changed)
    return answer.status_code, answer.location or answer.get_data(as_text=True)


def newest(code: str = CODE) -> RuleProfileVersion:
    return profiles.versions_of(code)[0]


def test_everybody_reads_all_rules_with_their_place_and_version(client: FlaskClient, world: World) -> None:
    page = text_of(client, "/rules")
    for said in (
        "业主大会（山东省）",
        "居民代表会议",
        "用于：五方办",
        "第 1 版",
        "生效中",
        f"<strong>{len(shipped_data())}</strong>",
    ):
        assert said in page
    assert "新增规则" not in page


def test_rules_are_found_by_body_by_word_and_by_day(client: FlaskClient, world: World) -> None:
    found = text_of(client, "/rules?body=owners_committee&q=杭州")
    assert "业主委员会会议（杭州市）" in found
    assert "业主委员会会议（山东省）" not in found
    assert text_of(client, "/rules?on=2006-01-01").count("还没生效") == len(shipped_data())
    assert "没有找到规则" in text_of(client, "/rules?q=月球")
    assert "生效中" in text_of(client, "/rules?on=rubbish")


def test_rules_are_found_however_their_words_are_written(world: World) -> None:
    def found(q: str, body: str = "") -> set[str]:
        return {one.rules.name for one in profiles.sets(date(2026, 12, 1), body, q).page().items}

    assert found("杭州市 业主大会") == found("业主大會（杭州市）") == found("業主大會 杭州市") != set()
    assert all("杭州" in f"{name}" for name in found("业主委员会会议 杭州市", "owners_committee"))
    assert found("杭州 月球") == set()
    assert (found("%"), found("", "no_such_body")) == (set(), set())


def test_the_list_shows_the_version_of_the_day_or_else_the_newest_and_pages_in_the_store(world: World) -> None:
    first = newest()
    days = {2: (date(2027, 1, 1), date(2027, 6, 30)), 3: (date(2028, 1, 1), None)}
    with transaction() as session:
        for version, (begin, end) in days.items():
            data = {**first.data, "version": version, "name": f"第{version}版的名称", "valid_from": begin.isoformat()}
            session.add(
                RuleProfileVersion(
                    code=CODE,
                    version=version,
                    data=data | {"valid_to": end.isoformat() if end else None},
                    valid_from=begin,
                    valid_to=end,
                )
            )

    def shown(on: date) -> tuple[int, bool, int | None]:
        (one,) = [one for one in profiles.listed(on) if one.row.code == CODE]
        return one.row.version, one.current is not None, one.coming.version if one.coming else None

    assert shown(date(2026, 12, 1)) == (1, True, 3)
    assert shown(date(2027, 2, 1)) == (2, True, 3)
    assert shown(date(2027, 8, 1)) == (3, False, 3), "the second has ended and the third has not begun"
    assert shown(date(2028, 2, 1)) == (3, True, None)
    assert [one.row.code for one in profiles.sets(date(2027, 2, 1), q="第2版的名称").page().items] == [CODE]
    assert profiles.sets(date(2028, 2, 1), q="第2版的名称").page().total == 0
    with counted_statements() as seen:
        page = profiles.sets(date(2028, 2, 1)).page(2, 10)
    assert (page.total, len(page.items)) == (len(shipped_data()), 10)
    assert len([one for one in seen if one.startswith("SELECT")]) == 4


def test_the_list_asks_the_store_no_more_for_many_rules_than_for_few(client: FlaskClient, world: World) -> None:
    text_of(client, "/rules")
    with counted_statements() as seen:
        text_of(client, "/rules")
    assert len(seen) < 10


def test_rules_are_told_in_plain_words(client: FlaskClient, world: World) -> None:
    page = text_of(client, f"/rules/{CODE}")
    for said in ("应到三分之二以上，必须到会的各方都有人到", "到会过半数同意", "不算通过", "金岭水岸华庭"):
        assert said in page
    owners = text_of(client, "/rules/hangzhou-owners")
    said_of_owners = (
        "专有部分面积三分之二以上的业主，且人数三分之二以上的业主参加表决",
        "参加表决的面积四分之三以上同意",
        "提前 15 天公告",
        "临时会议的公告",
        "提前 7 天公告",
        "第十九条第一款：临时会议召开七日前",
        "不少于 5 天，不超过 60 天",
        "现在还没有小区用这套规则",
    )
    for said in said_of_owners:
        assert said in owners


def test_rules_or_a_version_that_do_not_exist_are_not_found(client: FlaskClient, world: World) -> None:
    for path in ("/rules/nothing", f"/rules/{CODE}/9", "/rules/nothing/compare", f"/rules/{CODE}/{10**30}"):
        assert client.get(path).status_code in {404, 422}


def test_a_form_sent_as_it_is_shown_changes_nothing_for_any_rules(office: FlaskClient) -> None:
    """What the form shows is exactly what the rules say, whatever kind of rules they are."""
    for data in shipped_data():
        status, page = sent(office, f"/rules/{data['code']}/revise")
        assert status == 422, data["code"]
        assert "没有改动" in page, data["code"]


def test_a_revision_leads_to_the_new_version_and_names_what_differs(office: FlaskClient) -> None:
    status, location = sent(office, REVISE, notice_days="5", valid_from="2026-04-01")
    assert (status, location) == (302, f"/rules/{CODE}/2")
    page = text_of(office, location)
    assert "第 2 版已登记" in page
    assert "还没生效" in page
    assert "条例修订" in page
    assert "第 2 版 2026年4月1日" in text_of(office, "/rules")
    differing = text_of(office, f"/rules/{CODE}/compare")
    assert "提前 3 天" in differing
    assert "提前 5 天" in differing
    assert "到会过半数同意" not in differing
    assert "这两个版本没有不同" in text_of(office, f"/rules/{CODE}/compare?old=2&new=2")


def test_a_refused_revision_keeps_every_word_that_was_typed(office: FlaskClient) -> None:
    typed = {
        "name": "五方办新规则",
        "source": "小区约定第三条",
        "notice_days": "三",
        "result_title": "五方意见",
        "quorum_share": "GE-3-4",
    }
    status, page = sent(office, REVISE, **typed)
    assert status == 422
    for word in typed.values():
        assert word in page
    assert '<option selected value="GE-3-4">' in page
    assert "还有地方要改" in page
    assert newest().version == 1


def test_what_the_law_does_not_allow_is_said_on_the_form(office: FlaskClient) -> None:
    status, page = sent(office, "/rules/shandong-owners/revise", quorum_heads="GT-1-2", name="旧比例")
    assert status == 422
    assert "不能低于专有部分面积和人数各三分之二以上" in page
    assert "旧比例" in page
    assert newest("shandong-owners").version == 1
    status, _ = sent(office, "/rules/shandong-owners/revise", quorum_heads="GE-3-4", proxy_max="3")
    assert status == 302
    assert newest("shandong-owners").data["proxy"] == {"max": 3}


def test_every_base_that_a_meeting_may_have_is_a_choice() -> None:
    offered = {code for code, _ in MeetingRulesForm.majority_base.kwargs["choices"]}
    assert offered == set(MEETING_BASES)
    assert set(ENTITLED) == ENTITLED_BASES


def test_each_party_present_without_a_number_is_asked_about(office: FlaskClient) -> None:
    status, page = sent(office, REVISE, quorum_share="NONE")
    assert status == 422
    assert "请同时选“多少人到会才能开”" in page


def test_a_share_that_nobody_usually_has_stays_a_choice(office: FlaskClient, world: World) -> None:
    with transaction() as session:
        row = session.get_one(RuleProfileVersion, newest().id)
        row.data = row.data | {"majority": {"op": "GE", "num": 3, "den": 5, "base": "present"}}
    assert '<option selected value="GE-3-5">五分之三以上</option>' in text_of(office, REVISE)
    assert sent(office, REVISE, notice_days="5")[0] == 302
    assert newest().data["majority"] == {"op": "GE", "num": 3, "den": 5, "base": "present"}


def test_a_form_that_was_sent_twice_makes_one_version(office: FlaskClient) -> None:
    data = form_at(office, REVISE).fields | {"notice_days": "5", "reason": "条例修订"}
    assert office.post(REVISE, data=data).status_code == 302
    again = office.post(REVISE, data=data)
    assert again.status_code == 409
    assert "第 2 版已经登记" in again.get_data(as_text=True)
    assert newest().version == 2


def test_rubbish_in_any_field_is_refused_in_words(office: FlaskClient) -> None:
    for path in (REVISE, NEW, "/rules/civil-code-278/revise", "/rules/household-survey-default/revise"):
        form = form_at(office, path)
        for name in set(form.fields) - {"csrf_token"}:
            answer = office.post(path, data=form.filled(reason="试一试") | {name: "蛇" * 400})
            assert answer.status_code in {409, 422} or form.kinds[name] == "checkbox", (path, name)
            assert answer.status_code < 500


def test_new_rules_are_copied_from_others(office: FlaskClient) -> None:
    assert "照哪一套填" in text_of(office, "/rules/new")
    assert office.post("/rules/new").status_code == 422
    status, location = sent(office, NEW, name="五方办议事规则（试行）", majority_share="GE-2-3")
    assert status == 302
    page = text_of(office, location)
    assert "五方办议事规则（试行）" in page
    assert "到会三分之二以上同意" in page
    assert "现在还没有小区用这套规则" in page


def test_new_rules_of_a_place_count_there(office: FlaskClient, world: World) -> None:
    status, page = sent(office, "/rules/new?copy=civil-code-278", name="业主大会（东营市）", place="东营")
    assert status == 422
    assert "须写全称" in page
    assert sent(office, "/rules/new?copy=civil-code-278", name="业主大会（东营市）", place="东营市")[0] == 302
    found = profiles.owners_rules_for(world.compound, "owners_assembly", clock.today())
    assert found.data["name"] == "业主大会（东营市）"


def test_what_is_missing_of_the_platforms_rules_is_entered_by_one_button(office: FlaskClient) -> None:
    assert "登记平台自带的规则" not in text_of(office, "/rules")
    with transaction() as session:
        session.delete(newest("shandong-owners"))
    assert "登记平台自带的规则" in text_of(office, "/rules")
    assert office.post("/rules/shipped").status_code == 409
    (shown,) = re.findall(r'name="shown" value="([^"]+)"', text_of(office, "/rules/shipped"))
    assert office.post("/rules/shipped", data={"shown": shown}).location == "/rules"
    assert "已登记 1 套" in text_of(office, "/rules")
    assert newest("shandong-owners").version == 1


@pytest.mark.parametrize("name", ["李建国", "周敏", "张秀兰"])
def test_who_may_only_read_sees_no_button_and_no_form(client: FlaskClient, world: World, name: str) -> None:
    sign_in(client, world, name)
    assert "/revise" not in text_of(client, f"/rules/{CODE}")
    assert client.get(REVISE).status_code == 403
    assert client.post(REVISE, data={}).status_code == 403


def test_the_public_is_asked_to_sign_in_before_it_writes(client: FlaskClient, world: World) -> None:
    assert client.get(REVISE).location.startswith("/login")
    assert client.post("/rules/shipped").status_code == 401


def test_a_running_vote_and_a_planned_meeting_keep_their_rules_and_the_next_meeting_has_the_new_ones(
    client: FlaskClient, world: World
) -> None:
    hall = an_open_meeting(world)
    hall.to_debate()
    vote = hall.open_vote()
    _revise_to_three_quarters(client, world)
    hall.cast_all(agree=7, oppose=5)
    hall.step("close_vote")
    assert hall.meeting.profile.version == 1
    assert vote.frozen["profile_version"] == 1
    assert vote.result is not None
    assert (vote.result["verdict"]["result"], vote.result["verdict"]["rule_version"]) == ("PASSED", 1)
    clock.use(lambda: hall.at + timedelta(days=1))
    later = plan_meeting(world.chair, world.compound.id, _in_a_month(world))
    assert later.profile.version == 2


def _revise_to_three_quarters(client: FlaskClient, world: World) -> None:
    office = sign_in(client, world, "萧芳")
    assert sent(office, REVISE, majority_share="GE-3-4")[0] == 302


def _in_a_month(world: World) -> PlanDraft:
    return replace(a_plan(world), starts_at=MEETING_AT + timedelta(days=31), request_key="in-a-month")


def test_the_desk_leads_from_the_rules_in_force_to_their_versions(office: FlaskClient, world: World) -> None:
    page = text_of(office, "/desk/jinling/rules")
    assert f'href="/rules/{CODE}"' in page
    assert 'href="/rules"' in page
    assert 'href="/rules/shandong-owners"' in page
    assert 'href="/rules/shandong-affected"' in page


def test_rules_let_a_weekend_stand_only_with_a_reason_and_the_paper_says_both(office: FlaskClient) -> None:
    assert "最后一天是周末或法定节假日的，顺延到下一个工作日" in text_of(office, f"/rules/{CODE}")
    status, page = sent(office, REVISE, weekend_last_day="STANDS")
    assert (status, "选了不顺延，请写明依据。" in page) == (422, True)
    status, _where = sent(office, REVISE, weekend_last_day="STANDS", weekend_reason="议事规则第九条")
    assert status == 302
    data = newest().data
    assert (data["weekend_last_day"], data["weekend_reason"]) == ("STANDS", "议事规则第九条")
    assert "最后一天是法定节假日的顺延，是周末的不顺延（依据：议事规则第九条）" in text_of(office, f"/rules/{CODE}")
    form = form_at(office, REVISE)
    assert (form.fields["weekend_last_day"], form.fields["weekend_reason"]) == ("STANDS", "议事规则第九条")

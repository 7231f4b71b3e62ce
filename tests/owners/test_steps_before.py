"""What the law of a place asks for before the notice, or the count, refuses it until it is done, with its article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import count
from deliberation.owners.actions.petitions import hand_over, sign
from deliberation.owners.actions.preparing import VoteDraft, notify, prepare, revise
from deliberation.owners.actions.steps import StepDraft, begin_turnover, end_turnover, keep_step
from deliberation.owners.models import OwnersVote
from deliberation.owners.queries.petitions import owners_of
from deliberation.owners.queries.steps import done_of, missing
from deliberation.owners.rules.calling import Calling
from deliberation.owners.rules.freeze import held
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.owners.rules.steps_before import Asked, Done, all_lacking, needs, seems
from tests.builders import World, a_compound, sign_in
from tests.house.forms_on_pages import forms_of
from tests.owners.hall import FEE, a_roster, an_open_vote, heads_of
from tests.owners.papers import close
from tests.owners.places import a_compound_in, owners_profile_in, policy_in
from tests.owners.test_petitions import a_petition

OPENS = beijing(2026, 5, 20, 9)
NOTICED = date(2026, 5, 1)
EARLY = date(2026, 4, 1)
PRICE = replace(FEE, subject="FEE_CHANGE")
FIRM = QuestionDraft("选聘物业服务企业", "同意续聘现物业服务企业。", "ORDINARY", "HIRE_OR_DISMISS_FIRM")
RECALL = QuestionDraft("罢免业委会委员某某", "同意罢免某某。", "ORDINARY", "COMMITTEE_ELECTION", subject="RECALL")
FUND = QuestionDraft("动用维修资金修屋面", "同意动用18万元。", "ORDINARY", "USE_MAINTENANCE_FUND")


def in_place(city: str) -> World:
    clock.use(lambda: beijing(2026, 5, 1, 12))
    return a_compound_in(city)


def drafted(question: QuestionDraft, place: str) -> VoteDraft:
    return VoteDraft(
        kind="OWNERS",
        title="五月表决",
        opens_at=OPENS,
        closes_at=OPENS + timedelta(days=7),
        profile_id=owners_profile_in(place).id,
        questions=(question,),
        policy=policy_in(place),
    )


def a_vote(world: World, question: QuestionDraft, place: str) -> OwnersVote:
    return prepare(world.actor("陈海涛"), world.compound.id, drafted(question, place))


def noticed(world: World, vote: OwnersVote) -> OwnersVote:
    return notify(world.actor("陈海涛"), vote.id, NOTICED, NOTICED)


def refusal(world: World, vote: OwnersVote) -> str:
    with pytest.raises(Refused) as refused:
        noticed(world, vote)
    assert (refused.value.reason, vote.state) == (Reason.NOT_READY, "PREPARED")
    return refused.value.message


def kept(world: World, vote: OwnersVote, code: str, number: int = 0, on: date | None = EARLY, note: str = "") -> None:
    keep_step(world.secretary, vote.id, code, number, StepDraft(on, note))


def test_in_chengdu_the_street_is_told_thirty_days_before_the_notice(app: Flask) -> None:
    world = in_place("成都市")
    vote = a_vote(world, FEE, "成都市")
    said = refusal(world, vote)
    assert ["第三十一条" in said, "第二十三条" in said, "街道" in said] == [True] * 3
    kept(world, vote, "POSTED_ONLINE", on=NOTICED)
    kept(world, vote, "REPORT_STREET", on=date(2026, 4, 2))  # 29 days
    assert "只有 29 天" in refusal(world, vote)
    kept(world, vote, "REPORT_STREET", on=date(2026, 4, 1))
    assert noticed(world, vote).state == "NOTICED"


@pytest.mark.parametrize(
    ("city", "asked"),
    [
        ("德阳市", {"TELL_STREET": "第十四条", "POSTED_ONLINE": "第十四条"}),
        ("达州市", {"TELL_STREET": "第十二条", "POSTED_ONLINE": "第十四条"}),
        ("自贡市", {"TELL_STREET": "第十五条"}),
        ("南充市", {}),
    ],
)
def test_in_sichuan_the_cities_say_whom_to_tell_and_where_to_post(city: str, asked: dict[str, str]) -> None:
    found = {one.requirement.code: one.requirement for one in needs((city, "四川省", ""), "OWNERS", [])}
    assert {code: one.article[-len(asked[code]) :] for code, one in found.items()} == asked
    assert all(one.binds and not one.days for one in found.values())


def test_a_price_is_posted_thirty_days_in_hangzhou_and_another_matter_is_not(app: Flask) -> None:
    world = in_place("杭州市")
    plain, price = a_vote(world, FEE, "杭州市"), a_vote(world, PRICE, "杭州市")
    assert noticed(world, plain).state == "NOTICED"
    said = refusal(world, price)
    assert ["审计报告" in said, "调整方案" in said, "第五十三条" in said] == [True] * 3
    kept(world, price, "AUDIT_POSTED", 1)
    kept(world, price, "PLAN_POSTED", 1)
    assert noticed(world, price).state == "NOTICED"


@pytest.mark.parametrize(
    ("title", "text", "item", "subject"),
    [
        ("物业费调整", "同意物业费由1.20元调为1.50元/㎡·月。", "OTHER_MAJOR", "FEE_CHANGE"),
        ("关于提高物业服务收费标准", "见方案。", "OTHER_MAJOR", "FEE_CHANGE"),
        ("物业服务费", "由每平方米1元改为1.2元。", "OTHER_MAJOR", "FEE_CHANGE"),
        ("罢免业委会委员某某", "同意罢免某某。", "COMMITTEE_ELECTION", "RECALL"),
        ("公示物业费收支", "同意每季度公示物业费收支。", "OTHER_MAJOR", ""),
        ("调整停车位", "同意重新划线。", "OTHER_MAJOR", ""),
        ("续聘物业公司", "同意续聘，物业费不上涨。", "HIRE_OR_DISMISS_FIRM", ""),
    ],
)
def test_the_words_of_a_question_show_a_new_price_or_a_recall(title: str, text: str, item: str, subject: str) -> None:
    assert seems(title, text, item) == subject


def test_a_price_that_nobody_marked_is_asked_about_before_the_notice_and_one_that_is_marked_is_not(app: Flask) -> None:
    world = in_place("杭州市")
    desk = sign_in(app.test_client(), world, "陈海涛")
    vote = a_vote(world, FEE, "杭州市")
    here = f"/desk/jinling/owners-votes/{vote.id}"
    said = "第 1 项看起来是“调整物业服务收费标准”"
    assert (said in desk.get(here).text, missing(vote, NOTICED, "NOTICE")) == (True, [])
    with clock.frozen(clock.now()):
        revise(world.actor("陈海涛"), vote.id, drafted(PRICE, "杭州市"))
    assert (said in desk.get(here).text, len(missing(vote, NOTICED, "NOTICE"))) == (False, 2)


def test_a_step_is_waived_only_where_the_article_says_so_and_with_a_reason(app: Flask) -> None:
    world = in_place("成都市")
    vote = a_vote(world, PRICE, "成都市")
    waived = StepDraft(None, "业主申请调整，物业服务人同意（第二款）", is_waived=True)
    with pytest.raises(Refused) as refused:
        keep_step(world.secretary, vote.id, "PLAN_POSTED", 1, replace(waived, note=" "))
    assert refused.value.reason is Reason.REASON_REQUIRED
    keep_step(world.secretary, vote.id, "PLAN_POSTED", 1, waived)
    with pytest.raises(Refused) as refused:
        keep_step(world.secretary, vote.id, "REPORT_STREET", 0, waived)
    assert refused.value.reason is Reason.INVALID_INPUT
    said = missing(vote, NOTICED, "NOTICE")
    assert [any("报告" in one for one in said), any("调整方案" in one for one in said)] == [True, False]


def test_a_question_in_other_words_needs_its_steps_anew(app: Flask) -> None:
    world = in_place("杭州市")
    vote = a_vote(world, PRICE, "杭州市")
    kept(world, vote, "AUDIT_POSTED", 1)
    kept(world, vote, "PLAN_POSTED", 1)
    revise(world.secretary, vote.id, drafted(replace(PRICE, title="物业费再调整"), "杭州市"))
    assert len(missing(vote, NOTICED, "NOTICE")) == 2


def test_what_only_the_platform_advises_refuses_nothing(app: Flask) -> None:
    fund = Asked(1, "修屋面", "USE_MAINTENANCE_FUND", "")
    national = needs(("东营市", "山东省", ""), "AFFECTED", [fund])
    assert [need.requirement.code for need in national] == ["FUND_RANGE", "FUND_PLAN"]
    assert all_lacking(national, {}, NOTICED, "NOTICE") == []
    local = needs(("成都市", "四川省", ""), "AFFECTED", [fund])
    assert all_lacking(local, {}, NOTICED, "NOTICE") != []
    assert all_lacking(local, {("FUND_RANGE", "修屋面"): Done(NOTICED, "3号楼全体", False)}, NOTICED, "NOTICE") == []
    assert needs(("成都市", "四川省", ""), "HOUSEHOLDS", [fund]) == []


def test_while_the_committee_is_formed_anew_named_matters_are_refused_and_the_election_is_not(app: Flask) -> None:
    world = in_place("上海市")
    firm, election = a_vote(world, FIRM, "上海市"), a_vote(world, replace(RECALL, subject=""), "上海市")
    for vote in (firm, election):
        kept(world, vote, "TELL_HOUSING")
    turnover = begin_turnover(world.chair, world.compound.id, date(2026, 4, 20), "街道组建换届改选小组")
    said = refusal(world, firm)
    assert ["第二十八条" in said, "换届结束" in said] == [True, True]
    with pytest.raises(Refused) as refused:
        keep_step(world.secretary, firm.id, "FREEZE", 1, StepDraft(None, "急用", is_waived=True))
    assert refused.value.reason is Reason.INVALID_INPUT
    assert noticed(world, election).state == "NOTICED"
    end_turnover(world.chair, turnover.id, NOTICED)
    assert noticed(world, firm).state == "NOTICED"


def test_in_sichuan_an_emergency_may_use_the_fund_while_the_committee_is_formed_anew(app: Flask) -> None:
    world = in_place("遂宁市")
    vote = a_vote(world, FUND, "四川省")
    kept(world, vote, "REPORT_STREET")
    begin_turnover(world.chair, world.compound.id, date(2026, 4, 20), "")
    assert "第四十四条" in refusal(world, vote)
    keep_step(world.secretary, vote.id, "FREEZE", 1, StepDraft(None, "屋面塌陷，危及房屋安全", is_waived=True))
    assert noticed(world, vote).state == "NOTICED"


def test_one_turnover_runs_at_a_time(app: Flask) -> None:
    world = in_place("上海市")
    first = begin_turnover(world.chair, world.compound.id, EARLY, "")
    with pytest.raises(Refused) as refused:
        begin_turnover(world.chair, world.compound.id, EARLY, "")
    assert refused.value.reason is Reason.ALREADY_DONE
    with pytest.raises(Refused):
        end_turnover(world.chair, first.id, date(2026, 3, 1))
    end_turnover(world.chair, first.id, NOTICED)
    with pytest.raises(Refused) as refused:
        end_turnover(world.chair, first.id, NOTICED)
    assert refused.value.reason is Reason.ALREADY_DONE


def test_a_recall_hears_the_member_first_and_the_notice_prints_what_he_said(app: Flask) -> None:
    world = in_place("杭州市")
    vote = a_vote(world, RECALL, "杭州市")
    said = refusal(world, vote)
    assert ["申辩" in said, "第三十一条" in said] == [True, True]
    kept(world, vote, "RECALL_HEARING", 1, on=NOTICED, note="本人认为账目已经全部公开。")
    assert noticed(world, vote).state == "NOTICED"
    desk = sign_in(app.test_client(), world, "陈海涛")
    assert "本人认为账目已经全部公开。" in desk.get(f"/desk/jinling/owners-votes/{vote.id}/notice").text


def test_a_recall_in_sichuan_stands_on_the_owners_demand(app: Flask) -> None:
    world = in_place("遂宁市")
    vote = a_vote(world, RECALL, "四川省")
    kept(world, vote, "REPORT_STREET")
    assert "第四十一条" in refusal(world, vote)


def test_a_recall_is_asked_with_yes_or_no_as_a_matter_of_the_third_item(app: Flask) -> None:
    world = in_place("杭州市")
    for wrong in (replace(RECALL, item="OTHER_MAJOR"), replace(PRICE, item="COVENANT")):
        with pytest.raises(Refused) as refused:
            a_vote(world, wrong, "杭州市")
        assert refused.value.reason is Reason.INVALID_INPUT


def test_in_chengdu_street_neighbourhood_and_owners_are_invited_before_the_count(app: Flask) -> None:
    world = in_place("成都市")
    a_roster(world, heads_of(3))
    vote = a_vote(world, FEE, "成都市")
    kept(world, vote, "REPORT_STREET")
    kept(world, vote, "POSTED_ONLINE")
    noticed(world, vote)
    an_open_vote(world, vote)
    close(vote)
    moment = vote.closes_at + timedelta(hours=1)
    clock.use(lambda: moment)
    with pytest.raises(Refused) as refused:
        count(world.secretary, vote.id)
    assert (refused.value.reason, "第三十二条" in refused.value.message) == (Reason.NOT_READY, True)
    with pytest.raises(Refused) as refused:  # what belongs before the notice is locked by it
        kept(world, vote, "REPORT_STREET")
    assert refused.value.reason is Reason.AGENDA_LOCKED
    kept(world, vote, "INVITE_COUNT", on=date(2026, 5, 26), note="回执在档案盒")
    assert count(world.secretary, vote.id).state == "COUNTED"


def test_the_page_lists_the_steps_takes_them_and_keeps_what_was_typed(app: Flask) -> None:
    world = in_place("成都市")
    vote = a_vote(world, FEE, "成都市")
    desk = sign_in(app.test_client(), world, "陈海涛")
    here = f"/desk/jinling/owners-votes/{vote.id}"
    assert "公告前须完成的法定步骤" in desk.get(here).text
    answer = desk.post(f"{here}/notify", data={"noticed_on": "2026-05-01", "neighbourhood_told_on": "2026-05-01"})
    assert (answer.status_code, "第三十一条" in answer.text) == (409, True)
    form = next(f for f in forms_of("", desk.get(f"{here}/steps").text) if "REPORT_STREET" in f.action)
    wrong = desk.post(
        form.action, data=form.filled(**{"REPORT_STREET-0-note": "交给王科长", "REPORT_STREET-0-done_on": ""})
    )
    assert (wrong.status_code, "交给王科长" in wrong.text) == (422, True)
    right = {"REPORT_STREET-0-done_on": "2026-04-01", "REPORT_STREET-0-note": "收件回执"}
    assert desk.post(form.action, data=form.filled(**right)).status_code == 302
    assert done_of(vote)["REPORT_STREET", ""] == Done(EARLY, "收件回执", False)
    assert desk.post(f"{here}/steps/NOTHING/0", data={}).status_code == 404
    assert sign_in(app.test_client(), world, "高峰").get(f"{here}/steps").status_code == 403


def test_the_time_of_forming_a_new_committee_is_kept_on_its_page(app: Flask) -> None:
    world = in_place("上海市")
    desk = sign_in(app.test_client(), world, "李建国")
    here = "/desk/jinling/owners-turnovers"
    assert "还没有登记过换届" in desk.get(here).text
    assert desk.post(here, data={"began_on": "", "note": "留下"}).status_code == 422
    assert desk.post(here, data={"began_on": "2026-04-20", "note": "换届小组"}).status_code == 302
    assert desk.post(f"{here}/1/end", data={"ended_on": "2026-04-01"}).status_code == 422
    assert desk.post(f"{here}/1/end", data={"ended_on": "2026-05-01"}).status_code == 302
    elsewhere = sign_in(app.test_client(), a_compound("haitang", "海棠花园"), "李建国")
    assert elsewhere.post("/desk/haitang/owners-turnovers/1/end", data={"ended_on": "2026-05-01"}).status_code == 404


def test_a_recall_that_owners_demanded_in_sichuan_needs_no_further_proof_of_it(app: Flask) -> None:
    world = in_place("遂宁市")
    a_roster(world, heads_of(5))
    petition = a_petition(world, "RECALL")
    sign(world.secretary, petition.id, owners_of(world.compound.id)[0].id, NOTICED)
    hand_over(world.secretary, petition.id, NOTICED)
    calling = Calling(is_special=True, ground="DEMAND", reason="五分之一业主提议", petition_id=petition.id)
    vote = prepare(world.actor("陈海涛"), world.compound.id, replace(drafted(RECALL, "四川省"), calling=calling))
    kept(world, vote, "REPORT_STREET")
    assert noticed(world, vote).state == "NOTICED"
    assert "罢免由谁提出" in app.test_client().get(f"/c/jinling/owners-votes/{vote.id}").text


@pytest.mark.parametrize(
    ("place", "code", "article"),
    [
        ("滨州市", "TELL_STREET", "第十二条"),
        ("日照市", "TELL_STREET", "第三十四条"),
        ("绵阳市", "TELL_STREET", "第十四条"),
        ("资阳市", "TELL_COMMITTEE", "第十四条"),
        ("资阳市", "POSTED_ONLINE", "第十四条"),
    ],
)
def test_a_place_that_was_read_later_has_its_steps_too(place: str, code: str, article: str) -> None:
    found = {need.requirement.code: need.requirement for need in needs((place, ""), "OWNERS", ())}
    assert found[code].binds
    assert found[code].article.endswith(article)


@pytest.mark.parametrize(("place", "item"), [("温州市", "HIRE_OR_DISMISS_FIRM"), ("丽水市", "HIRE_OR_DISMISS_FIRM")])
def test_no_firm_is_hired_there_while_a_new_committee_is_being_formed(place: str, item: str) -> None:
    (one,) = held((place, "浙江省", ""), "OWNERS", [Asked(1, "选聘物业企业", item, "")])
    assert one.unless == ""
    assert place in one.freeze.article


def test_a_fee_in_wenzhou_waits_thirty_days_after_audit_and_scheme_were_posted() -> None:
    found = needs(("温州市", "浙江省", ""), "OWNERS", [Asked(1, "调整物业费", "OTHER_MAJOR", "FEE_CHANGE")])
    days = {need.requirement.code: need.requirement.days for need in found if need.requirement.place}
    assert days == {"AUDIT_POSTED": 30, "PLAN_POSTED": 30}

"""Emergency use of the maintenance fund goes without a vote, and is recorded and posted as what it is."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from deliberation.kernel import clock
from deliberation.kernel.clock import beijing
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.emergency import EmergencyDraft, post_use, record_use
from deliberation.owners.models import EmergencyUse
from tests.builders import World, a_compound, sign_in
from tests.house.forms_on_pages import forms_of
from tests.owners.places import a_compound_in

HAPPENED = date(2026, 3, 2)
DRAFT = EmergencyDraft("抢修3号楼电梯", "电梯停运，危及安全。", HAPPENED, "业主代表、业委会、物业企业", "区住建局", "k")
HERE = "/desk/jinling/emergency-uses"


@pytest.fixture
def zibo(app: Flask) -> World:
    clock.use(lambda: beijing(2026, 3, 20, 9))
    return a_compound_in("淄博市")


def a_use(world: World) -> EmergencyUse:
    return record_use(world.secretary, world.compound.id, DRAFT)


def test_in_zibo_the_settlement_is_posted_five_days_after_the_works_were_accepted(zibo: World) -> None:
    made = a_use(zibo)
    assert (made.source, a_use(zibo).id) == ("《淄博市物业管理条例》第六十六条、第六十七条", made.id)
    post_use(zibo.secretary, made.id, date(2026, 3, 9), date(2026, 3, 11), "结算2.10万元，3号楼84户按面积分摊。")
    assert made.posted_until == date(2026, 3, 16)
    with pytest.raises(Refused) as refused:
        post_use(zibo.secretary, made.id, date(2026, 3, 9), date(2026, 3, 11), "再来一次")
    assert refused.value.reason is Reason.ALREADY_DONE


@pytest.mark.parametrize(
    ("accepted", "posted", "result", "reason"),
    [
        (date(2026, 3, 1), date(2026, 3, 11), "结算", Reason.INVALID_INPUT),
        (date(2026, 3, 12), date(2026, 3, 11), "结算", Reason.INVALID_INPUT),
        (date(2026, 3, 12), date(2026, 3, 21), "结算", Reason.INVALID_INPUT),
        (date(2026, 3, 9), date(2026, 3, 11), " ", Reason.REASON_REQUIRED),
        (date(2026, 3, 9), date(2026, 3, 11), "电话13812345678", Reason.INVALID_INPUT),
    ],
)
def test_a_posting_out_of_order_or_without_figures_is_refused(
    zibo: World, accepted: date, posted: date, result: str, reason: Reason
) -> None:
    made = a_use(zibo)
    with pytest.raises(Refused) as refused:
        post_use(zibo.secretary, made.id, accepted, posted, result)
    assert (refused.value.reason, made.posted_on) == (reason, None)


def test_it_is_entered_at_the_desk_and_read_by_residents(app: Flask, zibo: World) -> None:
    desk = sign_in(app.test_client(), zibo, "周敏")
    page = desk.get(HERE).text
    assert ["第六十六条" in page, "不少于 5 天" in page, "还没有应急使用" in page] == [True] * 3
    form = next(f for f in forms_of(HERE, page) if f.action == HERE)
    wrong = desk.post(HERE, data=form.filled(title="抢修电梯", situation="", happened_on="2026-03-02"))
    assert (wrong.status_code, "抢修电梯" in wrong.text) == (422, True)
    right = form.filled(title="抢修电梯", situation="停运。", happened_on="2026-03-02")
    assert [desk.post(HERE, data=right).status_code for _ in range(2)] == [302, 302]
    post = next(f for f in forms_of(HERE, desk.get(HERE).text) if f.action.endswith("/post"))
    bad = desk.post(post.action, data={"accepted_on": "2026-03-09", "posted_on": "", "result": "留下这句"})
    assert (bad.status_code, "留下这句" in bad.text) == (422, True)
    good = {"accepted_on": "2026-03-09", "posted_on": "2026-03-11", "result": "结算2.10万元。"}
    assert desk.post(post.action, data=good).status_code == 302
    public = app.test_client().get("/c/jinling/owners-votes/").text
    assert ["没有经过业主表决" in public, "结算2.10万元" in public] == [True, True]
    assert sign_in(app.test_client(), zibo, "高峰").get(HERE).status_code == 403
    elsewhere = sign_in(app.test_client(), a_compound("haitang", "海棠花园"), "周敏")
    assert elsewhere.post("/desk/haitang/emergency-uses/1/post", data=good).status_code == 404

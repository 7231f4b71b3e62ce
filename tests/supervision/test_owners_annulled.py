"""A posted result can be annulled: matter, topic and orders go back, nothing is deleted, and a mistake is mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.recount import recount
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.annulment import AnnulmentDraft
from deliberation.publication.queries.annulled import annulled_decisions
from deliberation.supervision import actions
from deliberation.supervision.actions.owners_annulled import annul_owners_result, reinstate_owners_result
from deliberation.supervision.actions.owners_decided import announce_owners_result
from deliberation.supervision.models import Order
from deliberation.supervision.queries import history
from tests.builders import World, sign_in
from tests.owners.hall import SOUTH_GATE, a_prepared_vote
from tests.supervision.hall import a_decided_meeting, at, audited, topic_of
from tests.supervision.test_owners_decided import a_counted_vote, state_of_matter

COURT = AnnulmentDraft(
    by="COURT",
    organ="某某区人民法院",
    document="（2026）鲁0502民初100号",
    decided_on=date(2026, 5, 20),
    reason="公告少于十五日，违反了法律规定的程序",
    questions=(1,),
)
MISTAKE = AnnulmentDraft(
    by="CORRECTION", organ="", document="", decided_on=date(2026, 5, 22), reason="看错了案号", questions=(1,)
)


@pytest.fixture
def works(world: World) -> Order:
    return actions.draft_from_decisions(world.secretary, a_decided_meeting(world))[0]


def a_posted_vote(world: World, works: Order, agree: int = 9, oppose: int = 3) -> OwnersVote:
    vote = a_counted_vote(world, works, agree, oppose)
    announce_owners_result(world.actor("陈海涛"), vote.id)
    return vote


def issued(world: World, works: Order) -> Order:
    edit = actions.OrderDraft(works.title, works.lead_party_id, date(2026, 8, 1), works.request_key)
    actions.edit_draft(world.chair, works.id, edit)
    return actions.issue_order(world.chair, works.id)


def test_a_court_annuls_and_what_was_freed_stops_and_waits_for_the_owners_again(world: World, works: Order) -> None:
    vote = a_posted_vote(world, works)
    issued(world, works)
    at(5, 21)
    before = vote.result_hash
    annul_owners_result(world.chair, vote.id, COURT)
    assert (vote.state, state_of_matter(works), works.state) == ("ANNULLED", "PROPOSED", "SUSPENDED")
    assert topic_of(works).state == "IMPLEMENTING"  # other orders of it may go on
    assert "某某区人民法院撤销" in history(works.id)[-1].text
    with pytest.raises(Refused) as refused:
        actions.issue_order(world.chair, works.id)
    assert refused.value.reason is Reason.AWAITS_OWNERS
    again = recount(vote.id)
    assert (again is not None and again.matches, vote.result_hash) == (True, before)


def test_an_order_that_was_never_issued_is_held_and_its_topic_is_an_opinion_again(world: World, works: Order) -> None:
    vote = a_posted_vote(world, works)
    at(5, 21)
    annul_owners_result(world.chair, vote.id, COURT)
    assert (works.state, topic_of(works).state, state_of_matter(works)) == ("DRAFT", "ADVISED", "PROPOSED")


def test_work_that_was_checked_already_stays_done_and_says_so(world: World, works: Order) -> None:
    vote = a_posted_vote(world, works)
    with transaction():
        works.state = "CLOSED"
    at(5, 21)
    annul_owners_result(world.chair, vote.id, COURT)
    assert (works.state, history(works.id)[-1].act) == ("CLOSED", "order.note_annulment")


def test_the_matter_may_be_put_to_the_owners_again_and_is_then_not_brought_back_beside_it(
    world: World, works: Order
) -> None:
    vote = a_posted_vote(world, works)
    issued(world, works)
    at(5, 22)
    annul_owners_result(world.chair, vote.id, COURT)
    question = replace(SOUTH_GATE, matter_id=works.matter_id, topic_id=works.topic_id)
    second = a_prepared_vote(world, (question,))
    with pytest.raises(Refused) as refused:  # the owners are about to decide anew: nothing is brought back beside it
        reinstate_owners_result(world.chair, vote.id, MISTAKE)
    assert (refused.value.reason, second.state) == (Reason.ALREADY_DONE, "PREPARED")


def test_a_mistaken_annulment_is_mended_by_a_second_record_and_never_removed(world: World, works: Order) -> None:
    vote = a_posted_vote(world, works)
    issued(world, works)
    at(5, 22)
    annul_owners_result(world.chair, vote.id, COURT)
    with pytest.raises(Refused) as refused:
        annul_owners_result(world.chair, vote.id, COURT)
    assert refused.value.reason is Reason.ALREADY_DONE
    reinstate_owners_result(world.chair, vote.id, MISTAKE)
    assert (vote.state, state_of_matter(works), works.state) == ("ANNOUNCED", "PASSED", "SUSPENDED")
    said = [one.said for one in annulled_decisions(works.meeting_id or 0)]  # as the resolution's page shows it
    assert ["撤销" in said[0], "恢复效力" in said[1], len(said)] == [True, True, 2]
    assert actions.issue_order(world.chair, works.id).state == "ISSUED"
    assert (audited("owners_vote.annul"), audited("owners_vote.reinstate")) == (1, 1)


def test_an_annulled_rejection_brings_back_the_orders_that_it_dropped(world: World, works: Order) -> None:
    vote = a_posted_vote(world, works, 8, 4)
    assert (works.state, history(works.id)[-1].act) == ("CANCELLED", "order.drop")
    at(5, 21)
    annul_owners_result(world.chair, vote.id, COURT)
    assert (state_of_matter(works), works.state, topic_of(works).state) == ("PROPOSED", "DRAFT", "ADVISED")
    assert (history(works.id)[-1].act, audited("order.revive")) == ("order.revive", 1)
    with pytest.raises(Refused) as refused:
        actions.issue_order(world.chair, works.id)
    assert refused.value.reason is Reason.AWAITS_OWNERS
    at(5, 22)
    reinstate_owners_result(world.chair, vote.id, MISTAKE)
    assert (state_of_matter(works), works.state) == ("REJECTED", "CANCELLED")


def test_an_order_that_a_person_took_back_does_not_come_back_with_an_annulment(world: World, works: Order) -> None:
    actions.cancel_order(world.chair, works.id, "改由街道统一实施")
    vote = a_posted_vote(world, works, 8, 4)
    at(5, 21)
    annul_owners_result(world.chair, vote.id, COURT)
    assert (works.state, history(works.id)[-1].act) == ("CANCELLED", "order.cancel")


def test_an_order_that_was_dropped_before_that_step_had_a_name_comes_back_too(world: World, works: Order) -> None:
    vote = a_posted_vote(world, works, 8, 4)
    with transaction():
        history(works.id)[-1].act = "order.cancel"
    at(5, 21)
    annul_owners_result(world.chair, vote.id, COURT)
    assert works.state == "DRAFT"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"document": " "}, Reason.INVALID_INPUT),
        ({"organ": ""}, Reason.INVALID_INPUT),
        ({"reason": " "}, Reason.REASON_REQUIRED),
        ({"by": "CHAIR"}, Reason.INVALID_INPUT),
        ({"questions": ()}, Reason.INVALID_INPUT),
        ({"questions": (2,)}, Reason.INVALID_INPUT),
        ({"decided_on": date(2026, 4, 1)}, Reason.INVALID_INPUT),
        ({"decided_on": date(2026, 6, 1)}, Reason.INVALID_INPUT),
        ({"reason": "原告电话13812345678"}, Reason.INVALID_INPUT),
    ],
)
def test_what_is_not_said_fully_annuls_nothing(
    world: World, works: Order, wrong: dict[str, object], reason: Reason
) -> None:
    vote = a_posted_vote(world, works)
    at(5, 21)
    with pytest.raises(Refused) as refused:
        annul_owners_result(world.chair, vote.id, replace(COURT, **wrong))  # type: ignore[arg-type]
    assert (refused.value.reason, state_of_matter(works)) == (reason, "PASSED")


def test_only_a_posted_result_can_be_annulled(world: World, works: Order) -> None:
    vote = a_counted_vote(world, works, 9, 3)
    at(5, 21)
    with pytest.raises(Refused) as refused:
        annul_owners_result(world.chair, vote.id, COURT)
    assert refused.value.reason is Reason.WRONG_STATE


def test_the_annulment_is_entered_on_the_page_and_read_by_everybody(
    app: Flask, client: FlaskClient, world: World, works: Order
) -> None:
    vote = a_posted_vote(world, works)
    public = f"/c/{world.compound.slug}/owners-votes/"
    at(5, 21)
    sign_in(client, world, "陈海涛")
    desk = f"/desk/{world.compound.slug}/owners-votes/{vote.id}"
    assert "登记结果被撤销" in client.get(f"{desk}/count").text
    assert client.get(f"{desk}/annul").status_code == 200
    sent = {
        "questions": "1",
        "by": "COURT",
        "organ": COURT.organ,
        "document": "",
        "decided_on": "2026-05-20",
        "reason": "公告少于十五日",
    }
    answer = client.post(f"{desk}/annul", data=sent)
    assert (answer.status_code, "公告少于十五日" in answer.text, "文号" in answer.text) == (422, True, True)
    assert client.post(f"{desk}/annul", data=sent | {"document": COURT.document}).status_code == 302
    resident = app.test_client()
    shown = [resident.get(f"{public}{vote.id}").text, resident.get(f"{public}{vote.id}/result-notice").text]
    assert ["本决定已被某某区人民法院撤销（（2026）鲁0502民初100号" in page for page in shown] == [True, True]
    assert ["票数总表" in page for page in shown] == [True, True]  # the figures stay
    assert "已被撤销" in resident.get(public).text
    assert client.get(f"{desk}/reinstate").status_code == 200
    assert sign_in(app.test_client(), world, "周敏").post(f"{desk}/annul", data=sent).status_code == 403


def test_result_and_page_name_the_right_to_sue_as_the_law_has_it(app: Flask, world: World, works: Order) -> None:
    vote = a_posted_vote(world, works)
    for page in ("", "/result-notice"):
        text = app.test_client().get(f"/c/{world.compound.slug}/owners-votes/{vote.id}{page}").text
        assert "知道或者应当知道作出决定之日起一年内" in text
        assert "违反了法律规定的程序" in text

"""What the owners decide frees the orders that wait for it, or drops them; no decision leaves them waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.models import OwnersVote
from deliberation.owners.queries import matter
from deliberation.supervision import actions
from deliberation.supervision.actions.owners_decided import announce_owners_result
from deliberation.supervision.models import Order
from tests.builders import World, a_compound, sign_in
from tests.owners.hall import SOUTH_GATE, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids
from tests.supervision.hall import a_decided_meeting, at, topic_of

OWNERS = 12


@pytest.fixture
def works(world: World) -> Order:
    """D-001, the works on the south entrance; it waits for the owners."""
    first = actions.draft_from_decisions(world.secretary, a_decided_meeting(world))[0]
    assert first.matter_id is not None
    return first


def a_counted_vote(world: World, works: Order, agree: int, oppose: int, *, certified: bool = True) -> OwnersVote:
    """Twelve owners decide on the works; so many agree and oppose, the others do not answer."""
    at(3, 11)
    a_roster(world, heads_of(OWNERS))
    question = replace(SOUTH_GATE, matter_id=works.matter_id, topic_id=works.topic_id)
    vote = an_open_vote(world, a_prepared_vote(world, (question,)))
    ids = voter_ids(vote)
    hand_in(vote, ids[:agree], "AGREE")
    hand_in(vote, ids[agree : agree + oppose], "OPPOSE")
    close(vote)
    at(4, 2, 19)
    count(world.secretary, vote.id)
    if certified:
        certify(world.actor(tellers(world)[0]), vote.id, "TELLER")
        certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    return vote


def state_of_matter(order: Order) -> str:
    found = matter(order.matter_id or 0)
    assert found is not None
    return found.state


def test_an_order_may_be_issued_once_the_owners_have_passed_it(world: World, works: Order) -> None:
    vote = a_counted_vote(world, works, 9, 3)
    with pytest.raises(Refused) as refused:
        actions.issue_order(world.chair, works.id)
    assert refused.value.reason is Reason.AWAITS_OWNERS
    announce_owners_result(world.actor("陈海涛"), vote.id)
    assert (state_of_matter(works), topic_of(works).state) == ("PASSED", "RESOLVED")
    edit = actions.OrderDraft(works.title, works.lead_party_id, date(2026, 5, 5), works.request_key)
    actions.edit_draft(world.chair, works.id, edit)
    assert actions.issue_order(world.chair, works.id).state == "ISSUED"


def test_an_order_is_dropped_when_the_owners_refuse_it(world: World, works: Order) -> None:
    announce_owners_result(world.actor("陈海涛"), a_counted_vote(world, works, 8, 4).id)
    assert (state_of_matter(works), works.state, topic_of(works).state) == ("REJECTED", "CANCELLED", "NOT_CARRIED")


def test_too_few_owners_decide_nothing_and_the_order_goes_on_waiting(world: World, works: Order) -> None:
    announce_owners_result(world.actor("陈海涛"), a_counted_vote(world, works, 7, 0).id)
    assert (state_of_matter(works), works.state, topic_of(works).state) == ("PROPOSED", "DRAFT", "ADVISED")


def test_no_result_is_posted_before_two_people_have_confirmed_it(world: World, works: Order) -> None:
    vote = a_counted_vote(world, works, 9, 3, certified=False)
    with pytest.raises(Refused) as refused:
        announce_owners_result(world.actor("陈海涛"), vote.id)
    assert (refused.value.reason, state_of_matter(works)) == (Reason.WRONG_STATE, "PROPOSED")


def test_the_result_is_posted_from_the_page_and_read_by_everybody(
    client: FlaskClient, world: World, works: Order
) -> None:
    vote = a_counted_vote(world, works, 9, 3)
    public = f"/c/{world.compound.slug}/owners-votes/{vote.id}"
    before = client.get(public).get_data(as_text=True)
    sign_in(client, world, "陈海涛")
    desk = f"/desk/{world.compound.slug}/owners-votes/{vote.id}"
    assert client.get(f"{desk}/count").status_code == 200
    assert client.get(f"{desk}/count-record").status_code == 200
    assert client.post(f"{desk}/announce").status_code == 302
    after = client.get(public).get_data(as_text=True)
    assert ("75.00%" in before, "75.00%" in after) == (False, True)
    assert "业主0001" not in after
    notice = client.get(f"{public}/result-notice").get_data(as_text=True)
    for said in ("总人数", "总面积", "民法典第二百七十八条第一款第（七）项", "75.00%", "100.00%", "无效"):
        assert said in notice, said
    assert client.get(f"/c/{world.compound.slug}/owners-votes/").status_code == 200


def test_another_compounds_result_cannot_be_posted_or_read(client: FlaskClient, world: World, works: Order) -> None:
    vote = a_counted_vote(world, works, 9, 3)
    other = a_compound("bohai", "渤海明珠")
    sign_in(client, other, "陈海涛")
    assert client.post(f"/desk/jinling/owners-votes/{vote.id}/announce").status_code == 404
    assert client.post(f"/desk/bohai/owners-votes/{vote.id}/announce").status_code == 404
    assert client.get(f"/c/bohai/owners-votes/{vote.id}").status_code == 404

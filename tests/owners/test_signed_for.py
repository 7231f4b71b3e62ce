"""四川, 成都: who signed for the paper or signed in to the system takes part, by his own hand (四川省条例 §31(3))."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions import official
from deliberation.owners.actions.counting import count
from deliberation.owners.actions.delivery import Delivery, deliver
from deliberation.owners.models import OwnersImport, OwnersVote, OwnersVoter
from deliberation.owners.queries import delivery as deliveries
from deliberation.owners.queries.results import box_of, verdict_json
from deliberation.owners.rules.official import Reading
from deliberation.owners.rules.papers import first_valid
from tests.builders import World, a_compound, sign_in
from tests.owners.clerks import OPPOSE, entered_twice
from tests.owners.hall import FEE, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.papers import close, hand_in, voter_ids

HEAD = "票号,表决意见,投票时间,登录时间"


@pytest.fixture
def world(app: Flask) -> World:
    found = a_compound()
    a_roster(found, heads_of(6))
    tellers(found)
    return found


def a_vote(world: World, place: str = "四川省", policy: str = "ABSTAIN") -> OwnersVote:
    """An open vote on the fee under the rules of a place; the clock stands a day after its opening."""
    vote = an_open_vote(world, a_prepared_vote(world, (FEE,), place=place, policy=policy))
    moment = vote.opens_at + timedelta(days=1)
    clock.use(lambda: moment)
    return vote


def after_closing(vote: OwnersVote) -> None:
    close(vote)
    moment = vote.closes_at + timedelta(hours=1)
    clock.use(lambda: moment)


def proved(vote: OwnersVote) -> list[bool]:
    return [voter.proved for voter in box_of(vote.id).voters]


WAYS = [
    Delivery("IN_PERSON"),
    Delivery("HOUSEHOLD", "妻子 李梅"),
    Delivery("MAIL"),
    Delivery("MAIL", "门卫"),
    Delivery("MESSAGE"),
    Delivery("POSTED"),
]


@pytest.mark.parametrize(
    ("place", "policy", "expected"),
    [
        ("四川省", "ABSTAIN", [True, False, True, False, False, False]),
        ("成都市", "ABSTAIN", [True, False, True, False, False, False]),
        ("", "STRICT", [True, True, True, True, True, False]),
    ],
)
def test_whose_signature_proves_a_delivery_is_for_the_rules_of_the_place(
    world: World, place: str, policy: str, expected: list[bool]
) -> None:
    vote = a_vote(world, place, policy)
    for number, delivery in enumerate(WAYS, start=1):
        deliver(world.secretary, vote.id, number, delivery)
    assert proved(vote) == expected
    assert deliveries.unproved(vote.id) == expected[:5].count(False)


def test_the_page_of_deliveries_says_that_only_the_owner_himself_counts(
    app: Flask, world: World, client: FlaskClient
) -> None:
    vote = a_vote(world)
    deliver(world.secretary, vote.id, 1, WAYS[1])
    page = sign_in(client, world, "杨静").get(f"/desk/jinling/owners-votes/{vote.id}/delivery").text
    assert "未交回的算弃权" in page
    assert "现在还有 6 户不能证明送达。" in page
    assert "只有业主本人签收的才算" in page


@pytest.mark.parametrize("policy", ["STRICT", "FOLLOW_MAJORITY"])
def test_no_vote_chooses_another_reckoning_than_the_law_of_the_place(world: World, policy: str) -> None:
    with pytest.raises(Refused) as refused:
        a_prepared_vote(world, (FEE,), place="成都市", policy=policy)
    assert refused.value.reason is Reason.INVALID_INPUT
    assert "成都市规定，签收了表决票的业主算参与表决，没有表态的按弃权计" in str(refused.value.facts["what"])


def test_a_void_paper_of_who_signed_for_it_is_an_abstention_from_the_paper_to_the_verdict(world: World) -> None:
    vote = a_vote(world)
    ids = voter_ids(vote)
    with transaction() as session:
        signed = {
            "delivery": "DELIVERED",
            "delivery_way": "IN_PERSON",
            "received_by": "本人",
            "delivered_at": clock.now(),
        }
        session.execute(update(OwnersVoter).where(OwnersVoter.id == ids[3]).values(**signed))
    hand_in(vote, ids[:3], "AGREE")
    hand_in(vote, ids[3:5], "AGREE", void_reason="UNSIGNED")
    close(vote)
    counted = count(world.secretary, vote.id)
    verdict = verdict_json(counted, 1) or {}
    assert (verdict["result"], verdict["tests"][1]["actual"]) == ("PASSED", 4)
    assert (counted.result or {})["figures"]["void"]["heads"] == 2


def read(world: World, vote: OwnersVote, *lines: str) -> OwnersImport:
    return official.preview(world.actor("陈海涛"), vote.id, "省电子投票系统", "结果.csv", "\n".join(lines).encode())


LINES = (
    HEAD,
    "1,同意,2026-03-28 08:00,2026-03-28 07:58",
    "2,,,2026-03-28 09:00",
    "3,未投票,,",
    "4,已登录未投票,,",
    "5,,,2026-04-03 09:00",
    "6,,,2026-04-02",
)


def test_who_signed_in_and_stated_nothing_abstains_once_the_time_is_over(world: World) -> None:
    vote = a_vote(world)
    early = Reading.from_json(read(world, vote, *LINES).reading or {})
    assert (len(early.casts), early.silent, early.not_cast, early.problems) == (1, 0, 5, ())
    after_closing(vote)
    found = read(world, vote, *LINES, "合计,6")
    late = Reading.from_json(found.reading or {})
    assert (len(late.casts), late.silent, late.not_cast, late.problems) == (4, 3, 2, ())
    official.confirm(world.secretary, vote.id, found.id)
    counted = {p.voter_id: p.content.choices["1"] for p in first_valid(box_of(vote.id).papers).values()}
    ids = voter_ids(vote)
    assert counted == {ids[0]: ("AGREE",), ids[1]: ("ABSTAIN",), ids[3]: ("ABSTAIN",), ids[5]: ("ABSTAIN",)}


def test_elsewhere_a_blank_line_is_nobody_who_voted(world: World) -> None:
    vote = a_vote(world, place="山东省", policy="STRICT")
    after_closing(vote)
    reading = Reading.from_json(read(world, vote, *LINES).reading or {})
    assert (len(reading.casts), reading.silent, reading.not_cast) == (1, 0, 5)


def test_a_paper_that_came_in_by_the_closing_goes_before_silence_in_the_system(world: World) -> None:
    vote = a_vote(world)
    after_closing(vote)
    found = read(world, vote, HEAD, "1,,,2026-03-28 09:00", "2,,,2026-03-28 09:00")
    official.confirm(world.secretary, vote.id, found.id)
    entered_twice(world, vote, 1, OPPOSE, sequence=2, received_at=vote.closes_at)
    counted = [p.content.choices["1"] for p in first_valid(box_of(vote.id).papers).values()]
    assert counted == [("OPPOSE",), ("ABSTAIN",)]


def test_a_sign_in_time_that_nobody_can_read_stops_the_file(world: World) -> None:
    vote = a_vote(world)
    after_closing(vote)
    reading = Reading.from_json(read(world, vote, HEAD, "1,,,昨天").reading or {})
    assert [p.text for p in reading.problems] == ["登录时间“昨天”看不懂，应写成 2026-03-28 10:05。"]


def test_the_preview_says_how_many_abstain_by_silence(app: Flask, world: World, client: FlaskClient) -> None:
    vote = a_vote(world)
    after_closing(vote)
    found = read(world, vote, *LINES)
    at = f"/desk/jinling/owners-votes/{vote.id}/official"
    browser = sign_in(client, world, "陈海涛")
    assert "登录了没有表态、按弃权计的行" in browser.get(f"{at}/{found.id}").text
    assert "投票期内登录过系统、没有表态的业主算参加表决" in browser.get(at).text

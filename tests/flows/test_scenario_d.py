"""Scenario D, 自主点单: households choose services by phone and on paper; what most of them want is an opinion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions.profiles import row_of
from deliberation.organisation.rules.shipped import shipped_data
from deliberation.owners.actions.entry import FirstEntry, enter_again, register
from deliberation.owners.actions.online import fill_in
from deliberation.owners.actions.preparing import VoteDraft, notify, open_vote, prepare
from deliberation.owners.models import OwnersVote
from deliberation.owners.rules.codes import stub_code
from deliberation.owners.rules.papers import Content
from deliberation.owners.rules.questions import QuestionDraft
from tests.builders import World, a_compound, sign_in
from tests.flows.boxes import count_and_certify, post
from tests.flows.meetings import at, slices
from tests.owners.clerks import clerks
from tests.owners.hall import a_roster, heads_of
from tests.owners.papers import hand_in, voter_ids

SECRET = "a key for tests only"
HOUSEHOLDS, RETURNED, ON_PHONES = 168, 131, 58
SERVICES = {
    "A": ("公共区域卫生保洁", 12, 118),
    "B": ("维护停车秩序", 6, 97),
    "C": ("便民维修服务", 4, 88),
    "D": ("夜间巡逻", 8, 65),
    "E": ("绿化养护", 3, 41),
    "F": ("代收快递", 2, 22),
}
"""Each service with its price per household and month, and how many of the 131 ballots choose it."""
QUESTION = QuestionDraft(
    "选哪些服务",
    "请选出您家需要的服务，可以选几项。价格是每户每月。",
    "SURVEY",
    method="CHOOSE",
    most=0,
    options=tuple((code, f"{name}（{price}元）") for code, (name, price, _) in SERVICES.items()),
)
OPENS, CLOSES = clock.beijing(2026, 5, 10, 9), clock.beijing(2026, 5, 16, 18)
TALKED = date(2026, 5, 8)


@pytest.fixture
def world(app: Flask) -> World:
    """An old estate of 168 households, one flat each."""
    at(5, 1)
    world = a_compound()
    a_roster(world, heads_of(HOUSEHOLDS, 7_101))
    return world


def own_rules() -> int:
    """The estate's own rules of a survey: told on the evening of the 民情恳谈会, asked from the second day on."""
    data = next(d for d in shipped_data() if d["body"] == "household_survey")
    with transaction() as session:
        rules = row_of({**data, "code": "household-survey-own", "notice_days": 1})
        session.add(rules)
    return rules.id


def the_survey_opens(world: World, question: QuestionDraft = QUESTION) -> OwnersVote:
    at(5, 8, 20)
    draft = VoteDraft("HOUSEHOLDS", "自主点单：选哪些服务", OPENS, CLOSES, own_rules(), (question,), online=True)
    vote = prepare(world.actor("陈海涛"), world.compound.id, draft)
    notify(world.actor("陈海涛"), vote.id, TALKED, None)
    at(5, 10, 9, 1)
    return open_vote(world.actor("陈海涛"), vote.id)


def ballots() -> list[tuple[str, ...]]:
    """131 ballots on which each service is chosen as often as in the reference, and every one chooses something."""
    chosen: list[list[str]] = [[] for _ in range(RETURNED)]
    place = 0
    for code, (_name, _price, number) in SERVICES.items():
        for n in range(number):
            chosen[(place + n) % RETURNED].append(code)
        place += number
    return [tuple(codes) for codes in chosen]


def by_phone(vote: OwnersVote, number: int, codes: tuple[str, ...]) -> str:
    """A household fills in with the code of its stub; answers the state of its paper."""
    return fill_in(vote.id, number, stub_code(SECRET, vote.id, number, 1), {"1": codes}, SECRET).state


def on_paper(world: World, vote: OwnersVote, number: int, codes: tuple[str, ...], sequence: int = 1) -> str:
    """Two people enter the paper of a household; answers its state."""
    first, second = clerks(world)
    content = Content("OWNER", {"1": codes})
    paper = register(first, vote.id, number, FirstEntry(content, sequence))
    return enter_again(second, vote.id, paper.id, content).state


def a_week_of_ballots(world: World, vote: OwnersVote) -> None:
    """58 by phone, 73 on paper, and four papers of households whose ballot is there already."""
    at(5, 12)
    states = set()
    for number, codes in enumerate(ballots(), start=1):
        phone = number <= ON_PHONES
        states.add(by_phone(vote, number, codes) if phone else on_paper(world, vote, number, codes))
    at(5, 15)
    for number in (1, 2, 60, 61):
        states.add(on_paper(world, vote, number, ("D",), sequence=2))
    assert states == {"CONFIRMED"}


def test_scenario_d_three_services_are_taken_and_the_patrol_is_one_ballot_short(
    client: FlaskClient, world: World
) -> None:
    vote = the_survey_opens(world)
    assert (vote.heads, vote.kind) == (HOUSEHOLDS, "HOUSEHOLDS")
    a_week_of_ballots(world, vote)
    verdict = count_and_certify(world, vote, at(5, 17, 10))
    counted = (vote.result or {})["figures"]
    assert counted["valid"] == {"heads": RETURNED, "area": 0}
    assert (counted["papers"], counted["void_papers"]) == (135, {"DUPLICATE": 4})
    assert counted["channels"] == {"ONLINE": ON_PHONES, "PAPER": RETURNED - ON_PHONES}
    table = [(o["heads"], o["tests"][0]["percent_text"], o["state"]) for o in verdict["outcomes"]]
    assert table == [
        (118, "90.08%", "TAKEN"),
        (97, "74.05%", "TAKEN"),
        (88, "67.18%", "TAKEN"),
        (65, "49.62%", "NOT_TAKEN"),
        (41, "31.30%", "NOT_TAKEN"),
        (22, "16.79%", "NOT_TAKEN"),
    ]
    assert {o["tests"][0]["required"] for o in verdict["outcomes"]} == {66}
    assert sum(SERVICES[o["code"]][1] for o in verdict["outcomes"] if o["chosen"]) == 22
    assert post(world, vote, at(5, 17, 15)).announced_until == date(2026, 5, 25)  # the 24th is a Sunday
    residents_read(client, vote)


def residents_read(client: FlaskClient, vote: OwnersVote) -> None:
    address = f"/c/jinling/owners-votes/{vote.id}"
    for page in (client.get(address), client.get(f"{address}/result-notice")):
        shown = page.get_data(as_text=True)
        for said in ("本结果为服务需求意见，选聘企业由业主共同决定", "90.08%", "49.62%", "夜间巡逻（8元）", "135"):
            assert said in shown, said
        assert "业主0001" not in shown


def test_the_printed_form_lists_the_services_with_their_prices_and_says_that_it_decides_nothing(
    client: FlaskClient, world: World
) -> None:
    vote = the_survey_opens(world)
    sign_in(client, world, "周敏")
    page = client.get(f"/desk/jinling/owners-votes/{vote.id}/ballots?number=1").get_data(as_text=True)
    for said in ("住户意见征询表", "每户 1 票", "可以选几项", "本结果为服务需求意见", *dict(QUESTION.options).values()):
        assert said in page, said
    assert stub_code(SECRET, vote.id, 1, 1) in page


def test_the_first_ballot_of_a_household_counts_and_a_phone_cannot_replace_it(world: World) -> None:
    vote = the_survey_opens(world)
    at(5, 12)
    on_paper(world, vote, 1, ("A",))
    with pytest.raises(Refused) as refused:
        by_phone(vote, 1, ("D",))
    assert refused.value.reason is Reason.ALREADY_DONE
    assert by_phone(vote, 2, ("A",)) == "CONFIRMED"
    on_paper(world, vote, 2, ("D",), sequence=2)
    verdict = count_and_certify(world, vote, at(5, 17))
    assert [o["heads"] for o in verdict["outcomes"]] == [2, 0, 0, 0, 0, 0]


def test_sixty_six_of_131_are_more_than_half(world: World) -> None:
    vote = the_survey_opens(world, replace(QUESTION, options=QUESTION.options[:2]))
    first, others = slices(voter_ids(vote), 66, 65)
    hand_in(vote, first, ("A",))
    hand_in(vote, others, ("B",))
    verdict = count_and_certify(world, vote, at(5, 17))
    assert [(o["heads"], o["state"]) for o in verdict["outcomes"]] == [(66, "TAKEN"), (65, "NOT_TAKEN")]


def test_households_cannot_be_asked_to_decide(world: World) -> None:
    decision = QuestionDraft("物业费调整", "同意调价。", "ORDINARY", "OTHER_MAJOR")
    with pytest.raises(Refused) as refused:
        the_survey_opens(world, decision)
    assert refused.value.reason is Reason.INVALID_INPUT

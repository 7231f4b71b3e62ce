"""Who signs for an owner: letters are recorded before the paper, within the limits of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.proxies import record_proxy, withdraw_proxy
from deliberation.owners.models import OwnersProxy, OwnersVote, OwnersVoter
from deliberation.owners.rules.papers import Content
from deliberation.owners.rules.proxies import ProxyDraft
from tests.builders import World
from tests.owners.clerks import a_vote_to_enter, clerks, entered_once, entered_twice
from tests.refusals import refusal

DAUGHTER = ProxyDraft("王小丽", "family", date(2026, 12, 31))
BY_PROXY = Content("PROXY", {"1": ("AGREE",)})


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world)


def with_rules(vote: OwnersVote, change: Mapping[str, Any]) -> None:
    """The frozen rules of the vote, changed."""
    with transaction():
        frozen = dict(vote.frozen or {})
        vote.frozen = {**frozen, "profile": {**frozen["profile"], **change}}


def refused(world: World, vote: OwnersVote, number: int, draft: ProxyDraft) -> Refused:
    return refusal(record_proxy, clerks(world)[0], vote.id, number, draft)


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(OwnersProxy)) or 0


def test_a_paper_signed_by_a_recorded_agent_is_valid(world: World, vote: OwnersVote) -> None:
    record_proxy(clerks(world)[0], vote.id, 1, DAUGHTER)
    paper = entered_twice(world, vote, 1, BY_PROXY)
    assert paper.content == BY_PROXY.to_json()


@pytest.mark.parametrize("until", [None, date(2026, 3, 27)])
def test_without_a_letter_that_covers_the_day_the_agents_paper_is_void(
    world: World, vote: OwnersVote, until: date | None
) -> None:
    if until:
        record_proxy(clerks(world)[0], vote.id, 1, replace(DAUGHTER, until=until))
    paper = entered_twice(world, vote, 1, BY_PROXY)
    assert (paper.content or {})["void_reason"] == "NOT_OWNER"


def test_an_agent_signs_for_no_more_owners_than_the_rules_allow(world: World, vote: OwnersVote) -> None:
    with_rules(vote, {"proxy": {"max": 2}})
    for number in (1, 2):
        record_proxy(clerks(world)[0], vote.id, number, DAUGHTER)
    third = refused(world, vote, 3, replace(DAUGHTER, agent="王 小丽"))
    assert third.reason is Reason.PROXY_LIMIT
    assert "最多代理 2 位" in third.message
    record_proxy(clerks(world)[0], vote.id, 2, replace(DAUGHTER, until=date(2026, 6, 30)))
    record_proxy(clerks(world)[0], vote.id, 3, replace(DAUGHTER, agent="李明"))
    assert stored() == 3


def test_where_the_rules_know_no_agents_none_is_recorded(world: World, vote: OwnersVote) -> None:
    with_rules(vote, {"proxy": "none"})
    assert refused(world, vote, 1, DAUGHTER).reason is Reason.PROXY_LIMIT
    assert stored() == 0


def test_staff_whom_the_rules_bar_are_no_agents(world: World, vote: OwnersVote) -> None:
    with_rules(vote, {"proxy_barred": ["property_firm"]})
    assert refused(world, vote, 1, replace(DAUGHTER, agent_kind="property_firm")).reason is Reason.PROXY_LIMIT
    assert record_proxy(clerks(world)[0], vote.id, 1, replace(DAUGHTER, agent_kind="grid_worker")).agent == "王小丽"


def test_where_only_owners_stand_for_owners_the_agent_is_looked_up_in_the_roster(
    world: World, vote: OwnersVote
) -> None:
    with_rules(vote, {"proxy_owners_only": True})
    first, second = names_of(vote, 1), names_of(vote, 2)
    for stranger in ("王小丽", first):  # nobody of the roster, and the owner himself
        said = refused(world, vote, 1, replace(DAUGHTER, agent=stranger, agent_kind="owner"))
        assert (said.reason, f"名册里别的房屋没有业主“{stranger}”" in said.message) == (Reason.PROXY_LIMIT, True)
    assert record_proxy(clerks(world)[0], vote.id, 1, replace(DAUGHTER, agent=second, agent_kind="owner")).id
    with_rules(vote, {"proxy_owners_only": False})
    assert record_proxy(clerks(world)[0], vote.id, 3, replace(DAUGHTER, agent_kind="owner")).id


def names_of(vote: OwnersVote, number: int) -> str:
    """The first name of an owner by his ballot's number."""
    wanted = select(OwnersVoter).where(OwnersVoter.vote_id == vote.id, OwnersVoter.number == number)
    return str(db.session.scalars(wanted).one().names[0])


@pytest.mark.parametrize(
    "change",
    [
        {"agent": "  "},
        {"agent": "长" * 61},
        {"agent_kind": "cousin"},
        {"until": date(2026, 3, 26)},
        {"note": "身份证370102199001011234"},
        {"note": "电话13812345678"},
        {"note": "长" * 201},
    ],
)
def test_what_is_no_letter_is_refused(world: World, vote: OwnersVote, change: dict[str, Any]) -> None:
    assert refused(world, vote, 1, replace(DAUGHTER, **change)).reason is Reason.INVALID_INPUT
    assert stored() == 0


def test_once_the_paper_is_entered_the_letter_comes_too_late(world: World, vote: OwnersVote) -> None:
    entered_once(world, vote, 1)
    assert refused(world, vote, 1, DAUGHTER).reason is Reason.PROXY_LIMIT
    entered_twice(world, vote, 2)
    assert refused(world, vote, 2, DAUGHTER).reason is Reason.PROXY_LIMIT


def test_after_a_void_paper_the_letter_still_helps_the_next(world: World, vote: OwnersVote) -> None:
    entered_twice(world, vote, 1, BY_PROXY)
    record_proxy(clerks(world)[0], vote.id, 1, DAUGHTER)
    again = entered_twice(world, vote, 1, BY_PROXY, sequence=2)
    assert (again.content or {})["void_reason"] == ""


def test_a_letter_is_withdrawn_before_the_paper_and_not_after(world: World, vote: OwnersVote) -> None:
    first, second = clerks(world)
    record_proxy(first, vote.id, 1, DAUGHTER)
    withdraw_proxy(second, vote.id, 1)
    assert stored() == 0
    record_proxy(first, vote.id, 1, DAUGHTER)
    entered_once(world, vote, 1, BY_PROXY)
    with pytest.raises(Refused) as caught:
        withdraw_proxy(first, vote.id, 1)
    assert caught.value.reason is Reason.PROXY_LIMIT
    assert stored() == 1


def test_who_may_not_enter_papers_records_no_letters(world: World, vote: OwnersVote) -> None:
    with pytest.raises(Refused) as caught:
        record_proxy(world.actor("陈海涛"), vote.id, 1, DAUGHTER)
    assert caught.value.reason is Reason.FORBIDDEN

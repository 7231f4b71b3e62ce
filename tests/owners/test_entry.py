"""A paper is entered by two people, the second without seeing the first; what they disagree on is settled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.errors import Reason
from deliberation.owners.actions.entry import FirstEntry, correct, enter_again, register, settle, take_back
from deliberation.owners.models import OwnersEntry, OwnersPaper, OwnersVote, OwnersVoter
from deliberation.owners.queries.entry import own_content
from deliberation.owners.queries.results import box_of
from deliberation.owners.rules.papers import Content, first_valid, voided
from tests.builders import World, a_compound
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, clerks, entered_once, entered_twice
from tests.owners.papers import close
from tests.refusals import refusal


@pytest.fixture
def vote(world: World) -> OwnersVote:
    return a_vote_to_enter(world)


def how_many(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_two_equal_entries_by_two_people_confirm_a_paper(world: World, vote: OwnersVote) -> None:
    paper = entered_twice(world, vote, 1)
    assert paper.state == "CONFIRMED"
    assert paper.content == AGREE.to_json()
    assert paper.confirmed_at == clock.now()


def test_one_entry_confirms_nothing(world: World, vote: OwnersVote) -> None:
    paper = entered_once(world, vote, 1)
    assert (paper.state, paper.content) == ("ENTERED_ONCE", None)
    assert box_of(vote.id).papers == []


def test_the_same_person_cannot_enter_a_paper_twice(world: World, vote: OwnersVote) -> None:
    paper = entered_once(world, vote, 1)
    assert refusal(enter_again, clerks(world)[0], vote.id, paper.id, AGREE).reason is Reason.SAME_PERSON
    assert paper.state == "ENTERED_ONCE"


def test_a_third_entry_is_refused(world: World, vote: OwnersVote) -> None:
    paper = entered_twice(world, vote, 1)
    assert refusal(enter_again, world.secretary, vote.id, paper.id, OPPOSE).reason is Reason.ALREADY_DONE
    assert paper.content == AGREE.to_json()


def test_a_button_pressed_twice_enters_once(world: World, vote: OwnersVote) -> None:
    first = entered_once(world, vote, 1)
    assert entered_once(world, vote, 1).id == first.id
    second = enter_again(clerks(world)[1], vote.id, first.id, AGREE)
    assert enter_again(clerks(world)[1], vote.id, first.id, AGREE).id == second.id
    assert (how_many(OwnersPaper), how_many(OwnersEntry)) == (1, 2)


def test_a_second_desk_is_told_that_the_paper_is_entered(world: World, vote: OwnersVote) -> None:
    entered_once(world, vote, 3)
    refused = refusal(register, clerks(world)[1], vote.id, 3, FirstEntry(AGREE))
    assert refused.reason is Reason.ALREADY_DONE
    assert "票号 3" in refused.message
    assert how_many(OwnersPaper) == 1


def test_nobody_reads_what_another_has_entered(world: World, vote: OwnersVote) -> None:
    first, second = clerks(world)
    paper = entered_once(world, vote, 1, OPPOSE)
    assert own_content(paper.id, second.person_id) is None
    assert own_content(paper.id, first.person_id) == OPPOSE


def test_two_different_entries_wait_for_another_look(world: World, vote: OwnersVote) -> None:
    paper = entered_twice(world, vote, 1, AGREE, OPPOSE)
    assert (paper.state, paper.content) == ("DIFFERENT", None)


def test_a_third_person_settles_a_difference_with_a_reason(world: World, vote: OwnersVote) -> None:
    paper = entered_twice(world, vote, 1, AGREE, OPPOSE)
    unclear = Content("OWNER", {"1": ("UNCLEAR",)})
    assert refusal(settle, world.secretary, vote.id, paper.id, unclear, "  ").reason is Reason.REASON_REQUIRED
    settle(world.secretary, vote.id, paper.id, unclear, "两处都画了，认不清。")
    assert (paper.state, paper.settled_reason) == ("CONFIRMED", "两处都画了，认不清。")
    assert paper.content == unclear.to_json()


def test_one_of_the_two_settles_only_on_what_the_other_entered(world: World, vote: OwnersVote) -> None:
    first, second = clerks(world)
    paper = entered_twice(world, vote, 1, AGREE, OPPOSE)
    for own, who in ((AGREE, first), (OPPOSE, second), (Content("OWNER", {"1": ("ABSTAIN",)}), second)):
        assert refusal(settle, who, vote.id, paper.id, own, "看过票面。").reason is Reason.SAME_PERSON
    settle(second, vote.id, paper.id, AGREE, "一起看过票面，是我看错了行。")
    assert paper.content == AGREE.to_json()


def test_what_agrees_needs_no_settling(world: World, vote: OwnersVote) -> None:
    paper = entered_twice(world, vote, 1)
    assert refusal(settle, world.secretary, vote.id, paper.id, OPPOSE, "改一下").reason is Reason.WRONG_STATE
    assert paper.content == AGREE.to_json()


def test_a_clerk_puts_his_own_entry_right_until_it_is_entered_again(world: World, vote: OwnersVote) -> None:
    first, second = clerks(world)
    paper = entered_once(world, vote, 1, OPPOSE)
    assert refusal(correct, second, vote.id, paper.id, AGREE).reason is Reason.FORBIDDEN
    correct(first, vote.id, paper.id, AGREE)
    assert enter_again(second, vote.id, paper.id, AGREE).state == "CONFIRMED"
    assert refusal(correct, first, vote.id, paper.id, OPPOSE).reason is Reason.WRONG_STATE


def test_a_mistyped_number_is_taken_back(world: World, vote: OwnersVote) -> None:
    paper = entered_once(world, vote, 2)
    take_back(clerks(world)[0], vote.id, paper.id)
    assert (how_many(OwnersPaper), how_many(OwnersEntry)) == (0, 0)
    kept = entered_twice(world, vote, 2)
    assert refusal(take_back, clerks(world)[0], vote.id, kept.id).reason is Reason.WRONG_STATE


def test_an_unsigned_paper_is_void_by_itself(world: World, vote: OwnersVote) -> None:
    paper = entered_twice(world, vote, 1, Content("NONE", {"1": ("AGREE",)}))
    assert paper.content == Content("NONE", {}, "UNSIGNED").to_json()


def test_a_reason_chosen_by_the_clerk_voids_the_whole_paper(world: World, vote: OwnersVote) -> None:
    paper = entered_twice(world, vote, 1, Content("OWNER", {}, "CO_OWNERS_DIFFER", "夫妻各签一份"))
    assert paper.content == Content("OWNER", {}, "CO_OWNERS_DIFFER", "夫妻各签一份").to_json()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (Content("OWNER", {}), Reason.INVALID_INPUT),
        (Content("OWNER", {"1": ("AGREE", "OPPOSE")}), Reason.CHOICE_INVALID),
        (Content("OWNER", {"1": ("MAYBE",)}), Reason.CHOICE_INVALID),
        (Content("OWNER", {"1": ("AGREE",), "2": ("AGREE",)}), Reason.INVALID_INPUT),
        (Content("NEIGHBOUR", {"1": ("AGREE",)}), Reason.INVALID_INPUT),
        (Content("OWNER", {}, "DUPLICATE"), Reason.INVALID_INPUT),
        (Content("OWNER", {}, "NO_SUCH"), Reason.INVALID_INPUT),
        (Content("OWNER", {}, "LATE"), Reason.INVALID_INPUT),
        (Content("OWNER", {"1": ("AGREE",)}, note="长" * 201), Reason.INVALID_INPUT),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused(
    world: World, vote: OwnersVote, content: Content, reason: Reason
) -> None:
    assert refusal(register, clerks(world)[0], vote.id, 1, FirstEntry(content)).reason is reason
    assert how_many(OwnersPaper) == 0


def test_a_second_paper_never_counts_while_the_first_is_valid(world: World, vote: OwnersVote) -> None:
    entered_twice(world, vote, 1, AGREE)
    entered_twice(world, vote, 1, OPPOSE, sequence=2)
    papers = box_of(vote.id).papers
    (counted,) = first_valid(papers).values()
    assert counted.content == AGREE
    assert list(voided(papers).values()) == ["DUPLICATE"]


def test_after_a_void_first_paper_the_second_counts(world: World, vote: OwnersVote) -> None:
    entered_twice(world, vote, 1, Content("NONE", {}))
    entered_twice(world, vote, 1, OPPOSE, sequence=2)
    (counted,) = first_valid(box_of(vote.id).papers).values()
    assert counted.content == OPPOSE


def test_the_paper_that_came_first_counts_whichever_was_entered_first(world: World, vote: OwnersVote) -> None:
    entered_twice(world, vote, 1, AGREE)
    earlier = vote.opens_at + timedelta(hours=1)
    entered_twice(world, vote, 1, OPPOSE, sequence=2, received_at=earlier)
    (counted,) = first_valid(box_of(vote.id).papers).values()
    assert counted.content == OPPOSE


def test_a_paper_received_after_the_closing_is_refused_or_registered_as_late(world: World, vote: OwnersVote) -> None:
    close(vote)
    late = vote.closes_at + timedelta(minutes=1)
    moment = vote.closes_at + timedelta(hours=2)
    clock.use(lambda: moment)
    refused = refusal(register, clerks(world)[0], vote.id, 1, FirstEntry(AGREE, received_at=late))
    assert refused.reason is Reason.BALLOT_LATE
    paper = entered_twice(world, vote, 1, Content("OWNER", {}, "LATE"), received_at=late)
    assert paper.content == Content("OWNER", {}, "LATE").to_json()
    assert first_valid(box_of(vote.id).papers) == {}


def test_the_second_person_need_not_know_that_a_paper_came_late(world: World, vote: OwnersVote) -> None:
    close(vote)
    late = vote.closes_at + timedelta(minutes=1)
    moment = vote.closes_at + timedelta(hours=2)
    clock.use(lambda: moment)
    paper = entered_twice(world, vote, 1, Content("OWNER", {}, "LATE"), AGREE, received_at=late)
    assert (paper.state, (paper.content or {})["void_reason"]) == ("CONFIRMED", "LATE")


def test_what_came_in_time_is_entered_after_the_closing_too(world: World, vote: OwnersVote) -> None:
    close(vote)
    moment = vote.closes_at + timedelta(hours=2)
    clock.use(lambda: moment)
    assert refusal(register, clerks(world)[0], vote.id, 1, FirstEntry(AGREE)).reason is Reason.INVALID_INPUT
    assert entered_twice(world, vote, 1, received_at=vote.closes_at).state == "CONFIRMED"


@pytest.mark.parametrize("shift", [timedelta(days=-2), timedelta(minutes=1)])
def test_a_paper_comes_in_neither_before_the_opening_nor_in_the_future(
    world: World, vote: OwnersVote, shift: timedelta
) -> None:
    wrong = FirstEntry(AGREE, received_at=clock.now() + shift)
    assert refusal(register, clerks(world)[0], vote.id, 1, wrong).reason is Reason.INVALID_INPUT


@pytest.mark.parametrize("state", ["NOTICED", "COUNTED", "CERTIFIED", "VOIDED"])
def test_papers_are_entered_between_opening_and_count_only(world: World, vote: OwnersVote, state: str) -> None:
    paper = entered_once(world, vote, 2)
    with transaction():
        vote.state = state
    first, second = clerks(world)
    for act, args in (
        (register, (first, vote.id, 1, FirstEntry(AGREE))),
        (enter_again, (second, vote.id, paper.id, AGREE)),
        (correct, (first, vote.id, paper.id, OPPOSE)),
        (take_back, (first, vote.id, paper.id)),
    ):
        assert refusal(act, *args).reason is Reason.WRONG_STATE
    assert how_many(OwnersEntry) == 1


@pytest.mark.parametrize("delivery", ["PENDING", "UNDELIVERABLE"])
def test_whose_delivery_is_not_on_record_takes_part_with_his_paper(
    world: World, vote: OwnersVote, delivery: str
) -> None:
    voter = db.session.scalars(select(OwnersVoter).where(OwnersVoter.number == 4)).one()
    with transaction():
        voter.delivery = delivery
    entered_twice(world, vote, 4)
    assert list(first_valid(box_of(vote.id).papers)) == [voter.id]
    assert voter.delivery == delivery


def test_somebody_without_the_right_enters_nothing(world: World, vote: OwnersVote) -> None:
    for name in ("陈海涛", "李建国", "高峰"):
        refused = refusal(register, world.actor(name), vote.id, 1, FirstEntry(AGREE))
        assert refused.reason is Reason.FORBIDDEN
    stranger = a_compound("haitang", "海棠花园").secretary
    assert refusal(register, stranger, vote.id, 1, FirstEntry(AGREE)).reason is Reason.NOT_FOUND
    assert how_many(OwnersPaper) == 0


def test_a_paper_of_another_vote_is_not_found(world: World, vote: OwnersVote) -> None:
    elsewhere = a_compound("haitang", "海棠花园")
    theirs = entered_once(elsewhere, a_vote_to_enter(elsewhere), 1)
    assert refusal(enter_again, clerks(world)[1], vote.id, theirs.id, AGREE).reason is Reason.NOT_FOUND


def test_the_log_says_that_a_paper_was_entered_and_never_what_stands_on_it(world: World, vote: OwnersVote) -> None:
    entered_twice(world, vote, 1, OPPOSE)
    entered = AuditEntry.action.in_(("owners_ballot.enter", "owners_ballot.agree"))
    found = db.session.scalars(select(AuditEntry).where(entered).order_by(AuditEntry.id))
    facts = [entry.facts for entry in found]
    assert [f["round"] for f in facts] == [1, 2]
    assert all(set(f) <= {"vote", "round", "agree"} for f in facts)

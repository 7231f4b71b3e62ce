"""A roster and two votes of the owners for the tests of all routes: one is open, one is posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from deliberation.files.rules import Photo
from deliberation.kernel import clock
from deliberation.owners.actions import asking
from deliberation.owners.actions.counting import certify, count
from deliberation.owners.actions.delivery import add_proof
from deliberation.owners.actions.elections import CommitteePlan, accept, post_candidates, propose_candidate, set_up
from deliberation.owners.actions.elsewhere import record_committee
from deliberation.owners.actions.emergency import EmergencyDraft, record_use
from deliberation.owners.actions.entry import FirstEntry, enter_again, register
from deliberation.owners.actions.evidence import keep_of_vote
from deliberation.owners.actions.official import preview
from deliberation.owners.actions.petitions import PetitionDraft, begin, sign
from deliberation.owners.actions.representatives import register_representative
from deliberation.owners.actions.steps import begin_turnover
from deliberation.owners.models import OwnersPaper, OwnersVote
from deliberation.owners.queries.petitions import owners_of
from deliberation.owners.queries.scope import door_at, interest_rows
from deliberation.owners.rules.evidence import EvidenceDraft
from deliberation.owners.rules.questions import QuestionDraft
from deliberation.owners.rules.recorded import RecordDraft
from deliberation.owners.rules.representatives import RepresentativeDraft
from deliberation.roster.queries import units_of
from deliberation.roster.queries.rosters import lines
from deliberation.supervision.actions.owners_decided import announce_owners_result
from tests.builders import World
from tests.owners.clerks import AGREE, OPPOSE
from tests.owners.hall import FEE, Head, a_noticed_vote, a_prepared_vote, a_roster, an_open_vote, heads_of
from tests.owners.papers import close, hand_in, voter_ids
from tests.owners.test_elections import ELECTION, draft
from tests.roster.rosters import read_in

Values = dict[str, str | int]
OWNERS = 6
OF_A_PREVIEW = (
    "roster_preview",
    "roster_problems",
    "export_problems",
    "roster_proposals",
    "decide_proposals",
    "accept_proposals",
    "count_kinds",
    "use_roster",
    "discard_roster",
)
"""Endpoints about a roster that is still being looked through."""
OF_AN_ELECTION = (
    "election",
    "plan_committee",
    "propose_candidate",
    "accept_candidate",
    "take_off_candidate",
    "post_candidates",
    "file_committee",
    "next_round",
    "candidates_paper",
    "public_candidates",
)
"""Endpoints about a vote that elects the owners' committee."""

OF_INTEREST = ("interested", "name_applicant", "add_claimant", "remove_claimant")
"""Endpoints about whom 民法典 279 asks."""


def furnish_owners(world: World) -> tuple[Values, dict[str, Values]]:
    """Values for the addresses of the owners' pages, and those of single endpoints. The clock is put back."""
    now = clock.now()
    roster = a_roster(world, [*heads_of(OWNERS), Head(("邻居某",), (10_000,), "2")])
    posted = _posted(world)
    clock.use(lambda: now)
    opens = now - timedelta(days=1)
    running = an_open_vote(world, a_prepared_vote(world, (FEE,), opens=opens, closes=now + timedelta(days=9)))
    hand_in(running, voter_ids(running)[:1], "AGREE")
    clock.use(lambda: now)
    values: Values = {
        "vote_id": running.id,
        "number": 2,
        "roster_id": roster.id,
        "unit_id": lines(roster.id)[0].id,
        "paper_id": _once(world, running).id,
        "import_id": _import(world, running),
        "proof_id": _proof(world, running),
        "representative_id": _representative(world, running),
        **_demand(world),
        "use_id": _emergency(world),
        "evidence_id": _evidence(world, running),
        "committee_id": _committee(world),
    }
    looked: Values = {"roster_id": read_in(world).id}
    asked, claimant = _interested(world, roster.id, opens=now + timedelta(days=30))
    of_interest: Values = {"vote_id": asked.id, "claimant_id": claimant}
    special = {
        "owners.result_notice": {"vote_id": posted.id},
        "supervision.annul_owners_result": {"vote_id": posted.id},
        "supervision.reinstate_owners_result": {"vote_id": posted.id},
        "owners.keep_step": {"vote_id": _to_be_noticed(world).id, "code": "FUND_PLAN", "number": 1},
        "owners.end_turnover": {"turnover_id": _turnover(world)},
        "owners.entry_different": {"paper_id": _different(world, running).id},
    }
    elected = _election(world, now)
    of_elections = {f"owners.{name}": elected for name in OF_AN_ELECTION}
    special |= of_elections | {f"owners.{name}": of_interest for name in OF_INTEREST}
    return values, special | {f"roster.{name}": looked for name in OF_A_PREVIEW}


def _election(world: World, now: datetime) -> Values:
    """A vote that elects one member of the committee beside four who stay: two stand and are posted, a third waits."""
    actor = world.actor("陈海涛")
    vote = a_prepared_vote(world, (ELECTION,), opens=now + timedelta(days=20), closes=now + timedelta(days=30))
    set_up(actor, vote.id, CommitteePlan(5, 5, kept=[(f"委员{n}", "1") for n in range(4)]))
    found = [propose_candidate(actor, vote.id, draft(number)) for number in (1, 2, 3)]
    for one in found[:2]:
        accept(actor, vote.id, one.id, ["ABLE"], clock.today())
    post_candidates(actor, vote.id, clock.today())
    return {"vote_id": vote.id, "candidate_id": found[2].id}


def _interested(world: World, roster_id: int, opens: datetime) -> tuple[OwnersVote, int]:
    """A vote by 民法典 279 that is being prepared, with its applicant, and the claimant from next door."""
    vote = a_prepared_vote(
        world,
        (QuestionDraft("101改作茶室", "同意。", "UNANIMOUS"),),
        kind="AFFECTED",
        buildings=("1",),
        opens=opens,
        closes=opens + timedelta(days=9),
    )
    home, *_others, next_door = units_of(roster_id)
    asking.name_applicant(world.actor("陈海涛"), vote.id, door_at(home))
    asking.add_claimant(world.actor("陈海涛"), vote.id, door_at(next_door), "窗户正对油烟口")
    return vote, interest_rows(vote.id)[-1].id


def _evidence(world: World, vote: OwnersVote) -> int:
    """A photo of the notice where it hangs."""
    draft = EvidenceDraft("NOTICE", clock.now(), "杨静", "a proof", "1号楼门口")
    return keep_of_vote(world.actor("陈海涛"), vote.id, draft, [Photo("a.jpg", b"x")]).id


def _demand(world: World) -> Values:
    """A demand of the owners with one signature."""
    draft = PetitionDraft("MEETING", "重新选聘物业服务企业", "要求开会决定是否续聘。", None, "a demand")
    petition = begin(world.secretary, world.compound.id, draft)
    signer = sign(world.secretary, petition.id, owners_of(world.compound.id)[0].id, clock.today())
    return {"petition_id": petition.id, "signer_id": signer.id}


def _to_be_noticed(world: World) -> OwnersVote:
    """A vote on the maintenance fund, for which steps are recorded before its notice."""
    opens = clock.now() + timedelta(days=40)
    fund = replace(FEE, title="动用维修资金", item="USE_MAINTENANCE_FUND")
    return a_prepared_vote(world, (fund,), opens=opens, closes=opens + timedelta(days=9))


def _turnover(world: World) -> int:
    return begin_turnover(world.chair, world.compound.id, clock.today(), "").id


def _committee(world: World) -> int:
    """A committee that was elected elsewhere, on a day before any turnover here."""
    members = [(f"委员{n}", f"{n}号楼") for n in range(1, 6)]
    elected_on = clock.today() - timedelta(days=400)
    record = RecordDraft(elected_on, 5, members, 5, "a committee", document="备案通知书")
    return record_committee(world.secretary, world.compound.id, record).id


def _emergency(world: World) -> int:
    draft = EmergencyDraft("抢修电梯", "电梯停运，危及安全。", clock.today(), "业委会、物业企业", "区住建局", "urgent")
    return record_use(world.secretary, world.compound.id, draft).id


def _once(world: World, vote: OwnersVote) -> OwnersPaper:
    return register(world.actor("邓涛"), vote.id, 2, FirstEntry(AGREE))


def _different(world: World, vote: OwnersVote) -> OwnersPaper:
    paper = register(world.actor("邓涛"), vote.id, 3, FirstEntry(AGREE))
    return enter_again(world.secretary, vote.id, paper.id, OPPOSE)


def _import(world: World, vote: OwnersVote) -> int:
    return preview(world.actor("陈海涛"), vote.id, "市系统", "结果.csv", "票号,表决意见\n4,同意".encode()).id


def _representative(world: World, vote: OwnersVote) -> int:
    draft = RepresentativeDraft("王大姐", "1", "", clock.day_of(vote.opens_at))
    return register_representative(world.secretary, vote.id, draft).id


def _proof(world: World, vote: OwnersVote) -> int:
    return add_proof(world.secretary, vote.id, 2, Photo("存根.jpg", b"\xff\xd8\xff\xd9")).id


def _posted(world: World) -> OwnersVote:
    opens, closes = clock.beijing(2026, 1, 20, 9), clock.beijing(2026, 1, 26, 18)
    vote = a_prepared_vote(world, (FEE,), opens=opens, closes=closes)
    a_noticed_vote(world, vote, (opens - timedelta(days=17)).date())
    an_open_vote(world, vote)
    hand_in(vote, voter_ids(vote), "AGREE")
    close(vote)
    clock.use(lambda: closes + timedelta(hours=1))
    count(world.secretary, vote.id)
    certify(world.actor("邓涛"), vote.id, "TELLER")
    certify(world.actor("张秀兰"), vote.id, "SCRUTINEER")
    announce_owners_result(world.actor("陈海涛"), vote.id)
    return vote

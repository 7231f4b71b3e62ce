"""An owner gets one sheet of paper: the ballot, the stub and his strip are not torn apart by the printer."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from deliberation.kernel import clock
from deliberation.owners.rules.questions import QuestionDraft
from tests.browser.conftest import staged
from tests.browser.stage import Stage
from tests.builders import a_compound
from tests.owners.hall import SOUTH_GATE, a_prepared_vote, a_roster, an_open_vote, heads_of, tellers

OWNERS = 3
NAMES = ("陈海涛", "刘芳", "马国庆", "赵立新", "孙玉梅", "王志强")
ELECTION = QuestionDraft(
    title="选举业主委员会委员",
    text="从下列候选人中选举业主委员会委员5名。",
    decision_class="ORDINARY",
    item="COMMITTEE_ELECTION",
    method="ELECTION",
    options=[(f"o{n}", f"{name}（{n}号楼）") for n, name in enumerate(NAMES, 1)],
    most=5,
    seats=5,
)


def furnish_two_questions() -> int:
    world = a_compound()
    tellers(world)
    a_roster(world, heads_of(OWNERS))
    vote = an_open_vote(world, a_prepared_vote(world, (SOUTH_GATE, ELECTION)))
    moment = vote.opens_at
    clock.use(lambda: moment)
    return vote.id


def sheets(stage: Stage, address: str) -> int:
    """How many A4 sheets a page prints on."""
    page = stage.desk("jinling.陈海涛")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


def test_two_questions_and_six_candidates_stand_on_one_sheet_for_each_owner(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with staged(playwright, browser, tmp_path, furnish_two_questions) as (stage, vote_id):
        desk = f"/desk/jinling/owners-votes/{vote_id}"
        assert sheets(stage, f"{desk}/ballots?building=1") == OWNERS
        assert sheets(stage, f"{desk}/notice") == 1

"""排序 on a tablet, by finger and by keyboard, and an owner's paper entered as its numbers stand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from deliberation.kernel import clock
from tests.browser.conftest import staged
from tests.browser.looks import CHAIR, DELEGATE, HALL, look
from tests.browser.test_other_methods import _three_firms, close, open_form, seated
from tests.builders import a_compound
from tests.owners.hall import a_prepared_vote, a_roster, an_open_vote, heads_of, tellers
from tests.owners.test_ranking_papers import FIRM


def ranked(tablet: Page) -> list[str]:
    """The options as they stand on the tablet, those with a place first."""
    expect(tablet.locator("[data-rank]")).to_have_count(3)
    return [" ".join(text.split()) for text in tablet.locator("[data-rank]").all_inner_texts()]


def confirm(tablet: Page, said: str) -> None:
    """The finished ballot is read again, confirmed and acknowledged."""
    tablet.get_by_role("button", name="选好了").click()
    expect(tablet.locator("[data-confirm-text]")).to_contain_text(said)
    tablet.locator("[data-ballot-confirm]").click()
    expect(tablet.locator("[data-done-text]")).to_contain_text(f"您已投票：✓ {said}")


def test_firms_are_ranked_by_finger_and_by_keyboard(playwright: Playwright, browser: Browser, tmp_path: Path) -> None:
    with seated(playwright, browser, tmp_path, _three_firms, "张秀兰", "王志强") as room:
        chair, (first, second) = open_form(room, "多选、比选、选举或评分"), room.tablets.values()
        chair.get_by_label("排序：").check()
        wrong = look(chair, CHAIR)
        chair.locator("[data-question-dialog] button[type=submit]").click()
        expect(room.hall.locator("[data-question-put]")).to_contain_text("排序")
        first.get_by_role("button", name="选好了").click()
        expect(first.locator("[data-question-wrong]")).to_contain_text("请先排出顺序")
        first.locator("[data-rank=C]").tap()
        first.locator("[data-rank=A]").tap()
        assert ranked(first) == ["1 丙公司", "2 甲公司", "乙公司"]
        first.get_by_role("button", name="甲公司，往前移").tap()
        assert ranked(first) == ["1 甲公司", "2 丙公司", "乙公司"]
        expect(first.locator("[data-question-told]")).to_have_text("现在的顺序：1 甲公司、2 丙公司")
        wrong += look(first, DELEGATE)
        first.reload()
        assert ranked(first) == ["1 甲公司", "2 丙公司", "乙公司"]
        confirm(first, "1 甲公司、2 丙公司")
        by_keyboard(second)
        close(room)
        expect(room.hall.locator(".verdict-option")).to_have_count(3)
        expect(first.locator("[data-verdict]")).to_contain_text("“甲公司”、“丙公司”不分先后")
        first.locator(".verdict-steps summary").first.click()
        expect(first.locator(".verdict-steps")).to_contain_text("“甲公司”排在“丙公司”前面 1 人，反过来 1 人")
        expect(first.locator("[data-own-ballot]")).to_contain_text("1 甲公司、2 丙公司")
        wrong += look(room.hall, HALL) + look(first, DELEGATE)
        assert wrong == []


def by_keyboard(tablet: Page) -> None:
    """Space ranks what has the focus, which stays with it; pressed again it is taken out."""
    tablet.locator("[data-rank=B]").focus()
    tablet.keyboard.press("Space")
    expect(tablet.locator("[data-rank=B]")).to_be_focused()
    expect(tablet.locator("[data-rank=B]")).to_have_attribute("aria-pressed", "true")
    tablet.locator("[data-rank=A]").focus()
    tablet.keyboard.press("Enter")
    tablet.keyboard.press("Enter")
    assert ranked(tablet) == ["1 乙公司", "甲公司", "丙公司"]
    for code in "CA":
        tablet.locator(f"[data-rank={code}]").focus()
        tablet.keyboard.press("Space")
    confirm(tablet, "1 乙公司、2 丙公司、3 甲公司")


def a_vote_of_owners() -> int:
    """An open vote on three firms, which clerks may enter now."""
    world = a_compound()
    a_roster(world, heads_of(3))
    tellers(world)
    vote = an_open_vote(world, a_prepared_vote(world, (FIRM,)))
    moment = vote.opens_at + timedelta(days=1)
    clock.use(lambda: moment)
    return vote.id


def test_a_paper_is_entered_by_its_numbers_alone(playwright: Playwright, browser: Browser, tmp_path: Path) -> None:
    with staged(playwright, browser, tmp_path, a_vote_of_owners) as (stage, vote_id):
        clerk = stage.desk("jinling.郑月")
        clerk.goto(f"/desk/jinling/owners-votes/{vote_id}/papers/2")
        expect(clerk.get_by_label("甲公司")).to_be_focused()
        for key in ("2", "Enter", "Enter", "1", "Enter"):  # 甲 2, 乙 nothing, 丙 1
            clerk.keyboard.press(key)
        expect(clerk.get_by_label("按上面的数字")).to_be_focused()
        clerk.get_by_role("button", name="保存，录下一张").click()
        expect(clerk.locator(".entry-last")).to_contain_text("1 丙公司、2 甲公司")

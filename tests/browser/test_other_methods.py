"""A choice between firms with its second round, and scores: chair's form, ballot papers, wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from deliberation.convening.actions import pin_of
from tests.browser.conftest import staged
from tests.browser.looks import CHAIR, DELEGATE, HALL, look
from tests.browser.stage import REFUSED_IN_CONSOLE, TABLET, WALL, Stage
from tests.builders import a_compound
from tests.halls import Hall, an_accepted_item, an_open_meeting
from tests.room.ballot_papers import a_residents_group
from tests.servers import SECRET


@dataclass(frozen=True)
class Doors:
    """How everybody comes in."""

    meeting_id: int
    door: str
    hall_token: str
    pins: dict[str, tuple[int, str]]


@dataclass
class Room:
    """Chair, wall and the tablets of some delegates."""

    stage: Stage
    chair: Page
    hall: Page
    tablets: dict[str, Page] = field(default_factory=dict)


def _doors(hall: Hall) -> Doors:
    pins = {name: (seat.id, pin_of(seat, SECRET)) for name, seat in hall.seats.items() if seat.has_vote}
    return Doors(hall.meeting_id, f"/j/{hall.meeting.join_token}", hall.meeting.hall_token, pins)


def _three_firms() -> Doors:
    world = a_compound()
    hall = an_open_meeting(world, [an_accepted_item(world, "施工单位比选")])
    hall.to_debate("从下列三家中选定一家：甲公司、乙公司、丙公司。")
    return _doors(hall)


def _a_trial() -> Doors:
    return _doors(a_residents_group())


@contextmanager
def seated(
    playwright: Playwright, browser: Browser, folder: Path, furnish: Callable[[], Doors], *names: str
) -> Iterator[Room]:
    with staged(playwright, browser, folder, furnish) as (stage, doors):
        chair, hall = stage.desk("jinling.李建国", TABLET).context.new_page(), stage.page(WALL)
        stage.watch(chair, [REFUSED_IN_CONSOLE])
        chair.goto(f"/rooms/{doors.meeting_id}/chair")
        hall.goto(f"/hall/{doors.hall_token}")
        room = Room(stage, chair, hall)
        for name in names:
            tablet = room.tablets[name] = stage.page(TABLET, has_touch=True)
            seat_id, pin = doors.pins[name]
            tablet.goto(doors.door)
            tablet.locator(f"label[for=seat-{seat_id}]").click()
            tablet.locator("[name=pin]").fill(pin)
            tablet.get_by_role("button", name="进入会场").click()
        yield room


def open_form(room: Room, label: str) -> Page:
    """The chair opens the form; answers his page."""
    room.chair.get_by_role("button", name=label).click()
    expect(room.chair.locator("[data-question-dialog]")).to_be_visible()
    return room.chair


def choose(tablet: Page, firm: str) -> None:
    """One firm is chosen and confirmed; the receipt names it."""
    tablet.get_by_label(firm).check()
    tablet.get_by_role("button", name="选好了").click()
    expect(tablet.locator("[data-confirm-text]")).to_contain_text(firm)
    tablet.locator("[data-ballot-confirm]").click()
    expect(tablet.locator("[data-done-text]")).to_contain_text(f"您已投票：✓ {firm}")


def close(room: Room) -> None:
    """The chair closes the vote although some are missing."""
    room.chair.locator("[data-next]").click()
    room.chair.locator("[data-ask] button[value=yes]").click()


def test_three_firms_then_a_second_round_between_two(playwright: Playwright, browser: Browser, tmp_path: Path) -> None:
    with seated(playwright, browser, tmp_path, _three_firms, "张秀兰", "王志强") as room:
        chair, (first, second) = open_form(room, "多选、比选、选举或评分"), room.tablets.values()
        expect(chair.locator("#question-options")).to_have_value("甲公司\n乙公司\n丙公司")
        wrong = look(chair, CHAIR)
        chair.get_by_label("差额选举").check()
        chair.get_by_label("应选几名").fill("3")
        chair.locator("[data-question-dialog] button[type=submit]").click()
        expect(chair.locator("[data-question-refused]")).to_contain_text("候选人须多于应选人数")
        expect(chair.get_by_label("应选几名")).to_have_value("3")
        chair.get_by_label("方案比选").check()
        chair.locator("[data-question-dialog] button[type=submit]").click()
        expect(room.hall.locator("[data-question-put]")).to_contain_text("丙公司")
        wrong += look(room.hall, HALL)
        first.get_by_role("button", name="选好了").click()
        expect(first.locator("[data-question-wrong]")).to_contain_text("请先选择")
        first.get_by_label("乙公司").check()
        wrong += look(first, DELEGATE)
        first.reload()
        expect(first.get_by_label("乙公司")).to_be_checked()
        choose(first, "甲公司")
        choose(second, "乙公司")
        second.get_by_role("button", name="更改我的选择").click()
        expect(second.get_by_label("乙公司")).to_be_checked()
        choose(second, "丙公司")
        close(room)
        expect(room.hall.locator(".verdict-option")).to_have_count(3)
        expect(first.locator("[data-verdict]")).to_contain_text("进入第二轮")
        expect(first.locator("[data-own-ballot]")).to_contain_text("甲公司")
        wrong += look(room.hall, HALL) + look(first, DELEGATE)
        chair.get_by_role("button", name="下一轮表决：甲公司、丙公司").click()
        expect(room.hall.locator("[data-question-put]")).to_contain_text("第 2 轮 · 方案比选")
        expect(room.hall.locator("[data-question-put] li")).to_have_count(2)
        choose(first, "丙公司")
        close(room)
        expect(room.hall.locator("[data-verdict]")).to_contain_text("没有选定")
        assert wrong == []


def test_scores_are_filled_in_and_both_means_shown(playwright: Playwright, browser: Browser, tmp_path: Path) -> None:
    with seated(playwright, browser, tmp_path, _a_trial, "组员一") as room:
        chair, tablet = open_form(room, "将动议 1 付评分"), room.tablets["组员一"]
        expect(chair.get_by_label("评分：每项打分")).to_be_checked()
        expect(chair.locator("#question-options")).to_have_value("保洁\n秩序\n维修\n态度\n整改")
        chair.get_by_label("合格线", exact=True).fill("80")
        wrong = look(chair, CHAIR)
        chair.locator("[data-question-dialog] button[type=submit]").click()
        tablet.get_by_role("button", name="保洁，减 1 分").click()
        tablet.get_by_role("button", name="保洁，减 1 分").click()
        expect(tablet.locator("#score-A")).to_have_value("19")
        for code, score in zip("BCDE", ("18", "18", "18", "21"), strict=True):
            tablet.locator(f"#score-{code}").fill(score)
        tablet.get_by_role("button", name="选好了").click()
        expect(tablet.locator("[data-question-wrong]")).to_have_text("“整改”请填 0 到 20 的整数。")
        tablet.locator("#score-E").fill("19")
        expect(tablet.locator("[data-question-told]")).to_have_text("合计 92 分")
        wrong += look(tablet, DELEGATE)
        tablet.get_by_role("button", name="选好了").click()
        tablet.locator("[data-ballot-confirm]").click()
        expect(tablet.locator("[data-done-text]")).to_contain_text(
            "保洁 19 分，秩序 18 分，维修 18 分，态度 18 分，整改 19 分，合计 92 分"
        )
        close(room)
        expect(room.hall.locator(".verdict-means")).to_contain_text("92.00 分")
        wrong += look(room.hall, HALL) + look(chair, CHAIR)
        assert room.stage.one("SELECT choice FROM secret_choices") == '{"A":19,"B":18,"C":18,"D":18,"E":19}'
        assert wrong == []

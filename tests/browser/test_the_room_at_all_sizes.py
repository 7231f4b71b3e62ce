"""The room's screens in every state of a meeting, at the sizes at which they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import staged
from tests.browser.looks import CHAIR, DELEGATE, HALL, look
from tests.browser.stage import Stage
from tests.builders import a_compound
from tests.halls import DELEGATES, Hall, a_noticed_meeting, an_open_meeting, arrive


@dataclass(frozen=True)
class Screens:
    """Where one meeting's screens are."""

    state: str
    meeting_id: int
    hall_token: str


def _noticed(hall: Hall) -> None:
    """Nobody has come yet."""


def _sign_in(hall: Hall) -> None:
    hall.step("sign_in")
    arrive(hall, *DELEGATES[:5])


def _debate(hall: Hall) -> None:
    hall.to_debate()


def _consensus(hall: Hall) -> None:
    hall.to_debate()
    hall.step("consensus")


def _vote(hall: Hall) -> None:
    hall.to_debate()
    hall.open_vote()
    hall.cast("王志强", "AGREE")


def _result(hall: Hall) -> None:
    _vote(hall)
    hall.cast_all(agree=10, oppose=1, abstain=1)
    hall.step("close_vote")


def _ended(hall: Hall) -> None:
    _result(hall)
    hall.step("finish_item")
    hall.step("end_meeting")


BEFORE: dict[str, Callable[[Hall], None]] = {"noticed": _noticed, "signin": _sign_in}
INSIDE = {"debate": _debate, "consensus": _consensus, "vote": _vote, "result": _result, "ended": _ended}


def _halls() -> list[Screens]:
    found, world = [], a_compound()
    for state, furnish in (BEFORE | INSIDE).items():
        hall = a_noticed_meeting(world) if state in BEFORE else an_open_meeting(world)
        furnish(hall)
        found.append(Screens(state, hall.meeting_id, hall.meeting.hall_token))
    return found


@pytest.fixture(scope="module")
def rooms(
    playwright: Playwright, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stage, list[Screens]]]:
    with staged(playwright, browser, tmp_path_factory.mktemp("rooms"), _halls) as made:
        yield made


def _look_inside(page: Page, address: str, sizes: tuple[tuple[int, int], ...]) -> list[str]:
    page.goto(address)
    expect(page.locator("[data-loaded]")).to_be_visible()
    return look(page, sizes)


@pytest.mark.parametrize(
    ("screen", "who", "sizes"), [("chair", "李建国", CHAIR), ("record", "周敏", CHAIR), ("tablet", "张秀兰", DELEGATE)]
)
def test_the_room_fits_its_screens_in_every_state(
    rooms: tuple[Stage, list[Screens]], screen: str, who: str, sizes: tuple[tuple[int, int], ...]
) -> None:
    stage, halls = rooms
    page = stage.desk(f"jinling.{who}", sizes[0])
    assert [told for hall in halls for told in _look_inside(page, f"/rooms/{hall.meeting_id}/{screen}", sizes)] == []


def test_the_big_screen_fits_the_wall_in_every_state(rooms: tuple[Stage, list[Screens]]) -> None:
    stage, halls = rooms
    page = stage.page(HALL[0])
    assert [told for hall in halls for told in _look_inside(page, f"/hall/{hall.hall_token}", HALL)] == []

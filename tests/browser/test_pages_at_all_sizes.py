"""Every page of the demonstration at the sizes at which it is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from deliberation.demo import loader
from deliberation.kernel import clock
from tests.browser.conftest import staged
from tests.browser.looks import DESK, PUBLIC, look, walk
from tests.browser.stage import PHONE, Stage

DAY = clock.beijing(2026, 11, 20, 18)


def _demo() -> str:
    clock.use(lambda: DAY)
    loader.load()
    return str(loader.read_book()["password"])


@pytest.fixture(scope="module")
def demo(
    playwright: Playwright, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Stage, str]]:
    with staged(playwright, browser, tmp_path_factory.mktemp("demo"), _demo) as (stage, password):
        yield stage, password


def test_what_residents_see_fits_their_phones(demo: tuple[Stage, str]) -> None:
    stage, _password = demo
    page = stage.page(PUBLIC[0], is_mobile=True, has_touch=True)
    assert walk(page, "/", PUBLIC, r"/($|c/|receipt|privacy|login|join)") == []


OWNERS_SIDE = ("jiangwenbo", "zhengyue", "taoping", "lujia")
"""Who walks through the compound whose owners vote: the committee, who enters, who enters again, the secretary."""
ROLES = ("lijianguo", "zhoumin", "gaofeng", "hewei", "zengwei", "tianjun", "xiaofang")
"""Who walks through the desk; its layout is one for all sizes, so axe looks at the narrowest only."""


@pytest.mark.parametrize("who", ROLES)
def test_the_desk_fits_the_office(demo: tuple[Stage, str], who: str) -> None:
    stage, password = demo
    page = stage.desk(who, DESK[0], password)
    within = r"/(desk$|(desk/jinling|notices|audit|accounts?|rules|permissions)(/|$))"
    assert walk(page, "/desk/jinling/", DESK, within, ends=1) == []


@pytest.mark.parametrize("who", OWNERS_SIDE)
def test_the_owners_votes_fit_the_office(demo: tuple[Stage, str], who: str) -> None:
    stage, password = demo
    page = stage.desk(who, DESK[0], password)
    within = r"/desk/huali/(owners-votes|owners-petitions|owners-turnovers|emergency-uses|rosters)(/|$)"
    assert walk(page, "/desk/huali/owners-votes", DESK, within, ends=1) == []


def test_ballots_are_brought_to_the_doors_with_a_phone(demo: tuple[Stage, str]) -> None:
    stage, password = demo
    page = stage.desk("zhengyue", PHONE, password)
    within = r"/desk/huali/owners-votes/\d+(/delivery.*)?$"
    assert walk(page, "/desk/huali/owners-votes", PUBLIC, within) == []


def test_chosen_photos_and_a_chosen_day_are_told_in_our_words(demo: tuple[Stage, str], tmp_path: Path) -> None:
    stage, password = demo
    page = stage.desk("yangjing", DESK[0], password)
    page.goto("/desk/jinling/topics/enter")
    line, photos = page.locator(".file-pick-names"), page.locator("[name=photos]")
    expect(line).to_have_text("还没有选")
    for name in ("车棚东侧.jpg", "车棚西侧.jpg"):
        (tmp_path / name).write_bytes(b"a picture")
    photos.set_input_files(tmp_path / "车棚东侧.jpg")
    expect(line).to_have_text("车棚东侧.jpg")
    photos.set_input_files(tmp_path / "车棚西侧.jpg")
    expect(line).to_have_text("已选 2 个：车棚东侧.jpg、车棚西侧.jpg")
    page.get_by_role("button", name="去掉 车棚东侧.jpg").click()
    expect(line).to_have_text("车棚西侧.jpg")
    page = stage.desk("zhoumin", DESK[0], password)
    page.goto("/desk/jinling/meetings/new")
    page.locator("[name=day]").fill("2026-12-11")
    expect(page.locator(".field-said")).to_have_text("2026年12月11日（周五）")


def test_a_page_that_is_too_wide_or_unreadable_would_be_told(demo: tuple[Stage, str]) -> None:
    stage, _password = demo
    page = stage.page(PHONE)
    page.goto("/c/jinling/")
    page.evaluate("document.querySelector('h1').style.width = '2000px'")
    page.evaluate("document.querySelector('main').append(new Image())")
    page.evaluate("document.querySelector('main p').style.color = '#bbb'")
    told = " ".join(look(page, PUBLIC))
    assert all(f"{width}×{height}" in told for width, height in PUBLIC)
    assert "axe image-alt" in told
    assert "axe color-contrast" in told

"""What was typed in a tab belongs to who typed it, and nothing runs there that the platform did not write."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import staged
from tests.browser.stage import LAPTOP
from tests.builders import PASSWORD, a_compound

PHONE_NUMBER = "13800001111"
KEPT = "() => JSON.stringify({...sessionStorage}) + JSON.stringify({...localStorage})"
VIOLATED = [re.compile("Content Security Policy|content security policy")]

INJECT = """html => {
    const { body } = document;
    document.addEventListener("securitypolicyviolation", (event) => {
        body.dataset.refused = `${body.dataset.refused ?? ""}${event.effectiveDirective} `;
    });
    body.insertAdjacentHTML("beforeend", html);
    const own = document.createElement("script"), far = document.createElement("script");
    own.textContent = "window.ran = 1";
    far.src = "https://elsewhere.example/x.js";
    body.append(own, far);
}"""
MARKUP = "<img src=x onerror='window.ran = 1'><p style='color: red'>x</p><a href='javascript:window.ran=1'>x</a>"


def _furnish() -> str:
    return a_compound().compound.slug


def _sign_in(page: Page, username: str) -> None:
    page.goto("/login")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/login" not in url)


def _session_is_over(page: Page) -> None:
    """What a time-out leaves: the tab as it was, and nobody signed in."""
    page.context.clear_cookies(name="deliberation")


def test_the_next_one_in_the_tab_finds_nothing_and_the_same_one_everything(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with staged(playwright, browser, tmp_path, _furnish) as (stage, slug):
        entry = f"/desk/{slug}/topics/enter"
        desk = stage.desk(f"{slug}.周敏", LAPTOP)
        desk.goto(entry)
        desk.locator("[name=submitter_phone]").fill(PHONE_NUMBER)
        assert PHONE_NUMBER in desk.evaluate(KEPT)
        _session_is_over(desk)
        _sign_in(desk, f"{slug}.周敏")
        desk.goto(entry)
        expect(desk.locator("[name=submitter_phone]")).to_have_value(PHONE_NUMBER)
        _session_is_over(desk)
        _sign_in(desk, f"{slug}.李建国")
        desk.goto(entry)
        expect(desk.locator("[name=submitter_phone]")).to_have_value("")
        assert PHONE_NUMBER not in desk.evaluate(KEPT)
        desk.locator("[name=submitter_phone]").fill(PHONE_NUMBER)
        desk.locator("form[action='/logout'] button").first.dispatch_event("click")
        desk.wait_for_url(lambda url: url.endswith("/"))
        assert PHONE_NUMBER not in desk.evaluate(KEPT)
        _sign_in(desk, f"{slug}.李建国")
        desk.goto(entry)
        expect(desk.locator("[name=submitter_phone]")).to_have_value("")


def test_a_script_that_somebody_put_into_a_page_does_not_run(
    playwright: Playwright, browser: Browser, tmp_path: Path
) -> None:
    with staged(playwright, browser, tmp_path, _furnish) as (stage, slug):
        for address in (f"/c/{slug}/", "/join"):
            page = stage.page(LAPTOP, [*VIOLATED, re.compile("404|elsewhere.example")])
            page.goto(address)
            page.evaluate(INJECT, MARKUP)
            page.locator("a[href^=javascript]").dispatch_event("click")
            page.wait_for_function("document.body.dataset.refused?.split(' ').length > 4")
            refused = set(page.evaluate("document.body.dataset.refused").split())
            assert {"script-src-elem", "script-src-attr", "style-src-attr"} <= refused
            assert page.evaluate("window.ran") is None

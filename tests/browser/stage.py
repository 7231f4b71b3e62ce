"""Everybody who looks at the service during a browser test: real pages, and seats that speak HTTP."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import APIRequestContext, APIResponse, Browser, BrowserContext, Page, Playwright, expect

from deliberation.config import ROOT
from tests.builders import PASSWORD
from tests.servers import Server

TABLET, PHONE, LAPTOP, WALL = (1280, 800), (390, 844), (1366, 768), (1920, 1080)
REFUSED_IN_CONSOLE = re.compile(r"Failed to load resource: .* status of 4\d\d")
NO_NETWORK_IN_CONSOLE = re.compile(r"net::ERR_|WebSocket connection to")
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"|name="csrf_token"[^>]* value="([^"]+)"')

expect.set_options(timeout=15_000)


@dataclass
class Stage:
    """One running server and all who look at it; `problems` is what no page may show."""

    playwright: Playwright
    browser: Browser
    server: Server
    store: Path
    problems: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    seats: list[APIRequestContext] = field(default_factory=list)

    def page(self, size: tuple[int, int], forgiving: Iterable[re.Pattern[str]] = (), **options: Any) -> Page:
        """A new browser of its own with one page. Console lines that match `forgiving` are expected."""
        width, height = size
        context = self.browser.new_context(
            base_url=self.server.url, viewport={"width": width, "height": height}, locale="zh-CN", **options
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        self.watch(page, forgiving)
        return page

    def watch(self, page: Page, forgiving: Iterable[re.Pattern[str]] = ()) -> None:
        """Note every console error, script error and failed answer of a page."""
        allowed = tuple(forgiving)

        def note(text: str) -> None:
            if not any(pattern.search(text) for pattern in allowed):
                self.problems.append(f"{page.url}: {text}")

        page.on("console", lambda line: note(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: note(str(error)))
        page.on("response", lambda answer: note(f"{answer.status} {answer.url}") if answer.status >= 500 else None)

    def desk(
        self,
        username: str,
        size: tuple[int, int] = LAPTOP,
        password: str = PASSWORD,
        forgiving: Iterable[re.Pattern[str]] = (),
    ) -> Page:
        """A page on which somebody has signed in with an account."""
        page = self.page(size, forgiving)
        page.goto("/login")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(password)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What the store says now."""
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as connection:
            found = connection.execute(sql, values).fetchall()
        connection.close()
        return found

    def one(self, sql: str, *values: object) -> Any:
        """The single value that the store answers."""
        ((value,),) = self.rows(sql, *values)
        return value

    def tick(self) -> None:
        """What the operator's schedule does: the command, at the server's time."""
        command = [sys.executable, "-c", "from deliberation.cli import main; main()", "tick"]
        subprocess.run(command, env=self.server.environment, cwd=ROOT, check=True, capture_output=True)  # noqa: S603

    def close(self) -> None:
        """Everybody goes home."""
        for context in self.contexts:
            context.close()
        for seat in self.seats:
            seat.dispose()
        self.contexts.clear()
        self.seats.clear()


class Seat:
    """A delegate whose device is not watched: the same doors and addresses, without a page."""

    def __init__(self, stage: Stage, door: str, seat_id: int, pin: str, meeting_id: int) -> None:
        self.http = stage.playwright.request.new_context(base_url=stage.server.url)
        stage.seats.append(self.http)
        self.room = f"/rooms/{meeting_id}"
        form = {"seat_id": str(seat_id), "pin": pin, "csrf_token": token_of(self.http.get(door))}
        entered = self.http.post(door, form=form)
        assert entered.ok, entered.text()
        self.token = token_of(entered)

    def act(self, path: str, **body: Any) -> Any:
        """Do what the tablet's button does; it must be taken."""
        answer = self.http.post(f"{self.room}/{path}", data=body, headers={"X-CSRFToken": self.token})
        assert answer.ok, answer.text()
        return answer.json()

    def sees(self) -> Any:
        """The room as this seat may see it."""
        return self.http.get(f"{self.room}/snapshot").json()

    def reads(self) -> Any:
        """The record that this seat signs."""
        return self.http.get(f"{self.room}/minutes").json()


def token_of(answer: APIResponse) -> str:
    """The form token of a page."""
    found = TOKEN.search(answer.text())
    assert found is not None, answer.text()[:500]
    return found.group(1) or found.group(2)


def confirm(page: Page, button: str | re.Pattern[str]) -> None:
    """Press a button that asks in a dialog first, and say yes."""
    page.locator("summary", has_text=button).first.click()
    page.locator("dialog .confirm-go button[type=submit]").click()

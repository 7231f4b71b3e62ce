"""An administrator's office: a compound, the administrator's browser, a clock that is moved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from deliberation.app import do_what_is_due
from deliberation.kernel import clock
from tests.builders import PASSWORD, World, an_officer, sign_in
from tests.house.forms_on_pages import forms_of


@dataclass
class Office:
    """What an administrator does through pages; `ids` are persons by name, `posts` appointments by name."""

    app: Flask
    world: World
    browser: FlaskClient

    def send(self, page: str, **instead: object) -> TestResponse:
        """Open a page and send its form with these fields in it, as a browser does."""
        text = self.browser.get(page).get_data(as_text=True)
        form = next(one for one in forms_of(page, text) if one.action == page)
        fields: dict[str, object] = {name: value for name, value in form.fields.items() if value}
        return self.browser.post(page, data={**fields, **instead})

    def succession(self, leaver: str, follower: str, first_day: date, **more: object) -> TestResponse:
        """Somebody takes over every post of somebody else."""
        page = f"/office/people/{self.world.people[leaver].id}/succession"
        text = self.browser.get(page).get_data(as_text=True)
        ticked = re.findall(r'name="posts"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="posts"', text)
        wanted = {"posts": [one or other for one, other in ticked], "follower": follower, "reason": "工作调动"}
        return self.send(page, **{**wanted, "first_day": first_day.isoformat(), "ends_former": "y", **more})

    def end(self, appointment_id: int, last_day: date, reason: str = "辞职") -> TestResponse:
        """Somebody leaves and nobody follows."""
        return self.send(f"/office/posts/{appointment_id}/end", last_day=last_day.isoformat(), reason=reason)

    def try_to_sign_in(self, name: str, password: str = PASSWORD) -> TestResponse:
        """What the door answers."""
        data = {"username": self.world.accounts[name].username, "password": password}
        return self.app.test_client().post("/login", data=data)

    def browser_of(self, name: str) -> FlaskClient:
        """Somebody's browser, signed in."""
        return sign_in(self.app.test_client(), self.world, name)


def an_office(app: Flask, world: World) -> Office:
    """The administrator has signed in."""
    an_officer(world, "administrator", "贺明")
    return Office(app, world, sign_in(app.test_client(), world, "贺明"))


def the_day(year: int, month: int, day: int, hour: int = 9) -> None:
    """Stop the clock there, and let what is due be done."""
    moment = clock.beijing(year, month, day, hour)
    clock.use(lambda: moment)
    do_what_is_due()


def words(answer: TestResponse) -> str:
    """What a page says."""
    return unescape(answer.get_data(as_text=True))

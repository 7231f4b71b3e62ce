"""An office for tests: an administrator with a browser, a 街道 with two 社区, and what a form on a page sends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from deliberation.kernel.actor import Actor
from deliberation.organisation.actions import places
from tests.builders import World, an_officer, sign_in
from tests.house.forms_on_pages import forms_of


@dataclass(frozen=True)
class Office:
    """The ids of what is there, who administers it, and their browser."""

    administrator: Actor
    client: FlaskClient
    ours: int
    theirs: int
    compound: int

    def page(self, url: str) -> str:
        """A page as text."""
        answer = self.client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer.get_data(as_text=True)

    def send(self, url: str, *, on: str = "", **typed: str) -> TestResponse:
        """Fill in and send the form for `url` that stands on it, or on the page `on`."""
        page = on or url
        (form,) = [one for one in forms_of(page, self.page(page)) if one.action == url and one.fields]
        return self.client.post(url, data={**form.fields, **typed})


def an_office(app: Flask, world: World) -> Office:
    """An administrator beside a furnished compound, and two 社区 of another 街道 with one compound."""
    administrator = an_officer(world, "administrator", "贺明")
    street = places.add_subdistrict(administrator, "临溪街道", city="东营市", province="山东省")
    ours, theirs = (places.add_community(administrator, street.id, name).id for name in ("望湖社区", "南苑社区"))
    compound = places.add_compound(administrator, theirs, "mianfang", "棉纺宿舍", households=288).id
    return Office(administrator, sign_in(app.test_client(), world, "贺明"), ours, theirs, compound)


def told(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())

"""Style and scripts: kept by the browser for good, and never the old ones under a new version."""

from __future__ import annotations

import re

from flask.testing import FlaskClient


def _stylesheets(client: FlaskClient) -> list[str]:
    return re.findall(r'href="(/static/[^"]+\.css)"', client.get("/privacy").text)


def test_a_page_names_its_style_by_what_it_says_and_the_browser_may_keep_it(client: FlaskClient) -> None:
    addresses = _stylesheets(client)
    assert addresses
    for address in addresses:
        with client.get(address) as answer:
            kept = answer.headers["Cache-Control"]
            assert (answer.status_code, kept) == (200, "public, max-age=31536000, immutable")


def test_a_page_of_before_an_upgrade_gets_what_is_there_and_asks_again_next_time(client: FlaskClient) -> None:
    before = re.sub(r"[0-9a-f]{12}", "0123456789ab", _stylesheets(client)[0])
    plain = re.sub(r"[0-9a-f]{12}/", "", before)
    for address in (before, plain):
        with client.get(address) as answer:
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")


def test_what_is_not_there_is_kept_by_nobody(client: FlaskClient) -> None:
    missing = re.sub(r"[^/]+\.css", "nothing.css", _stylesheets(client)[0])
    answers = [client.get(missing), client.get("/static/nothing.css"), client.get("/static/../wsgi.py")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "immutable" not in "".join(answer.headers["Cache-Control"] for answer in answers)

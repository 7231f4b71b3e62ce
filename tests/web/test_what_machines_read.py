"""What search engines, finders of weaknesses and browsers are told, with TLS in front and without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.config import Settings
from deliberation.kernel import clock
from tests.builders import PASSWORD, World


@pytest.fixture
def behind_tls(app: Flask) -> Iterator[Flask]:
    """The application with the settings of an installation behind TLS."""
    behind = Settings("sqlite://", "a key for tests only", Path(), behind_https=True).flask()
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE")
    before = {name: app.config[name] for name in names}
    app.config.update({name: behind[name] for name in names})
    yield app
    app.config.update(before)


def test_robots_txt_names_no_address_with_a_key(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert text.startswith("User-agent: *\nDisallow: /\n")
    assert "Allow: /c/" in text
    assert not [secret for secret in ("hall", "/j/", "receipt", "objections", "photos", "rooms") if secret in text]


def test_security_txt_says_whom_to_tell_and_until_when(client: FlaskClient) -> None:
    client.application.config["SECURITY_CONTACTS"] = ["mailto:anquan@example.cn", "tel:+86-546-0000000"]
    with clock.frozen(clock.beijing(2026, 12, 1, 9)):
        answer = client.get("/.well-known/security.txt")
    client.application.config["SECURITY_CONTACTS"] = []
    assert answer.content_type == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in answer.text.splitlines()]
    assert [value for name, value in fields if name == "Contact"] == ["mailto:anquan@example.cn", "tel:+86-546-0000000"]
    (expires,) = [value for name, value in fields if name == "Expires"]
    assert datetime.fromisoformat(expires) == clock.beijing(2027, 3, 1, 8)
    assert "Contact: http://localhost/privacy" in client.get("/.well-known/security.txt").text


@pytest.mark.parametrize("contact", ["anquan@example.cn", "http://example.cn", "mailto:a\nb"])
def test_a_contact_that_is_no_address_is_refused(monkeypatch: pytest.MonkeyPatch, contact: str) -> None:
    monkeypatch.setenv("DELIBERATION_SECURITY_CONTACT", contact)
    with pytest.raises(ValueError, match="DELIBERATION_SECURITY_CONTACT"):
        Settings.from_environment()


def test_pages_are_nobody_elses_window(client: FlaskClient) -> None:
    for path in ("/", "/static/css/theme.css", "/healthz"):
        headers = client.get(path).headers
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers


def test_behind_tls_the_browser_is_told_to_stay_there(behind_tls: Flask, world: World) -> None:
    client = behind_tls.test_client()
    form = {"username": world.accounts["周敏"].username, "password": PASSWORD}
    answer = client.post("/login", data=form, base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "deliberation=" in c)
    assert cookie.startswith("__Host-deliberation=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_signing_out_has_the_browser_forget_what_was_typed(client: FlaskClient, world: World) -> None:
    client.post("/login", data={"username": world.accounts["周敏"].username, "password": PASSWORD})
    assert client.post("/logout").headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/").headers

"""Under which names a request is answered, and which name links on paper carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.config import Settings
from deliberation.convening.papers import qr_svg
from deliberation.web.links import lasting_url
from tests.builders import a_compound, sign_in
from tests.halls import a_noticed_meeting

PUBLIC = "https://yishi.example.cn"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment that decides nothing but where the data lies."""
    for name in ("HOST", "TRUSTED_HOSTS", "DELIBERATION_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DELIBERATION_DATA", str(tmp_path))
    return monkeypatch


@pytest.fixture
def printed(app: Flask) -> Iterator[Flask]:
    """The application with a public address."""
    app.config["PUBLIC_URL"] = PUBLIC
    yield app
    app.config["PUBLIC_URL"] = ""


@pytest.mark.parametrize("name", ["localhost", "localhost:8000", "127.0.0.1:8000"])
def test_this_machines_own_names_are_answered(client: FlaskClient, name: str) -> None:
    assert client.get("/healthz", headers={"Host": name}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/login", "/healthz", "/c/jinling/", "/static/js/main.js", "/nowhere"])
@pytest.mark.parametrize("name", ["evil.example.org", "localhost.evil.example.org", "[::2]:80", "10.9.8.7"])
def test_any_other_name_is_refused_in_words(client: FlaskClient, path: str, name: str) -> None:
    answer = client.get(path, headers={"Host": name})
    assert answer.status_code == 400
    assert "这个网址不是本系统的网址" in answer.text
    assert name not in answer.text


def test_a_form_under_another_name_is_refused_too(client: FlaskClient) -> None:
    assert client.post("/login", data={}, headers={"Host": "evil.example.org"}).status_code == 400


def test_with_nothing_configured_only_this_machine_is_trusted(environment: pytest.MonkeyPatch) -> None:
    assert Settings.from_environment().trusted_hosts == ("127.0.0.1", "localhost")


def test_the_name_given_to_make_run_is_trusted(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HOST", "192.168.1.20")
    assert "192.168.1.20" in Settings.from_environment().trusted_hosts


@pytest.mark.parametrize("every", ["0.0.0.0", "::"])  # noqa: S104 - compared, not bound
def test_listening_on_every_address_trusts_this_machines_own_and_not_the_wildcard(
    environment: pytest.MonkeyPatch, every: str
) -> None:
    import socket  # noqa: PLC0415 - the machine's own name

    environment.setenv("HOST", every)
    trusted = Settings.from_environment().trusted_hosts
    assert socket.gethostname() in trusted
    assert not {"0.0.0.0", "::", "*", ""} & set(trusted)  # noqa: S104 - compared, not bound


def test_the_public_address_and_further_names_are_trusted(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DELIBERATION_PUBLIC_URL", f"{PUBLIC}/")
    environment.setenv("TRUSTED_HOSTS", " hall.local , 10.0.0.5,,[fe80::1]")
    settings = Settings.from_environment()
    assert settings.public_url == PUBLIC
    assert settings.trusted_hosts == ("127.0.0.1", "localhost", "yishi.example.cn", "hall.local", "10.0.0.5")


@pytest.mark.parametrize("wrong", ["yishi.example.cn", "ftp://yishi.example.cn", "https://"])
def test_a_public_address_that_is_none_is_said_at_once(environment: pytest.MonkeyPatch, wrong: str) -> None:
    environment.setenv("DELIBERATION_PUBLIC_URL", wrong)
    with pytest.raises(ValueError, match="DELIBERATION_PUBLIC_URL"):
        Settings.from_environment()


def test_codes_and_paper_carry_the_public_address_whoever_prints_them(printed: Flask) -> None:
    world = a_compound()
    meeting = a_noticed_meeting(world).meeting
    door = f"{PUBLIC}/j/{meeting.join_token}"
    client = sign_in(printed.test_client(), world, "周敏")
    assert client.get(f"/desk/jinling/meetings/{meeting.id}/join.svg").data == qr_svg(door)
    assert door in sign_in(printed.test_client(), world, "李建国").get(f"/rooms/{meeting.id}/chair").text


def test_without_a_public_address_a_link_carries_the_name_that_was_used(app: Flask) -> None:
    with app.test_request_context(headers={"Host": "127.0.0.1:8000"}):
        assert lasting_url("room.join") == "http://127.0.0.1:8000/join"


def test_every_code_and_printed_link_goes_through_the_public_address() -> None:
    """Whoever builds a whole address otherwise prints whatever name the visitor typed."""
    from deliberation.config import ROOT  # noqa: PLC0415 - where the code lies

    building = re.compile(r"_external\s*=\s*True|request\.(?:url_root|host_url|base_url)\b")
    found = {
        path.relative_to(ROOT).as_posix()
        for folder, kind in (("deliberation", "*.py"), ("templates", "*.html"))
        for path in (ROOT / folder).rglob(kind)
        if building.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"deliberation/web/links.py", "deliberation/web/errors.py"}

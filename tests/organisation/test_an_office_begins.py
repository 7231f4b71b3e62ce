"""A blank store is opened once, by a command or with the code that the server printed; then it is never mixed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import stamp

from deliberation.app import say_how_to_begin
from deliberation.cli import main
from deliberation.db import db
from deliberation.demo import loader
from deliberation.history.models import Event
from deliberation.kernel.actor import Role
from deliberation.organisation.actions.founding import CODE_FILE, first_run_code
from deliberation.organisation.models import Account, Community, Compound, InstallationRole, Person, Subdistrict

FILLED = {
    "subdistrict": "临溪街道",
    "province": "山东省",
    "city": "东营市",
    "community": "望湖社区",
    "admin": "贺明",
    "username": "heming",
    "new": "Linxi-2027x",
    "again": "Linxi-2027x",
}


@pytest.fixture
def code(app: Flask) -> str:
    """The code that the server prints when it starts over a blank store."""
    folder = app.config["DELIBERATION"].data_dir
    (folder / CODE_FILE).unlink(missing_ok=True)
    return first_run_code(folder)


def _counts(app: Flask) -> tuple[int, ...]:
    with app.app_context():
        counted = (Person, Account, InstallationRole, Subdistrict, Community, Compound)
        return tuple(db.session.query(one).count() for one in counted)


def test_the_first_run_page_opens_the_office_once(app: Flask, client: FlaskClient, code: str) -> None:
    assert "/first-run" in client.get("/").text
    done = client.post("/first-run", data={**FILLED, "code": code}, follow_redirects=True)
    assert "已经开通" in done.text
    assert _counts(app) == (1, 1, 1, 1, 1, 0)
    again = client.post("/first-run", data={**FILLED, "code": code, "username": "zweite"})
    assert again.status_code == 409
    assert client.get("/first-run").status_code == 409
    assert _counts(app) == (1, 1, 1, 1, 1, 0)
    entrance = client.get("/").text
    assert "/first-run" not in entrance
    assert "还没有小区" in entrance


def test_whoever_was_let_in_by_the_code_signs_in_with_the_password_they_chose(client: FlaskClient, code: str) -> None:
    client.post("/first-run", data={**FILLED, "code": code})
    inside = client.post("/login", data={"username": "heming", "password": "Linxi-2027x"})
    assert inside.status_code == 302
    assert "/account/password" not in inside.location
    assert client.get("/accounts/").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("code", "0000-0000-0000-0000", "开通码不对"),
        ("username", "贺", "账号用 3 到 40 个字母"),
        ("new", "kurz", "至少 8 位"),
        ("community", "  ", "请填写一个社区的名称"),
    ],
)
def test_a_mistake_on_the_first_page_keeps_what_was_typed_and_writes_nothing(
    app: Flask, client: FlaskClient, code: str, field: str, value: str, why: str
) -> None:
    refused = client.post("/first-run", data={**FILLED, "code": code, field: value})
    assert refused.status_code == 422
    assert why in refused.text
    assert 'value="临溪街道"' in refused.text
    assert _counts(app) == (0, 0, 0, 0, 0, 0)
    assert client.post("/first-run", data={**FILLED, "code": code}).status_code == 302


def test_the_code_is_printed_for_a_blank_store_only(
    app: Flask, client: FlaskClient, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say_how_to_begin(app)
    assert code in capsys.readouterr().err
    client.post("/first-run", data={**FILLED, "code": code})
    say_how_to_begin(app)
    assert capsys.readouterr().err == ""
    assert not (app.config["DELIBERATION"].data_dir / CODE_FILE).exists()


def _init(app: Flask, tmp_path: Path, password: str = "Linxi-2027x") -> tuple[int, str]:
    (tmp_path / "password").write_text(password + "\n", encoding="utf-8")
    told = ["--admin", "贺明", "--username", "heming", "--password-file", str(tmp_path / "password")]
    told += ["--subdistrict", "临溪街道", "--community", "望湖社区"]
    with app.app_context():
        stamp()  # the tables of a test are made from the models; they are what the last migration makes
    answer = app.test_cli_runner().invoke(main.commands["init"], told)
    return answer.exit_code, answer.output


def test_the_command_opens_the_office_and_its_password_is_changed_first(
    app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    assert _init(app, tmp_path)[0] == 0
    assert _counts(app) == (1, 1, 1, 1, 1, 0)
    with app.app_context():
        assert db.session.query(InstallationRole).one().role == Role.ADMINISTRATOR
        assert db.session.query(Event).filter_by(act="installation.begin").count() == 1
    inside = client.post("/login", data={"username": "heming", "password": "Linxi-2027x"})
    assert "/account/password" in inside.location


def test_a_second_beginning_and_the_demonstration_are_refused(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    assert _init(app, tmp_path)[0] == 0
    exit_code, said = _init(app, tmp_path)
    assert exit_code == 1
    assert "已经开始使用" in said
    with app.app_context(), pytest.raises(loader.StoreNotBlank, match="不与它们混在一起"):
        loader.load()
    assert _counts(app) == (1, 1, 1, 1, 1, 0)
    assert not re.search("演示", client.get("/").text)


def test_a_weak_password_opens_no_office(app: Flask, tmp_path: Path) -> None:
    exit_code, said = _init(app, tmp_path, password="12345678")
    assert exit_code == 1
    assert "至少 8 位" in said
    assert _counts(app) == (0, 0, 0, 0, 0, 0)

"""Signing in and out, passwords, the parties, the permission table, through the door."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.db import transaction
from deliberation.kernel.permissions import TABLE
from tests.builders import PASSWORD, World, a_compound, an_officer, sign_in

pytestmark = pytest.mark.usefixtures("world")


def credentials(world: World, name: str = "周敏", password: str = PASSWORD) -> dict[str, str]:
    return {"username": world.accounts[name].username, "password": password}


def test_signing_in_leads_to_the_one_compound(client: FlaskClient, world: World) -> None:
    answer = client.post("/login", data=credentials(world))
    assert (answer.status_code, answer.location) == (302, "/desk/")
    assert client.get("/desk/").location == "/desk/jinling/"


def test_the_session_cookie_is_kept_from_scripts_and_from_other_sites(client: FlaskClient, world: World) -> None:
    cookies = client.post("/login", data=credentials(world)).headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"deliberation", "device"}
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_signing_in_leads_on_to_where_one_wanted_to_go(client: FlaskClient, world: World) -> None:
    asked = client.get("/desk/jinling/parties?x=1")
    assert asked.location == "/login?next=/desk/jinling/parties?x%3D1"
    answer = client.post(asked.location, data=credentials(world))
    assert answer.location == "/desk/jinling/parties?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "javascript:alert(1)",
        "desk",
    ],
)
def test_an_address_of_another_site_is_not_followed(client: FlaskClient, world: World, elsewhere: str) -> None:
    answer = client.post("/login", query_string={"next": elsewhere}, data=credentials(world))
    assert answer.location == "/desk/"


def test_a_wrong_password_keeps_the_name_and_says_whom_to_ask(client: FlaskClient, world: World) -> None:
    answer = client.post("/login", data=credentials(world, password="wrong"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "账号或密码不对" in page
    assert f'value="{world.accounts["周敏"].username}"' in page
    assert "忘记密码" in page
    assert "wrong" not in page


def test_locked_unknown_and_wrong_are_told_the_same_and_the_owner_learns_of_the_lock(
    client: FlaskClient, world: World
) -> None:
    def told(**changed: str) -> tuple[int, list[str]]:
        answer = client.post("/login", data=credentials(world) | changed)
        return answer.status_code, re.findall(r'class="field-error"[^>]*>(.*?)</p>', answer.text, re.DOTALL)

    wrong = told(password="wrong")
    for _ in range(4):
        told(password="wrong")
    assert told() == told(password="wrong") == told(username="nobody") == wrong  # the first: right, but locked
    assert wrong[0] == 401
    assert "连续输错多次的，要等一会儿才能再试" in wrong[1][0]


def test_an_empty_form_says_what_is_missing(client: FlaskClient) -> None:
    answer = client.post("/login", data={"username": "", "password": ""})
    assert answer.status_code == 422
    assert "请填写账号" in answer.get_data(as_text=True)


def test_signing_out_ends_it(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    assert client.get("/desk/jinling/parties").status_code == 200
    assert client.post("/logout").location == "/"
    assert "/login" in client.get("/desk/jinling/parties").location


def test_a_changed_password_ends_the_session_on_the_other_tablet(app: Flask, world: World) -> None:
    here, there = app.test_client(), app.test_client()
    sign_in(here, world, "周敏")
    sign_in(there, world, "周敏")
    assert there.get("/desk/jinling/parties").status_code == 200
    form = {"old": PASSWORD, "new": "Gaihao-2027", "again": "Gaihao-2027"}
    assert here.post("/account/password", data=form).location == "/login"
    assert "/login" in there.get("/desk/jinling/parties").location
    assert here.post("/login", data=credentials(world, password="Gaihao-2027")).status_code == 302


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"new": "short1A", "again": "short1A"}, "至少 8 位"),
        ({"new": "onlylowercase", "again": "onlylowercase"}, "三种"),
        ({"again": "Another-2027"}, "两次输入的新密码不一样"),
        ({"old": "wrong"}, "现在的密码不对"),
    ],
)
def test_a_password_that_will_not_do_is_refused(
    client: FlaskClient, world: World, changed: dict[str, str], said: str
) -> None:
    sign_in(client, world, "周敏")
    form = {"old": PASSWORD, "new": "Gaihao-2027", "again": "Gaihao-2027", **changed}
    answer = client.post("/account/password", data=form)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert client.get("/desk/jinling/parties").status_code == 200


def test_an_account_that_was_closed_is_out_at_once(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    with transaction():
        world.accounts["周敏"].is_active = False
    assert "/login" in client.get("/desk/jinling/parties").location


def test_an_officer_of_two_compounds_is_asked_which(client: FlaskClient, world: World) -> None:
    a_compound("bohai", "渤海明珠")
    an_officer(world, "subdistrict_officer", "街道干部")
    sign_in(client, world, "街道干部")
    page = client.get("/desk/").get_data(as_text=True)
    assert "/desk/jinling/" in page
    assert "/desk/bohai/" in page


def test_changing_the_compound_is_offered_only_to_who_has_another(client: FlaskClient, world: World) -> None:
    a_compound("bohai", "渤海明珠")
    an_officer(world, "subdistrict_officer", "街道干部")
    sign_in(client, world, "街道干部")
    assert "换小区" in client.get("/desk/jinling/").get_data(as_text=True)
    sign_in(client, world, "周敏")
    page = client.get("/desk/jinling/").get_data(as_text=True)
    assert "金岭水岸华庭" in page
    assert "换小区" not in page


def test_residents_read_the_rules_in_their_own_frame(client: FlaskClient, world: World) -> None:
    for path in ("/rules", "/rules/five-party-default", "/rules/five-party-default/compare"):
        page = client.get(path).get_data(as_text=True)
        assert "工作人员登录" in page
        assert "工作台" not in page
    sign_in(client, world, "周敏")
    assert "回到工作台" in client.get("/rules").get_data(as_text=True)


def test_somebody_without_a_post_is_told_whom_to_ask(client: FlaskClient, world: World) -> None:
    an_officer(world, "auditor", "审计员")
    sign_in(client, world, "审计员")
    assert "请系统管理员登记" in client.get("/desk/").get_data(as_text=True)


def test_the_administrator_is_told_what_there_is_to_do_and_may_read_each_compounds_parties(
    client: FlaskClient, world: World
) -> None:
    a_compound("bohai", "渤海明珠")
    an_officer(world, "administrator", "管理员")
    sign_in(client, world, "管理员")
    page = client.get("/desk/").get_data(as_text=True)
    assert "请系统管理员登记" not in page
    assert "您是系统管理员" in page
    assert "账号管理" in page
    for slug in ("jinling", "bohai"):
        assert f'href="/desk/{slug}/parties"' in page
        assert "请系统管理员登记" not in client.get(f"/desk/{slug}/parties").get_data(as_text=True)
    sign_in(client, world, "张秀兰")
    assert "任职变动请系统管理员登记" in client.get("/desk/jinling/parties").get_data(as_text=True)


def test_the_parties_page_names_who_stands_for_whom(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "张秀兰")
    page = client.get("/desk/jinling/parties").get_data(as_text=True)
    for word in ("业主委员会", "陈海涛", "物业企业", "高峰", "公开页不写姓名"):
        assert word in page


def test_the_parties_of_another_compound_do_not_exist_for_a_delegate(client: FlaskClient, world: World) -> None:
    a_compound("bohai", "渤海明珠")
    sign_in(client, world, "张秀兰")
    assert client.get("/desk/bohai/parties").status_code == 404


def test_the_permission_table_shows_every_permission(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "周敏")
    page = client.get("/permissions").get_data(as_text=True)
    assert page.count('<th scope="row">') == len(TABLE)
    assert 'tabindex="0"' in page


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/jinling/", "/desk/jinling/parties", "/account/password", "/permissions"]
)
def test_whoever_is_not_signed_in_is_sent_to_the_door(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location.startswith("/login?next=")

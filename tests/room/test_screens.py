"""The screens of a room as they leave the server: complete, no inline code, no more than one may see."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.config import ROOT
from deliberation.convening.actions import pin_of
from deliberation.db import transaction
from tests.builders import a_compound, sign_in
from tests.halls import Hall, a_noticed_meeting

SECRET = "a key for tests only"
SCRIPTS = sorted((ROOT / "static/js/room").glob("*.js"))
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)")


@pytest.fixture
def hall(app: Flask) -> Hall:
    """A meeting whose notice was sent and whose doors are open."""
    noticed = a_noticed_meeting(a_compound())
    noticed.step("sign_in")
    return noticed


def page(client: FlaskClient, address: str) -> str:
    """The page at an address, which must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.get_data(as_text=True)


def screens(hall: Hall) -> dict[str, str]:
    """Who sits at which screen, and its address."""
    room = f"/rooms/{hall.meeting_id}"
    return {"张秀兰": f"{room}/tablet", "李建国": f"{room}/chair", "周敏": f"{room}/record"}


def test_every_screen_opens_for_its_person_without_inline_code(hall: Hall, app: Flask) -> None:
    for name, address in screens(hall).items():
        html = page(sign_in(app.test_client(), hall.world, name), address)
        assert not INLINE.search(html), (address, INLINE.search(html))
        assert f'data-meeting="{hall.meeting_id}"' in html


def test_the_hall_page_names_nobody(hall: Hall, client: FlaskClient) -> None:
    html = page(client, f"/hall/{hall.meeting.hall_token}")
    assert hall.meeting.join_code in html
    assert not INLINE.search(html)
    assert [name for name in hall.world.people if name in html] == []


def test_the_door_lists_delegates_by_party_and_no_chair(hall: Hall, client: FlaskClient) -> None:
    html = page(client, f"/j/{hall.meeting.join_token}")
    assert "张*兰" in html  # a stranger is not told who sits there
    assert "业主委员会" in html
    assert [name for name in hall.world.people if name in html] == []
    sign_in(client, hall.world, "周敏")
    client.post("/logout")
    known = page(client, f"/j/{hall.meeting.join_token}")  # the secretary has been at this device
    assert "张秀兰" in known
    assert "李建国" not in known


def test_who_is_signed_in_walks_from_the_door_to_his_own_screen(hall: Hall, app: Flask) -> None:
    for name, address in screens(hall).items():
        html = page(sign_in(app.test_client(), hall.world, name), f"/j/{hall.meeting.join_token}")
        assert f'href="{address}"' in html


def test_a_wrong_meeting_code_is_refused_in_words_and_stays_typed(hall: Hall, client: FlaskClient) -> None:
    wrong = "000000" if hall.meeting.join_code != "000000" else "111111"
    refused = client.post("/join", data={"code": wrong, "name": "张秀兰", "pin": "123456"})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.get_data(as_text=True)
    assert f'value="{wrong}"' in refused.get_data(as_text=True)
    right = {"code": hall.meeting.join_code, "name": " 张 秀兰", "pin": pin_of(hall.seats["张秀兰"], SECRET)}
    accepted = client.post("/join", data=right)
    assert accepted.location == f"/rooms/{hall.meeting_id}/tablet"


def test_a_stranger_learns_nothing_from_a_number(hall: Hall, app: Flask) -> None:
    form = {"code": hall.meeting.join_code, "name": "张秀兰", "pin": "000000"}
    free = "000000" if hall.meeting.join_code != "000000" else "111111"

    def said(**given: str) -> tuple[int, str]:
        answer = app.test_client().post("/join", data=form | given)
        return answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)

    unknown = said(code=free)
    assert unknown[0] == 422
    assert "进不去：会议号、姓名或口令不对" in unknown[1]
    assert [said(), said(name="没有此人"), *(said() for _ in range(6))] == [unknown] * 8
    for state in ("ENDED", "CANCELLED", "PLANNED"):
        with transaction():
            hall.meeting.state = state
        assert said() == unknown


def test_a_device_that_was_here_needs_the_number_only(hall: Hall, client: FlaskClient) -> None:
    given = {"code": hall.meeting.join_code, "name": "张秀兰", "pin": pin_of(hall.seats["张秀兰"], SECRET)}
    client.post("/join", data=given)
    client.post("/logout")
    assert 'name="pin"' not in client.get("/join").text
    assert client.post("/join", data={"code": hall.meeting.join_code}).location == f"/j/{hall.meeting.join_token}"
    assert "张秀兰" in page(client, f"/j/{hall.meeting.join_token}")


def test_a_refused_seat_is_told_on_a_page_of_its_own_once_and_the_name_stays_chosen(
    hall: Hall, client: FlaskClient
) -> None:
    seat, address = hall.seats["张秀兰"], f"/j/{hall.meeting.join_token}"
    wrong = "000000" if pin_of(seat, SECRET) != "000000" else "111111"
    refused = client.post(address, data={"seat_id": seat.id, "pin": wrong})
    assert (refused.status_code, refused.location) == (303, address)
    html = page(client, address)
    assert "姓名或口令不对" in html
    assert re.search(rf'value="{seat.id}" checked', html)
    assert wrong not in html
    assert "姓名或口令不对" not in page(client, address)
    client.post(address, data={"pin": wrong})
    assert "姓名：请选择您的姓名。" in page(client, address)


def test_the_tablet_offers_the_record_first_and_signs_only_after_a_full_sentence(hall: Hall, app: Flask) -> None:
    html = page(sign_in(app.test_client(), hall.world, "张秀兰"), screens(hall)["张秀兰"])
    assert 'data-act="minutes/sign"' not in html
    assert "<dialog" in html
    assert "确认内容属实并签字？签字后记录不能再改。" in html
    assert html.index("看会议记录") < html.index("我已看过，签字")


def test_every_sentence_that_a_script_says_is_on_the_page(hall: Hall, client: FlaskClient) -> None:
    known = set(re.findall(r'data-word="(\w+)"', page(client, f"/hall/{hall.meeting.hall_token}")))
    assert {name for script in SCRIPTS for name in said_by(script)} <= known


def said_by(script: Path) -> set[str]:
    """The names that a script asks `words` for as literals, also the branches of a choice."""
    calls = re.findall(r"words\(([^()]*)", script.read_text(encoding="utf-8"))
    return {name for call in calls for name in re.findall(r'(?:^|[?:] )"(\w+)"', call.split(", {")[0])}


def test_the_record_can_be_read_at_the_desk(hall: Hall, app: Flask) -> None:
    chair = sign_in(app.test_client(), hall.world, "李建国")
    html = page(chair, f"/desk/{hall.world.compound.slug}/meetings/{hall.meeting_id}/minutes")
    assert "会议记录" in html
    assert not INLINE.search(html)

"""The button of an error page leads to where its reader belongs."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from deliberation.kernel.errors import Reason
from tests.builders import World, a_compound, sign_in


def way_back(client: FlaskClient, address: str, came_from: str = "") -> str:
    answer = client.get(address, headers={"Referer": came_from} if came_from else {})
    assert answer.status_code in {403, 404}
    found = re.search(r'class="refused-go"><a [^>]*href="([^"]*)"', answer.get_data(as_text=True))
    assert found
    return found.group(1)


def test_staff_go_back_to_the_desk_of_the_compound_or_to_the_door_of_the_desks(
    world: World, client: FlaskClient
) -> None:
    a_compound("bohai", "渤海明珠")
    sign_in(client, world, "高峰")
    assert way_back(client, "/desk/jinling/meetings/99999") == "/desk/jinling/"
    assert way_back(client, "/desk/bohai/meetings/") == "/desk/"  # not his
    assert way_back(client, "/nothing-here") == "/desk/"


def test_whoever_reads_a_compounds_public_pages_goes_back_to_them(world: World, client: FlaskClient) -> None:
    assert way_back(client, "/c/jinling/resolutions/nothing") == "/c/jinling/"
    assert way_back(client, "/c/nowhere/") == "/"
    sign_in(client, world, "高峰")
    assert way_back(client, "/c/jinling/resolutions/nothing") == "/c/jinling/"


def test_the_page_before_comes_first(world: World, client: FlaskClient) -> None:
    before = "http://localhost/desk/jinling/parties"
    assert way_back(sign_in(client, world, "高峰"), "/desk/jinling/meetings/99999", before) == before
    assert way_back(client, "/desk/jinling/meetings/99999", "http://elsewhere.example/") == "/desk/jinling/"


def test_a_form_that_stood_too_long_names_the_button_that_is_there() -> None:
    assert "点“返回”" in Reason.FORM_EXPIRED.remedy

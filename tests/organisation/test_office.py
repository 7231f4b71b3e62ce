"""The administrator sees what is set up and what is still missing; everybody else is refused."""

from __future__ import annotations

from flask.testing import FlaskClient

from deliberation.organisation.actions import places
from tests.builders import World, an_officer, sign_in


def test_the_page_says_what_is_set_up_and_what_is_missing(client: FlaskClient, world: World) -> None:
    administrator = an_officer(world, "administrator", "贺明")
    places.add_compound(administrator, world.compound.community_id, "wanghu", "望湖花园")
    sign_in(client, world, "贺明")
    page = client.get("/office/").get_data(as_text=True)
    assert "2 个" in page
    assert "还有 1 个小区没有登记各方。" in page
    assert "还有 2 个小区没有登记楼栋。" in page
    assert 'href="/office/"' in client.get("/desk/").get_data(as_text=True)


def test_a_chair_does_not_see_the_office(client: FlaskClient, world: World) -> None:
    sign_in(client, world, "李建国")
    assert client.get("/office/").status_code == 403
    assert 'href="/office/"' not in client.get("/desk/jinling/today").get_data(as_text=True)

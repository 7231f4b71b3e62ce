"""An address that was given from outside leads to a page of this site or home, whatever its shape."""

from __future__ import annotations

from urllib.parse import quote

from flask.testing import FlaskClient

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.db import transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.notices.models import Notice
from tests.builders import PASSWORD, World

STRANGE = [
    "//[",
    "//elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/%2f%2felsewhere.example",
    "%2f%2felsewhere.example",
    "/%252f%252felsewhere.example",
    "/%5celsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "/%09/elsewhere.example",
    "/%0d%0aSet-Cookie:x=1",
    "\x00/desk/",
    "/desk/\x00",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://elsewhere.example/",
    "https:elsewhere.example",
    "http://[",
    "/..//elsewhere.example",
    "/.//elsewhere.example",
    "/%2e%2e//elsewhere.example",
    "///elsewhere.example",
    "/]",
    "/[",
    "?x",
    "#x",
    "",
    " ",
    " /desk/",
    "/desk/\u202e",
    "/desk/\u200b",
    "/desk/\u3000",
    "/desk/\ud800",
    "/desk/%ed%a0%80",
    "/nothing/here",
    "/desk/jinling/topics/1/take-up",
    "/" + "a" * 100_000,
    "/desk/?" + "a" * 100_000,
    "@elsewhere",
    "/@elsewhere.example/",
    "/logout",
]


def come_in(client: FlaskClient, world: World, wanted: str) -> tuple[int, str]:
    """Sign in on the way to an address: the answer's status and where it leads."""
    form = {"username": world.accounts["周敏"].username, "password": PASSWORD}
    written = quote(wanted.encode("utf-8", "surrogatepass"))
    answer = client.post(f"/login?next={written}", data=form)
    return answer.status_code, answer.location


def test_whatever_next_says_one_comes_home(client: FlaskClient, world: World) -> None:
    for strange in STRANGE:
        assert come_in(client, world, strange) == (302, "/desk/"), strange[:60]
    for address in ("/desk/jinling/parties?q=%E8%B7%AF%E7%81%AF", "/desk/jinling/topics/?page=2", "/account/password"):
        assert come_in(client, world, address) == (302, address)


def test_the_page_before_may_have_any_shape(client: FlaskClient, world: World) -> None:
    for strange in STRANGE:
        written = quote(strange[:300].encode("utf-8", "surrogatepass"), safe="/[]\\:@?#")
        answer = client.post("/desk/jinling/topics/enter", headers={"Referer": f"http://localhost/{written}"})
        assert answer.status_code == 401, strange[:60]


def test_a_notice_leads_nowhere_else(client: FlaskClient, world: World) -> None:
    come_in(client, world, "/desk/")
    draft = TopicDraft(situation="南出入口早晚高峰拥堵", category="traffic", request_key="k1")
    topic = submit_topic(ANONYMOUS, world.compound.id, draft)
    places = [("//[", 1, "/notices/"), ("topic", 999, "/notices/"), ("compound", 1, "/notices/")]
    for kind, number, leads_to in [*places, ("topic", topic.id, f"/desk/jinling/topics/{topic.id}")]:
        with transaction() as session:
            notice = Notice(
                person_id=world.people["周敏"].id,
                compound_id=world.compound.id,
                kind="x",
                subject="x",
                body="x",
                about_kind=kind,
                about_id=number,
                created_at=clock.now(),
            )
            session.add(notice)
        assert client.post(f"/notices/{notice.id}/open").location == leads_to

"""Rosters, ballots and codes stay inside: on no public page, in no log, in no audit entry, in no other compound."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.audit.models import AuditEntry
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.kernel.actor import Role
from deliberation.owners.models import OwnersVote, OwnersVoter
from deliberation.owners.rules.codes import stub_code
from deliberation.roster.models import RosterOwner, RosterUnit
from deliberation.roster.queries import active_roster
from tests.builders import World, sign_in
from tests.house.conftest import OpenHouse
from tests.house.people import come_in
from tests.house.test_every_route_by_role import Visit, address, grant_of, visits
from tests.owners.hall import FEE, a_prepared_vote, an_open_vote, tellers
from tests.roster.sheets import HEAD, Cells, xlsx

SECRET = "a key for tests only"
NAME, PHONE, ROOM = "诸葛明月", "19912345678", "7号楼2单元1803"
ROWS: tuple[Cells, ...] = (
    ("7号楼", "2单元", "1803", NAME, 96.5, PHONE, ""),
    ("7号楼", "2单元", "1804", "欧阳晓峰", 88.25, "19987654321", ""),
    ("7号楼", "2单元", "1901", "东方晨", 88.25, "19911112222", ""),
)
PRIVATE = (NAME, PHONE, "欧阳晓峰", "19987654321", "东方晨", "19911112222", "1803", "1804")


@dataclass(frozen=True)
class Kept:
    """What of the furnished owners must not come out: words, and the codes of all their ballots."""

    words: tuple[str, ...]

    def found_in(self, text: str) -> list[str]:
        """Those of them that stand in a text."""
        return [word for word in self.words if word in text]


@pytest.fixture
def kept(house: OpenHouse) -> Kept:
    """The owners of the furnished votes under names, rooms and phones that occur nowhere else."""
    with house.app.app_context():
        with transaction() as session:
            for owner in session.scalars(select(RosterOwner)):
                owner.names, owner.voter_name, owner.phone = [NAME], NAME, PHONE
            for unit in session.scalars(select(RosterUnit)):
                unit.room, unit.room_text = "1803", ROOM
            voters = list(session.scalars(select(OwnersVoter)))
            for voter in voters:
                voter.names, voter.voter_name, voter.phone, voter.rooms = [NAME], NAME, PHONE, [ROOM]
            codes = [stub_code(SECRET, v.vote_id, v.number, v.issue) for v in voters]
        db.session.remove()
    return Kept((NAME, PHONE, ROOM, "1803", *codes))


def public_visits(house: OpenHouse) -> Iterator[tuple[Visit, str]]:
    """Every address that residents may read, the owners' pages for the running and for the posted vote."""
    posted = str(house.furnished.by_endpoint["owners.result_notice"]["vote_id"])
    for visit in visits(house.app):
        if visit.method != "GET" or grant_of(Role.PUBLIC, visit.permission) is False:
            continue
        if visit.endpoint == "metrics":  # numbers of the machine, for itself and for who has the token
            continue
        yield visit, address(house, visit)
        if visit.endpoint.startswith("owners.") and "vote_id" in visit.rule.arguments:
            yield visit, address(house, visit, vote_id=posted)


def text_at(browser: FlaskClient, url: str) -> tuple[int, str]:
    """What came back from an address: status, body and headers as one text."""
    answer = browser.get(url)
    text = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
    answer.close()
    return answer.status_code, text


def test_no_public_address_shows_an_owner_a_room_a_phone_or_a_code(house: OpenHouse, kept: Kept) -> None:
    seen, wrong = set(), []
    for visit, url in public_visits(house):
        status, text = text_at(house.app.test_client(), url)
        seen.add((visit.endpoint, status))
        wrong += [f"{url}: {word}" for word in kept.found_in(text)]
    assert {("owners.public_vote", 200), ("owners.result_notice", 200), ("owners.ballot", 200)} <= seen
    assert wrong == []


def test_the_desk_that_enters_papers_does_show_the_room(house: OpenHouse, kept: Kept) -> None:
    """The words above are those that pages would print: where they are needed they are found."""
    teller = come_in(house.app.test_client(), house.furnished.identities[Role.TELLER])
    vote_id = house.furnished.of_owners["vote_id"]
    status, text = text_at(teller, f"/desk/jinling/owners-votes/{vote_id}/papers/2")
    assert (status, ROOM in text) == (200, True)
    assert NAME not in text
    assert kept.found_in(text)


def test_the_session_of_another_compound_is_shown_none_of_it(house: OpenHouse, kept: Kept) -> None:
    wrong, doors = [], 0
    for visit in visits(house.app):
        if visit.method != "GET" or not visit.endpoint.startswith(("owners.", "roster.")):
            continue
        for slug in ("jinling", house.furnished.stranger_slug):
            instead = {"compound_slug": slug} if "compound_slug" in visit.rule.arguments else {}
            url = address(house, visit, **instead)
            stranger = come_in(house.app.test_client(), house.furnished.stranger)
            doors += 1
            wrong += [f"{url}: {word}" for word in kept.found_in(text_at(stranger, url)[1])]
    assert doors > 20
    assert wrong == []


def the_roster_comes_in(desk: FlaskClient) -> None:
    """陈海涛 reads the file in at the page and takes it into use."""
    form = {"area_source": "REGISTER", "ground": "DUTY", "file": (io.BytesIO(xlsx([HEAD, *ROWS])), "名册.xlsx")}
    answer = desk.post("/desk/jinling/rosters/new", data=form, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # the test's browser keeps large bodies in a file
    assert answer.status_code == 302
    assert desk.get(answer.location).status_code == 200
    roster_id = int(re.findall(r"/rosters/(\d+)", answer.location)[0])
    assert desk.post(f"/desk/jinling/rosters/{roster_id}/use", data={"all_handed_over": "y"}).status_code == 302


def the_paper_is_entered(app: Flask, world: World, vote: OwnersVote, number: int) -> None:
    """Two clerks enter what stands on a paper, page by page."""
    for name in tellers(world):
        clerk = sign_in(app.test_client(), world, name)
        address = f"/desk/jinling/owners-votes/{vote.id}/papers/{number}"
        page = clerk.get(address).get_data(as_text=True)
        hidden = dict(re.findall(r'name="(mode|paper_id|sequence)" type="hidden" value="(\w+)"', page))
        marks = {"signer": "OWNER", "void_reason": "", "q-1": "OPPOSE", **hidden}
        assert clerk.post(address, data=marks).status_code == 302


def the_owner_checks(client: FlaskClient, vote: OwnersVote, number: int, code: str) -> str:
    answer = client.post(f"/ballot/{vote.id}/{number}", data={"number": number, "code": code})
    return answer.get_data(as_text=True)


def test_import_opening_entry_and_checking_leave_nothing_in_log_or_audit(
    app: Flask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    desk = sign_in(app.test_client(), world, "陈海涛")
    the_roster_comes_in(desk)
    roster = active_roster(world.compound.id)
    assert roster is not None
    assert roster.heads_counted == len(ROWS)
    vote = an_open_vote(world, a_prepared_vote(world, (FEE,)))
    moment = vote.opens_at + timedelta(days=1)
    clock.use(lambda: moment)
    the_paper_is_entered(app, world, vote, 1)
    code = stub_code(SECRET, vote.id, 1, 1)
    assert "反对" in the_owner_checks(app.test_client(), vote, 1, code)
    assert "反对" not in the_owner_checks(app.test_client(), vote, 1, stub_code(SECRET, vote.id, 2, 1))
    app.logger.info("the log is read")
    logged = caplog.text + "".join(record.getMessage() for record in caplog.records)
    audited = json.dumps([entry.facts for entry in db.session.scalars(select(AuditEntry))], ensure_ascii=False)
    assert "the log is read" in logged
    assert [word for word in (*PRIVATE, code, "OPPOSE", "反对") if word in logged] == []
    assert [word for word in (*PRIVATE, code, "OPPOSE", "反对") if word in audited] == []
    acts = set(db.session.scalars(select(AuditEntry.action)))
    assert {"roster.read_in", "roster.commit", "owners_vote.open", "owners_ballot.enter"} <= acts

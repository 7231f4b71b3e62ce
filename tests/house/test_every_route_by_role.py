"""Every route, visited by every role: the permission table decides, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask, got_request_exception
from werkzeug.routing import Rule

from deliberation.kernel.actor import Role
from deliberation.kernel.permissions import ROLES, TABLE, Grant
from tests.house.conftest import OpenHouse
from tests.house.people import come_in

SURE = {Grant.YES, Grant.DEFAULT_ON}
PERHAPS = {Grant.OWN, Grant.MEETING}
REFUSED = {401, 403, 404}

ALSO_ONE_OF = {
    "desk.due_work": ("account.manage", "minutes.write"),
    "publication.desk_resolutions": ("resolution.prepare", "resolution.publish", "objection.answer"),
    "publication.objections_sheet": ("resolution.prepare", "resolution.publish", "objection.answer"),
    "publication.desk_resolution": ("resolution.prepare", "resolution.publish", "objection.answer"),
}
"""Pages that are of use to several: besides the guard's permission one of these is needed."""

NEEDS_A_SEAT = {"room.tablet", "room.snapshot"}
"""Whoever may enter the room without a seat (街道 officers) still has no tablet there."""


@dataclass(frozen=True)
class Visit:
    """One address with one method."""

    endpoint: str
    method: str
    permission: str
    rule: Rule


def visits(app: Flask) -> Iterator[Visit]:
    """Every route of the application but the static files, and `/readyz`, which refuses a store without migrations."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint in {"static", "static_now", "readyz"}:
            continue
        permission = getattr(app.view_functions[rule.endpoint], "permission", "")
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield Visit(rule.endpoint, method, permission, rule)


def address(house: OpenHouse, visit: Visit, **instead: str) -> str:
    """The address of a visit with the furnished values, some of them replaced."""
    values = house.furnished.values(visit.endpoint, visit.rule.arguments) | instead
    with house.app.test_request_context():
        return house.app.url_for(visit.endpoint, **values)


@dataclass(frozen=True)
class Answer:
    """What came back, and what went wrong inside."""

    status: int
    location: str
    error: str

    @property
    def turned_away(self) -> bool:
        """Whether the door stayed shut."""
        return self.status in REFUSED or (self.status in {302, 303} and self.location.startswith(("/login", "/join")))

    def __str__(self) -> str:
        return f"{self.status} {self.error}"[:300]


def knock(house: OpenHouse, identity: str | None, visit: Visit, url: str) -> Answer:
    """Visit an address as somebody, and put the house back in order."""
    errors: list[str] = []

    def note(_app: Flask, exception: Exception) -> None:
        errors.append(f"{type(exception).__name__}: {exception}")

    with got_request_exception.connected_to(note, house.app):
        answer = come_in(house.app.test_client(), identity).open(url, method=visit.method)
    answer.close()
    if visit.method == "POST" and answer.status_code < 400:  # a refusal has changed nothing
        house.put_back()
    return Answer(answer.status_code, answer.location or "", " ".join(errors))


def expectation(role: Role, visit: Visit) -> bool | None:
    """True: the door must open; False: it must stay shut; None: it depends on the thing."""
    guard = grant_of(role, visit.permission)
    if guard is False and _may_be_switched_on(role, visit):
        return None
    if visit.endpoint in NEEDS_A_SEAT:
        return None if guard else guard
    others = [grant_of(role, name) for name in ALSO_ONE_OF.get(visit.endpoint, ())]
    if not others or guard is False:
        return guard
    if True in others:
        return guard
    return None if None in others else False


def _may_be_switched_on(role: Role, visit: Visit) -> bool:
    """Whether only the thing behind the door says what its compound has switched: the address names none."""
    named = "compound_slug" in visit.rule.arguments
    return not named and TABLE[visit.permission].grant(role) is Grant.DEFAULT_OFF


def grant_of(role: Role, permission: str) -> bool | None:
    """What the table says of one permission; everybody is also the public."""
    grants = {TABLE[permission].grant(role), TABLE[permission].grant(Role.PUBLIC)}
    if grants & SURE or (role is Role.CHAIR and Grant.CHAIRING in grants):
        return True  # the holder of the chair's role chairs the furnished meetings, nobody else does
    return None if grants & PERHAPS else False


@pytest.mark.parametrize("role", ROLES)
def test_the_table_decides_at_every_door(house: OpenHouse, role: Role) -> None:
    wrong = []
    for visit in visits(house.app):
        answer = knock(house, house.furnished.identities[role], visit, address(house, visit))
        expected = expectation(role, visit)
        # Who might chair another meeting is told what a form lacks before this meeting is looked at.
        lacks = (
            answer.status == 422 and TABLE[visit.permission].grant(role) is Grant.CHAIRING and role is not Role.CHAIR
        )
        opened = not answer.turned_away and not lacks
        if answer.status >= 500 or (expected is not None and opened != expected):
            wrong.append(f"{visit.method} {visit.rule.rule} ({visit.permission}): {answer}")
    assert not wrong, f"{role.value}:\n" + "\n".join(wrong)


def test_somebody_of_another_compound_finds_nothing_here(house: OpenHouse) -> None:
    """The chair of another compound, at the addresses of this one."""
    wrong = []
    for visit in visits(house.app):
        if "compound_slug" not in visit.rule.arguments or grant_of(Role.PUBLIC, visit.permission) is not False:
            continue
        answer = knock(house, house.furnished.stranger, visit, address(house, visit))
        if answer.status != 404:
            wrong.append(f"{visit.method} {visit.rule.rule}: {answer}")
    assert not wrong, "\n".join(wrong)


def test_things_of_this_compound_are_not_found_under_the_address_of_another(house: OpenHouse) -> None:
    """The chair of another compound, under his own address with the ids of this one."""
    wrong = []
    for visit in visits(house.app):
        ids = visit.rule.arguments - {"compound_slug", "direction", "sheet"}
        if "compound_slug" not in visit.rule.arguments or not ids:
            continue
        url = address(house, visit, compound_slug=house.furnished.stranger_slug)
        answer = knock(house, house.furnished.stranger, visit, url)
        if not answer.turned_away:
            wrong.append(f"{visit.method} {visit.rule.rule}: {answer}")
    assert not wrong, "\n".join(wrong)


def test_a_meeting_of_another_compound_cannot_be_entered_or_changed(house: OpenHouse) -> None:
    """Addresses without a compound: the meeting itself says whose it is. What is missing in the form
    may be told (422), what the meeting is may not."""
    wrong = []
    for visit in visits(house.app):
        if "meeting_id" not in visit.rule.arguments or "compound_slug" in visit.rule.arguments:
            continue
        if grant_of(Role.PUBLIC, visit.permission):
            continue
        answer = knock(house, house.furnished.stranger, visit, address(house, visit))
        if answer.status not in REFUSED | {422}:
            wrong.append(f"{visit.method} {visit.rule.rule}: {answer}")
    assert not wrong, "\n".join(wrong)

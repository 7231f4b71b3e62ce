"""Looking through pages, papers and exports for a vote that is called 通过 or 未通过 where only the owners decide.

What a meeting carries on a matter of the owners is 协商意见 until they have passed it by their own vote (民法典 278;
domain 0.3, finding 4), and what it does not carry they may still pass. `undecided()` lists what they have not passed,
`claims_in()` reads an answer and returns every sentence of it that says otherwise, `walk()` follows the links of a
site, `wrong_words()` does all of it for whoever is signed in.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import needs_owners
from deliberation.collection.models import Topic
from deliberation.db import db
from deliberation.kernel.actor import Role
from deliberation.organisation.actions import open_visit
from deliberation.organisation.models import Account, Appointment, Compound, Party
from deliberation.organisation.queries.doors import visit_holds
from deliberation.owners.models import OwnersMatter
from deliberation.room.models import Motion
from tests.house.people import come_in

CARDS = frozenset({"article", "li", "tr", "section", "dl", "main", "body"})
"""Elements that stand for one thing; the smallest that names a matter is what the page says of it."""
UNREAD = frozenset({"script", "style", "option", "textarea", "nav", "title", "del"})
EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"})

CLAIM = re.compile(r"[^。；\s]{0,20}通过[^。；\s]{0,12}")
NO_CLAIM = re.compile(
    r"(?:未|没有|不|算|验收|影响|是否|等业主(?:大会)?表决|等业主)(?:获|能)?通过"
    r"|通过(?:以后|之后|后|之前|前|的条件|的比例|的日期|日期|了再|才)"
    r"|(?:才|怎样|如何|能)(?:算)?通过"
)
"""Words about a condition, a refusal, a later check of the works: none of them says that something was carried."""

REFUSAL = re.compile(r"[^。；\s]{0,20}(?:未(?:获)?通过|没有通过|没过|被否决)[^。；\s]{0,12}")
NO_REFUSAL = re.compile(r"(?:验收|资格审查|业主(?:大会)?表决)没有通过")
"""A later check of the works, and conditions: the meeting itself has refused nothing in place of the owners."""


@dataclass(frozen=True)
class Undecided:
    """Something that only the owners can decide and have not passed: by what a page would name it.

    `refused`: they have voted against it, so that 未通过 is true of it.
    """

    kind: str
    names: tuple[str, ...]
    refused: bool = False


def undecided() -> list[Undecided]:
    """Every topic, item and motion of the owners without a vote of theirs that passed it."""
    motions, topics = _settled("PASSED")
    against, dropped = _settled("REJECTED")
    found = [
        Undecided("motion", (_begin(m.text), m.item.title), m.id in against or m.item.topic_id in dropped)
        for m in db.session.scalars(select(Motion))
        if needs_owners(m.binds) and m.id not in motions and m.item.topic_id not in topics
    ]
    for kind, model in (("item", AgendaItem), ("topic", Topic)):
        for one in db.session.scalars(select(model)):
            topic_id = one.topic_id if isinstance(one, AgendaItem) else one.id
            if needs_owners(one.decision_authority) and topic_id not in topics:
                found.append(Undecided(kind, (one.title,), topic_id in dropped))
    return list(dict.fromkeys(found))


def _settled(state: str) -> tuple[set[int | None], set[int | None]]:
    """The motions and the topics that the owners have passed or refused."""
    matters = db.session.scalars(select(OwnersMatter).where(OwnersMatter.state == state)).all()
    return {m.motion_id for m in matters}, {m.topic_id for m in matters if m.topic_id is not None}


def _begin(text: str) -> str:
    return text[:16]


@dataclass
class _Node:
    tag: str
    parts: list[_Node | str] = field(default_factory=list)

    def text(self) -> str:
        if self.tag in UNREAD:
            return ""
        return " ".join(part if isinstance(part, str) else part.text() for part in self.parts)

    def cards(self, name: str) -> Iterator[_Node]:
        """The smallest cards that hold a name."""
        inner = [card for part in self.parts if isinstance(part, _Node) for card in part.cards(name)]
        if inner:
            yield from inner
        elif self.tag in CARDS and name in self.text():
            yield self


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = _Node("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in EMPTY:
            node = _Node(tag)
            self.open[-1].parts.append(node)
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1].parts.append(data.strip())


def claims_in(body: str, mimetype: str, matters: list[Undecided]) -> list[str]:
    """Every sentence of an answer that calls one of these matters carried or refused, with the matter's name."""
    found = []
    for matter in matters:
        for name in matter.names:
            for said in _said_of(name, body, mimetype):
                found += [f"{name}: {claim}" for claim in _claims(said)]
                found += [] if matter.refused else [f"{name}: {claim}" for claim in _refusals(said)]
    return list(dict.fromkeys(found))


def _claims(said: str) -> list[str]:
    return CLAIM.findall(NO_CLAIM.sub("◇", " ".join(said.split())))


def _refusals(said: str) -> list[str]:
    return REFUSAL.findall(NO_REFUSAL.sub("◇", " ".join(said.split())))


def _said_of(name: str, body: str, mimetype: str) -> list[str]:
    if name not in body and mimetype != "application/json":
        return []
    if mimetype == "application/json":
        return list(_said_in_json(name, json.loads(body)))
    if mimetype == "text/csv":
        return [" ".join(cells) for cells in csv.reader(io.StringIO(body)) if any(name in cell for cell in cells)]
    if mimetype == "text/html":
        reader = _Reader()
        reader.feed(body)
        return [card.text() for card in reader.root.cards(name)]
    return []


def _said_in_json(name: str, value: Any) -> Iterator[str]:
    """The smallest objects that hold a name, as one text each."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    inner = [said for part in parts for said in _said_in_json(name, part)]
    if inner:
        yield from inner
    elif isinstance(value, dict) and any(isinstance(part, str) and name in part for part in value.values()):
        yield " ".join(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(part)


LINK = re.compile(r'<a\b[^>]*\bhref="([^"#][^"]*)"')
READABLE = frozenset({"text/html", "text/csv", "application/json"})


def walk(browser: FlaskClient, start: str, under: tuple[str, ...], most: int = 600) -> Iterator[tuple[str, str, str]]:
    """Every answer that is reached from `start` by links whose path begins with one of `under`.

    Yields address, text, media type. Papers and exports are links like others. Lists are not turned page by page or
    filtered: an address with a query is visited once for its path and query.
    """
    waiting, seen = [start], {start}
    while waiting and len(seen) <= most:
        url = waiting.pop(0)
        answer = browser.get(url)
        text = answer.get_data(as_text=True) if answer.mimetype in READABLE else ""
        answer.close()
        if answer.status_code != 200 or not text:
            continue
        yield url, text, answer.mimetype
        for link in LINK.findall(text):
            target = urldefrag(urljoin(url, link.replace("&amp;", "&")))[0]
            if target not in seen and target.startswith(under):
                seen.add(target)
                waiting.append(target)


def wrong_words(browser: FlaskClient, slug: str, *, desk: bool = False, most: int = 150) -> list[str]:
    """What the public pages of a compound, or with `desk` those of its desk, say wrongly; `most` pages are read.

    Raises `AssertionError` where fewer than two pages could be read at all.
    """
    start = f"/desk/{slug}/" if desk else f"/c/{slug}/"
    matters, read, wrong = undecided(), 0, []
    for url, text, mimetype in walk(browser, start, (f"/desk/{slug}/", f"/c/{slug}/", "/meetings/"), most):
        read += 1
        wrong += [f"{url}: {claim}" for claim in claims_in(text, mimetype, matters)]
    assert read > 1, start
    return wrong


READERS = (Role.CHAIR, Role.SECRETARY)


def _identities() -> dict[str, dict[str, str | None]]:
    """Who reads each compound, by slug: the public, and one account for each of `READERS`."""
    found: dict[str, dict[str, str | None]] = {c.slug: {"public": None} for c in db.session.scalars(select(Compound))}
    held = (
        select(Compound.slug, Appointment.role, Account)
        .join(Party, Party.compound_id == Compound.id)
        .join(Appointment, Appointment.party_id == Party.id)
        .join(Account, Account.person_id == Appointment.person_id)
        .where(Appointment.role.in_([role.value for role in READERS]))
    )
    for slug, role, account in db.session.execute(held):
        found[slug].setdefault(role, f"{account.id}:{account.session_key}")
    return found


def _begin_visit(identity: str | None) -> None:
    """The sign-in that `come_in` puts into the browser, as the store knows it."""
    account_id = int(identity.partition(":")[0]) if identity else None
    if account_id is not None and not visit_holds(f"visit-{account_id}", account_id, None):
        open_visit(f"visit-{account_id}", account_id)


def wrong_words_everywhere(app: Flask, most: int = 150) -> list[str]:
    """What the public, a chair and a secretary of every compound of a store read wrongly; inside its app context.

    A store in which nothing is left to the owners has nothing to be said wrongly and is not read.
    """
    if not undecided():
        return []
    wrong = []
    for slug, readers in _identities().items():
        for who, identity in readers.items():
            _begin_visit(identity)
            browser = come_in(app.test_client(), identity)
            wrong += [f"{who}: {said}" for said in wrong_words(browser, slug, desk=identity is not None, most=most)]
    return wrong

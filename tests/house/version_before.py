"""A store of the version before: how it was made, how it is put where a test wants it, and what its pages show.

`tests/data/version_before` holds a demonstration that the code of that version wrote (`store.sqlite.gz`) and what that
code showed of it (`shown.json.gz`). A new pair is made by `python -m tests.house.version_before` in a checkout of the
version that is to become the one before.
"""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from deliberation.app import create_app
from deliberation.audit.queries import heads
from deliberation.collection import actions as topics
from deliberation.collection.models import Topic
from deliberation.config import ROOT, Settings, template_cache
from deliberation.convening.actions import seats
from deliberation.db import db
from deliberation.demo import loader
from deliberation.kernel import clock
from deliberation.kernel.actor import Actor
from deliberation.organisation import queries as organisation
from deliberation.organisation.actions import accounts
from deliberation.organisation.models import Compound
from deliberation.owners.actions.recount import recount as count_papers
from deliberation.owners.models import OwnersVote
from deliberation.publication.models import Resolution
from deliberation.room.actions.recount import recount as count_ballots
from deliberation.room.models import Vote
from deliberation.supervision import actions as orders
from deliberation.supervision.models import Order
from deliberation.supervision.queries import history

KEPT = ROOT / "tests" / "data" / "version_before"
NOON = clock.beijing(2026, 11, 21, 12)
KEY = "de" * 32
"""The key that sealed the log of the kept store; of demonstration data only."""

SIGNED_IN = {"chair": "lijianguo", "secretary": "zhoumin", "chair of huali": "shenhongmei", "auditor": "tianjun"}
PUBLIC = (
    "/",
    "/c/jinling/",
    "/c/jinling/meetings/",
    "/c/jinling/orders/",
    "/c/jinling/resolutions/",
    "/c/jinling/documents/",
    "/c/huali/",
    "/c/huali/owners-votes/",
    "/c/huali/owners-votes/1",
    "/c/huali/owners-votes/1/result-notice",
    "/c/huali/orders/",
    "/c/bohai/orders/",
    "/c/gangwan/",
)
PAGES: Mapping[str, tuple[str, ...]] = {
    "chair": (
        "/desk/jinling/",
        "/desk/jinling/agenda/",
        "/desk/jinling/meetings/",
        "/desk/jinling/meetings/1",
        "/desk/jinling/meetings/1/orders",
        "/desk/jinling/orders/",
        "/desk/jinling/orders/?state=HELD_BACK",
        "/notices/",
    ),
    "secretary": (
        "/desk/jinling/",
        "/desk/jinling/topics/",
        "/desk/jinling/meetings/2",
        "/desk/jinling/meetings/2/seats",
        "/desk/jinling/meetings/1/minutes",
        "/desk/jinling/resolutions/",
        "/rooms/1/minutes",
    ),
    "chair of huali": (
        "/desk/huali/",
        "/desk/huali/owners-votes",
        "/desk/huali/owners-votes/1",
        "/desk/huali/owners-votes/1/count-record",
        "/desk/huali/owners-votes/2/progress",
        "/desk/huali/meetings/5/orders",
        "/desk/huali/orders/",
    ),
    "auditor": (
        "/audit?until=2026-11-20",
        "/audit?stream=system&until=2026-11-20",
        "/audit?act=account.manage",
        "/audit?act=meeting.plan",
        "/audit?act=order.withhold",
        "/audit?act=topic.unmerge",
    ),
}
SHEETS: Mapping[str, Mapping[str, str]] = {
    "chair": {"/desk/jinling/orders/export": "/desk/jinling/orders.csv"},
    "auditor": {"/audit/export?until=2026-11-20": "/audit.csv?until=2026-11-20"},
}
"""The sheets by the addresses that they had in the version before, and where they are now."""


class _Reader(HTMLParser):
    """The words of a page's main part without forms, buttons, navigation and pictures; those of histories apart."""

    UNREAD = frozenset({"form", "button", "nav", "svg", "script", "style", "template"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.steps: list[str] = []
        self._main = self._unread = self._timeline = 0
        self._links: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the elements that are open, links apart because they may be buttons."""
        classes = (dict(attrs).get("class") or "").split()
        self._main += tag == "main"
        self._unread += tag in self.UNREAD
        if tag == "a":
            self._links.append("btn" in classes)
            self._unread += "btn" in classes
        if tag == "ol" and (self._timeline or "timeline-plain" in classes):
            self._timeline += 1

    def handle_endtag(self, tag: str) -> None:
        """The reverse."""
        self._main -= tag == "main"
        self._unread -= tag in self.UNREAD
        if tag == "a" and self._links:
            self._unread -= self._links.pop()
        self._timeline -= tag == "ol" and self._timeline > 0

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if self._main and data.strip() and not self._unread:
            (self.steps if self._timeline else self.words).append(re.sub(r"\s+", " ", data).strip())


def read(page: str) -> tuple[list[str], list[str]]:
    """The words of a page, and those of the histories on it; of what is no page, its lines."""
    reader = _Reader()
    reader.feed(page)
    return (reader.words, reader.steps) if "<main" in page else (page.splitlines(), [])


def application(url: str, data: Path) -> Flask:
    """The application over a store that was sealed with `KEY`."""
    settings = Settings(
        database_url=url,
        secret_key="a key for tests only",
        data_dir=data,
        testing=True,
        template_cache=template_cache(),
        audit_keys=KEY,
        extra={"WTF_CSRF_ENABLED": False, "SERVER_NAME": None},
    )
    return create_app(settings, async_mode="threading")


def come_in(app: Flask, account: str) -> FlaskClient:
    """A browser in which a person of the demonstration has signed in."""
    browser = app.test_client()
    answer = browser.post("/login", data={"username": account, "password": loader.read_book()["password"]})
    assert answer.status_code == 302, account
    return browser


def shown(app: Flask) -> dict[str, Any]:
    """Everything that a person sees of the store, and what stands in it under a hash.

    The clock should be at `NOON`, and no application context open: each request has one of its own.
    """
    with app.app_context():
        found: dict[str, Any] = {"heads": [head.written for head in heads()], "results": dict(_results())}
        pages = {**PAGES, "public": (*PUBLIC, *_of_resolutions())}
        histories = list(_with_histories())
    browsers = {"public": app.test_client()}
    browsers |= {who: come_in(app, account) for who, account in SIGNED_IN.items()}
    found["pages"] = {f"{who} {at}": _text(browsers[who], at)[0] for who, paths in pages.items() for at in paths}
    found["histories"] = {f"{who} {at}": _text(browsers[who], at)[1] for who, at in histories}
    found["sheets"] = {
        f"{who} {name}": browsers[who].get(at).get_data(as_text=True).splitlines()
        for who, paths in SHEETS.items()
        for name, at in paths.items()
    }
    return found


def _text(browser: FlaskClient, path: str) -> tuple[list[str], list[str]]:
    answer = browser.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return read(answer.get_data(as_text=True))


def _of_resolutions() -> list[str]:
    rows = db.session.execute(
        sa.select(Compound.slug, Resolution.public_id)
        .join(Compound, Compound.id == Resolution.compound_id)
        .order_by(Resolution.id)
    )
    return [f"/c/{slug}/resolutions/{public_id}" for slug, public_id in rows]


def _with_histories() -> Iterator[tuple[str, str]]:
    """The page of every topic and order, by whoever chairs there, and every submitter's own."""
    slugs = {row.id: row.slug for row in db.session.scalars(sa.select(Compound))}
    chairs = {"jinling": "chair", "huali": "chair of huali"}
    for topic in db.session.scalars(sa.select(Topic).order_by(Topic.id)).all():
        yield "public", f"/receipt/{topic.receipt_code}"
        if slugs[topic.compound_id] in chairs:
            yield chairs[slugs[topic.compound_id]], f"/desk/{slugs[topic.compound_id]}/topics/{topic.id}"
    for order in db.session.scalars(sa.select(Order).order_by(Order.id)).all():
        if slugs[order.compound_id] in chairs:
            yield chairs[slugs[order.compound_id]], f"/desk/{slugs[order.compound_id]}/orders/{order.id}"


def _results() -> Iterator[tuple[str, Any]]:
    for name, model, recount in (("vote", Vote, count_ballots), ("owners", OwnersVote, count_papers)):
        for vote in db.session.scalars(sa.select(model).order_by(model.id)).all():  # type: ignore[attr-defined]
            again = recount(vote.id) if vote.result is not None else None
            said = [again.matches, again.sentence] if again else []
            yield f"{name} {vote.id}", [vote.frozen_hash, vote.result_hash, vote.result, *said]


def kept(name: str) -> bytes:
    """One of the kept files, unpacked."""
    return gzip.decompress((KEPT / name).read_bytes())


def put_into(url: str, path: Path) -> None:
    """Copy every row of a SQLite store into a PostgreSQL database whose tables are of the same version.

    Some rows refer to later ones of their own table, so foreign keys are not checked meanwhile.
    """
    source, target = sa.create_engine(f"sqlite:///{path}"), sa.create_engine(url)
    tables = sa.MetaData()
    tables.reflect(source)
    with source.connect() as old, target.begin() as new:
        new.exec_driver_sql("SET session_replication_role = replica")
        typed = sa.MetaData()
        typed.reflect(new)
        for table in tables.sorted_tables:
            there = typed.tables[table.name]
            rows = [dict(row) for row in old.execute(sa.select(table)).mappings()]
            new.execute(there.delete())
            if rows:
                new.execute(there.insert(), [_as_typed(row, there) for row in rows])
            if "id" in there.c and isinstance(there.c.id.type, sa.Integer):
                numbers = f"pg_get_serial_sequence('{table.name}', 'id')"
                highest = f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name})"
                new.exec_driver_sql(f"SELECT setval({numbers}, {highest}, false)")
    source.dispose()
    target.dispose()


def _as_typed(row: dict[str, Any], table: sa.Table) -> dict[str, Any]:
    """A row of SQLite with what the other database keeps otherwise."""
    return {
        name: json.loads(value) if isinstance(value, str) and isinstance(table.c[name].type, sa.JSON) else value
        for name, value in row.items()
    }


def _somebody(account: str) -> Actor:
    found = organisation.account_by_username(account)
    assert found is not None
    return organisation.actor_of_account(found)


def _go_on() -> None:
    """What the demonstration leaves out: lines taken back, seats and accounts changed, a matter that is not mended."""
    chair, secretary, huali = _somebody("lijianguo"), _somebody("zhoumin"), _somebody("shenhongmei")
    db.session.rollback()
    orders.withhold_line(chair, 22)
    orders.withhold_line(chair, 24)
    orders.release_line(chair, 24, confirmed=True)
    orders.report_progress(_somebody("gaofeng"), 3, 80, "灭火器材由何伟验收，电话 13900001111，等待安装。")
    orders.report_progress(_somebody("gaofeng"), 3, 85, "灭火器材已由何伟安装。")
    orders.leave_line(chair, _lines(3)[-2])
    orders.urge(chair, 5, "请尽快报告。")
    orders.send_back(chair, 1, "东侧一盏仍不亮。")
    orders.cancel_order(huali, 13, "业主已另行委托。")
    merged = db.session.scalars(sa.select(Topic).where(Topic.state == "MERGED", Topic.compound_id == 1))
    lone = max(topic.id for topic in merged if topic.merged_into and topic.merged_into.state == "SCHEDULED")
    topics.unmerge(secretary, lone)
    topics.edit_topic(
        secretary, lone, topics.TopicEdit("一处路灯不亮", "东门外的路灯不亮。", "请修。", "safety", "东门")
    )
    orders.ask_reopen(db.session.get_one(Topic, 1).receipt_code, "器材又坏了一件。")
    seats.add_seat(secretary, 2, 22, "attendee")
    administrator = _somebody("xiaofang")
    made, _code = accounts.create_account(administrator, "newcomer", name="新来的人")
    accounts.close_account(administrator, made.id)


def _lines(order_id: int) -> list[int]:
    return [line.id for line in history(order_id)]


def _make() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        app = application(f"sqlite:///{path}", Path(folder))
        with app.app_context(), clock.frozen(NOON):
            upgrade()
            loader.load()
            _go_on()
            db.session.remove()
            connection = db.engine.raw_connection()
            connection.cursor().execute("VACUUM INTO ?", (f"{path}.whole",))
            connection.close()
        with clock.frozen(NOON):
            seen = shown(app)
        KEPT.mkdir(exist_ok=True)
        _pack("store.sqlite.gz", Path(f"{path}.whole").read_bytes())
        _pack("shown.json.gz", json.dumps(seen, ensure_ascii=False, indent=0, sort_keys=True).encode())


def _pack(name: str, data: bytes) -> None:
    (KEPT / name).write_bytes(gzip.compress(data, mtime=0))


if __name__ == "__main__":
    _make()

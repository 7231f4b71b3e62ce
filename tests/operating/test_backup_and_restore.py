"""What was backed up while others wrote is found again in an empty place, page by page; nobody is signed in there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from deliberation.audit.checking import find_breaks
from deliberation.audit.models import AuditEntry
from deliberation.audit.queries import heads
from deliberation.db import db
from deliberation.kernel import clock
from deliberation.organisation.models import Visit
from deliberation.owners.queries.tampering import changed_owners_votes
from deliberation.room.queries.tampering import changed_votes
from tests.house import version_before
from tests.house.stores import throwaway_database
from tests.house.version_before import NOON, come_in
from tests.operating.installations import Installation, an_older_one, let_go, one_of_today, over


@dataclass(frozen=True)
class Twins:
    """Two machines: one with an installation, one with an empty place for it."""

    first: Installation
    second: Installation


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The stores of both machines; empty: a file in the data folder."""
    with ExitStack() as stack:
        yield (
            ("", f"sqlite:///{tmp_path / 'second' / 'deliberation.sqlite'}")
            if request.param == "sqlite"
            else (stack.enter_context(throwaway_database()), stack.enter_context(throwaway_database()))
        )


@pytest.fixture
def twins(urls: tuple[str, str], tmp_path: Path) -> Twins:
    """The first has the demonstration, up to date."""
    return Twins(one_of_today(tmp_path / "first", urls[0]), Installation(tmp_path / "second", urls[1]))


def shown(app: Flask) -> dict[str, object]:
    """What people see of it at noon, without the heads of the log, which go on with every sign-in."""
    with clock.frozen(NOON):
        found = version_before.shown(app)
    return {name: said for name, said in found.items() if name != "heads"}


def test_a_restored_installation_shows_the_same_and_counts_the_same_and_nobody_is_signed_in(
    twins: Twins, tmp_path: Path
) -> None:
    app = twins.first.application()
    before = shown(app)
    with clock.frozen(NOON):
        visitor = come_in(app, "zhoumin")
        cookie = str(visitor.get_cookie("deliberation").value)  # type: ignore[union-attr]
        assert visitor.get("/desk/jinling/").status_code == 200
    with over(app):
        ends = {head.written for head in heads()}
    file = twins.first.backed_up(tmp_path / "backup.tar")
    with over(app):
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "backup.make")).one()
        assert entry.facts["bytes"] == file.stat().st_size

    restored = twins.second.restored(file)

    with over(restored):
        assert find_breaks(heads()) == []
        assert [*changed_votes(), *changed_owners_votes()] == []
        assert len(ends - {head.written for head in heads()}) == 1, "only the installation's own chain went on"
        assert db.session.scalar(select(func.count(Visit.id))) == 0
    with clock.frozen(NOON):
        stranger = restored.test_client()
        stranger.set_cookie("deliberation", cookie)
        assert stranger.get("/desk/jinling/").status_code == 302
        assert "/login" in stranger.get("/desk/jinling/").headers["Location"]
    now = shown(restored)
    assert now["results"] == before["results"]
    assert [said[3] for said in now["results"].values() if len(said) > 3] == [True] * 3  # type: ignore[attr-defined]
    assert now["pages"] == before["pages"]
    assert now == before
    with over(restored):
        assert find_breaks() == [], "the log goes on as it was begun"
    with app.app_context():
        let_go()


def test_a_cookie_of_before_is_no_cookie_even_where_the_visit_is_still_known(twins: Twins, tmp_path: Path) -> None:
    """What an owner typed in lies in the cookie alone: it must end too."""
    app = twins.first.application()
    with app.test_client() as browser:
        with browser.session_transaction() as held:
            held["typed"] = "a code"
        cookie = str(browser.get_cookie("deliberation").value)  # type: ignore[union-attr]
    serializers = [app.session_interface.get_signing_serializer(app)]  # type: ignore[attr-defined]
    restored = twins.second.restored(twins.first.backed_up(tmp_path / "backup.tar"))
    serializers.append(restored.session_interface.get_signing_serializer(restored))  # type: ignore[attr-defined]
    assert serializers[0].loads(cookie) == {"typed": "a code"}
    assert not serializers[1].loads_unsafe(cookie)[0]
    assert restored.config["SECRET_KEY"] == app.config["SECRET_KEY"], "printed slips and ballots go on by it"
    for one in (app, restored):
        with one.app_context():
            let_go()


def test_a_backup_of_an_older_program_is_brought_up_to_this_one(urls: tuple[str, str], tmp_path: Path) -> None:
    file = an_older_one(tmp_path / "first", urls[0]).backed_up(tmp_path / "backup.tar")
    restored = Installation(tmp_path / "second", urls[1]).restored(file)
    with over(restored):
        assert find_breaks() == []
    assert shown(restored).keys() == {"results", "pages", "histories", "sheets"}
    with restored.app_context():
        let_go()

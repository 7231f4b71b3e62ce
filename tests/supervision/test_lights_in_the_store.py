"""Both stores give every order the light that the rule gives it, and the residents' order, without reading the rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Connection, Date, Integer, MetaData, String, Table, create_engine, select

from deliberation.db import Moment
from deliberation.kernel import clock
from deliberation.supervision import rules
from deliberation.supervision.models import Order
from deliberation.supervision.queries import Filter, orders
from deliberation.supervision.queries.lights import light_on, unfinished_first
from deliberation.supervision.queries.residents import public_orders
from tests.builders import World, a_compound
from tests.house.stores import throwaway_database
from tests.queries import counted_statements
from tests.supervision.hall import an_order, at

TODAY = date(2026, 3, 20)
LAST = time(15, 59, 59, 999_999, UTC)
FIRST = time(16, 0, 0, 0, UTC)
"""The last and the first moment of a day in Beijing."""
HERE = Table(
    "orders",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("state", String(24)),
    Column("due_on", Date),
    Column("issued_at", Moment),
    Column("reported_at", Moment),
    Column("progress", Integer),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A store with the orders alone, without what they belong to."""
    with nullcontext("sqlite://") if request.param == "sqlite" else throwaway_database() as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            HERE.create(connection)
            yield connection
        engine.dispose()


def every_standing() -> Iterator[dict[str, Any]]:
    """States with days, moments around midnight and progress around each threshold of the rule."""
    states = sorted(rules.PUBLIC_STATES | {"DRAFT", "REFUSED", "CANCELLED"})
    dues = [TODAY + timedelta(days=days) for days in (-30, -1, 0, 3, 4, 21)]
    moments = [
        datetime.combine(TODAY + timedelta(days=days), part) for days in (-22, -8, -7, -1) for part in (LAST, FIRST)
    ]
    for state, due, issued, reported in product(states, dues, [None, *moments[::2]], [None, *moments]):
        for progress in (0, 30, 54, 55, 56, 100):
            yield {"state": state, "due_on": due, "issued_at": issued, "reported_at": reported, "progress": progress}


def light_by_rule(row: dict[str, Any]) -> str:
    """What `rules.light` says of a row."""
    days = [clock.day_of(row[name]) if row[name] else None for name in ("issued_at", "reported_at")]
    return rules.light(rules.Standing(row["state"], days[0], row["due_on"], row["progress"], days[1]), TODAY)


def test_the_store_gives_every_order_the_light_of_the_rule(store: Connection) -> None:
    rows = [{"id": number, **row} for number, row in enumerate(every_standing(), 1)]
    store.execute(HERE.insert(), rows)
    found = {row[0]: row[1] for row in store.execute(select(Order.id, light_on(TODAY)))}
    wrong = [(row, found[row["id"]]) for row in rows if found[row["id"]] != light_by_rule(row)]
    assert wrong[:5] == []
    assert set(found.values()) == {"", "green", "yellow", "red", "blue"}


def test_the_store_orders_the_unfinished_by_date_and_then_the_newest_that_are_done(store: Connection) -> None:
    days = {1: ("CLOSED", 1), 2: ("ISSUED", 9), 3: ("ACCEPTED_RESULT", 5), 4: ("SUSPENDED", 2), 5: ("ISSUED", 2)}
    store.execute(
        HERE.insert(),
        [{"id": n, "state": state, "due_on": date(2026, 3, day), "progress": 0} for n, (state, day) in days.items()],
    )
    assert list(store.scalars(select(Order.id).order_by(*unfinished_first()))) == [4, 5, 2, 3, 1]


@pytest.fixture
def world(app: Flask) -> World:
    at(3, 10)
    return a_compound()


def test_lists_by_light_take_as_many_statements_for_many_orders_as_for_few(world: World) -> None:
    compound_id, green, seen = world.compound.id, Filter(light="green", q="高峰"), []
    for _round in range(2):
        for _ in range(3):
            an_order(world, "ISSUED")
        for read in (lambda: orders(compound_id, green).page(1, 2), lambda: public_orders(compound_id, green, 1, 2)):
            with counted_statements() as statements:
                page = read()
            assert len(page.items) == 2
            seen.append(len([one for one in statements if one.startswith("SELECT")]))
    assert seen[:2] == seen[2:]
    assert max(seen) <= 5

"""What stood in the store before a migration stands there after it, in the new words, and goes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, Integer, LargeBinary, MetaData, Table, select
from sqlalchemy.types import TypeEngine

from deliberation.app import create_app
from deliberation.audit.chain import Note, link_before_seals
from deliberation.audit.checking import find_breaks
from deliberation.audit.record import record
from deliberation.config import Settings
from deliberation.db import db, transaction
from deliberation.kernel.actor import SYSTEM

BEFORE = "f0fd3b2132b5"
"""The last version in which a vote named whole buildings only."""

UNSEALED = "97811ac6b924"
"""The last version in which whoever wrote into the store could write the log anew."""

BY_NUMBER_ALONE = "9d1b64f0c2ae"
"""The last version in which a number that one seat had used could not be used by another one."""

PLAIN: tuple[tuple[type[TypeEngine[Any]], Any], ...] = (
    (JSON, []),
    (Boolean, False),
    (DateTime, datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None)),
    (Date, date(2026, 3, 1)),
    (Integer, 0),
    (LargeBinary, b""),
)
BUILDINGS = {1: [], 2: ["3号楼"], 3: ["10号楼", "3号楼"]}


@pytest.fixture(params=["sqlite", "postgresql"])
def unbuilt(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application over a store without tables."""
    is_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'rows.sqlite'}" if is_file else request.getfixturevalue("empty_postgresql")
    settings = Settings(database_url=url, secret_key="a key for tests only", data_dir=tmp_path, testing=True)
    app = create_app(settings, async_mode="threading")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def put(connection: Connection, name: str, /, **values: Any) -> None:
    """One row, with something plain in every column that must not be empty, and the rows that it belongs to."""
    table = Table(name, MetaData(), autoload_with=connection)
    needed = [column for column in table.columns if not column.nullable and column.name not in values]
    plain = {column.name: next((v for kind, v in PLAIN if isinstance(column.type, kind)), "x") for column in needed}
    for column in needed:
        for key in column.foreign_keys:
            parent = key.column.table
            plain[column.name] = 1
            if connection.scalar(select(parent.c.id).where(parent.c.id == 1)) is None:
                put(connection, parent.name, id=1)
    connection.execute(table.insert().values(**plain, **values))


def column_of(connection: Connection, table: str, name: str) -> list[Any]:
    """A column of a table, by id."""
    found = Table(table, MetaData(), autoload_with=connection)
    return list(connection.scalars(select(found.c[name]).order_by(found.c.id)))


def test_votes_that_named_buildings_ask_the_same_buildings(unbuilt: Flask) -> None:
    with unbuilt.app_context():
        upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            for number, names in BUILDINGS.items():
                put(connection, "owners_votes", id=number, buildings=names)
            put(connection, "owners_voters", id=1, vote_id=2, number=1, building="3号楼")
        upgrade()
        with db.engine.connect() as connection:
            scopes = column_of(connection, "owners_votes", "scope")
            assert scopes == [[{"building": name} for name in names] for names in BUILDINGS.values()]
            assert column_of(connection, "owners_voters", "entrance") == [""]
        downgrade(revision=BEFORE)
        with db.engine.connect() as connection:
            assert column_of(connection, "owners_votes", "buildings") == list(BUILDINGS.values())


def test_what_the_agenda_form_called_a_duty_of_the_parties_is_asked_about_again(unbuilt: Flask) -> None:
    duty, why = "PARTY_DUTY", "入户告知是网格员的职责"
    with unbuilt.app_context():
        upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            put(connection, "agenda_items", id=1, topic_id=None, state="PLACED", decision_authority=duty)
            put(connection, "agenda_items", id=2, topic_id=None, state="DONE", decision_authority=duty)
            put(connection, "topics", id=1)
            put(connection, "agenda_items", id=3, topic_id=1, state="WAITING", decision_authority=duty)
            put(connection, "motions", id=1, item_id=2, binds=duty)
            put(connection, "orders", id=1)
            put(connection, "order_events", id=1, order_id=1, name="order.draft", text=f"不等业主决定即可办：{why}")
        upgrade()
        with db.engine.connect() as connection:
            assert column_of(connection, "agenda_items", "decision_authority") == [None, duty, duty]
            assert column_of(connection, "motions", "binds") == [duty]
            assert column_of(connection, "orders", "own_duty") == [why]


def test_what_a_meeting_did_not_carry_for_the_owners_is_no_refusal_of_theirs(unbuilt: Flask) -> None:
    """Items: the owners' class, a lost motion of theirs under another class, a duty of the parties, refused by them."""
    binds = {1: "OWNERS_SPECIAL", 2: "OWNERS_ORDINARY", 3: "PARTY_DUTY", 4: "OWNERS_SPECIAL"}
    with unbuilt.app_context():
        upgrade(revision="97811ac6b924")
        with db.engine.begin() as connection:
            for n, code in binds.items():
                put(connection, "topics", id=n, state="NOT_CARRIED", receipt_code=f"r{n}", request_key=f"k{n}")
                authority = code if n != 2 else "PARTY_DUTY"
                put(
                    connection,
                    "agenda_items",
                    id=n,
                    topic_id=n,
                    outcome="NOT_CARRIED",
                    state="DONE",
                    decision_authority=authority,
                )
                put(connection, "motions", id=n, item_id=n, binds=code, state="LOST", request_key=f"m{n}")
                put(connection, "topic_events", id=n, topic_id=n, name="topic.not_carry", state="NOT_CARRIED")
            put(connection, "owners_matters", id=1, topic_id=4, state="REJECTED")
        upgrade()
        with db.engine.connect() as connection:
            said = ["NOT_ADVISED", "NOT_ADVISED", "NOT_CARRIED", "NOT_ADVISED"]
            assert column_of(connection, "agenda_items", "outcome") == said
            assert column_of(connection, "events", "state") == said
            assert column_of(connection, "topics", "state") == [*said[:3], "NOT_CARRIED"]
        downgrade(revision="97811ac6b924")
        with db.engine.connect() as connection:
            assert set(column_of(connection, "topics", "state")) == {"NOT_CARRIED"}


def _log_before_the_seals(connection: Connection) -> None:
    """Two chains of three acts, as the platform wrote them before it sealed anything."""
    entries, heads = (Table(name, MetaData(), autoload_with=connection) for name in ("audit_entries", "audit_heads"))
    at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    for stream, compound_id in (("compound:1", 1), ("system", None)):
        previous = "0" * 64
        for seq in (1, 2, 3):
            note = Note("topic.submit", "topic", seq, compound_id, 7, "王芳", at, {"number": seq})
            row = {
                "stream": stream,
                "seq": seq,
                "at": at.replace(tzinfo=None),
                "person_id": 7,
                "actor_name": "王芳",
                "action": "topic.submit",
                "subject_kind": "topic",
                "subject_id": seq,
                "facts": {"number": seq},
                "previous_hash": previous,
                "hash": link_before_seals(previous, seq, note),
            }
            connection.execute(entries.insert().values(row))
            previous = row["hash"]
        connection.execute(heads.insert().values(stream=stream, seq=3, hash=previous))


def test_a_log_from_before_the_seals_holds_and_a_change_of_it_is_found(unbuilt: Flask) -> None:
    with unbuilt.app_context():
        upgrade(revision=UNSEALED)
        with db.engine.begin() as connection:
            _log_before_the_seals(connection)
        upgrade()
        assert find_breaks() == []
        with transaction():
            record(SYSTEM, "topic.submit", "topic", 4, 1)
        assert find_breaks() == []
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE audit_entries SET actor_name = 'x' WHERE seq = 2 AND stream = 'system'")
        assert [str(found) for found in find_breaks()] == ["system 2 hash"]


UNCLEANED = "0c7e5d318ab4"
"""The last version that held texts as they came, whatever nobody sees in them."""

TYPED, SEEN = "停\u200b車\u202e\x07 場\ufeff", "停車 場"
"""Parking, with a blank of no width, a turned direction, a bell and a mark of byte order in it."""


def _typed_before(connection: Connection) -> None:
    for n, frozen_hash in ((1, None), (2, "f" * 64)):
        put(connection, "owners_votes", id=n, title=TYPED, frozen_hash=frozen_hash)
        put(connection, "owners_questions", id=n, vote_id=n, number=1, title=TYPED, options=[{"label": TYPED}])
        put(connection, "resolutions", id=n, meeting_id=n, title=TYPED, frozen_hash=frozen_hash, public_id=f"p{n}")
        put(connection, "motions", id=n, text=TYPED, request_key=f"m{n}")
        put(connection, "minutes_lines", id=n, text=TYPED, meeting_id=n)
        put(
            connection,
            "owners_voters",
            id=n,
            vote_id=n,
            number=1,
            names=[TYPED],
            building="3号楼",
            rooms=["2单元301"],
            delivery_note=TYPED,
        )
        put(connection, "accounts", id=n, username=("\u200b" * (n - 1)) + "hewei", person_id=n)
    put(connection, "votes", id=1, motion_id=2)
    put(connection, "seats", id=1, meeting_id=2)
    put(connection, "minutes_signatures", meeting_id=2, seat_id=1)
    put(
        connection,
        "topics",
        id=1,
        title=TYPED,
        situation="第一行\n第二行 👨\u200d👩\u200d👧",
        submitter_name="買買提·\u200b阿不都",
    )
    put(connection, "roster_owners", id=1, names=["陳\u200b麗", "王芳"])
    put(connection, "roster_units", id=1, building="3号楼", entrance="2单元", room="301", room_text="3#2-0301")
    put(connection, "document_versions", id=1, title=TYPED)
    put(connection, "audit_entries", id=1, actor_name=TYPED)


LOOKED_AT = [
    "meetings.title",
    "meetings.facts",
    "meetings.search",
    "persons.name",
    "persons.search",
    "topics.title",
    "topics.situation",
    "topics.search",
    "topics.search_more",
    "roster_owners.names",
    "roster_owners.search",
    "roster_units.search",
    "owners_voters.delivery_note",
    "owners_voters.search",
]


def test_what_was_typed_before_the_cleaning_is_what_is_seen_and_found(unbuilt: Flask) -> None:
    with unbuilt.app_context():
        upgrade(revision=UNCLEANED)
        with db.engine.begin() as connection:
            for n in (1, 2):
                put(
                    connection,
                    "meetings",
                    id=n,
                    title=TYPED,
                    facts={"published_agenda": [TYPED]},
                    join_code=f"c{n}",
                    join_token=f"j{n}",
                    hall_token=f"h{n}",
                )
                put(connection, "persons", id=n, name=f"何伟{TYPED}")
            _typed_before(connection)
        upgrade()
        with db.engine.connect() as connection:
            found = {name: column_of(connection, *name.split(".")) for name in LOOKED_AT}
        assert found["meetings.title"] == [SEEN, SEEN]
        assert found["meetings.facts"] == [{"published_agenda": [SEEN]}] * 2
        assert found["meetings.search"] == ["停车场"] * 2
        assert found["persons.name"] == [f"何伟{SEEN}"] * 2
        assert found["persons.search"] == ["何伟停车场"] * 2
        assert found["topics.title"] == [SEEN]
        assert found["topics.situation"] == ["第一行\n第二行 👨\u200d👩\u200d👧"]
        assert "停车场" in found["topics.search"][0]
        assert "买买提阿不都" in found["topics.search_more"][0]
        assert found["roster_owners.names"] == [["陳麗", "王芳"]]
        assert found["roster_owners.search"] == ["陈丽\n王芳"]
        assert "|3|2|301|" in found["roster_units.search"][0]
        assert found["owners_voters.delivery_note"] == [SEEN, SEEN]
        assert found["owners_voters.search"] == ["3号楼2单元301\n|3|2|301|"] * 2


def test_what_a_digest_covers_stays_as_it_was_and_is_found_all_the_same(unbuilt: Flask) -> None:
    """The first of each is under way and is cleaned; the second is frozen, put to the vote, signed or published."""
    with unbuilt.app_context():
        upgrade(revision=UNCLEANED)
        with db.engine.begin() as connection:
            for n in (1, 2):
                put(connection, "meetings", id=n, join_code=f"c{n}", join_token=f"j{n}", hall_token=f"h{n}")
                put(connection, "persons", id=n)
            _typed_before(connection)
        upgrade()
        with db.engine.connect() as connection:
            for name in ("owners_votes.title", "owners_questions.title", "resolutions.title", "motions.text"):
                assert column_of(connection, *name.split(".")) == [SEEN, TYPED], name
            assert column_of(connection, "minutes_lines", "text") == [SEEN, TYPED]
            assert column_of(connection, "owners_questions", "options") == [[{"label": SEEN}], [{"label": TYPED}]]
            assert column_of(connection, "owners_voters", "names") == [[TYPED]] * 2
            assert column_of(connection, "document_versions", "title") == [TYPED]
            assert column_of(connection, "audit_entries", "actor_name") == [TYPED]
            assert column_of(connection, "accounts", "username") == ["hewei", "\u200bhewei"], "two would be one"
            assert column_of(connection, "owners_votes", "search") == ["停车场"] * 2
            assert column_of(connection, "document_versions", "search")[0].startswith("停车场")
        downgrade(revision=UNCLEANED)


LED_BY_ADDRESS = "7c2e9f41d8b3"
"""The last version in which a notice led to an address that was written by hand."""

LINKS = [
    "/desk/jinling/meetings/7",
    "/desk/jinling/orders/12",
    "/desk/jinling/orders/not-solved/3",
    "",
]


def test_notices_lead_to_the_same_things_as_before(unbuilt: Flask) -> None:
    with unbuilt.app_context():
        upgrade(revision=LED_BY_ADDRESS)
        with db.engine.begin() as connection:
            put(connection, "compounds", id=1, slug="jinling")
            for number, link in enumerate(LINKS, 1):
                put(connection, "notices", id=number, compound_id=1, link=link)
        upgrade()
        with db.engine.connect() as connection:
            kinds = column_of(connection, "notices", "about_kind")
            assert kinds == ["meeting", "order", "reopen_request", None]
            assert column_of(connection, "notices", "about_id") == [7, 12, 3, None]
        downgrade(revision=LED_BY_ADDRESS)
        with db.engine.connect() as connection:
            assert column_of(connection, "notices", "link") == LINKS


def test_a_number_that_two_seats_used_stays_with_the_first_when_requests_are_known_by_the_number_alone(
    unbuilt: Flask,
) -> None:
    number, later = "0123456789abcdef", datetime(2026, 3, 1, 10, tzinfo=UTC).replace(tzinfo=None)
    sent = [(1, number, later), (2, number, later.replace(minute=1)), (2, "fedcba9876543210", later)]
    with unbuilt.app_context():
        upgrade(revision=BY_NUMBER_ALONE)
        with db.engine.begin() as connection:
            put(connection, "ballot_requests", client_id=number, at=later)  # of vote 1 and seat 1
        upgrade()
        with db.engine.begin() as connection:
            requests = Table("ballot_requests", MetaData(), autoload_with=connection)
            assert [column.name for column in requests.primary_key] == ["vote_id", "client_id", "seat_id"]
            put(connection, "persons", id=2)
            put(connection, "seats", id=2, person_id=2)
            for seat_id, client_id, at in sent[1:]:
                put(connection, "ballot_requests", vote_id=1, seat_id=seat_id, client_id=client_id, at=at)
        downgrade(revision=BY_NUMBER_ALONE)
        with db.engine.connect() as connection:
            requests = Table("ballot_requests", MetaData(), autoload_with=connection)
            assert [column.name for column in requests.primary_key] == ["vote_id", "client_id"]
            kept = {(row.seat_id, row.client_id) for row in connection.execute(select(requests))}
        assert {(1, number), (2, "fedcba9876543210")} < kept
        ((seat_id, own),) = kept - {(1, number), (2, "fedcba9876543210")}
        assert (seat_id, own.startswith("2."), len(own)) == (2, True, 40)


def test_objections_and_rules_from_before_are_found_by_the_words_of_today(unbuilt: Flask) -> None:
    with unbuilt.app_context():
        upgrade(revision="3b8d04e6f917")
        with db.engine.begin() as connection:
            put(connection, "public_objections", id=1, text="預算３４万", phone="138-1234-5678", building="三号楼")
            put(
                connection,
                "rule_profiles",
                id=2,
                version=2,
                data={"name": "業主大會", "place": "杭州市", "source": "《条例》"},
            )
        upgrade()
        with db.engine.connect() as connection:
            (objection,) = column_of(connection, "public_objections", "search")
            assert column_of(connection, "rule_profiles", "search") == ["", "业主大会\n杭州市\n条例"]
        assert {"预算34万", "13812345678", "3号楼", "|3|"} <= set(objection.split("\n"))
        downgrade(revision="3b8d04e6f917")
        with db.engine.connect() as connection:
            assert column_of(connection, "public_objections", "text") == ["預算３４万"]

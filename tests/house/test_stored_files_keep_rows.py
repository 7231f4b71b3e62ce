"""Every stored file, and the address of each photo, is what it was before there was one store of files."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, MetaData, Table, select

from deliberation.db import db
from tests.house.test_migrations_keep_rows import put, unbuilt

__all__ = ["unbuilt"]

BEFORE = "3b8d04e6f917"
"""The last version with a store of bytes for each stage."""

TABLES = ("attachments", "kept_photos", "owners_delivery_proofs", "document_versions")


def rows(connection: Connection, name: str) -> list[dict[str, Any]]:
    """A table as it stands."""
    table = Table(name, MetaData(), autoload_with=connection)
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def store_files(connection: Connection) -> None:
    """Photos of a topic and of an order, proofs of two deliveries, a document with a file and one without."""
    for n, kind in ((1, "topic"), (7, "order_event")):
        put(
            connection,
            "attachments",
            id=n,
            public_id=f"p{n}",
            subject_kind=kind,
            subject_id=n,
            size=2,
            is_public=n == 7,
            data=b"\xff%d" % n,
        )
    put(connection, "owners_votes", id=1)
    for n in (1, 2):
        put(connection, "owners_voters", id=n, vote_id=1, number=n)
        put(connection, "owners_delivery_proofs", id=n, voter_id=n, content=b"stub %d" % n, media_type="image/jpeg")
        put(
            connection,
            "document_versions",
            id=n,
            number=n,
            request_key=f"k{n}",
            filename="合同.pdf" if n == 1 else "",
            media_type="application/pdf",
            data=b"%PDF" if n == 1 else None,
        )
    put(connection, "kept_photos", key="only-the-form-knows", filename="门口.jpg", data=b"kept")


def test_every_stored_file_stays_with_its_thing_and_goes_back(unbuilt: Flask) -> None:
    with unbuilt.app_context():
        upgrade(revision=BEFORE)
        with db.engine.begin() as connection:
            store_files(connection)
            before = {name: rows(connection, name) for name in TABLES}
        upgrade()
        with db.engine.begin() as connection:
            found = rows(connection, "files")
            put(connection, "files", public_id="new")  # ids go on after those that were brought along
        assert [(one["subject_kind"], one["subject_id"], one["data"]) for one in found] == [
            ("topic", 1, b"\xff1"),
            ("order_event", 7, b"\xff7"),
            ("delivery_proof", 1, b"stub 1"),
            ("delivery_proof", 2, b"stub 2"),
            ("document_version", 1, b"%PDF"),
            ("kept", 0, b"kept"),
        ]
        assert [(one["id"], one["public_id"], one["is_public"]) for one in found[:2]] == [(1, "p1", 0), (7, "p7", 1)]
        assert found[-1]["public_id"] == "only-the-form-knows"
        assert [one["compound_id"] for one in found] == [1, 1, 1, 1, 1, None]
        assert all(one["hash"] == sha256(one["data"]).hexdigest() for one in found)
        assert all(one["size"] == len(one["data"]) for one in found)
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM files WHERE public_id = 'new'")
        downgrade(revision=BEFORE)
        with db.engine.connect() as connection:
            assert {name: rows(connection, name) for name in TABLES} == before

"""A PostgreSQL database of one's own, for tests that need locks or the second dialect."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

SERVER = os.environ.get("TEST_DATABASE_URL") or "postgresql://root@127.0.0.1:5432/test"
_numbers = count(1)


@contextmanager
def throwaway_database() -> Iterator[str]:
    """Create `deliberation_test_<process>_<n>`, yield its SQLAlchemy address, drop it.

    Skips the test, saying so, where no server answers at `TEST_DATABASE_URL`.
    """
    name = f"deliberation_test_{os.getpid()}_{next(_numbers)}"
    try:
        server = psycopg.connect(_plain(SERVER), autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        pytest.skip(f"no PostgreSQL answers at {SERVER}; set TEST_DATABASE_URL")
    with server:
        server.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(_plain(SERVER))._replace(scheme="postgresql+psycopg", path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")

"""Which migrations this program knows, and at which one a store stands."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from deliberation import config

ALEMBIC = sa.table("alembic_version", sa.column("version_num"))


@cache
def _known() -> ScriptDirectory:
    return ScriptDirectory(str(config.ROOT / "migrations"))


def newest() -> frozenset[str]:
    """The migration to which a store of this program is brought (one, outside of development)."""
    return frozenset(_known().get_heads())


def is_known(migration: str) -> bool:
    """Whether this program can bring a store at this migration up to date."""
    try:
        return _known().get_revision(migration) is not None
    except CommandError:
        return False


def of_store(connection: sa.Connection) -> frozenset[str]:
    """Where a store stands; empty: no migration has made it."""
    if not sa.inspect(connection).has_table(ALEMBIC.name):
        return frozenset()
    return frozenset(connection.scalars(sa.select(ALEMBIC.c.version_num)))

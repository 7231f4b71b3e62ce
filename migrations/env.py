"""How Alembic meets this house: the application's engine and all tables of all stages."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

from alembic import context
from flask import current_app

import deliberation
from deliberation.db import Moment, db

if TYPE_CHECKING:
    from sqlalchemy import Connection

for found in pkgutil.walk_packages(deliberation.__path__, "deliberation."):
    if found.name.endswith(".models"):
        import_module(found.name)


def render_item(kind: str, thing: Any, _autogen: Any) -> str | bool:
    """Write our column types as what they are in the store, so that old migrations need no code of ours."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, Moment) else False


def leave_out_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Write no file when models and store agree."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives.clear()


def configure(connection: Connection) -> None:
    """One configuration for both dialects; SQLite changes a table by making it anew."""
    generated = getattr(context.config.cmd_opts, "autogenerate", False)
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        process_revision_directives=leave_out_empty if generated else None,
    )


def run() -> None:
    """Run the migrations in one transaction. Foreign keys rest meanwhile, or making a table anew would
    delete what points to it."""
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        sqlite = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
        if sqlite:
            sqlite.execute("PRAGMA foreign_keys=OFF")
        configure(connection)
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            sqlite.execute("PRAGMA foreign_keys=ON")


run()

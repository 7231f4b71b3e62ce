"""`deliberation …`: the operator's commands."""

from __future__ import annotations

import os
import sys

import click
from flask.cli import FlaskGroup

from deliberation import config


def _create() -> object:
    from deliberation.app import create_app  # noqa: PLC0415 - `serve` must patch before anything loads

    return create_app()


@click.group(cls=FlaskGroup, create_app=_create)
def main() -> None:
    """小区多方议事协商平台：操作命令。"""


@main.command(with_appcontext=False)
@click.option("--host", default=lambda: os.environ.get("HOST", "127.0.0.1"), show_default="HOST or 127.0.0.1")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), show_default="PORT or 8000")
def serve(host: str, port: int) -> None:
    """Serve with gunicorn and one gevent worker, as in production."""
    arguments = ["-m", "gunicorn", "-k", "gevent", "-w", "1", "--worker-connections", "4000", "--chdir"]
    arguments += [str(config.ROOT), "-b", f"{host}:{port}", "--graceful-timeout", "3", "wsgi:app"]
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - our own fixed command


@main.command("check-audit")
def check_audit() -> None:
    """Walk every audit chain; exit 1 and name the first broken link of each."""
    from deliberation.audit.queries import find_breaks  # noqa: PLC0415

    breaks = list(find_breaks())
    for found in breaks:
        click.echo(f"{found.stream} {found.seq} {found.what}")
    if breaks:
        sys.exit(1)
    click.echo("ok")

"""`deliberation backup`, `deliberation restore`, `deliberation check`."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

if TYPE_CHECKING:
    from deliberation.operating import restore as restoring

# What a command needs is imported when it is given: `serve` must patch the standard library before anything loads.
# ruff: noqa: PLC0415


@click.command()
@with_appcontext
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encrypt", is_flag=True, help="Ask for a passphrase and put the file under it.")
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="The passphrase is the file's first line.")
@click.option("--keep", type=click.IntRange(min=0), default=0, help="Where FILE is a folder: so many of them stay.")
def backup(file: Path, *, encrypt: bool, passphrase_file: Path | None, keep: int) -> None:
    """Write store, keys and days off into one new FILE (or into a folder, named by the time) while the server runs."""
    from deliberation.operating import backup as backups
    from deliberation.operating.refusal import NotDone

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what lies half done is cleared away
    settings = current_app.config["DELIBERATION"]
    passphrase = _passphrase(passphrase_file, twice=True) if encrypt or passphrase_file else ""
    try:
        folder = file.is_dir()
        made = (
            backups.into_folder(file, settings, passphrase, keep)
            if folder
            else backups.make(file, settings, passphrase)
        )
    except NotDone as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已备份到 {made.path}，{made.size} 字节，SHA-256 {made.sha256}。")
    if not passphrase:
        click.echo("文件没有加密，里面有密钥和个人信息：请放在只有管理员能读的地方，或用 --encrypt 加密。", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--passphrase-file", type=click.Path(path_type=Path), help="The passphrase is the file's first line.")
def restore(file: Path, passphrase_file: Path | None) -> None:
    """Put a backup into an empty place (data folder and store), bring it up to this program, end every sign-in."""
    from deliberation.app import must_hold_the_keys
    from deliberation.config import must_be_understood
    from deliberation.operating import restore as restoring
    from deliberation.operating.refusal import NotDone

    try:
        must_be_understood()
        place = restoring.Place.from_environment()
        manifest = restoring.lay_down(file, place, lambda: _passphrase(passphrase_file))
        app = _brought_up(place)
    except ValueError as error:
        raise click.ClickException(f"有一项设置写得不对，没有恢复，什么都没有改：{error}") from error
    except NotDone as error:
        raise click.ClickException(str(error)) from error
    must_hold_the_keys(app)
    unsent = _unsent(app)
    click.echo(f"已恢复 {manifest.made_at} 的备份（程序 {manifest.program}）。原来的登录全部失效，请重新登录。")
    if unsent:
        click.echo(
            f"有 {unsent} 条通知在备份时还没有发出，启动以后会发给真实的人。只是试恢复的，请先去掉设置里的 NOTICE_…。"
        )
    if (place.folder / "holidays.json").exists():
        click.echo(f"放假安排文件恢复到 {place.folder / 'holidays.json'}，请在 DELIBERATION_HOLIDAYS 里写上它。")


def _brought_up(place: restoring.Place) -> Flask:
    """The program over what was laid down, up to date; the days off that the settings name are not needed for it."""
    from flask_migrate import upgrade

    from deliberation.app import create_app
    from deliberation.config import Settings
    from deliberation.operating import restore as restoring

    try:
        app = create_app(replace(Settings.from_environment(), holidays=None))
        with app.app_context():
            upgrade()
            restoring.end_what_was_open()
    except Exception as error:
        raise restoring.half_done(place, error) from error
    return app


def _unsent(app: Flask) -> int:
    """How many messages go out as soon as somebody works off what is due."""
    from deliberation.db import db
    from deliberation.notices.queries.outgoing import unsettled_counts

    with app.app_context():
        counts = unsettled_counts()
        db.session.remove()
    return int(sum(count for (_channel, state), count in counts.items() if state in {"WAITING", "HANDING_OVER"}))


def _passphrase(file: Path | None, *, twice: bool = False) -> str:
    if file is None:
        return str(click.prompt("备份口令", hide_input=True, confirmation_prompt=twice))
    try:
        return file.read_text("utf-8").partition("\n")[0].strip()
    except OSError as error:
        raise click.ClickException(f"读不到口令文件 {file}。") from error


@click.command()
def check() -> None:
    """Say what is missing or unsafe in settings, folder, store, keys and machine; exit 1 where nothing may begin."""
    look_over(os.environ.get("HOST", "127.0.0.1"))
    click.echo("检查完毕，可以启动。")


def look_over(host: str = "") -> None:
    """Print what is to be said before the service begins on `host`; end the command where it must not."""
    from deliberation.operating.checks import findings

    found = findings(host)
    for one in found:
        click.echo(f"{'不能启动' if one.stops else '请注意'}：{one.says}", err=True)
    if any(one.stops for one in found):
        sys.exit(1)


COMMANDS = (backup, restore, check)

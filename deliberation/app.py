"""`create_app()`: the only file that knows every room of the house."""

from __future__ import annotations

import logging
import os
import stat
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask, current_app, request
from jinja2 import FileSystemBytecodeCache

from deliberation import config, watching
from deliberation import db as database
from deliberation.agenda.card import CARD as AGENDA
from deliberation.audit import keys as audit_keys
from deliberation.audit import queries as audit_log
from deliberation.audit.card import CARD as AUDIT
from deliberation.collection.card import CARD as COLLECTION
from deliberation.convening.card import CARD as CONVENING
from deliberation.db import db
from deliberation.desk.card import CARD as DESK
from deliberation.disclosure.card import CARD as DISCLOSURE
from deliberation.due import actions as due
from deliberation.due.card import CARD as DUE
from deliberation.due.driver import Driver, queue_for
from deliberation.kernel import clock, holidays
from deliberation.kernel.stage import House, Stage, house, use
from deliberation.live.gateway import gateway
from deliberation.notices import channels
from deliberation.notices.card import CARD as NOTICES
from deliberation.notices.channels.channel import Outside
from deliberation.organisation import queries as organisation
from deliberation.organisation.actions import founding
from deliberation.organisation.card import CARD as ORGANISATION
from deliberation.organisation.queries.days_off import take_loaded, take_loaded_sometimes
from deliberation.owners.card import CARD as OWNERS
from deliberation.privacy.card import CARD as PRIVACY
from deliberation.publication.card import CARD as PUBLICATION
from deliberation.room.card import CARD as ROOM
from deliberation.roster.card import CARD as ROSTER
from deliberation.supervision.card import CARD as SUPERVISION
from deliberation.web import asking, assets, errors, filters, guard, handbook, layout, photos, session, wellknown
from deliberation.web.entrance import Entrance
from deliberation.web.extensions import babel, csrf, limiter, login, migrate

STAGES = (
    DUE,
    AUDIT,
    NOTICES,
    ORGANISATION,
    COLLECTION,
    ROSTER,
    AGENDA,
    CONVENING,
    ROOM,
    OWNERS,
    SUPERVISION,
    PUBLICATION,
    DISCLOSURE,
    PRIVACY,
    DESK,
)
"""The stages in their order: what a later one shows on a page of an earlier one, and what is due, follows it."""

HEADS_EVERY_SECONDS = 600
"""How often the ends of the audit log go into the operator's log, if they have moved."""


def create_app(
    settings: config.Settings | None = None, async_mode: str | None = None, stages: Iterable[Stage] = STAGES
) -> Flask:
    """Build the application of these stages. `async_mode` is the Socket.IO server's (`gevent` in service)."""
    settings = settings or config.Settings.from_environment()
    static = str(config.ROOT / "static")
    app = Flask(
        "deliberation",
        template_folder=str(config.ROOT / "templates"),
        static_folder=static,
        static_url_path=f"/static/{assets.digest(static)}",
    )
    app.config.from_mapping(settings.flask())
    app.session_interface = session.under_epoch(settings.session_epoch)
    _keep_templates(app, settings)
    if settings.clock_file:
        clock.use(clock.from_file(settings.clock_file))
    holidays.use(settings.holidays)
    app.logger.setLevel(logging.INFO)
    audit_keys.ask_settings_with(lambda: current_app.config["DELIBERATION"])
    channels.ask_settings_with(_outside)
    together = use(stages)
    watching.register(app)
    _bind_extensions(app, together)
    _hang_pages(app, together)
    _bind_live(app, settings, together, async_mode)
    assets.register(app)
    if not settings.testing:
        app.before_request(_know_days_off)
    app.wsgi_app = Entrance(app, settings.trusted_proxies, settings.proxy_addresses)  # type: ignore[method-assign]
    return app


def _keep_templates(app: Flask, settings: config.Settings) -> None:
    """Read compiled templates from the folder of this version where one is named; else each process makes its own."""
    if settings.template_cache is None:
        return
    folder = settings.template_cache / config.VERSION
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_ours = _is_ours_alone(folder) and _is_ours_alone(folder.parent)
    except OSError:
        is_ours = False
    if is_ours:
        app.jinja_options = {**app.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(folder))}
    else:
        logging.getLogger(__name__).warning("模板缓存文件夹 %s 别人也能写，或本账号不能用，没有使用。", folder)


def _is_ours_alone(folder: Path) -> bool:
    """Whether nobody else may write there: a compiled template is code that the service runs."""
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _outside() -> Outside:
    """What the channels of notices are told; a link leads home where the installation has a public address."""
    settings: config.Settings = current_app.config["DELIBERATION"]
    path = current_app.url_map.bind("").build("notices.mine") if "notices.mine" in current_app.view_functions else ""
    home = f"{settings.public_url}{path}" if settings.public_url and path else ""
    return Outside(settings.channels, settings.data_dir, home)


def _bind_extensions(app: Flask, together: House) -> None:
    db.init_app(app)
    with app.app_context():
        database.prepare_engine(db.engine)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    guard.register(app)
    csrf.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    if together.offers.load_user:
        login.user_loader(together.offers.load_user)
    babel.init_app(app)


def _hang_pages(app: Flask, together: House) -> None:
    """What every page needs, then the blueprint of every stage."""
    for part in (asking, errors, filters, layout):
        part.register(app)
    handbook.register(app)
    app.register_blueprint(wellknown.blueprint)
    app.register_blueprint(photos.blueprint)
    for stage in together.stages:
        if stage.blueprint is not None:
            app.register_blueprint(stage.blueprint)


def _bind_live(app: Flask, settings: config.Settings, together: House, async_mode: str | None) -> None:
    session.listen_with(gateway.listeners.last_heard, gateway.hang_up)
    gateway.init_app(app, settings.redis_url, async_mode)
    live = together.offers.live
    if live is None:
        return
    gateway.readers.update(live.readers)
    gateway.hidden.update(live.hidden)
    gateway.private_reader = live.mine
    gateway.is_live = live.is_live
    live.register()


def do_what_is_due() -> str:
    """Do now what time brings about, its turn or not, and everything else that is due; what was done, in words."""
    _read_days_off()
    outcomes = [*due.do_periodic(early=True), *due.do_jobs()]
    return _in_words(outcomes)


def _do_the_minute() -> None:
    """The minute's turn of the queue: periodic work whose turn it is, and everything else that is due."""
    _read_days_off()
    done = _in_words([*due.do_periodic(), *due.do_jobs()])
    if done:
        current_app.logger.info(done)


def _in_words(outcomes: Iterable[due.Outcome]) -> str:
    periodic = house().periodic
    return "".join(
        f"到期的事“{one.name}”没有办成，过一会儿再办。"
        if one.failed
        else f"{one.count} {periodic[one.name].said if one.name in periodic else f'件到期的事（{one.name}）已办。'}"
        for one in outcomes
        if one.failed or one.count
    )


def _read_days_off() -> None:
    """Take a changed file of days off and what was loaded into the store.

    What cannot be read is told in the log, and what was known stays.
    """
    try:
        holidays.reread()
        take_loaded()
    except (OSError, holidays.CalendarUnreadable):
        logging.getLogger(__name__).exception("the file of days off cannot be read; the earlier one stays in use")


def _know_days_off() -> None:
    """Before a page is made: what another process loaded of days off is known here within two seconds."""
    if request.endpoint in {"static", "static_now", "healthz", "readyz", "metrics"}:
        return
    try:
        take_loaded_sometimes()
    except (sa.exc.SQLAlchemyError, holidays.CalendarUnreadable):
        db.session.rollback()
        logging.getLogger(__name__).exception("loaded days off cannot be read; what was known stays in use")


def must_hold_the_keys(app: Flask) -> None:
    """Stop before the service begins to write where the log was sealed with a key that is not here.

    Whatever would be written then could not be told from what a stranger writes.
    """
    with app.app_context():
        try:
            lost = audit_log.lost_keys() if sa.inspect(db.engine).has_table("audit_heads") else set()
        except audit_keys.KeysUnreadable as error:
            raise SystemExit(str(error)) from error
        finally:
            db.session.remove()
        settings = app.config["DELIBERATION"]
        if audit_keys.is_open_to_others(settings):
            app.logger.warning("审计密钥文件 %s 别人也能读，请改成 0600。", audit_keys.path_of(settings))
    if lost:
        raise SystemExit(
            f"审计日志是用密钥 {'、'.join(sorted(lost))} 加封的，密钥文件 {audit_keys.path_of(settings)} 里没有它。"
            "请把密钥文件放回原处；密钥真的丢了，运行 deliberation audit-reseal 以后再启动。"
        )


def say_how_to_begin(app: Flask) -> None:
    """In a blank store, print where an office begins and the code that is asked for there. It is never logged."""
    with app.app_context():
        try:
            blank = sa.inspect(db.engine).has_table("accounts") and organisation.is_blank()
        finally:
            db.session.remove()
    if blank:
        code = founding.first_run_code(app.config["DELIBERATION"].data_dir)
        click.echo(f"平台还没有开通。用浏览器打开 /first-run，开通码：{code}（或运行 deliberation init）", err=True)


def log_heads(app: Flask) -> None:
    """Write into the operator's log where every chain of the audit log ends: a log that leaves the machine keeps it."""
    with app.app_context():
        ends = " ".join(head.written for head in audit_log.heads())
        db.session.remove()
    if ends and app.extensions.get("audit-heads") != ends:
        app.extensions["audit-heads"] = ends
        app.logger.info("审计日志校验码：%s", ends)


def drive(app: Flask) -> Driver:
    """The queue of due work, for a process that tells it or works it off."""
    settings: config.Settings = app.config["DELIBERATION"]
    return Driver(app, queue_for(settings.data_dir, settings.redis_url, settings.secret_key), _do_the_minute)


def keep_time(app: Flask, every_seconds: float = 60) -> None:
    """Beside the requests: work off what is due (unless a process of its own does), look after connections and log."""
    driver = drive(app)
    apart = app.config["DELIBERATION"].worker_apart
    if not apart:
        driver.work(beside=True)

    def run() -> None:
        told = float("-inf")
        while True:
            time.sleep(every_seconds)
            try:
                gateway.check_listeners()
                if not apart:
                    driver.keep_going()
                if time.monotonic() - told > HEADS_EVERY_SECONDS:
                    log_heads(app)
                    told = time.monotonic()
            except Exception:
                app.logger.exception("what every minute brings could not be done")

    threading.Thread(target=run, name="keep-time", daemon=True).start()
    threading.Thread(target=gateway.watch, name="watch", daemon=True).start()

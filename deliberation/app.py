"""`create_app()`: the only file that knows every room of the house."""

from __future__ import annotations

import logging
import threading
import time
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, jsonify

from deliberation import config
from deliberation import db as database
from deliberation.audit import keys as audit_keys
from deliberation.audit import queries as audit_log
from deliberation.audit import subjects as audit
from deliberation.collection import actions as collection
from deliberation.collection.actions import kept
from deliberation.collection.queries import alike
from deliberation.db import db
from deliberation.desk import queries as desk
from deliberation.disclosure.actions import requests as disclosure
from deliberation.kernel import clock, holidays
from deliberation.live.gateway import gateway
from deliberation.organisation import queries as organisation
from deliberation.organisation.actions import close_visit, open_visit, visits
from deliberation.organisation.queries.doors import visit_holds
from deliberation.organisation.views import actor_of_identity, load_user
from deliberation.owners.actions import periods as owners_periods
from deliberation.owners.queries.votes import titles_under_way_with
from deliberation.publication import actions as publication
from deliberation.publication.queries.matters import public_matters
from deliberation.roster import access as roster
from deliberation.supervision.actions import periods as order_periods
from deliberation.web import asking, assets, errors, filters, guard, layout, photo_field, session, wellknown
from deliberation.web.entrance import Entrance
from deliberation.web.extensions import babel, csrf, limiter, login, migrate
from deliberation.web.health import Health

STAGES = (
    "audit", "organisation", "collection", "roster", "agenda", "convening", "room", "owners", "supervision",
    "publication", "disclosure", "desk", "notices",
)  # fmt: skip

HEADS_EVERY_SECONDS = 600
"""How often the ends of the audit log go into the operator's log, if they have moved."""

DUE = (
    (publication.prolong, "份决议的公示期重新计算，已顺延。"),
    (owners_periods.prolong, "次业主表决的公告期重新计算，已顺延。"),
    (owners_periods.lengthen, "件业主提议、应急维修公示的期限重新计算，已顺延。"),
    (disclosure.lengthen, "份查阅申请的答复期限重新计算，已顺延。"),
    (order_periods.prolong, "张督办单的时限重新计算，已顺延。"),
    (publication.settle, "份决议公示期满，已生效。"),
    (collection.erase_phones, "件议题办结满一年，已删除提出人的电话。"),
    (kept.forget_kept, "张随表退回、没有再交的照片已删除。"),
    (visits.forget_visits, "条九十天以前的登录和输错记录已删除。"),
    (publication.erase_phones, "件异议答复满一年，已删除异议人的电话。"),
    (disclosure.forget, "份查阅申请保存期满，已删除申请人的姓名、电话、房号。"),
)
"""What is done when its time has come, in this order, with what is said of it: each answers the ids of what it did."""


def create_app(settings: config.Settings | None = None, async_mode: str | None = None) -> Flask:
    """Build the application. `async_mode` is the Socket.IO server's (`gevent` in service)."""
    settings = settings or config.Settings.from_environment()
    static = str(config.ROOT / "static")
    app = Flask(
        "deliberation",
        template_folder=str(config.ROOT / "templates"),
        static_folder=static,
        static_url_path=f"/static/{assets.digest(static)}",
    )
    app.config.from_mapping(settings.flask())
    if settings.clock_file:
        clock.use(clock.from_file(settings.clock_file))
    holidays.use(settings.holidays)
    app.logger.setLevel(logging.INFO)
    _bind_extensions(app)
    _wire(app)
    _bind_room(app, settings, async_mode)
    assets.register(app)
    app.add_url_rule("/healthz", "healthz", _healthz)
    app.wsgi_app = Entrance(app, settings.trusted_proxies, settings.proxy_addresses)  # type: ignore[method-assign]
    return app


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        database.prepare_engine(db.engine)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True)
    guard.register(app)
    csrf.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    login.user_loader(load_user)
    babel.init_app(app)


def _wire(app: Flask) -> None:
    """Hand the web layer the functions of later stages, and register every stage's blueprint."""
    guard.load_compounds_with(organisation.compound_by_slug)
    layout.ask_demo_with(organisation.has_demo)
    photo_field.keep_with(kept.keep_photos, kept.kept_photos)
    audit_keys.ask_settings_with(lambda: current_app.config["DELIBERATION"])
    alike.read_public_with(public_matters)
    roster.ask_votes_with(titles_under_way_with)
    audit.name_with(desk.subjects, desk.scopes)
    asking.register(app)
    errors.register(app)
    filters.register(app)
    layout.register(app)
    app.register_blueprint(wellknown.blueprint)
    for stage in STAGES:
        app.register_blueprint(import_module(f"deliberation.{stage}.views").blueprint)


def _bind_room(app: Flask, settings: config.Settings, async_mode: str | None) -> None:
    from deliberation.room import snapshot, sockets  # noqa: PLC0415 - rooms are wired last
    from deliberation.room.queries import actor_of_seat, is_live  # noqa: PLC0415

    session.keep_visits_with(session.Visits(open_visit, close_visit, visit_holds))
    session.load_accounts_with(actor_of_identity)
    session.load_seats_with(actor_of_seat)
    session.listen_with(is_live, gateway.listeners.last_heard, gateway.hang_up)
    gateway.init_app(app, settings.redis_url, async_mode)
    gateway.readers.update(snapshot.READERS)
    gateway.hidden.update(snapshot.HIDDEN)
    gateway.private_reader = snapshot.mine
    gateway.is_live = is_live
    sockets.register()


def do_what_is_due() -> str:
    """What time alone brings about, said in words (`DUE`), after a changed file of days off was read."""
    now = clock.now()
    _read_days_off()
    done = [(len(do(now)), sentence) for do, sentence in DUE]
    return "".join(f"{count} {sentence}" for count, sentence in done if count)


def _read_days_off() -> None:
    """Take a changed file of days off; one that cannot be read is told in the log, and what was known stays."""
    try:
        holidays.reread()
    except (OSError, holidays.CalendarUnreadable):
        logging.getLogger(__name__).exception("the file of days off cannot be read; the earlier one stays in use")


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


def log_heads(app: Flask) -> None:
    """Write into the operator's log where every chain of the audit log ends: a log that leaves the machine keeps it."""
    with app.app_context():
        ends = " ".join(head.written for head in audit_log.heads())
        db.session.remove()
    if ends and app.extensions.get("audit-heads") != ends:
        app.extensions["audit-heads"] = ends
        app.logger.info("审计日志校验码：%s", ends)


def keep_time(app: Flask, every_seconds: float = 60) -> None:
    """Do what is due once a minute, beside the requests; after a failure the next minute tries again."""

    def run() -> None:
        told = float("-inf")
        while True:
            time.sleep(every_seconds)
            try:
                gateway.check_listeners()
                with app.app_context():
                    done = do_what_is_due()
                if time.monotonic() - told > HEADS_EVERY_SECONDS:
                    log_heads(app)
                    told = time.monotonic()
            except Exception:
                app.logger.exception("what was due could not be done")
            else:
                if done:
                    app.logger.info(done)

    threading.Thread(target=run, name="keep-time", daemon=True).start()
    threading.Thread(target=gateway.watch, name="watch", daemon=True).start()


health = Health()


def _healthz() -> Any:
    """Whether people can work, and for which years the arrangement of days off is overdue."""
    found = health.of(current_app._get_current_object(), lambda: gateway.redis)  # type: ignore[attr-defined]  # noqa: SLF001
    body = {**found, "version": config.VERSION, "days_off_missing": holidays.calendar().overdue(clock.today())}
    return jsonify(body), 503 if found["status"] == "down" else 200


_healthz.permission = "public.read"  # type: ignore[attr-defined]

"""What whoever watches the service is told: `/healthz` (can people work), `/readyz` (may visitors be sent), `/metrics`.

`/metrics` is for this machine (a request that came through no proxy) or for who knows `DELIBERATION_METRICS_TOKEN`.
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Flask, Response, current_app, jsonify, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from deliberation import config, versions
from deliberation.audit import keys
from deliberation.audit import queries as audit_log
from deliberation.db import db
from deliberation.due import queries as due
from deliberation.due.driver import SILENT_SECONDS
from deliberation.kernel import clock, holidays
from deliberation.kernel.errors import Reason, Refused
from deliberation.live.gateway import gateway
from deliberation.notices.queries import outgoing
from deliberation.web import answered
from deliberation.web.health import Health

BACKUP = "backup.make"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
NEVER = float("inf")
"""The age of what has never been."""

health = Health()


def register(app: Flask) -> None:
    """Count every request, and answer who watches."""
    numbers = Numbers()
    app.extensions["watching"] = numbers
    answered.register(app, numbers.note, write=app.config["DELIBERATION"].log == "json")
    for path, view in (("/healthz", _healthz), ("/readyz", _readyz), ("/metrics", _metrics)):
        app.add_url_rule(path, path[1:], view)


class Numbers:
    """The counters of one process, and since when it runs."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.registry = CollectorRegistry(auto_describe=False)
        self._requests = Counter(
            "deliberation_requests", "Requests by route", ["route", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "deliberation_request_seconds", "Time to answer", ["route"], buckets=BUCKETS, registry=self.registry
        )
        self.registry.register(_Now())
        ProcessCollector(registry=self.registry)

    def note(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


class _Now(Collector):
    """What is read when somebody asks: rooms, connections, due work, the last backup."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Every gauge; those of the store are left out while it does not answer."""
        yield _gauge("build_info", "The program's version", {(config.VERSION,): 1}, "version")
        rooms = gateway.listeners.rooms()
        yield _gauge("rooms_open", "Meetings that somebody listens to here", {(): len(rooms)})
        yield _gauge("tablets", "Seats whose screens listen here", {(): sum(len(_seats(room)) for room in rooms)})
        yield _gauge("connections", "Live connections of this process", {(): len(gateway.wire or ())})
        yield _gauge("live_waiting", "Slices that wait to be sent", {(): gateway.waiting})
        yield _gauge("redis_up", "1: answers, or none is used", {(): int(gateway.redis != "away")})
        try:
            found = list(_of_the_store())
        except SQLAlchemyError:
            found = []
        yield _gauge("database_up", "1: it answers", {(): int(bool(found))})
        yield from found


def _seats(meeting_id: int) -> set[int]:
    return gateway.listeners.seats(meeting_id)


def _of_the_store() -> Iterator[GaugeMetricFamily]:
    yield _gauge("due_work", "Due work that is not done", due.counts(), "name", "state")
    yield _gauge("outbox", "Messages that have not gone", outgoing.unsettled_counts(), "channel", "state")
    yield _gauge("due_troubled", "Due work that fails or is taken by nobody", {(): due.troubled_count()})
    yield _gauge("last_turn_age_seconds", "Since periodic work was done", {(): _age(due.last_turn())})
    yield _gauge("last_backup_age_seconds", "Since the last backup", {(): _age(audit_log.last(BACKUP))})


def _age(moment: datetime | None) -> float:
    return NEVER if moment is None else max(0.0, (clock.now() - moment).total_seconds())


def _gauge(name: str, says: str, values: dict[tuple[str, ...], float], *labels: str) -> GaugeMetricFamily:
    found = GaugeMetricFamily(f"deliberation_{name}", says, labels=labels)
    for given, value in values.items():
        found.add_metric(given, value)
    return found


def _healthz() -> Any:
    """Whether people can work, and for which years the arrangement of days off is overdue."""
    found = health.of(_app(), lambda: gateway.redis)
    body = {**found, "version": config.VERSION, "days_off_missing": holidays.calendar().overdue(clock.today())}
    return jsonify(body), 503 if found["status"] == "down" else 200


def _readyz() -> Any:
    """Whether visitors may be sent here: the store answers and is up to date, the keys are held, due work is done."""
    found = {"database": health.of(_app(), lambda: gateway.redis)["database"]}
    if found["database"] == "ok":
        found |= {"migrations": _migrations(), "keys": _keys(), "turn": _turn()}
    ready = set(found.values()) == {"ok"}
    return jsonify({"status": "ready" if ready else "not ready", **found}), 200 if ready else 503


def _migrations() -> str:
    """`ok`, `none` (no migration has made the store), `ahead` (of this program), `behind`; `unknown`: no answer."""
    try:
        stands = versions.of_store(db.session.connection())
    except SQLAlchemyError:
        db.session.rollback()
        return "unknown"
    if stands == versions.newest():
        return "ok"
    return "none" if not stands else "behind" if all(map(versions.is_known, stands)) else "ahead"


def _keys() -> str:
    try:
        return "lost" if audit_log.lost_keys() else "ok"
    except keys.KeysUnreadable:
        return "unreadable"
    except SQLAlchemyError:
        return "unknown"  # tables that are not there yet; told as `migrations`


def _turn() -> str:
    """Whether periodic work was done lately, by whichever process; a process that has just begun is given its time."""
    if time.monotonic() - _app().extensions["watching"].begun < SILENT_SECONDS:
        return "ok"
    try:
        return "ok" if _age(due.last_turn()) < SILENT_SECONDS else "late"
    except SQLAlchemyError:
        return "unknown"


def _metrics() -> Any:
    """The numbers, in Prometheus' text format."""
    if not _may_see_numbers():
        raise Refused(Reason.NOT_FOUND)
    return Response(generate_latest(_app().extensions["watching"].registry), content_type=CONTENT_TYPE_LATEST)


def _may_see_numbers() -> bool:
    token = _app().config["DELIBERATION"].metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    address = request.remote_addr or ""
    return not request.environ.get("deliberation.forwarded") and (not address or _is_here(address))


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _app() -> Flask:
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way
    return found


for _view in (_healthz, _readyz, _metrics):
    _view.permission = "public.read"  # type: ignore[attr-defined]

"""The nginx file of the guide, as it is written, before two real servers: pages, static files, sockets, logs."""

from __future__ import annotations

import json
import os
import re
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import websocket
from flask import Flask
from redis import Redis
from redis.exceptions import ConnectionError as RedisUnreachable

from deliberation.config import ROOT
from deliberation.db import db
from deliberation.room.models import Vote
from deliberation.room.queries import ballots_of
from tests.flows.served import an_open_vote
from tests.halls import Hall
from tests.operating.proxied import NGINX, SITE, Proxy
from tests.servers import Server, free_port
from tests.tablets import Tablet, seat_cookie

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
pytestmark = pytest.mark.skipif(not Path(NGINX).exists(), reason="no nginx on this machine")


@dataclass(frozen=True)
class Service:
    """Two servers with a vote open, behind one nginx."""

    app: Flask
    hall: Hall
    servers: list[Server]
    proxy: Proxy


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """As the guide sets it up: TLS in front, JSON logs, Redis between."""
    store = Redis.from_url(REDIS)
    try:
        store.ping()
    except RedisUnreachable:
        pytest.skip(f"no Redis answers at {REDIS}; set TEST_REDIS_URL")
    proxy = Proxy(tmp_path / "nginx")
    settings = {
        "REDIS_URL": REDIS,
        "BEHIND_HTTPS": "1",
        "TRUSTED_PROXIES": "1",
        "DELIBERATION_PUBLIC_URL": proxy.url,
        "DELIBERATION_LOG": "json",
    }
    with an_open_vote(tmp_path, 2, **settings) as (app, hall, servers):
        proxy.write([one.port for one in servers])
        proxy.start()
        try:
            yield Service(app, hall, servers, proxy)
        finally:
            proxy.stop()
    for key in store.scan_iter("deliberation:*"):
        store.delete(key)
    store.close()


class TabletBehindTls(Tablet):
    """A tablet as the browser's script opens it, through the proxy."""

    def __init__(self, proxy: Proxy, cookie: str, meeting_id: int) -> None:
        self.meeting_id, self.heard, self.acks, self._number = meeting_id, [], {}, 0
        self._socket = websocket.create_connection(
            f"wss://127.0.0.1:{proxy.port}/socket.io/?EIO=4&transport=websocket&meeting={meeting_id}",
            cookie=f"__Host-{cookie}",
            timeout=30,
            sslopt={"cert_reqs": ssl.CERT_NONE},
        )
        self._socket.recv()
        self._socket.send("40")
        self._socket.recv()


def test_nginx_takes_the_file_as_it_is_written(tmp_path: Path) -> None:
    proxy = Proxy(tmp_path / "nginx")
    proxy.write([free_port(), free_port()])
    assert "test is successful" in proxy.check()
    assert "[warn]" not in proxy.check()


def test_pages_static_files_and_what_is_not_given_to_the_outside(service: Service) -> None:
    proxy = service.proxy
    status, headers, _text = proxy.get("/c/jinling/?x=1", f"http://127.0.0.1:{proxy.plain_port}")
    assert (status, headers["Location"]) == (301, "https://127.0.0.1/c/jinling/?x=1")
    status, headers, page = proxy.get("/login")
    assert status == 200
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "__Host-deliberation=" in headers["Set-Cookie"]
    (style,) = re.findall(r'href="(/static/[0-9a-f]{12}/css/base\.css)"', page)
    status, headers, text = proxy.get(style)
    assert (status, text) == (200, (ROOT / "static/css/base.css").read_text("utf-8"))
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Content-Type"] == "text/css"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert proxy.lines("/static")[-1]["upstream"] == "", "no server process was asked for it"
    assert proxy.get("/static/css/base.css")[0] == 200
    assert proxy.get("/static/000000000000/../../../deploy/nginx/deliberation.conf")[0] in {400, 404}
    assert proxy.get("/metrics")[0] == 404
    assert proxy.get("/healthz")[0] == 200


def test_the_screens_of_a_meeting_come_to_one_process_and_a_stopped_one_is_passed_by(service: Service) -> None:
    vote_id = db.session.query(Vote).one().id
    seats = {name: service.hall.seats[name] for name in ("张秀兰", "王志强", "刘芳")}
    with ExitStack() as table:
        tablets = [
            table.enter_context(
                closing(TabletBehindTls(service.proxy, seat_cookie(service.app, seat), service.hall.meeting_id))
            )
            for seat in seats.values()
        ]
        assert all(tablet.join()["ok"] for tablet in tablets)
        assert all(tablet.cast(vote_id, "AGREE")["ok"] for tablet in tablets)
    db.session.rollback()
    assert {one.seat_id for one in ballots_of(vote_id)} == {seat.id for seat in seats.values()}
    service.proxy.get(f"/rooms/{service.hall.meeting_id}/chair")
    lines = [*service.proxy.lines("/socket.io", 3), *service.proxy.lines("/rooms")]
    upstreams = {one["upstream"] for one in lines}
    assert len(lines) == 4
    assert len(upstreams) == 1
    at = upstreams.pop()
    (used,) = [one for one in service.servers if at.endswith(f":{one.port}")]
    used.stop()
    status, _headers, _text = service.proxy.get(f"/rooms/{service.hall.meeting_id}/chair")
    assert status in {200, 302, 401}
    assert not service.proxy.lines("/rooms", 2)[-1]["upstream"].endswith(f":{used.port}")


def test_both_logs_name_the_request_and_neither_the_receipt(service: Service, tmp_path: Path) -> None:
    service.proxy.get("/receipt/K7QM-2XPD-9H4T?phone=13812345678")
    (line,) = service.proxy.lines("/receipt")
    assert (line["from"], line["status"]) == ("127.0.0.1", 404)
    lines = [json.loads(one) for one in (tmp_path / "server.log").read_text("utf-8").splitlines()]
    (same,) = [one for one in lines if one.get("request") == line["request"]]
    assert same["message"] == "GET /receipt/<receipt_code>"
    for kept in (*(tmp_path / "nginx").glob("*.log"), tmp_path / "server.log"):
        assert "K7QM" not in kept.read_text("utf-8"), kept.name
        assert "1381234" not in kept.read_text("utf-8"), kept.name


def test_what_the_pages_may_send_fits_through(running_app: Flask) -> None:
    (most,) = re.findall(r"client_max_body_size (\d+)m;", SITE.read_text("utf-8"))
    views = running_app.view_functions.values()
    assert int(most) >= max(getattr(view, "megabytes", 0) for view in views)

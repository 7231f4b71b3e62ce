"""The far sides of all other channels on loopback, with the limits that their documents name. They compare nothing.

Signatures are computed here once more, from the documents and not by the platform's own functions.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from deliberation.kernel import clock

SECRET = "a secret of the fakes"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Came:
    """One message that was taken: by which gateway, to whom, under which key, with which words."""

    gateway: str
    to: str
    key: str
    text: str


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw or b"{}")


Answer = tuple[int, Any]


class Gateways(ThreadingHTTPServer):
    """`came` is what was taken. `broken` gateways answer 200 with an error inside. `calls` counts all requests."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        self.now = now
        self.came: list[Came] = []
        self.broken: set[str] = set()
        self.calls: Counter[str] = Counter()
        self.blocks = 0
        self.at_the_door: Callable[[bool], None] = lambda _taken: None
        self._times: dict[str, list[datetime]] = {}
        self._blocked_until: dict[str, datetime] = {}
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Door)

    def handle_error(self, request: object, client_address: object) -> None:
        """Who was killed while talking is no error here."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def counts(self, gateway: str) -> Counter[str]:
        """How many messages a gateway took for each address."""
        return Counter(one.to for one in self.came if one.gateway == gateway)

    def keys(self, gateway: str) -> Counter[str]:
        """How often a gateway took each key."""
        return Counter(one.key for one in self.came if one.gateway == gateway)

    def take(self, gateway: str, to: str, key: str, text: str) -> None:
        """Note a message; whoever watches the door is told just before and just after."""
        self.at_the_door(False)
        self.came.append(Came(gateway, to, key, text))
        self.at_the_door(True)

    def flooded(self, gateway: str, a_minute: int, block: timedelta | None = None) -> bool:
        """Whether the gateway has had enough for this minute; some shut whoever goes on out for longer."""
        now = self.now()
        with self._lock:
            if self._blocked_until.get(gateway, now) > now:
                return True
            times = [one for one in self._times.get(gateway, []) if now - one < MINUTE]
            self._times[gateway] = [*times, now]
            if len(times) < a_minute:
                return False
            self.blocks += 1
            if block:
                self._blocked_until[gateway] = now + block
            return True

    def answer(self, asked: Asked) -> Answer:
        """The answer of the gateway behind a path."""
        doors: dict[str, Callable[[Asked], Answer]] = {
            "/wecom": self._wecom,
            "/cgi-bin/gettoken": self._token,
            "/cgi-bin/message/send": self._wecom_app,
            "/dingtalk": self._dingtalk,
            "/feishu": self._feishu,
            "/aliyun/": self._aliyun,
            "/tencent": self._tencent,
            "/webhook": self._webhook,
        }
        self.calls[asked.path] += 1
        return doors[asked.path](asked)

    def _wecom(self, asked: Asked) -> Answer:
        text = asked.body["text"]
        if "wecom" in self.broken:
            return 200, {"errcode": 93000, "errmsg": "invalid webhook"}
        if len(text["content"].encode()) > 2048:
            return 200, {"errcode": 40058, "errmsg": "too long"}
        if self.flooded("wecom", 20):
            return 200, {"errcode": 45009, "errmsg": "api freq out of limit"}
        self.take("wecom", "".join(text["mentioned_mobile_list"]), "", text["content"])
        return 200, {"errcode": 0, "errmsg": "ok"}

    def _token(self, asked: Asked) -> Answer:
        good = asked.query["corpsecret"] == SECRET
        return 200, {"errcode": 0, "access_token": "t", "expires_in": 7200} if good else {"errcode": 40001}

    def _wecom_app(self, asked: Asked) -> Answer:
        to = asked.body["touser"]
        if asked.query["access_token"] != "t":
            return 200, {"errcode": 40014}
        if to == "nobody":
            return 200, {"errcode": 0, "invaliduser": to}
        assert asked.body["enable_duplicate_check"] == 1
        self.take("wecom_app", to, "", asked.body["text"]["content"])
        return 200, {"errcode": 0, "msgid": "m1"}

    def _dingtalk(self, asked: Asked) -> Answer:
        at = asked.query["timestamp"]
        signed = hmac.new(SECRET.encode(), f"{at}\n{SECRET}".encode(), hashlib.sha256).digest()
        if base64.b64encode(signed).decode() != asked.query["sign"]:
            return 200, {"errcode": 310000, "errmsg": "sign not match"}
        if self.flooded("dingtalk", 20, block=timedelta(minutes=10)):
            return 200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        self.take("dingtalk", "".join(asked.body["at"]["atMobiles"]), "", asked.body["text"]["content"])
        return 200, {"errcode": 0, "errmsg": "ok"}

    def _feishu(self, asked: Asked) -> Answer:
        signed = hmac.new(f"{asked.body['timestamp']}\n{SECRET}".encode(), digestmod=hashlib.sha256).digest()
        if base64.b64encode(signed).decode() != asked.body["sign"]:
            return 200, {"code": 19021, "msg": "sign match fail"}
        if self.flooded("feishu", 100) or len(asked.raw) > 20_000:
            return 200, {"code": 11232, "msg": "frequency limited"}
        self.take("feishu", "", "", asked.body["content"]["text"])
        return 200, {"code": 0, "msg": "success"}

    def _aliyun(self, asked: Asked) -> Answer:
        if not _signed_for_aliyun(asked):
            return 403, {"Code": "SignatureDoesNotMatch"}
        action, query = asked.headers["x-acs-action"], asked.query
        if action == "QuerySendDetails":
            found = [one for one in self.came if one.gateway == "aliyun" and one.to == query["PhoneNumber"]]
            details = [{"OutId": one.key, "SendStatus": 3} for one in found]
            return 200, {"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": details}}
        if "aliyun" in self.broken:
            return 200, {"Code": "isv.AMOUNT_NOT_ENOUGH", "Message": "no money"}
        if query["PhoneNumbers"].startswith("000"):
            return 200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL"}
        self.take("aliyun", query["PhoneNumbers"], query["OutId"], query["TemplateParam"])
        return 200, {"Code": "OK", "BizId": "b1"}

    def _tencent(self, asked: Asked) -> Answer:
        if not _signed_for_tencent(asked):
            return 200, {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure"}}}
        body = asked.body
        if asked.headers["x-tc-action"] == "PullSmsSendStatusByPhoneNumber":
            number = body["PhoneNumber"].removeprefix("+86")
            found = [one for one in self.came if one.gateway == "tencent" and one.to == number]
            return 200, {"Response": {"PullSmsSendStatusSet": [{"ReportStatus": "SUCCESS"} for _one in found]}}
        if "tencent" in self.broken:
            return 200, {"Response": {"SendStatusSet": [{"Code": "FailedOperation.InsufficientBalanceInSmsPackage"}]}}
        (number,) = body["PhoneNumberSet"]
        self.take("tencent", number.removeprefix("+86"), body["SessionContext"], "".join(body["TemplateParamSet"]))
        return 200, {"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": "s1"}]}}

    def _webhook(self, asked: Asked) -> Answer:
        key, at = asked.headers["x-deliberation-key"], asked.headers["x-deliberation-timestamp"]
        signed = f"{at}.".encode() + (asked.raw or key.encode())
        good = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        if asked.headers["x-deliberation-signature"] != f"sha256={good}":
            return 401, {}
        if not asked.raw:
            return (200, {}) if any(one.key == key for one in self.came) else (404, {})
        if "webhook" in self.broken:
            return 200, {"errcode": 7}
        self.take("webhook", asked.body["to"], key, asked.body["subject"])
        return 202, {"id": "w1"}

    @property
    def settings(self) -> dict[str, str]:
        """What the platform is told to reach them all."""
        return {name: said for part in PARTS for name, said in self.settings_of(part).items()}

    def settings_of(self, part: str) -> dict[str, str]:
        """What it is told to reach one of them."""
        return {f"NOTICE_{name}": said.replace("@", self.url) for name, said in PARTS[part].items()}


PARTS = {
    "wecom_robot": {"WECOM_ROBOT_URL": "@/wecom?key=k"},
    "wecom_app": {
        "WECOM_APP_URL": "@",
        "WECOM_CORP_ID": "corp",
        "WECOM_AGENT_ID": "7",
        "WECOM_APP_SECRET": SECRET,
    },
    "dingtalk": {"DINGTALK_URL": "@/dingtalk?access_token=t", "DINGTALK_SECRET": SECRET},
    "feishu": {"FEISHU_URL": "@/feishu", "FEISHU_SECRET": SECRET},
    "aliyun": {
        "ALIYUN_SMS_URL": "@/aliyun",
        "ALIYUN_KEY_ID": "id",
        "ALIYUN_KEY_SECRET": SECRET,
        "ALIYUN_SMS_SIGN": "议事平台",
        "ALIYUN_SMS_TEMPLATE": "SMS_1",
        "ALIYUN_SMS_CODE_TEMPLATE": "SMS_2",
    },
    "tencent": {
        "TENCENT_SMS_URL": "@/tencent",
        "TENCENT_SECRET_ID": "id",
        "TENCENT_SECRET_KEY": SECRET,
        "TENCENT_SMS_APP": "1400000000",
        "TENCENT_SMS_SIGN": "议事平台",
        "TENCENT_SMS_TEMPLATE": "1",
        "TENCENT_SMS_CODE_TEMPLATE": "2",
    },
    "webhook": {"WEBHOOK_URL": "@/webhook", "WEBHOOK_SECRET": SECRET},
}


def _signed_for_aliyun(asked: Asked) -> bool:
    names = asked.headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    query = "&".join(f"{quote(name, safe='')}={quote(said, safe='')}" for name, said in sorted(asked.query.items()))
    head = "".join(f"{name}:{asked.headers[name]}\n" for name in names)
    whole = f"POST\n/\n{query}\n{head}\n{';'.join(names)}\n{hashlib.sha256(asked.raw).hexdigest()}"
    signed = f"ACS3-HMAC-SHA256\n{hashlib.sha256(whole.encode()).hexdigest()}"
    good = hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).hexdigest()
    return asked.headers["authorization"].endswith(f"Signature={good}")


def _signed_for_tencent(asked: Asked) -> bool:
    day = asked.headers["authorization"].partition("/")[2].partition("/")[0]
    head = f"content-type:{asked.headers['content-type']}\nhost:{asked.headers['host']}\n"
    whole = f"POST\n/\n\n{head}\ncontent-type;host\n{hashlib.sha256(asked.raw).hexdigest()}"
    digest = hashlib.sha256(whole.encode()).hexdigest()
    signed = f"TC3-HMAC-SHA256\n{asked.headers['x-tc-timestamp']}\n{day}/sms/tc3_request\n{digest}"
    key = ("TC3" + SECRET).encode()
    for part in (day, "sms", "tc3_request", signed):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return asked.headers["authorization"].endswith(f"Signature={key.hex()}")


class _Door(BaseHTTPRequestHandler):
    server: Gateways

    def do_POST(self) -> None:
        """Read, ask the gateway, answer."""
        parts = urlsplit(self.path)
        query = {name: said[0] for name, said in parse_qs(parts.query, keep_blank_values=True).items()}
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): said for name, said in self.headers.items()}
        status, body = self.server.answer(Asked(parts.path, query, headers, raw))
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST  # noqa: N815 - the name that the server calls

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def the_gateways(now: Callable[[], datetime] = clock.now) -> Iterator[Gateways]:
    """All of them, listening."""
    with Gateways(now) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

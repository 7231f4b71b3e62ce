"""A system of one's own (政务短信平台, 街道消息平台): JSON by HTTPS, signed with HMAC-SHA256, asked by key.

    POST <url>    X-Deliberation-Key: notice:17:webhook     X-Deliberation-Timestamp: 1804212000
                  X-Deliberation-Signature: sha256=<hex of HMAC-SHA256(secret, timestamp + "." + body)>
                  {"key", "to", "name", "kind", "subject", "body", "links": [{"text", "url"}]}
    GET <url>?key=notice:17:webhook   (signed alike, over timestamp + "." + key)   200: it is here; 404: it is not

2xx means taken; 410 and 422 that this recipient takes nothing, for ever. A body of 2xx with a `code` or `errcode` that
is not 0 is a failure.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import urlencode

from deliberation.kernel import clock
from deliberation.kernel.text import N_
from deliberation.notices.channels.calls import Reply, call
from deliberation.notices.channels.channel import Channel, Outside, Provider, Setting
from deliberation.notices.rules import Message, Outcome, delivered, fault, later, refused

URL = Setting("NOTICE_WEBHOOK_URL", N_("接收地址"))
SECRET = Setting("NOTICE_WEBHOOK_SECRET", N_("签名密钥"), is_secret=True)
OK, NOT_FOUND, FOR_EVER = range(200, 300), 404, frozenset({410, 422})


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What stands in X-Deliberation-Signature."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Webhook(Provider):
    """A receiver that is asked by key after a broken line."""

    name, label, needs = "webhook", N_("自有消息平台"), (URL, SECRET)

    def send(self, outside: Outside, message: Message) -> Outcome:
        """Hand one message over."""
        links = [{"text": text, "url": url} for text, url in message.links]
        told = {"key": message.key, "to": message.address, "name": message.name, "kind": message.kind}
        told |= {"subject": message.subject, "body": message.body}
        if message.code:
            told["code"] = message.code
        body = json.dumps({**told, "links": links}, ensure_ascii=False).encode()
        reply = call(outside.get(URL), body, self._signed(outside, message.key, body))
        return reply if isinstance(reply, Outcome) else _judge(reply)

    def ask(self, outside: Outside, message: Message, since: datetime) -> Outcome | None:  # noqa: ARG002
        """Whether the receiver has it; who does not answer is asked again later."""
        url = f"{outside.get(URL)}?{urlencode({'key': message.key})}"
        reply = call(url, None, self._signed(outside, message.key, message.key.encode()), method="GET")
        if isinstance(reply, Outcome):
            return later("问不到")
        return None if reply.status == NOT_FOUND else _judge(reply)

    def _signed(self, outside: Outside, key: str, body: bytes) -> dict[str, str]:
        now = str(round(clock.now().timestamp()))
        signed = signature(outside.get(SECRET), now, body)
        return {
            "X-Deliberation-Key": key,
            "X-Deliberation-Timestamp": now,
            "X-Deliberation-Signature": signed,
        }


def _judge(reply: Reply) -> Outcome:
    inside = reply.body.get("errcode", reply.body.get("code", 0))
    if reply.status in FOR_EVER:
        return refused(f"收不到（HTTP {reply.status}）")
    if reply.status in OK and inside in {0, "0"}:
        return delivered(str(reply.body.get("id", ""))[:100])
    return fault(f"HTTP {reply.status}，错误码 {inside}")


CHANNEL = Channel(
    "webhook",
    N_("自有消息平台"),
    (Webhook(),),
    address=lambda reach: reach.phone,
    looks_like=r"1\d{10}",
    hint=N_("手机号"),
    rung=0,
    takes_code=True,
)

"""企业微信应用消息: to one member by the member's id; 30 a minute for each member, above which it drops in silence.

It looks for repeated messages itself (`enable_duplicate_check`): what is sent again after a broken line within four
hours, with the same words, is shown once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from deliberation.kernel import clock
from deliberation.kernel.text import N_
from deliberation.notices.channels.calls import Reply, call
from deliberation.notices.channels.channel import Channel, Outside, Provider, Setting
from deliberation.notices.rules import Message, Outcome, cut_bytes, delivered, fault, later, refused

BASE = Setting("NOTICE_WECOM_APP_URL", N_("接口地址"), default="https://qyapi.weixin.qq.com")
CORP = Setting("NOTICE_WECOM_CORP_ID", N_("企业编号"))
AGENT = Setting("NOTICE_WECOM_AGENT_ID", N_("应用编号"))
SECRET = Setting("NOTICE_WECOM_APP_SECRET", N_("应用密钥"), is_secret=True)
OK, MOST_BYTES = 200, 2000
STALE_TOKEN, FLOODED, NOT_A_MEMBER = frozenset({40014, 42001}), frozenset({45009}), frozenset({60111, 81013})
FOUR_HOURS = 14400


class WecomApp(Provider):
    """An application of the organisation's own 企业微信."""

    name, label = "wecom_app", N_("企业微信应用")
    needs = (CORP, AGENT, SECRET, BASE)
    per_minute = 300

    def __init__(self) -> None:
        self._token, self._of, self._until = "", "", datetime.fromtimestamp(0, clock.BEIJING)

    def send(self, outside: Outside, message: Message) -> Outcome:
        """Send a text to one member, with a token that is asked for when it has run out."""
        token = self._token_of(outside)
        if isinstance(token, Outcome):
            return token
        body = {
            "touser": message.address,
            "msgtype": "text",
            "agentid": int(outside.get(AGENT)),
            "text": {"content": cut_bytes(f"{message.subject}\n{message.text}", MOST_BYTES)},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": FOUR_HOURS,
        }
        reply = call(f"{outside.get(BASE)}/cgi-bin/message/send?{urlencode({'access_token': token})}", body)
        return reply if isinstance(reply, Outcome) else self._judge(reply)

    def _judge(self, reply: Reply) -> Outcome:
        inside = reply.body.get("errcode")
        if inside in STALE_TOKEN:
            self._token = ""
            return later("令牌过期", timedelta(seconds=1))
        if inside in FLOODED:
            return later(f"发得太快（{inside}）", rest=timedelta(minutes=1))
        if inside in NOT_A_MEMBER or (inside == 0 and reply.body.get("invaliduser")):
            return refused("企业微信里没有这个成员")
        if reply.status == OK and inside == 0:
            return delivered(str(reply.body.get("msgid", ""))[:100])
        return fault(f"HTTP {reply.status}，错误码 {inside}")

    def _token_of(self, outside: Outside) -> str | Outcome:
        whose = f"{outside.get(BASE)} {outside.get(CORP)} {outside.get(SECRET)}"
        if self._token and self._of == whose and clock.now() < self._until:
            return self._token
        asked = urlencode({"corpid": outside.get(CORP), "corpsecret": outside.get(SECRET)})
        reply: Any = call(f"{outside.get(BASE)}/cgi-bin/gettoken?{asked}", method="GET")
        if isinstance(reply, Outcome):
            return later(reply.reason, reply.pause)
        if reply.body.get("errcode") != 0:
            return fault(f"取令牌失败，错误码 {reply.body.get('errcode')}")
        self._token, self._of = str(reply.body["access_token"]), whose
        self._until = clock.now() + timedelta(seconds=int(reply.body.get("expires_in", 7200)) - 300)
        return self._token


CHANNEL = Channel(
    "wecom_app",
    N_("企业微信"),
    (WecomApp(),),
    looks_like=r"[A-Za-z0-9_.@\-]{1,64}",
    hint=N_("您在本单位企业微信里的账号"),
    rung=0,
    takes_code=True,
)

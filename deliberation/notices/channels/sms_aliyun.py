"""阿里云短信: SendSms and QuerySendDetails (2017-05-25), signed by ACS3-HMAC-SHA256.

A message is told from others by `OutId`, which the query gives back.
No address may stand in a variable.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from deliberation.kernel import clock
from deliberation.kernel.text import N_
from deliberation.notices.channels.calls import Reply, call
from deliberation.notices.channels.channel import Outside, Provider, Setting
from deliberation.notices.rules import Message, Outcome, delivered, fault, later, refused

BASE = Setting("NOTICE_ALIYUN_SMS_URL", N_("接口地址"), default="https://dysmsapi.aliyuncs.com")
KEY_ID = Setting("NOTICE_ALIYUN_KEY_ID", N_("AccessKey 编号"))
KEY_SECRET = Setting("NOTICE_ALIYUN_KEY_SECRET", N_("AccessKey 密钥"), is_secret=True)
SIGN = Setting("NOTICE_ALIYUN_SMS_SIGN", N_("短信签名"))
TEMPLATE = Setting("NOTICE_ALIYUN_SMS_TEMPLATE", N_("通知模板（变量 title）"))
CODE_TEMPLATE = Setting("NOTICE_ALIYUN_SMS_CODE_TEMPLATE", N_("验证码模板（变量 code）"))
VERSION, OK, PAGE = "2017-05-25", 200, "50"
LONGEST_VARIABLE = 35
NO_SUCH_NUMBER = frozenset({"isv.MOBILE_NUMBER_ILLEGAL"})
FLOODED = frozenset({"isv.BUSINESS_LIMIT_CONTROL", "Throttling", "Throttling.User"})
FAILED = 2
"""`SendStatus` of a message that the network did not deliver (1 waits for its receipt, 3 was delivered)."""


def authorisation(key_id: str, key_secret: str, query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The header of a call without a body, by the provider's third signature."""
    names = sorted(name for name in headers if name == "host" or name.startswith("x-acs-"))
    asked = "&".join(f"{quote(name, '~')}={quote(value, '~')}" for name, value in sorted(query.items()))
    said = "".join(f"{name}:{headers[name]}\n" for name in names)
    whole = "\n".join(("POST", "/", asked, said, ";".join(names), headers["x-acs-content-sha256"]))
    to_sign = f"ACS3-HMAC-SHA256\n{hashlib.sha256(whole.encode()).hexdigest()}"
    signed = hmac.new(key_secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return f"ACS3-HMAC-SHA256 Credential={key_id},SignedHeaders={';'.join(names)},Signature={signed}"


class Aliyun(Provider):
    """One account and one approved template."""

    name, label = "sms.aliyun", N_("阿里云短信")
    needs = (KEY_ID, KEY_SECRET, SIGN, TEMPLATE, CODE_TEMPLATE, BASE)
    per_minute = 3000

    def send(self, outside: Outside, message: Message) -> Outcome:
        """Send one text message; `Code` inside says whether it was taken."""
        variables = {"code": message.code} if message.code else {"title": message.subject[:LONGEST_VARIABLE]}
        reply = self._call(
            outside,
            "SendSms",
            {
                "PhoneNumbers": message.address,
                "SignName": outside.get(SIGN),
                "TemplateCode": outside.get(CODE_TEMPLATE if message.code else TEMPLATE),
                "TemplateParam": json.dumps(variables, ensure_ascii=False),
                "OutId": message.key,
            },
        )
        return reply if isinstance(reply, Outcome) else _judge(reply)

    def ask(self, outside: Outside, message: Message, since: datetime) -> Outcome | None:
        """Look for the message among those to this number, of the day on which it began and of today."""
        days = {since.astimezone(clock.BEIJING).date(), clock.today()}
        for day in sorted(days):
            asked = {"PhoneNumber": message.address, "SendDate": f"{day:%Y%m%d}", "PageSize": PAGE, "CurrentPage": "1"}
            reply = self._call(outside, "QuerySendDetails", asked)
            if isinstance(reply, Outcome) or reply.body.get("Code") != "OK":
                return later("问不到")
            details: Any = (reply.body.get("SmsSendDetailDTOs") or {}).get("SmsSendDetailDTO") or []
            mine = [one for one in details if one.get("OutId") == message.key]
            if mine and mine[0].get("SendStatus") != FAILED:
                return delivered()
        return None

    def _call(self, outside: Outside, action: str, query: Mapping[str, str]) -> Reply | Outcome:
        base = outside.get(BASE)
        headers = {
            "host": urlsplit(base).netloc,
            "x-acs-action": action,
            "x-acs-version": VERSION,
            "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),  # the far side's clock, no rehearsal's
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        }
        headers["Authorization"] = authorisation(outside.get(KEY_ID), outside.get(KEY_SECRET), query, headers)
        asked = "&".join(f"{quote(name, '~')}={quote(value, '~')}" for name, value in sorted(query.items()))
        return call(f"{base}/?{asked}", b"", headers)


def _judge(reply: Reply) -> Outcome:
    inside = str(reply.body.get("Code", ""))
    if reply.status == OK and inside == "OK":
        return delivered(str(reply.body.get("BizId", ""))[:100])
    if inside in NO_SUCH_NUMBER:
        return refused("手机号无效")
    if inside in FLOODED:
        return later(f"发得太快（{inside}）", timedelta(minutes=5))
    return fault(f"HTTP {reply.status}，错误码 {inside}")

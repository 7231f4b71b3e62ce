"""腾讯云短信: SendSms and PullSmsSendStatusByPhoneNumber (2021-01-11), signed by TC3-HMAC-SHA256.

Its query knows numbers and moments and no key of ours: what went to a number since the attempt began counts as the
message.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from deliberation.kernel.text import N_
from deliberation.notices.channels.calls import Reply, call
from deliberation.notices.channels.channel import Outside, Provider, Setting
from deliberation.notices.rules import Message, Outcome, delivered, fault, later, refused

BASE = Setting("NOTICE_TENCENT_SMS_URL", N_("接口地址"), default="https://sms.tencentcloudapi.com")
REGION = Setting("NOTICE_TENCENT_REGION", N_("地域"), default="ap-guangzhou")
SECRET_ID = Setting("NOTICE_TENCENT_SECRET_ID", N_("SecretId 编号"))
SECRET_KEY = Setting("NOTICE_TENCENT_SECRET_KEY", N_("SecretKey 密钥"), is_secret=True)
APP = Setting("NOTICE_TENCENT_SMS_APP", N_("短信应用编号"))
SIGN = Setting("NOTICE_TENCENT_SMS_SIGN", N_("短信签名"))
TEMPLATE = Setting("NOTICE_TENCENT_SMS_TEMPLATE", N_("通知模板（一个变量）"))
CODE_TEMPLATE = Setting("NOTICE_TENCENT_SMS_CODE_TEMPLATE", N_("验证码模板（一个变量）"))
VERSION, OK, SERVICE, TYPE = "2021-01-11", 200, "sms", "application/json; charset=utf-8"
LONGEST_VARIABLE = 35
NO_SUCH_NUMBER = frozenset({"InvalidParameterValue.IncorrectPhoneNumber", "FailedOperation.PhoneNumberInBlacklist"})


def authorisation(secret_id: str, secret_key: str, service: str, host: str, body: bytes, seconds: int) -> str:
    """The header of a call with a JSON body, by the provider's third signature."""
    day = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
    said = f"content-type:{TYPE}\nhost:{host}\n"
    whole = "\n".join(("POST", "/", "", said, "content-type;host", hashlib.sha256(body).hexdigest()))
    scope = f"{day}/{service}/tc3_request"
    to_sign = "\n".join(("TC3-HMAC-SHA256", str(seconds), scope, hashlib.sha256(whole.encode()).hexdigest()))
    key = f"TC3{secret_key}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signed = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders=content-type;host, Signature={signed}"


class Tencent(Provider):
    """One account and one approved template."""

    name, label = "sms.tencent", N_("腾讯云短信")
    needs = (SECRET_ID, SECRET_KEY, APP, SIGN, TEMPLATE, CODE_TEMPLATE, REGION, BASE)
    per_minute = 3000

    def send(self, outside: Outside, message: Message) -> Outcome:
        """Send one text message; `SendStatusSet` inside says whether it was taken."""
        body = {
            "PhoneNumberSet": [f"+86{message.address}"],
            "SmsSdkAppId": outside.get(APP),
            "SignName": outside.get(SIGN),
            "TemplateId": outside.get(CODE_TEMPLATE if message.code else TEMPLATE),
            "TemplateParamSet": [message.code or message.subject[:LONGEST_VARIABLE]],
            "SessionContext": message.key,
        }
        reply = self._call(outside, "SendSms", body)
        return reply if isinstance(reply, Outcome) else _judge(reply)

    def ask(self, outside: Outside, message: Message, since: datetime) -> Outcome | None:
        """Whether anything went to this number since the attempt began."""
        body = {
            "BeginTime": round(since.timestamp()) - 1,
            "Offset": 0,
            "Limit": 10,
            "PhoneNumber": f"+86{message.address}",
            "SmsSdkAppId": outside.get(APP),
        }
        reply = self._call(outside, "PullSmsSendStatusByPhoneNumber", body)
        if isinstance(reply, Outcome):
            return later("问不到")
        inside: Any = reply.body.get("Response") or {}
        if "Error" in inside:
            return later("问不到")
        return delivered() if inside.get("PullSmsSendStatusSet") else None

    def _call(self, outside: Outside, action: str, body: Mapping[str, Any]) -> Reply | Outcome:
        raw, base = json.dumps(body, ensure_ascii=False).encode(), outside.get(BASE)
        host, now = urlsplit(base).netloc, int(time.time())  # the far side's clock, no rehearsal's
        signed = authorisation(outside.get(SECRET_ID), outside.get(SECRET_KEY), SERVICE, host, raw, now)
        headers = {"Content-Type": TYPE, "Host": host, "X-TC-Action": action, "X-TC-Version": VERSION}
        headers |= {"X-TC-Timestamp": str(now), "X-TC-Region": outside.get(REGION), "Authorization": signed}
        return call(base, raw, headers)


def _judge(reply: Reply) -> Outcome:
    inside: Any = reply.body.get("Response") or {}
    status: Any = (inside.get("SendStatusSet") or [{}])[0]
    code = str(status.get("Code") or (inside.get("Error") or {}).get("Code") or "")
    if reply.status == OK and code == "Ok":
        return delivered(str(status.get("SerialNo", ""))[:100])
    if code in NO_SUCH_NUMBER:
        return refused("手机号无效")
    if code.startswith(("LimitExceeded", "RequestLimitExceeded")):
        return later(f"发得太快（{code}）", timedelta(minutes=5))
    return fault(f"HTTP {reply.status}，错误码 {code}")

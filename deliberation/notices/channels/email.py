"""E-mail by SMTP (RFC 5321); without a server each message is a file in the data folder, for a desk and for trials."""

from __future__ import annotations

import hashlib
import os
import re
import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from pathlib import Path

from deliberation.kernel.text import N_
from deliberation.notices.channels.channel import Channel, Outside, Provider, Setting
from deliberation.notices.rules import Message, Outcome, delivered, fault, later, refused, unknown

HOST = Setting("NOTICE_SMTP_HOST", N_("邮件服务器"))
PORT = Setting("NOTICE_SMTP_PORT", N_("端口"), default="587")
SECURITY = Setting("NOTICE_SMTP_SECURITY", N_("加密（starttls、tls、none）"), default="starttls")
USER = Setting("NOTICE_SMTP_USER", N_("账号"), is_needed=False)
PASSWORD = Setting("NOTICE_SMTP_PASSWORD", N_("密码"), is_secret=True, is_needed=False)
SENDER = Setting("NOTICE_SMTP_FROM", N_("发件人地址"), default="notices@localhost")
SECONDS = 20
NO_SUCH_BOX = re.compile(
    r"no such (?:user|box|mailbox|recipient)|(?:user|recipient|mailbox|address) unknown|unknown (?:user|recipient)"
    r"|not exist|unavailable mailbox|invalid (?:recipient|mailbox)|user not found",
    re.IGNORECASE,
)
"""The words by which a server without enhanced status names the recipient as unknown.

A bare 550 says nothing: servers refuse with it for policy, reputation and pace as well.
"""
STATUS = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])")
"""An enhanced status; where there is one, 5.1.x (RFC 3463 §3.2) means the address, whatever the words."""
NOT_NOW, FOR_EVER = 400, 500


def letter(outside: Outside, message: Message) -> EmailMessage:
    """The letter; its Message-ID is made of the key, so that who gets it twice shows it once."""
    made = EmailMessage(policy=SMTP)
    made["From"] = formataddr(("议事平台", outside.get(SENDER)))
    made["To"] = message.address
    made["Subject"] = " ".join(message.subject.split())
    made["Message-ID"] = message_id(outside, message.key)
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(message.text, cte="base64")
    for one in message.files:
        main, _slash, rest = one.content_type.partition(";")[0].partition("/")
        parameters = dict(part.strip().split("=", 1) for part in one.content_type.split(";")[1:] if "=" in part)
        made.add_attachment(one.content, maintype=main, subtype=rest, filename=one.name, params=parameters)
    return made


def message_id(outside: Outside, key: str) -> str:
    """The Message-ID of a key."""
    return f"<{key.replace(':', '.')}@{outside.get(SENDER).rpartition('@')[2]}>"


class Smtp(Provider):
    """A mail server. It cannot be asked for a message: after a broken line it gets the same Message-ID again."""

    name, label = "email.smtp", N_("邮件服务器")
    needs = (HOST, PORT, SECURITY, USER, PASSWORD, SENDER)

    def send(self, outside: Outside, message: Message) -> Outcome:
        """Hand a letter over; an unknown recipient is for ever, everything else is not."""
        try:
            server = self._server(outside)
        except smtplib.SMTPAuthenticationError:
            return fault("邮件账号或密码不对")
        except smtplib.SMTPResponseException as error:
            return _not_taken(error.smtp_code)
        except (OSError, smtplib.SMTPException):
            return later("连不上邮件服务器")
        try:
            return _hand_over(server, outside, message)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _server(self, outside: Outside) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if outside.get(SECURITY) == "tls" else smtplib.SMTP
        server = kind(outside.get(HOST), int(outside.get(PORT)), timeout=SECONDS)
        try:
            if outside.get(SECURITY) == "starttls":
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if outside.get(USER):
                server.login(outside.get(USER), outside.get(PASSWORD))
        except BaseException:
            server.close()
            raise
        return server


def _hand_over(server: smtplib.SMTP, outside: Outside, message: Message) -> Outcome:
    content = bytes(letter(outside, message))
    try:
        code, _said = server.mail(outside.get(SENDER))
        if code < NOT_NOW:
            code, said = server.rcpt(message.address)
            if code >= FOR_EVER and _names_no_box(said.decode(errors="replace")):
                return refused(f"地址无效（{code}）")
    except (OSError, smtplib.SMTPException):
        return later("邮件服务器断线")
    if code >= NOT_NOW:
        return _not_taken(code)
    try:
        code, said = server.data(content)
    except smtplib.SMTPDataError as error:
        return _not_taken(error.smtp_code)
    except (OSError, smtplib.SMTPException):
        return unknown("邮件服务器断线")
    return _not_taken(code) if code >= NOT_NOW else delivered(said.decode(errors="replace")[:100])


def _names_no_box(said: str) -> bool:
    """Whether the refusal is about the recipient's address and not about the sender, the pace or the content."""
    status = STATUS.search(said)
    return status.group().startswith("5.1.") if status else bool(NO_SUCH_BOX.search(said))


def _not_taken(code: int) -> Outcome:
    return fault(f"邮件服务器拒绝（{code}）") if code >= FOR_EVER else later(f"邮件服务器暂时不收（{code}）")


class Folder(Provider):
    """A folder of the data: one file for each letter, named by its key."""

    name, label = "email.folder", N_("存为文件（没有配置邮件服务器）")

    def is_ready(self, outside: Outside) -> bool:
        """Where no server is set."""
        return not outside.get(HOST)

    def send(self, outside: Outside, message: Message) -> Outcome:
        """Write the letter; it is there as a whole or not at all."""
        path = _place(outside, message.key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(".half")
            with half.open("wb") as file:
                file.write(bytes(letter(outside, message)))
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        except OSError:
            return later("文件写不下")
        return delivered(path.name)

    def ask(self, outside: Outside, message: Message, since: datetime) -> Outcome | None:  # noqa: ARG002
        """Whether the file is there."""
        path = _place(outside, message.key)
        return delivered(path.name) if path.exists() else None


def _place(outside: Outside, key: str) -> Path:
    name = "".join(sign if sign.isalnum() else "-" for sign in key)
    return outside.data_dir / "mail" / f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:8]}.eml"


FOLDER = Folder()
CHANNEL = Channel(
    "email",
    N_("电子邮件"),
    (Smtp(), FOLDER),
    address=lambda reach: reach.email,
    looks_like=r"[^@\s<>,;:]{1,64}@[A-Za-z0-9.\-]{1,120}",
    hint=N_("例如 name@example.cn"),
    rung=0,
    takes_code=True,
)

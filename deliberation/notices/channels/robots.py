"""What group robots have in common: they tell many things in one message and answer 200 where they refuse inside."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from deliberation.notices.channels.calls import Reply, call
from deliberation.notices.channels.channel import Outside, Provider
from deliberation.notices.rules import Message, Outcome, cut_bytes, delivered, fault, later

OK = 200


class Robot(Provider):
    """A robot of a group: `flooded` are its codes for too many messages, after which it rests for `rest`."""

    together = 100
    most_bytes: ClassVar[int] = 2000
    flooded: ClassVar[frozenset[int]] = frozenset()
    rest: ClassVar[timedelta] = timedelta(minutes=1)
    code: ClassVar[str] = "errcode"

    def send(self, outside: Outside, message: Message) -> Outcome:
        """Tell the group; only an answer whose code inside is 0 counts as told."""
        url, body = self.request(outside, message)
        reply = call(url, body)
        return reply if isinstance(reply, Outcome) else self.judge(reply)

    @abstractmethod
    def request(self, outside: Outside, message: Message) -> tuple[str, Mapping[str, Any]]:
        """The address and the body of the robot's call."""

    def judge(self, reply: Reply) -> Outcome:
        """What an answer means."""
        inside = reply.body.get(self.code)
        if reply.status == OK and inside == 0:
            return delivered()
        if inside in self.flooded:
            return later(f"发得太快（{inside}）", rest=self.rest)
        return fault(f"HTTP {reply.status}，错误码 {inside}")

    def words(self, message: Message) -> str:
        """The message within what the robot takes: a group reads it, so it says what and not more."""
        more = f"\n另有 {message.more} 条，请登录平台查看。" if message.more else ""
        links = "".join(f"\n{text}：{url}" for text, url in message.links)
        room = self.most_bytes - len((more + links).encode())
        return cut_bytes(message.subject, room) + more + links

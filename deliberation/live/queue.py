"""The queue between server processes: python-socketio's manager, over a link that may be lost.

The manager of the library waits up to a minute before it listens again, and asks a Redis that is away twice for every
envelope. Here it listens again within a second or two, and what was missed meanwhile is made up for by `on_listening`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

from redis.exceptions import RedisError
from socketio import RedisManager

from deliberation.live.link import Link

LISTEN_AGAIN_SECONDS = 1.0
QUIET_SECONDS = 5.0
"""After so long a silence the connection that listens is asked whether it is still there."""


class Queue(RedisManager):  # type: ignore[misc]
    """Publishes while Redis answers; listens again soon after it is back.

    `on_listening` is called whenever it begins to listen. `heeds`: what is done here when another process says that
    word (`recheck`: a person's account or slip has changed; `hang_up`: a browser's session has ended).
    """

    def __init__(self, link: Link, on_listening: Callable[[], None], heeds: dict[str, Callable[[Any], None]]) -> None:
        self.connected = False
        super().__init__(link.url, channel="deliberation", redis_options=dict(link.options))
        self._link = link
        self._on_listening, self._heeds = on_listening, heeds
        self._marks = tuple(f'"{word}"'.encode() for word in heeds)

    def tell(self, word: str, about: int | str) -> None:
        """Say a word of `heeds` to the other processes."""
        self._publish({"method": word, "about": about, "host_id": self.host_id})

    def _publish(self, data: Any) -> None:
        if self._link.away:
            return
        try:
            if not self.connected:
                self._redis_connect()
            self.redis.publish(self.channel, self.json.dumps(data))
        except (RedisError, OSError) as error:
            self.connected = False
            self._link.lose(error)

    def _redis_listen_with_retries(self) -> Iterator[Any]:
        while True:
            try:
                self._redis_connect()
                self.pubsub.subscribe(self.channel)
                self._on_listening()
                yield from self._messages()
            except (RedisError, OSError) as error:
                self._link.lose(error)
                time.sleep(LISTEN_AGAIN_SECONDS)

    def _messages(self) -> Iterator[Any]:
        asked = False
        while True:
            message = self.pubsub.get_message(timeout=QUIET_SECONDS)
            if message is None:
                if asked:
                    raise ConnectionError("Redis has fallen silent")
                self.pubsub.ping()
                asked = True
                continue
            asked = False
            if message["type"] == "message" and not self._was_told(message["data"]):
                yield message

    def _was_told(self, data: bytes) -> bool:
        """Whether it was one of our own words; then it is heeded here."""
        if not any(mark in data for mark in self._marks):
            return False
        told = json.loads(data)
        heed = self._heeds.get(told.get("method"))
        if heed is None:
            return False
        if told.get("host_id") != self.host_id:
            heed(told["about"])
        return True

"""What stands between the network and the room's events: how fast, how many, and what is no message at all.

Every message passes here before it reaches a handler. Too fast, too large, not understood: it is answered with
`{ok: false, code, message}` where it asked for an answer, and who goes on is cut off. A connection that enters no room
is let go after a while.
"""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass, field
from typing import Any

from socketio import packet

from deliberation.kernel.details import InAnyStage
from deliberation.kernel.errors import Reason, Refused
from deliberation.live.pace import WRONG_COSTS, Bucket, Crowd

logger = logging.getLogger(__name__)

ENTER_WITHIN_SECONDS = 20.0
"""How long a connection may be there without having entered a room (a slow phone joins within five)."""
REST_SECONDS = 0.05
"""How long a connection that speaks too fast is not listened to after each message: the network holds it back."""
LARGEST_MESSAGE = 20_000
ASKED = re.compile(r"2(?:/[^,]{0,40},)?(\d{1,9})(?=[\[{\"])")
"""The number of the answer that a message wants, in what cannot be read otherwise."""


@dataclass(slots=True)
class Peer:
    """One connection: its address, since when, its measure, whether it has entered a room."""

    address: str
    since: float
    bucket: Bucket = field(default_factory=Bucket)
    entered: bool = False


class Wire:
    """The register of the connections of this process, hung before the handlers of the Socket.IO server."""

    def __init__(self, server: Any, events: frozenset[str]) -> None:
        self._server, self._events = server, events
        self._crowd = Crowd()
        self._peers: dict[str, Peer] = {}
        self._inner = dict(server.eio.handlers)
        server.eio.on("connect", self._connect)
        server.eio.on("message", self._message)
        server.eio.on("disconnect", self._disconnect)
        self._cap_frames()

    def _cap_frames(self) -> None:
        """No frame is collected beyond the largest message; the library would refuse it only once it is whole."""
        made = self._server.eio._async["websocket"]  # noqa: SLF001 - the library has no setting for it

        def capped(handler: Any, server: Any) -> Any:
            accepting = made(handler, server)
            if hasattr(accepting, "server_args"):
                accepting.server_args["max_message_size"] = LARGEST_MESSAGE
            return accepting

        self._server.eio._async = {**self._server.eio._async, "websocket": capped}  # noqa: SLF001

    def _connect(self, sid: str, environ: dict[str, Any]) -> Any:
        address = str(environ.get("REMOTE_ADDR", ""))
        if not self._crowd.enter(address):
            logger.warning("an address holds as many connections as one may")
            return False
        self._peers[sid] = Peer(address, time.monotonic())
        return self._inner["connect"](sid, environ)

    def _disconnect(self, sid: str, *reason: Any) -> Any:
        peer = self._peers.pop(sid, None)
        if peer:
            self._crowd.leave(peer.address)
        return self._inner["disconnect"](sid, *reason)

    def _message(self, sid: str, data: Any) -> None:
        peer = self._peers.get(sid)
        if peer is None:
            return
        if not peer.bucket.spend():
            self._slow_down(sid, peer, data)
            return
        if isinstance(data, bytes):
            self._hang_up(sid, "bytes")
            return
        if self._is_understood(data):
            self._inner["message"](sid, data)
            return
        peer.bucket.charge(WRONG_COSTS)
        self._answer(sid, data, Refused(InAnyStage.MESSAGE_WRONG))

    def _slow_down(self, sid: str, peer: Peer, data: Any) -> None:
        if peer.bucket.is_overdrawn:
            self._hang_up(sid, "too fast")
            return
        self._answer(sid, data, Refused(Reason.TOO_MANY_REQUESTS))
        self._server.sleep(REST_SECONDS)

    def _is_understood(self, data: str) -> bool:
        """Whether it is a message of the protocol, and an event that somebody handles."""
        try:
            read = packet.Packet(encoded_packet=data)
        except (ValueError, RecursionError, IndexError, TypeError):
            return False
        if read.packet_type in {packet.BINARY_EVENT, packet.BINARY_ACK, packet.CONNECT_ERROR}:
            return False
        if read.packet_type != packet.EVENT:
            return True
        said = read.data
        # "connect" and "disconnect" are handlers, too, and not for the other side to call
        return isinstance(said, list) and len(said) > 0 and isinstance(said[0], str) and said[0] in self._events

    def _answer(self, sid: str, data: Any, refused: Refused) -> None:
        wanted = ASKED.match(data) if isinstance(data, str) else None
        if wanted is None:
            return
        told = {"ok": False, "code": refused.reason.code, "message": refused.message}
        self._server._send_packet(  # noqa: SLF001 - an answer beside the handlers
            sid, packet.Packet(packet.ACK, namespace="/", id=int(wanted[1]), data=[told])
        )

    def _hang_up(self, sid: str, why: str) -> None:
        logger.warning("a connection was ended: %s", why)
        self._server.eio.disconnect(sid)

    def entered(self, eio_sid: str) -> None:
        """Note that a connection has entered a room."""
        if eio_sid in self._peers:
            self._peers[eio_sid].entered = True

    def was_wrong(self, eio_sid: str) -> None:
        """Note that what a connection wanted was refused."""
        if eio_sid in self._peers:
            self._peers[eio_sid].bucket.charge(WRONG_COSTS)

    def sweep(self) -> None:
        """Let go of who has entered no room in time."""
        latest = time.monotonic() - ENTER_WITHIN_SECONDS
        for sid, peer in list(self._peers.items()):
            if not peer.entered and peer.since < latest:
                self._hang_up(sid, "entered no room")

    def hang_up_all(self) -> None:
        """End every connection: this process stops. Each by itself: who does not read must not keep the others.

        The connection is closed below Socket.IO, without its word of parting: a client that hears the word stays away,
        one whose connection is closed comes back by itself.
        """
        for sid in list(self._peers):
            self._server.start_background_task(self._server.eio.disconnect, sid)

    def __len__(self) -> int:
        return len(self._peers)

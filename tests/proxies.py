"""A network that falls silent: connections that stand are forgotten without a word, new ones pass (roaming, NAT)."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from tests.servers import free_port


class SilentNetwork:
    """Forwards TCP to a server; `fall_silent` swallows whatever the connections of before still send."""

    def __init__(self, server_port: int) -> None:
        self.port = free_port()
        self._server_port = server_port
        self._open: set[int] = set()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=200)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Where a browser finds the server through this network."""
        return f"http://127.0.0.1:{self.port}"

    def fall_silent(self) -> None:
        """From now on the connections that stand carry nothing, and nobody is told."""
        self._open = set()

    def close(self) -> None:
        """Take the network down."""
        for one in [self._listener, *self._sockets]:
            with suppress(OSError):
                one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _address = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                self._sockets += [visitor, server]
                self._open |= {id(visitor)}
                for ends in ((visitor, server), (server, visitor)):
                    threading.Thread(target=self._carry, args=(*ends, id(visitor)), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, name: int) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if name in self._open:
                    target.sendall(data)
        if name in self._open:
            for one in (source, target):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

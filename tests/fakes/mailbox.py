"""A mail server on loopback: it takes letters, refuses boxes that do not exist, and compares nothing."""

from __future__ import annotations

import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


class _Talk(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        """RFC 5321, as far as letters need it."""
        self._say("220 fake")
        to = ""
        while line := self.rfile.readline():
            verb = line.strip().decode().upper()
            if verb.startswith("RCPT TO:"):
                to = line.strip().decode()[8:].strip("<> ").partition(">")[0]
                self._say(self.server.refusal if to in self.server.no_such_box else "250 ok")
            elif verb == "DATA":
                self._take(to)
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self, to: str) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.keep(to, b"".join(lines))
        if self.server.hang_up_after_data:
            self.server.hang_up_after_data -= 1
            self.connection.close()
            return
        self._say("250 taken")

    def _say(self, text: str) -> None:
        if not self.wfile.closed:
            self.wfile.write(f"{text}\r\n".encode())
            self.wfile.flush()


class Mailbox(socketserver.ThreadingTCPServer):
    """What came, by recipient; `no_such_box` answers `refusal`; `hang_up_after_data`: so many letters get no answer."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.no_such_box: set[str] = set()
        self.refusal = "550 no such box"
        self.hang_up_after_data = 0
        super().__init__(("127.0.0.1", 0), _Talk)

    def handle_error(self, request: object, client_address: object) -> None:
        """Who was killed while talking is no error here."""

    def keep(self, to: str, raw: bytes) -> None:
        """A letter that was taken, whether it is known already or not."""
        letter = message_from_bytes(raw, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append((to, letter))

    @property
    def counts(self) -> Counter[str]:
        """How many letters came to each box."""
        return Counter(to for to, _letter in self.letters)

    @property
    def settings(self) -> dict[str, str]:
        """What the platform is told to reach it."""
        port = str(self.server_address[1])
        return {"NOTICE_SMTP_HOST": "127.0.0.1", "NOTICE_SMTP_PORT": port, "NOTICE_SMTP_SECURITY": "none"}


@contextmanager
def a_mailbox() -> Iterator[Mailbox]:
    """A mail server that listens."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

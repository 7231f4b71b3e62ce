"""A browser without a screen, before a real server: it keeps its cookies and sends forms with their token."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode

from tests.builders import PASSWORD
from tests.servers import Server

PATIENCE_SECONDS = 60
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visitor:
    """Asks one server; `at` takes its cookies along to another one of the same service."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._jar = CookieJar()
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    @property
    def cookie(self) -> str:
        """What it sends as `Cookie`."""
        return "; ".join(f"{one.name}={one.value}" for one in self._jar)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page, after redirects."""
        return self._ask(path, None)

    def post(self, path: str, page: str, **fields: str) -> tuple[int, str]:
        """Send a form with the token that stands on `page`."""
        token = TOKEN.search(self.get(page)[1])
        return self._ask(path, urlencode({**fields, "csrf_token": token[1] if token else ""}).encode())

    def sign_in(self, username: str) -> Visitor:
        """Come in with an account of the tests."""
        status, _text = self.post("/login", "/login", username=username, password=PASSWORD)
        assert status == 200, status
        return self

    def at(self, server: Server) -> Visitor:
        """The same browser at another process: what it does here and there is one session."""
        other = Visitor(server)
        other._jar, other._browser = self._jar, self._browser
        return other

    def _ask(self, path: str, data: bytes | None) -> tuple[int, str]:
        try:
            with self._browser.open(self.server.url + path, data, timeout=PATIENCE_SECONDS) as answer:
                return int(answer.status), str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

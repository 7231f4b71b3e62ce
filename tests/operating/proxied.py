"""The nginx of the guide before real servers: the file of `deploy/`, with this test's ports, paths and certificate."""

from __future__ import annotations

import json
import re
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deliberation.config import ROOT
from tests.servers import free_port

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
SITE = ROOT / "deploy" / "nginx" / "deliberation.conf"
MAIN = """user root;
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/main.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass
class Proxy:
    """One nginx on loopback."""

    folder: Path
    plain_port: int = field(default_factory=free_port)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where people come in."""
        return f"https://127.0.0.1:{self.port}"

    def write(self, ports: list[int]) -> None:
        """The site of the guide for servers at these ports, and a certificate of one's own."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder), "utf-8")
        (self.folder / "site.conf").write_text(self._site(ports), "utf-8")
        certificate = ("-keyout", "privkey.pem", "-out", "fullchain.pem", "-subj", "/CN=127.0.0.1", "-days", "2")
        subprocess.run(  # noqa: S603 - our own fixed command
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *certificate],  # noqa: S607 - where it is
            cwd=self.folder,
            capture_output=True,
            check=True,
        )

    def _site(self, ports: list[int]) -> str:
        servers = "\n".join(f"    server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;" for port in ports)
        text = re.sub(r"\n    server 127\.0\.0\.1:8001.*\n.*8002.*", lambda _: f"\n{servers}", SITE.read_text("utf-8"))
        for before, after in {
            r"\n    listen \[::\].*": "",
            r"listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            r"listen 443 ": f"listen 127.0.0.1:{self.port} ",
            r"yishi\.example\.cn": "127.0.0.1",
            r"/etc/deliberation/tls": str(self.folder),
            r"/var/log/deliberation": str(self.folder),
            r"/opt/deliberation/current/static": str(ROOT / "static"),
        }.items():
            text, times = re.subn(before, after, text)
            assert times, before
        return text

    def check(self) -> str:
        """What `nginx -t` says."""
        ended = self._run("-t")
        return ended.stderr

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed command

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own fixed command
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with suppress(OSError):
                if self.get("/healthz")[0] == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError((self.folder / "main.log").read_text("utf-8"))

    def stop(self) -> None:
        """End it, its connections included."""
        if self.process:
            self.process.terminate()
            self.process.wait(10)

    def get(self, path: str, url: str = "") -> tuple[int, dict[str, str], str]:
        """Status, headers and text; redirects are not followed."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        context.check_hostname = False
        browser = urllib.request.build_opener(_Still(), urllib.request.HTTPSHandler(context=context))
        try:
            with browser.open((url or self.url) + path, timeout=30) as answer:
                return int(answer.status), dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read().decode()

    def lines(self, place: str, at_least: int = 1) -> list[dict[str, Any]]:
        """The lines of its access log about a place; they come a little after the answers."""
        deadline = time.monotonic() + 30
        while True:
            text = (self.folder / "nginx-access.log").read_text("utf-8")
            found = [line for line in map(json.loads, text.splitlines()) if line["place"] == place]
            if len(found) >= at_least or time.monotonic() > deadline:
                return found
            time.sleep(0.05)


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        """Stay where one is."""

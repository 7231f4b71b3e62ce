"""What `pip wheel .` makes serves the demonstration from an empty folder, without the checkout."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from deliberation.config import ROOT, VERSION
from tests.servers import Server
from tests.visitors import Visitor

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
OFFLINE = ("--no-index", "--no-deps")
HATCH = (sys.executable, "-m", "hatchling", "build")
PATIENCE_SECONDS = 300
CARRIED = {
    "deliberation/organisation/profiles/owners.json": "deliberation/organisation/profiles/owners.json",
    "deliberation/kernel/holidays.json": "deliberation/kernel/holidays.json",
    **{
        f"deliberation/resources/{name}": name
        for name in (
            "templates/base.html",
            "static/css/base.css",
            "static/vendor/socket.io.min.js",
            "static/vendor/LICENSES.txt",
            "migrations/alembic.ini",
            "migrations/env.py",
            "demo/demo.toml",
            "docs/handbook/secretary.md",
            "docs/images/chair.png",
            "deploy/nginx/deliberation.conf",
            "deploy/systemd/deliberation@.service",
        )
    },
}
"""Some of what a wheel must hold: its name there, and its name in the checkout."""


def done(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    """What a command prints; it must end well."""
    ended = subprocess.run(  # noqa: S603 - commands of this file
        command, cwd=cwd, env=env, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done(*PIP, "wheel", str(ROOT), *OFFLINE, "--no-build-isolation", "-w", str(folder), cwd=folder)
    (made,) = folder.iterdir()
    return made


@dataclass
class Installed(Server):
    """`deliberation serve` of an installation, started in the folder that holds its data."""

    command: Path = Path()

    @property
    def bare(self) -> dict[str, str]:
        """An environment that names no setting of ours but the measure of requests."""
        return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "RATE_LIMITS": "0"}

    def start(self) -> None:
        """Start it as an operator does, and wait until it answers."""
        with (self.data_dir / "server.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [self.command, "serve", "--port", str(self.port)],
                cwd=self.data_dir,
                env=self.bare,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._await_answer()


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Iterator[Installed]:
    """A fresh environment with the wheel; of this Python's packages it sees all but the checkout's own."""
    home, folder = tmp_path / "home", tmp_path / "empty"
    venv.create(home, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    (packages / "shared.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    done(*PIP, "--python", str(home / "bin" / "python"), "install", *OFFLINE, str(wheel), cwd=tmp_path)
    folder.mkdir()
    server = Installed(folder, "", command=home / "bin" / "deliberation")
    yield server
    server.stop()


def test_from_a_wheel_the_demonstration_is_loaded_and_served_in_an_empty_folder(installed: Installed) -> None:
    folder = installed.data_dir
    printed = done(str(installed.command), "demo", cwd=folder, env=installed.bare)
    password = re.search(r"所有账号的密码：(\S+)（", printed)
    assert password, printed
    installed.start()
    resident, chair = Visitor(installed), Visitor(installed)
    status, page = resident.get("/c/jinling/")
    assert (status, "金岭水岸华庭" in page) == (200, True)
    addresses = re.findall(r'(?:href|src)="(/static/[^"?#]+)', page)
    assert any("/vendor/" in address for address in addresses)
    for address in addresses:
        with urlopen(installed.url + address, timeout=30) as answer:
            assert answer.status == 200
            assert answer.read() == (ROOT / "static" / address.split("/", 3)[3]).read_bytes()
    chair.post("/login", "/login", username="lijianguo", password=password[1])
    status, desk = chair.get("/desk/jinling/")
    assert (status, "李建国" in desk) == (200, True)
    assert "李建国" not in resident.get("/desk/jinling/")[1]
    assert {one.name for one in folder.iterdir()} == {"var", "server.log"}
    assert (folder / "var" / "deliberation.sqlite").stat().st_size > 0


def test_a_wheel_carries_what_lies_beside_the_package_and_the_version_of_the_code(wheel: Path) -> None:
    assert wheel.name == f"deliberation-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        assert {name: opened.read(name) for name in CARRIED} == {
            name: (ROOT / source).read_bytes() for name, source in CARRIED.items()
        }
    for folder in ("templates", "static", "migrations", "demo", "docs/handbook", "docs/images"):
        here = {
            str(Path("deliberation/resources") / found.relative_to(ROOT))
            for found in (ROOT / folder).rglob("*")
            if found.is_file() and "__pycache__" not in found.parts
        }
        assert here - names == set()
    assert [name for name in names if name.startswith("tests/") or "__pycache__" in name] == []


def test_a_wheel_made_from_the_sdist_holds_the_same_files(wheel: Path, tmp_path: Path) -> None:
    done(*HATCH, "-t", "sdist", "-d", str(tmp_path), cwd=ROOT)
    with tarfile.open(tmp_path / f"deliberation-{VERSION}.tar.gz") as opened:
        opened.extractall(tmp_path, filter="data")
    done(*HATCH, "-t", "wheel", "-d", str(tmp_path), cwd=tmp_path / f"deliberation-{VERSION}")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(tmp_path / wheel.name) as other:
        assert set(other.namelist()) == set(one.namelist())


def test_without_the_browser_libraries_no_wheel_is_made_and_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    for name in ("deliberation", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "package-lock.json", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    ended = subprocess.run(  # noqa: S603 - our own fixed command
        [*HATCH, "-t", "wheel", "-d", "dist"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert "static/vendor is missing or older than package-lock.json. Run `make setup` first" in ended.stderr
    assert not list(tmp_path.glob("dist/*"))

"""Machines that a check may break: a PostgreSQL and a small disk of one's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.servers import free_port

NOBODY = "postgres"
"""PostgreSQL refuses to run as root; whoever is root hands it to the user that its package has made."""


class Unavailable(Exception):
    """This machine has not, or does not allow, what a check needs."""


@contextmanager
def own_postgresql() -> Iterator[tuple[str, Callable[[str], None]]]:
    """A cluster of our own on a free port: the address of its database, and how to restart it (`fast`, `immediate`)."""
    if shutil.which("pg_ctl") is None:
        raise Unavailable("no pg_ctl on this machine")
    folder, port = Path(tempfile.mkdtemp(prefix="cluster-")), free_port()
    other: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if other:
        shutil.chown(folder, NOBODY, NOBODY)

    def control(*order: str) -> None:
        command = ["pg_ctl", "-D", str(folder / "data"), "-w", "-s", *order]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **other)  # noqa: S603 - our own command

    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    control("initdb", "-o", "-A trust -U owner -E UTF8 --locale=C.UTF-8")
    try:
        control("start", "-l", str(folder / "log"), "-o", settings)
        with psycopg.connect(f"postgresql://owner@127.0.0.1:{port}/postgres", autocommit=True) as first:
            first.execute("CREATE DATABASE hall")
        yield (
            f"postgresql+psycopg://owner@127.0.0.1:{port}/hall",
            lambda mode: control("restart", "-m", mode, "-l", str(folder / "log"), "-o", settings),
        )
    finally:
        control("stop", "-m", "immediate")
        shutil.rmtree(folder)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of so many megabytes, in memory; it goes away with everything on it."""
    place = folder / "disk"
    place.mkdir()
    order = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(order, check=False).returncode != 0:  # noqa: S603 - our own command
        raise Unavailable("this machine does not let us mount a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S603, S607 - where the machine has it


def fill(place: Path) -> Path:
    """Write until not one byte more fits; answers the file that holds it all."""
    ballast = place / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast

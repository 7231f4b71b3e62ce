"""The units and the rotation of logs of the guide: taken by systemd and logrotate, and they name what there is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deliberation.cli import main
from deliberation.config import ROOT
from deliberation.operating.commands import COMMANDS

DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
PROGRAM = "/opt/deliberation/current/bin/deliberation"
SIX_MONTHS = 183


def test_systemd_takes_every_unit(tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("no systemd-analyze on this machine")
    for unit in UNITS.iterdir():
        name = unit.name.replace("@.", "@8001.")
        (tmp_path / name).write_text(unit.read_text("utf-8").replace(PROGRAM, "/bin/true"), "utf-8")
    units = sorted(str(one) for one in tmp_path.iterdir())
    ended = subprocess.run(  # noqa: S603 - fixed command
        [verify, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_units_give_commands_and_options_that_exist() -> None:
    commands = {name: main.commands[name] for name in main.commands}
    assert {one.name for one in COMMANDS} <= set(commands)
    lines = [
        line
        for unit in UNITS.iterdir()
        for line in re.findall(rf"^ExecStart={PROGRAM} (.+)$", unit.read_text("utf-8"), re.MULTILINE)
    ]
    assert sorted(line.split()[0] for line in lines) == ["backup", "serve", "worker"]
    for line in lines:
        name, *words = line.split()
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_logs_are_kept_for_six_months_and_every_log_is_named(tmp_path: Path) -> None:
    text = (DEPLOY / "logrotate" / "deliberation").read_text("utf-8")
    kept = [int(weeks) * 7 for weeks in re.findall(r"weekly\s+rotate (\d+)", text)]
    assert len(kept) == 2
    assert min(kept) >= SIX_MONTHS
    sources = [*UNITS.iterdir(), DEPLOY / "nginx" / "deliberation.conf"]
    written = {
        log for one in sources for log in re.findall(r"/var/log/deliberation/([\w%-]+\.log)", one.read_text("utf-8"))
    }
    assert len(written) == 5
    assert {log for log in written if log.replace("%i", "*") not in text} == set()


def test_logrotate_rotates_and_the_service_goes_on_writing(tmp_path: Path) -> None:
    rotate = shutil.which("logrotate") or "/usr/sbin/logrotate"
    if not Path(rotate).exists():
        pytest.skip("no logrotate on this machine")
    text = (DEPLOY / "logrotate" / "deliberation").read_text("utf-8")
    logs = tmp_path / "logs"
    logs.mkdir(mode=0o750)
    config = tmp_path / "rotation"
    config.write_text(
        text.replace("/var/log/deliberation", str(logs)).replace("/run/nginx.pid", str(tmp_path / "none")), "utf-8"
    )
    config.chmod(0o644)
    for name in ("server-8001.log", "nginx-access.log"):
        (logs / name).write_text("before\n")
    with (logs / "server-8001.log").open("a") as service:
        ended = subprocess.run(  # noqa: S603 - fixed command
            [rotate, "--force", "--state", str(tmp_path / "state"), str(config)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        service.write("after\n")
    assert (logs / "server-8001.log").read_text() == "after\n"
    (old,) = logs.glob("server-8001.log-*")
    assert old.read_text() == "before\n"
    assert len(list(logs.glob("nginx-access.log*"))) == 2


def test_every_setting_of_the_example_is_read_by_the_program() -> None:
    text = (DEPLOY / "deliberation.env.example").read_text("utf-8")
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", text, re.MULTILINE))
    assert len(named) > 10
    read = (ROOT / "deliberation" / "config.py").read_text("utf-8") + (ROOT / "deliberation" / "cli.py").read_text(
        "utf-8"
    )
    assert {name for name in named if f'"{name}"' not in read} == set()


def test_the_settings_are_taken_to_the_letter_and_never_run(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(
        f"#!{sys.executable}\nimport json, os, sys\nprint(json.dumps([dict(os.environ), sys.argv[1:]]))\n"
    )
    program.chmod(0o755)
    told = {
        "DATABASE_URL": "postgresql://a:p&w$HOME;touch ran@127.0.0.1/b?x=1&y=2#z",
        "NOTICE_SMTP_PASSWORD": f"a b`touch {tmp_path / 'ran'}`$(touch {tmp_path / 'ran'})'\\",
        "QUOTED": "'two words'",
        "LAST": "",
    }
    lines = ["# a comment", "", *(f"{name}={value}" for name, value in told.items()), f"DELIBERATION_DATA={tmp_path}"]
    (tmp_path / "env").write_text("\n".join(lines), "utf-8")
    ended = subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", str(DEPLOY / "deliberation.sh"), "check", "a b"],
        env={
            "PATH": os.environ["PATH"],
            "DELIBERATION_ENV": str(tmp_path / "env"),
            "DELIBERATION_PROGRAM": str(program),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    found, words = json.loads(ended.stdout)
    assert {name: found[name] for name in told} == {**told, "QUOTED": "two words"}
    assert words == ["check", "a b"]
    assert not (tmp_path / "ran").exists()


def test_a_service_is_begun_again_however_often_and_the_folder_of_logs_is_root_s() -> None:
    for unit in UNITS.iterdir():
        text = unit.read_text("utf-8")
        assert "LogsDirectory" not in text, "systemd would give the folder away, and logrotate refuses it"
        if "Restart=" in text:
            assert "StartLimitIntervalSec=0" in text
    assert "install -d -m 0750 -o root -g adm /var/log/deliberation" in (ROOT / "docs" / "operator.md").read_text(
        "utf-8"
    )

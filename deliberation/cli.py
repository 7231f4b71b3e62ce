"""`deliberation …`: the operator's commands."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import click
from click.core import ParameterSource
from flask.cli import FlaskGroup

from deliberation.operating import commands as operating


def _create() -> object:
    from deliberation.app import create_app  # noqa: PLC0415 - `serve` must patch before anything loads

    return create_app()


@click.group(cls=FlaskGroup, create_app=_create)
def main() -> None:
    """小区多方议事协商平台：操作命令。"""


for _command in operating.COMMANDS:
    main.add_command(_command)


@main.command(with_appcontext=False)
@click.option("--host", default=lambda: os.environ.get("HOST", "127.0.0.1"), show_default="HOST or 127.0.0.1")
@click.option("--port", default=lambda: int(os.environ.get("PORT", "8000")), show_default="PORT or 8000")
def serve(host: str, port: int) -> None:
    """Serve with gunicorn and one gevent worker, as in production."""
    os.environ["HOST"] = host  # requests under this name are answered, see config
    operating.look_over(host)
    command = [sys.executable, "-m", "gunicorn", *gunicorn_options(f"{host}:{port}")]
    os.execv(sys.executable, command)  # noqa: S606 - our own fixed command


PLACES = 8000
"""Connections at once: a hall of a thousand tablets with a live one and up to six others each."""
SPARE_FILES = 200
"""Files that the server needs beside its connections: the store, the log, Redis."""


def gunicorn_options(address: str) -> list[str]:
    """What gunicorn is told, wherever it is started; raises the limit of open files as far as this machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = PLACES + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    places = PLACES if soft == resource.RLIM_INFINITY else min(PLACES, soft - SPARE_FILES)
    return [
        "-k",
        "deliberation.live.worker.Worker",
        "-w",
        "1",
        "--worker-connections",
        str(places),
        "-b",
        address,
        "--graceful-timeout",
        "5",
        "--keep-alive",
        "75",  # a tablet's next request must not meet a connection that is just being closed
        "--no-control-socket",
        "--logger-class",
        "deliberation.live.server_log.ServerLog",
        "deliberation.wsgi:app",
    ]


@main.command()
def demo() -> None:
    """Bring the tables up to date, load the demonstration into a blank store (once), print who may sign in."""
    from flask_migrate import upgrade  # noqa: PLC0415

    from deliberation.demo import loader  # noqa: PLC0415

    upgrade()
    try:
        loaded = loader.load()
    except loader.StoreNotBlank as error:
        raise click.ClickException(str(error)) from error
    click.echo("演示数据已装好。" if loaded else "演示数据早已装好，没有改动。")
    click.echo(f"\n{loader.sign_ins()}")


@main.command()
@click.option("--admin", prompt="系统管理员姓名", help="Name of the first administrator.")
@click.option("--username", prompt="登录账号（字母、数字）", help="With which the administrator signs in.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the first password, which is changed at the first sign-in; without it, it is asked for.",
)
@click.option("--subdistrict", prompt="街道名称", help="Name of the 街道.")
@click.option("--community", prompt="第一个社区的名称", help="Name of its first 社区.")
@click.option("--province", default="", help="Province, for the owners' rules.")
@click.option("--city", default="", help="City, for the owners' rules.")
@click.pass_context
def init(ctx: click.Context, /, password_file: Path | None, **told: str) -> None:
    """Begin a real installation in a blank store: first administrator, 街道, 社区. Asks for what no option says."""
    from flask_migrate import upgrade  # noqa: PLC0415

    from deliberation.kernel.errors import Refused  # noqa: PLC0415
    from deliberation.organisation.actions.founding import Founding, found  # noqa: PLC0415

    upgrade()
    if ctx.get_parameter_source("subdistrict") is ParameterSource.PROMPT:
        told["province"] = told["province"] or click.prompt("所在的省（可不填）", default="", show_default=False)
        told["city"] = told["city"] or click.prompt("所在的市（可不填）", default="", show_default=False)
    if password_file is None:
        password = click.prompt(
            "密码（至少 8 位，大写、小写、数字、符号中的三种）", hide_input=True, confirmation_prompt="再输一遍"
        )
    else:
        password = password_file.read_text(encoding="utf-8").rstrip("\r\n")
    try:
        found(Founding(password=password, **told), chosen_by_another=password_file is not None)
    except Refused as refused:
        raise click.ClickException(refused.message) from refused
    click.echo(
        f"已开通：{told['subdistrict']}、{told['community']}，系统管理员 {told['admin']}（账号 {told['username']}）。"
    )
    click.echo("现在运行 deliberation serve，用浏览器登录，再录入小区和人员。")


@main.command(with_appcontext=False)
def worker() -> None:
    """Work off what is due in a process of its own; the server then runs with DELIBERATION_WORKER=apart."""
    from deliberation import config, logs  # noqa: PLC0415
    from deliberation.app import create_app, drive, must_hold_the_keys  # noqa: PLC0415

    operating.look_over()
    settings = config.Settings.from_environment()
    logs.set_up(settings.log)
    app = create_app(settings)
    must_hold_the_keys(app)
    drive(app).work(beside=False)


@main.command()
@click.option("--again", metavar="KEY", help="Put what was given up, or fails again and again, back to now.")
def due(again: str | None) -> None:
    """Print the due work that was given up or fails again and again: key, attempts, last error."""
    from deliberation.due import actions, queries  # noqa: PLC0415

    if again is not None and not actions.try_again(again):
        raise click.ClickException(f"没有等着再办的事 {again}。")
    for row in queries.troubled():
        click.echo(f"{row.key} {row.state} {row.attempts} {row.last_error}")


@main.command()
def tick() -> None:
    """Do what is due by now (the server does the same once a minute) and print it."""
    from deliberation.app import do_what_is_due  # noqa: PLC0415

    click.echo(do_what_is_due() or "没有到期的事。")


@main.command()
@click.argument("username")
@click.option("--reset", is_flag=True, required=True, help="End the password and every session; print a one-time code.")
def account(username: str, *, reset: bool) -> None:
    """Let somebody in again who lost the password and whom no other administrator can help (--reset)."""
    from flask import current_app  # noqa: PLC0415

    from deliberation.kernel.errors import Refused  # noqa: PLC0415
    from deliberation.organisation.actions.slips import reset_by_console  # noqa: PLC0415

    if not reset:
        raise click.UsageError("--reset")
    try:
        found, code = reset_by_console(username)
    except Refused as refused:
        raise click.ClickException(refused.message) from refused
    with current_app.test_request_context():
        where = current_app.url_for("organisation.set_password", _external=False)
    click.echo(f"{found.person.name} {found.username}")
    click.echo(f"一次性码：{code}")
    click.echo(f"只显示这一次，三天内有效。原来的密码作废，已在各处退出登录；请本人打开 {where} 自己设新密码。")


@main.command(with_appcontext=False)
@click.argument("file", type=click.Path())
def tally(file: str) -> None:
    """Judge the cases of a JSON file (the format of tally_vectors.json): a line of JSON each; exit 2 if one is bad."""
    from deliberation.kernel.methods import cases  # noqa: PLC0415

    try:
        for line in cases.lines(Path(file).read_bytes()):
            click.echo(line)
    except (OSError, cases.BadCase) as error:
        why = f"读不出文件 {file}：{error.strerror}。" if isinstance(error, OSError) else str(error)
        click.echo(why, err=True)
        sys.exit(2)


@main.command("gate-check", with_appcontext=False)
@click.argument("file", type=click.Path())
def gate_check(file: str) -> None:
    """Say of each text of a JSON file (id, text) whether a person is asked who may decide, and for which matters."""
    from deliberation.agenda.rules import checking  # noqa: PLC0415

    try:
        for line in checking.lines(Path(file).read_bytes()):
            click.echo(line)
    except (OSError, checking.BadTexts) as error:
        why = f"读不出文件 {file}：{error.strerror}。" if isinstance(error, OSError) else str(error)
        click.echo(why, err=True)
        sys.exit(2)


@main.command("check-audit")
@click.option(
    "--since", multiple=True, metavar="HEAD", help="A head 日志校验码 that is printed on a paper; repeatable."
)
def check_audit(since: tuple[str, ...]) -> None:
    """Check the log against itself, its keys, the ballots and papers; exit 1 and name everything that does not hold.

    Only a head that was written down elsewhere (--since) tells whether all chains were put back to an earlier moment.
    """
    from deliberation.audit import chain, checking, keys  # noqa: PLC0415
    from deliberation.owners.queries.tampering import changed_owners_votes  # noqa: PLC0415
    from deliberation.room.queries.tampering import changed_votes  # noqa: PLC0415

    try:
        heads = [chain.read_written(text) for text in since]
        breaks = checking.find_breaks(heads)
    except ValueError as error:
        raise click.UsageError(f"日志校验码应像 3-1207-9f3a0c7be1d25e44 这样写：{error}") from error
    except keys.KeysUnreadable as error:
        raise click.ClickException(str(error)) from error
    said = [f"{found} {checking.WORDS[found.what]}" for found in breaks]
    said += [*changed_votes(), *changed_owners_votes()]
    for line in said:
        click.echo(line)
    if said:
        sys.exit(1)
    click.echo("ok")


@main.command("audit-heads")
def audit_heads() -> None:
    """Print where every chain of the log ends now: to be written down outside this machine, for check-audit --since."""
    from deliberation.audit.queries import heads  # noqa: PLC0415

    for head in heads():
        click.echo(head.written)


@main.command("audit-rotate")
def audit_rotate() -> None:
    """Seal the log with a new key from now on; the earlier keys stay in the ring, to check what they sealed."""
    from flask import current_app  # noqa: PLC0415

    from deliberation.audit import keys, sealing  # noqa: PLC0415

    settings = current_app.config["DELIBERATION"]
    try:
        new = sealing.rotate(settings)
    except keys.KeysUnreadable as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"从现在起用新的密钥 {new} 加封。密钥文件 {keys.path_of(settings)}，请另存一份，不要和数据库放在一起。")


@main.command("audit-reseal")
@click.confirmation_option(prompt="先用 check-audit 查清原因。重新加封会在每条链上永久留下记录。继续吗？")
def audit_reseal() -> None:
    """Seal the log as it is, after its key was lost or somebody broke it; what was found stays noted in every chain."""
    from deliberation.audit import checking, sealing  # noqa: PLC0415

    found = checking.find_breaks()
    sealing.reseal(found)
    for broken in found:
        click.echo(f"{broken} {checking.WORDS[broken.what]}")
    click.echo(f"已重新加封，记下 {len(found)} 处问题。")


@main.command()
@click.argument("vote_id", type=int)
@click.option("--owners", is_flag=True, help="VOTE_ID is a vote of the owners 业主表决.")
def recount(vote_id: int, *, owners: bool) -> None:
    """Judge the stored ballots of a vote again; exit 1 if the published result or its hash differs.

    What an earlier edition counted is compared by its numbers and outcomes, not by its words.
    """
    from deliberation.owners.actions.recount import recount as count_papers  # noqa: PLC0415
    from deliberation.room.actions.recount import recount as count_ballots  # noqa: PLC0415

    found = count_papers(vote_id) if owners else count_ballots(vote_id)
    if found is None:
        raise click.ClickException(f"没有已结束的表决 {vote_id}。")
    click.echo(found.sentence)
    if not found.matches:
        sys.exit(1)


@main.command("roster-check", with_appcontext=False)
@click.argument("file")
def roster_check(file: str) -> None:
    """Read an owners' roster (.xlsx, .csv) and print what an import would make of it; nothing is stored."""
    import json  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from deliberation.kernel import guarded  # noqa: PLC0415
    from deliberation.kernel.errors import Refused  # noqa: PLC0415
    from deliberation.roster.rules import check, read_roster  # noqa: PLC0415
    from deliberation.sheets.bounded import bounded  # noqa: PLC0415

    try:
        reading = bounded(guarded.call, read_roster, file, Path(file).read_bytes())
    except OSError:
        click.echo(f"读不到文件 {file}：没有这个文件，或没有权限。", err=True)
        sys.exit(2)
    except Refused as refused:
        click.echo(str(refused.facts["what"]), err=True)
        sys.exit(2)
    click.echo(json.dumps(check(reading), ensure_ascii=False, indent=2))

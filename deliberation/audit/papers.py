"""The log as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deliberation.audit.chain import Head
from deliberation.audit.models import AuditEntry
from deliberation.audit.names import act_name, remarks
from deliberation.kernel import clock
from deliberation.kernel.stage import Chain, Subject, house
from deliberation.sheets.writing import sheet

HEAD = (
    "日期",
    "时间",
    "谁",
    "办了什么",
    "情况",
    "对象种类",
    "对象",
    "对象编号",
    "范围",
    "链上编号",
    "校验值",
    "核对码",
)


def log_csv(
    entries: Iterable[AuditEntry], subjects: Mapping[tuple[str, int], Subject], scopes: Mapping[str, Chain]
) -> str:
    """The entries as CSV, with the hash that `check-audit` walks along; the last column goes into its `--since`."""
    return sheet(HEAD, (_row(entry, subjects, scopes) for entry in entries))


def _row(
    entry: AuditEntry, subjects: Mapping[tuple[str, int], Subject], scopes: Mapping[str, Chain]
) -> tuple[str, ...]:
    local = entry.at.astimezone(clock.BEIJING)
    named, scope = subjects.get((entry.subject_kind, entry.subject_id or 0)), scopes.get(entry.stream)
    return (
        local.date().isoformat(), f"{local:%H:%M:%S}", entry.actor_name, act_name(entry.action),
        "、".join(remarks(entry.facts)), house().label(entry.subject_kind), named.text if named else "",
        str(entry.subject_id or ""), scope.text if scope else entry.stream, str(entry.seq), entry.hash,
        Head(entry.stream, entry.seq, entry.hash).written,
    )  # fmt: skip

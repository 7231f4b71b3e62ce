"""The log as sheets.

The last two columns are the hash that `check-audit` walks along, and what goes into its `--since`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deliberation.audit.chain import Head
from deliberation.audit.models import AuditEntry
from deliberation.audit.names import act_name, remarks
from deliberation.kernel import clock
from deliberation.kernel.stage import Chain, Ref, Subject, house
from deliberation.web.listing import Column


@dataclass(frozen=True, slots=True)
class Named:
    """An entry with the names of what it is about and of its chain."""

    entry: AuditEntry
    subject: Subject | None
    scope: Chain | None

    def at(self, form: str) -> str:
        """Its moment on the clock of Beijing."""
        return self.entry.at.astimezone(clock.BEIJING).strftime(form)


def chains() -> Mapping[str, Chain]:
    """What each chain covers, by the chain's name."""
    asked = house().offers.chains
    return asked() if asked else {}


def subjects_of(entries: list[AuditEntry]) -> Mapping[tuple[str, int], Subject]:
    """What these entries are about."""
    return house().subjects({Ref(e.subject_kind, e.subject_id) for e in entries if e.subject_id is not None})


def named(entries: list[AuditEntry]) -> list[Named]:
    """These entries as a sheet tells them."""
    about, scopes = subjects_of(entries), chains()
    return [Named(e, about.get((e.subject_kind, e.subject_id or 0)), scopes.get(e.stream)) for e in entries]


def _written(one: Any) -> str:
    return Head(one.entry.stream, one.entry.seq, one.entry.hash).written


COLUMNS = (
    Column("日期", lambda one: clock.day_of(one.entry.at), 12),
    Column("时间", lambda one: one.at("%H:%M:%S"), 10),
    Column("谁", lambda one: one.entry.actor_name, 12),
    Column("办了什么", lambda one: act_name(one.entry.action), 20),
    Column("情况", lambda one: "、".join(remarks(one.entry.facts)), 30),
    Column("对象种类", lambda one: house().label(one.entry.subject_kind), 12),
    Column("对象", lambda one: one.subject.text if one.subject else "", 40),
    Column("对象编号", lambda one: one.entry.subject_id, 10),
    Column("范围", lambda one: one.scope.text if one.scope else one.entry.stream, 16),
    Column("链上编号", lambda one: one.entry.seq, 10),
    Column("校验值", lambda one: one.entry.hash, 66),
    Column("核对码", _written, 90),
)

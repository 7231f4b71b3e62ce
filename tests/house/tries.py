"""Trying one act: without what was seen, with another thing's, after somebody else changed the thing, and as it is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import store_path
from tests.house.bound_acts import BY_HASH
from tests.house.forms_on_pages import Form
from tests.house.people import come_in
from tests.house.scenes import WORDS

CHANGES = {
    **{
        kind: f"UPDATE {table} SET {column} = {column} || '1' WHERE id = ?"
        for kind, table, column in (
            ("building", "buildings", "number"),
            ("community", "communities", "name"),
            ("compound", "compounds", "name"),
            ("duty_line", "duty_lines", "matter"),
            ("entrance", "entrances", "number"),
            ("grid_area", "grid_areas", "name"),
            ("party", "parties", "name"),
            ("subdistrict", "subdistricts", "name"),
            ("unit", "units", "name"),
            ("venue", "venues", "name"),
        )
    },
    "person": "UPDATE persons SET phone = '13900000099' WHERE id = ?",
    "appointment": "UPDATE appointments SET paper = '另一份' WHERE id = ?",
    "installation_role": "UPDATE installation_roles SET paper = '另一份' WHERE id = ?",
    "order": "UPDATE orders SET title = title || '（改）' WHERE id = ?",
    "owners_vote": "UPDATE owners_votes SET title = title || '（改）' WHERE id = ?",
    "roster": "UPDATE rosters SET ground = ground || '（改）' WHERE id = ?",
    "petition": "UPDATE owners_petitions SET title = title || '（改）' WHERE id = ?",
    "paper": "UPDATE owners_papers SET settled_reason = '（改）' WHERE id = ?",
    "meeting": "UPDATE meetings SET title = title || '（改）' WHERE id = ?",
    "invitation": "UPDATE meetings SET starts_at = datetime(starts_at, '+1 hour') || '.000000' WHERE id = ?",
    "minutes": "UPDATE minutes_lines SET text = text || '（改）' WHERE meeting_id = ?",
    "topic": "UPDATE topics SET title = title || '（改）' WHERE id = ?",
    "item": "UPDATE agenda_items SET title = title || '（改）' WHERE id = ?",
    "motion": "UPDATE motions SET text = text || '（改）' WHERE id = ?",
    "meeting_type": "UPDATE meeting_types SET name = name || '（改）' WHERE id = ?",
    "compound_types": "UPDATE compound_meeting_types SET position = position + 1 WHERE compound_id = ?",
    "series": "UPDATE meeting_series SET time = '20:00' WHERE id = ?",
    "notice": "UPDATE notices SET body = body || '（改）' WHERE id = ?",
    "reopening": "UPDATE reopen_requests SET text = text || '（改）' WHERE id = ?",
    "emergency_use": "UPDATE emergency_uses SET situation = situation || '（改）' WHERE id = ?",
    "resolution": "UPDATE resolutions SET title = title || '（改）' WHERE id = ?",
    "document": "UPDATE document_versions SET title = title || '（改）' WHERE document_id = ?",
    "inspection": "UPDATE inspection_requests SET due_on = '2027-01-01' WHERE id = ?",
    "person_request": "UPDATE person_requests SET due_on = '2027-01-01' WHERE id = ?",
    "result_hash": "UPDATE owners_votes SET result_hash = 'f' || substr(result_hash, 2)",
    "seal": "UPDATE resolutions SET text = text || '（改）'",
}
"""How each kind of thing is changed by somebody else."""

SAID = (
    "您打开这一页以后，内容又有改动，这一步没有办理。",
    "这一页可能不是最新的，这一步没有办理。",
    "草稿又改过并保存了",
)
SENTENCE = "现场看过，情况属实，请按这个意见办理。"
QUIET = frozenset({"sqlite_sequence"})


@dataclass(frozen=True)
class Act:
    """An act as somebody finds it: who he is (`id:session key`), and the form that he would send."""

    endpoint: str
    identity: str | None
    form: Form

    @property
    def field(self) -> str:
        """Which field carries what was seen."""
        return BY_HASH.get(self.endpoint, "seen")

    def thing(self) -> tuple[str, int]:
        """The first thing that the form has seen: kind and id."""
        if self.endpoint in BY_HASH:
            return ("seal" if self.field == "seen" else "result_hash"), 0
        kind, number, _digest = self.form.fields["seen"].split(",", maxsplit=1)[0].split(":")
        return kind, int(number)

    def filled(self) -> dict[str, str]:
        """What is sent."""
        said = {name: SENTENCE for name in self.form.typed if not self.form.fields.get(name, "").strip()}
        return self.form.filled(**{**said, **WORDS.get(self.endpoint, {})})


def send(app: Flask, act: Act, data: dict[str, str]) -> TestResponse:
    """Send it as a browser that adds nothing of its own, and look at the page to which it leads."""
    browser = come_in(FlaskClient(app, app.response_class), act.identity)
    if act.form.kinds.get("seen") == "json":
        return browser.post(act.form.action, json=data)
    page = {"Referer": f"http://localhost{act.form.page}"}
    return browser.post(act.form.action, data=data, headers=page, follow_redirects=True)


def changed_by_another(app: Flask, act: Act) -> None:
    """Somebody else changes the thing."""
    kind, number = act.thing()
    connection = sqlite3.connect(store_path(app))
    connection.execute(CHANGES[kind], (number,) if "?" in CHANGES[kind] else ())
    connection.commit()
    connection.close()


def rows(app: Flask) -> dict[str, int]:
    """A fingerprint of every table."""
    connection = sqlite3.connect(store_path(app))
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    told = {name: hash(tuple(connection.execute(f'SELECT * FROM "{name}"'))) for name in names if name not in QUIET}
    connection.close()
    return told


def _without(act: Act) -> dict[str, str]:
    return {name: value for name, value in act.filled().items() if name != act.field}


def _of_another_thing(act: Act) -> dict[str, str]:
    kind, number = act.thing()
    seen = act.form.fields["seen"]
    return act.filled() | {"seen": seen.replace(f"{kind}:{number}:", f"{kind}:{number + 7_000}:")}


def wrong_with(app: Flask, act: Act, put_back: Callable[[], Any]) -> Iterator[str]:
    """Everything that is wrong with how this act is bound."""
    tries = {"without": _without(act), "changed": act.filled()}
    if act.endpoint not in BY_HASH:
        tries["of another thing"] = _of_another_thing(act)
    for name, data in tries.items():
        put_back()
        if name == "changed":
            changed_by_another(app, act)
        before = rows(app)
        answer = send(app, act, data)
        if not any(said in answer.get_json()["message"] if answer.is_json else said in answer.text for said in SAID):
            yield f"{act.endpoint} {name}: {answer.status_code}, and nothing is said"
        after = rows(app)
        if moved := [table for table in before if after[table] != before[table]]:
            yield f"{act.endpoint} {name}: {moved} changed"
    put_back()
    before = rows(app)
    answer = send(app, act, act.filled())
    if answer.status_code != 200 or rows(app) == before:
        said = " ".join(re.sub(r"<[^>]*>", " ", answer.text.partition("error-summary")[2][:900]).split())
        yield f"{act.endpoint} as it is: {answer.status_code}, nothing done: {said}"

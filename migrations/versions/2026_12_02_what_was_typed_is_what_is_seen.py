"""texts stored before signs that nobody sees were dropped are cleaned; lists are searched in folded words everywhere.

Revision 5b1f7c3e9a20, after 0c7e5d318ab4; 2026-12-02.

Left as they are, because a digest covers them or is compared with them: the log, ballots and their entries and papers,
frozen copies and results, voters of an owners' vote, whatever such a copy repeats once it is frozen (a motion that was
put to the vote, an owners' vote that was opened with its questions and candidates, a published resolution), published
versions of documents, minutes that somebody signed, versions of rules; and all keys, codes, hashes and passwords.

Words are folded by the program as it is on the day of the upgrade: the fold lies in the kernel, which depends on
nothing, and rows that the program writes later must be found by the same words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from deliberation.kernel import rooms, typed

revision = "5b1f7c3e9a20"
down_revision = "0c7e5d318ab4"
branch_labels = None
depends_on = None

AT_ONCE = 500

NEW = (
    "accounts",
    "communities",
    "compounds",
    "owners_petition_signers",
    "owners_proxies",
    "owners_voters",
    "persons",
    "reopen_requests",
    "roster_owners",
    "roster_units",
)
"""Tables that get folded words; those of the revision before had them without traditional characters."""

WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "topics": (("number", "title", "situation", "place"), ("submitter_name", "submitter_phone")),
    "orders": (("number", "title"), ("requirement",)),
    "resolutions": (("title", "text"), ()),
    "meetings": (("title",), ()),
    "owners_votes": (("title",), ()),
    "document_versions": (("title", "period", "text"), ()),
    "inspection_requests": (("wanted", "answer"), ()),
    "accounts": (("username",), ()),
    "communities": (("name",), ()),
    "compounds": (("name", "address"), ()),
    "owners_proxies": (("agent",), ()),
    "persons": (("name",), ()),
    "reopen_requests": (("text",), ()),
    "roster_owners": (("names",), ()),
}
PLACES = {
    "owners_voters": ("building", "rooms"),
    "owners_petition_signers": ("building", "rooms"),
    "roster_units": ("building", "entrance", "room", "room_text", "kind"),
}
KIND_IN_LABEL = {"PARKING": "车位", "STORAGE": "储藏室", "SHOP": "商铺"}
LISTS = frozenset({"names", "rooms"})

TYPED = {
    "accounts": "username",
    "agenda_items": "title presenter class_notes",
    "appointments": "post",
    "attachments": "filename",
    "communities": "name",
    "compounds": "name address phone introduction",
    "consensus_objections": "text",
    "documents": "withdrawn_reason",
    "emergency_uses": "title situation confirmed_by granted_by source result",
    "inspection_requests": "wanted why name phone unit answer place",
    "meeting_types": "name",
    "meetings": "title notice_waiver facts",
    "motion_corrections": "reason by",
    "notices": "subject body",
    "order_events": "text by",
    "orders": "title requirement own_duty assisting",
    "owners_annulments": "organ document reason",
    "owners_elections": "kept uncontested_reason filing_note",
    "owners_evidence": "title place done_by note struck_reason",
    "owners_imports": "source file_name",
    "owners_papers": "settled_reason",
    "owners_petition_signers": "names building rooms paper",
    "owners_petitions": "title text drop_reason",
    "owners_proxies": "agent note",
    "owners_representatives": "name building entrance",
    "owners_turnovers": "note",
    "owners_vote_steps": "title note",
    "owners_voters": "delivery_note",
    "owners_votes": "notice_warning posting_note void_reason counts_taken_back",
    "parties": "name duty",
    "persons": "name phone",
    "public_objections": "text name phone building answer",
    "recusals": "reason",
    "reopen_requests": "text answer answered_by",
    "roster_owners": "names phone voter_name",
    "roster_units": "building entrance room room_text note",
    "rosters": "file_name ground",
    "rule_profiles": "reason",
    "screenings": "reason refer_to",
    "seats": "leave_reason",
    "subdistricts": "city province",
    "topic_events": "text by",
    "topics": "title situation proposal place submitter_name submitter_phone building checklist",
    "venues": "name address",
    "votes": "void_reason",
}
"""Columns that somebody typed, or a file brought, whatever the state of the row."""

OPEN_VOTE = "vote_id IN (SELECT id FROM owners_votes WHERE frozen_hash IS NULL)"
OPEN_ELECTION = (
    "election_id IN (SELECT id FROM owners_elections WHERE vote_id IN"
    " (SELECT id FROM owners_votes WHERE frozen_hash IS NULL))"
)
UNDER_WAY = {
    "motions": ("text class_notes", "id NOT IN (SELECT motion_id FROM votes)"),
    "minutes_lines": ("text", "meeting_id NOT IN (SELECT meeting_id FROM minutes_signatures)"),
    "owners_candidates": ("name building room declared reason", OPEN_ELECTION),
    "owners_interested": ("building entrance room reason", OPEN_VOTE),
    "owners_questions": ("title text options", OPEN_VOTE),
    "owners_voters": ("received_by", "vote_id IN (SELECT id FROM owners_votes WHERE counted_at IS NULL)"),
    "owners_votes": ("title policy_clause special_reason count_place caller_name", "frozen_hash IS NULL"),
    "resolutions": ("title text", "frozen_hash IS NULL"),
}
"""Columns that a frozen copy repeats, or a sealed count hangs on, and while it does not yet."""


def upgrade() -> None:
    for table in NEW:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("search", sa.Text(), nullable=False, server_default=""))
    for table, columns in TYPED.items():
        _clean(table, columns.split())
    for table, (columns, condition) in UNDER_WAY.items():
        _clean(table, columns.split(), condition)
    for table in (*WORDS, *PLACES):
        _fold(table)
    for table in NEW:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("search", server_default=None)
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_actor_name"), ["actor_name"], unique=False)


def _rows(name: str, columns: list[str], condition: str = "") -> Iterator[list[dict[str, Any]]]:
    """The rows of a table, as many at once as memory bears."""
    table, last = _table(name, columns), 0
    while True:
        wanted = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(AT_ONCE)
        if condition:
            wanted = wanted.where(sa.text(condition))
        rows = [dict(row) for row in op.get_bind().execute(wanted).mappings()]
        if not rows:
            return
        last = rows[-1]["id"]
        yield rows


def _table(name: str, columns: list[str]) -> sa.Table:
    return sa.Table(
        name, sa.MetaData(), autoload_with=op.get_bind(), include_columns=["id", *columns], resolve_fks=False
    )


def _clean(name: str, columns: list[str], condition: str = "") -> None:
    table = _table(name, columns)
    for rows in _rows(name, columns, condition):
        for row in rows:
            seen = {column: _as_seen(row[column], table.c[column].type) for column in columns}
            changed = {column: value for column, value in seen.items() if value != row[column]}
            if changed and not _is_taken(table, changed):
                op.get_bind().execute(sa.update(table).where(table.c.id == row["id"]).values(changed))


def _is_taken(table: sa.Table, changed: dict[str, Any]) -> bool:
    """Whether another account has the name already that this one would get."""
    if "username" not in changed:
        return False
    same = sa.select(table.c.id).where(table.c.username == changed["username"])
    return op.get_bind().scalar(same.limit(1)) is not None


def _as_seen(value: Any, kind: Any) -> Any:
    """A text, or every text of a JSON value, as it is seen; never longer than its column."""
    if isinstance(value, str):
        longest = getattr(kind, "length", None)
        return typed.as_typed(value)[:longest]
    if isinstance(value, list):
        return [_as_seen(one, None) for one in value]
    if isinstance(value, dict):
        return {_as_seen(key, None): _as_seen(one, None) for key, one in value.items()}
    return value


def _fold(name: str) -> None:
    said, more = WORDS.get(name, (PLACES.get(name, ()), ()))
    written = ["search", *(["search_more"] if name not in NEW else [])]
    table = _table(name, written)
    change = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
    change = change.values({column: sa.bindparam(f"new_{column}") for column in written})
    for rows in _rows(name, [*said, *more]):
        news = [
            {"row_id": row["id"], "new_search": _said(name, row, said), "new_search_more": _said(name, row, more)}
            for row in rows
        ]
        op.get_bind().execute(change, [{k: v for k, v in new.items() if k[4:] in ("id", *written)} for new in news])


def _said(name: str, row: dict[str, Any], columns: tuple[str, ...]) -> str:
    if name == "roster_units":
        where, room = f"{row['building']}{row['entrance']}", row["room"]
        mark = KIND_IN_LABEL.get(row["kind"], "")
        label = f"{where}{mark if room[:1].isascii() else ''}{room}{'室' if not mark and room.isascii() else ''}"
        return rooms.said(where, (label, row["room_text"]))
    if name in PLACES:
        return rooms.said(row["building"], row["rooms"] or ())
    texts = [row[column] for column in columns]
    return typed.folded(*(one for text in texts for one in (text if isinstance(text, list) else [text])))


def downgrade() -> None:
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_actor_name"))
    for table in NEW:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("search")

"""What the audit log's things are called, and which page shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from deliberation.agenda.models import AgendaItem
from deliberation.audit.subjects import Key, Scope, Subject
from deliberation.collection.models import Topic
from deliberation.convening.models import Meeting, Seat
from deliberation.db import db
from deliberation.disclosure.models import Document, InspectionRequest
from deliberation.disclosure.rules import KINDS
from deliberation.kernel.days import day_text
from deliberation.kernel.text import say as _
from deliberation.notices.models import Notice
from deliberation.organisation import queries as organisation
from deliberation.organisation.models import Account, RuleProfileVersion
from deliberation.owners.models import (
    EmergencyUse,
    OwnersCommittee,
    OwnersEvidence,
    OwnersImport,
    OwnersMatter,
    OwnersPaper,
    OwnersPetition,
    OwnersProxy,
    OwnersTurnover,
    OwnersVote,
)
from deliberation.owners.rules.evidence import KINDS as EVIDENCE_KINDS
from deliberation.publication.models import PublicObjection, Resolution
from deliberation.publication.rules import PUBLIC_STATES
from deliberation.room.models import MinutesLine, Motion, Vote
from deliberation.roster.models import Roster
from deliberation.supervision.models import Order


def scopes() -> dict[str, Scope]:
    """What each audit chain covers: the whole installation, or one compound."""
    compounds = organisation.compounds()
    named = {f"compound:{one.id}": Scope(one.name, one.id, frozenset(one.options)) for one in compounds}
    return {"system": Scope(_("整个平台")), **named}


def subjects(keys: Iterable[Key]) -> dict[Key, Subject]:
    """The names of the log's things, and the page of each; one or two statements for each kind that occurs."""
    wanted: dict[str, set[int]] = {}
    for kind, ident in keys:
        wanted.setdefault(kind, set()).add(ident)
    slugs = {one.id: one.slug for one in organisation.compounds()}
    found: dict[Key, Subject] = {}
    for kind, (model, name) in NAMED.items():
        if kind in wanted:
            rows = db.session.scalars(select(model).where(model.id.in_(wanted[kind]))).unique()
            found |= {(kind, row.id): name(row, slugs) for row in rows}
    return found


def _of_compound(row: Any, slugs: Mapping[int, str], text: str, page: tuple[str, str, str]) -> Subject:
    """A thing of a compound whose page has the endpoint, the name of its parameter and the permission `page`."""
    endpoint, parameter, permission = page
    values = {"compound_slug": slugs[row.compound_id], parameter: row.id}
    return Subject(text, endpoint, values, permission, row.compound_id)


def _topic(row: Topic, slugs: Mapping[int, str]) -> Subject:
    page = ("collection.topic", "topic_id", "topic.read")
    return _of_compound(row, slugs, f"{row.number or ''}《{row.title}》", page)


def _meeting(row: Meeting, slugs: Mapping[int, str]) -> Subject:
    return _of_compound(row, slugs, row.title, ("convening.meeting", "meeting_id", "meeting.read"))


def _order(row: Order, slugs: Mapping[int, str]) -> Subject:
    page = ("supervision.order", "order_id", "order.read")
    return _of_compound(row, slugs, f"{row.number}《{row.title}》", page)


def _resolution(row: Resolution, slugs: Mapping[int, str]) -> Subject:
    text = _("%(title)s（第 %(n)s 版）", title=row.title, n=row.version)
    if row.state in PUBLIC_STATES:
        values = {"compound_slug": slugs[row.compound_id], "public_id": row.public_id}
        return Subject(text, "publication.resolution", values, "public.read", row.compound_id)
    return _of_compound(row, slugs, text, ("publication.desk_resolution", "resolution_id", "resolution.prepare"))


def _objection(row: PublicObjection, slugs: Mapping[int, str]) -> Subject:
    about = db.session.get_one(Resolution, row.resolution_id)
    return replace(_resolution(about, slugs), text=_("对《%(title)s》的异议", title=about.title))


def _item(row: AgendaItem, slugs: Mapping[int, str]) -> Subject:
    return _in_meeting(row.meeting_id, f"《{row.title}》", slugs)


def _seat(row: Seat, slugs: Mapping[int, str]) -> Subject:
    return _in_meeting(row.meeting_id, row.person.name, slugs)


def _motion(row: Motion, slugs: Mapping[int, str]) -> Subject:
    return _in_meeting(row.item.meeting_id, _("动议 %(n)s（%(item)s）", n=row.number, item=row.item.title), slugs)


def _vote(row: Vote, slugs: Mapping[int, str]) -> Subject:
    text = _("动议 %(n)s（%(item)s）", n=row.motion.number, item=row.motion.item.title)
    return _in_meeting(row.meeting_id, text, slugs)


def _minutes_line(row: MinutesLine, slugs: Mapping[int, str]) -> Subject:
    return _in_meeting(row.meeting_id, "", slugs)


def _in_meeting(meeting_id: int | None, text: str, slugs: Mapping[int, str]) -> Subject:
    """Something that belongs to a meeting is named with it and shown on its page."""
    meeting = db.session.get(Meeting, meeting_id) if meeting_id is not None else None
    if meeting is None:
        return Subject(text)
    return replace(_meeting(meeting, slugs), text=" · ".join(filter(None, (text, meeting.title))))


def _account(row: Account, _slugs: Mapping[int, str]) -> Subject:
    return Subject(row.person.name)


def _notice(row: Notice, _slugs: Mapping[int, str]) -> Subject:
    return Subject(row.subject)


def _matter(row: OwnersMatter, slugs: Mapping[int, str]) -> Subject:
    if row.topic_id is not None:
        return _topic(db.session.get_one(Topic, row.topic_id), slugs)
    motion = db.session.get(Motion, row.motion_id) if row.motion_id is not None else None
    return _motion(motion, slugs) if motion else Subject("")


def _titled(row: Any, _slugs: Mapping[int, str]) -> Subject:
    return Subject(row.title)


def _of_owners_vote(row: Any, _slugs: Mapping[int, str]) -> Subject:
    """A paper of a vote is named by the vote: whose it is stays out of the log."""
    return Subject(db.session.get_one(OwnersVote, row.vote_id).title)


def _turnover(row: OwnersTurnover, _slugs: Mapping[int, str]) -> Subject:
    return Subject(_("%(on)s开始的换届", on=day_text(row.began_on)))


def _committee(row: OwnersCommittee, _slugs: Mapping[int, str]) -> Subject:
    return Subject(_("%(on)s在别处选出的业委会", on=day_text(row.elected_on)))


def _profile(row: RuleProfileVersion, _slugs: Mapping[int, str]) -> Subject:
    return Subject(_("%(name)s（第 %(n)s 版）", name=row.data.get("name", ""), n=row.version))


def _roster(row: Roster, _slugs: Mapping[int, str]) -> Subject:
    return Subject(_("第 %(n)s 次导入", n=row.id))


def _document(row: Document, slugs: Mapping[int, str]) -> Subject:
    values = {"compound_slug": slugs[row.compound_id], "public_id": row.public_id}
    return Subject(KINDS[row.kind].label, "disclosure.public_document", values, "public.read", row.compound_id)


def _inspection(row: InspectionRequest, slugs: Mapping[int, str]) -> Subject:
    """A request is named by what it asks for: who asked stays out of the log."""
    page = ("disclosure.request_page", "request_id", "inspection.read")
    return _of_compound(row, slugs, KINDS[row.kind].label, page)


def _evidence(row: OwnersEvidence, _slugs: Mapping[int, str]) -> Subject:
    what = EVIDENCE_KINDS[row.what]
    return Subject(f"{what}：{row.title}" if row.title else what)


NAMED: dict[str, tuple[Any, Callable[[Any, Mapping[int, str]], Subject]]] = {
    "topic": (Topic, _topic),
    "item": (AgendaItem, _item),
    "meeting": (Meeting, _meeting),
    "seat": (Seat, _seat),
    "motion": (Motion, _motion),
    "vote": (Vote, _vote),
    "minutes_line": (MinutesLine, _minutes_line),
    "owners_matter": (OwnersMatter, _matter),
    "owners_vote": (OwnersVote, _titled),
    "owners_petition": (OwnersPetition, _titled),
    "owners_evidence": (OwnersEvidence, _evidence),
    "emergency_use": (EmergencyUse, _titled),
    "owners_turnover": (OwnersTurnover, _turnover),
    "owners_committee": (OwnersCommittee, _committee),
    "owners_paper": (OwnersPaper, _of_owners_vote),
    "owners_proxy": (OwnersProxy, _of_owners_vote),
    "owners_import": (OwnersImport, _of_owners_vote),
    "roster": (Roster, _roster),
    "rule_profile": (RuleProfileVersion, _profile),
    "order": (Order, _order),
    "resolution": (Resolution, _resolution),
    "objection": (PublicObjection, _objection),
    "document": (Document, _document),
    "inspection": (InspectionRequest, _inspection),
    "account": (Account, _account),
    "notice": (Notice, _notice),
}
"""Of each kind of thing: its table, and how one of them is called."""

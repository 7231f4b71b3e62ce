"""筹备业主表决: what is asked, of whom, when and by which rule; open to change until the notice is posted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.agenda.rules import AUTHORITIES, MATTERS
from deliberation.collection.access import topic_for
from deliberation.kernel import clock
from deliberation.kernel.clock import BEIJING
from deliberation.kernel.days import day_text
from deliberation.kernel.details import InPreparing
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.typed import whole_number
from deliberation.organisation.access import places_of
from deliberation.organisation.rules.owners import CLASSES
from deliberation.owners.access import petition_for
from deliberation.owners.actions import preparing
from deliberation.owners.actions.matters import propose_topic as propose
from deliberation.owners.forms.calling import kept_calling
from deliberation.owners.forms.prepare import MOST_QUESTIONS, PrepareForm
from deliberation.owners.queries import prepare as queries
from deliberation.owners.queries.prepare import Asked, Place
from deliberation.owners.queries.votes import left_open, running_on
from deliberation.owners.rules.calling import REGULAR, grounds_in, notice_days_for
from deliberation.owners.rules.flows import KINDS
from deliberation.owners.rules.notice import earliest_opening, judge_notice
from deliberation.owners.rules.questions import KIND_OF_AUTHORITY, class_of
from deliberation.owners.rules.steps_before import seems
from deliberation.owners.views.frame import blueprint, to_vote, vote_here
from deliberation.owners.views.scope import picks
from deliberation.roster.rules.parts import Part
from deliberation.web import asking
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor, here

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

    Save = Callable[[preparing.VoteDraft], OwnersVote]

PERMISSION = "owners_vote.prepare"
OPENS, CLOSES = time(9), time(18)
USUAL_DAYS = 10
"""How long a vote is open where the rules of the place say nothing."""

Values = dict[str, Any]


@blueprint.route("/desk/<compound_slug>/owners-votes/new", methods=["GET", "POST"])
@guard(PERMISSION)
def prepare() -> Any:
    """Begin a vote, from a matter that waits (`matter`) or as a survey on a topic (`topic`)."""
    if request.method == "POST":
        return _take(None, _begin)
    running = running_on([asking.number("matter", 0)])
    for vote in running.values():
        return to_vote(here(vote).id)
    return _page(_fresh(_begun()), None)


@blueprint.route("/desk/<compound_slug>/owners-votes/<int:vote_id>/edit", methods=["GET", "POST"])
@guard(PERMISSION)
def revise(vote_id: int) -> Any:
    """Change what is prepared, as long as the notice is not posted."""
    vote = vote_here(PERMISSION, vote_id)
    if vote.state != "PREPARED":
        raise Refused(Reason.AGENDA_LOCKED)
    if request.method == "GET":
        return _page(_fresh(_kept(vote)), vote)
    return _take(vote, lambda draft: preparing.revise(current_actor(), vote_id, draft))


@blueprint.post("/desk/<compound_slug>/owners-votes/propose/<int:topic_id>")
@guard(PERMISSION)
def propose_topic(topic_id: int) -> Any:
    """提请业主共同决定 of a topic without a meeting, and on to the preparing; asked again it is the same matter."""
    here(topic_for(current_actor(), PERMISSION, topic_id))
    matter = propose(current_actor(), topic_id)
    return redirect(url_for("owners.prepare", matter=matter.id))


def _begin(draft: preparing.VoteDraft) -> OwnersVote:
    """A new vote; the same form sent twice answers the first."""
    actor = current_actor()
    same = queries.same_vote(compound().id, draft.title, draft.opens_at, actor.person_id)
    return same or preparing.prepare(actor, compound().id, draft)


# What stands in the form at first


def _begun() -> Values:
    """The form of a new vote, filled from what the address names."""
    matter_id, topic_id = (asking.optional_number(name) for name in ("matter", "topic"))
    petition_id = asking.optional_number("petition")
    values: Values = {"kind": "OWNERS", "title": "", "questions": []}
    if matter_id is not None:
        matter = queries.asked(compound().id, [matter_id])[matter_id]
        about = _("关于“%(what)s”的业主表决", what=matter.title)[:120]
        values = {
            "kind": KIND_OF_AUTHORITY.get(matter.authority, "OWNERS"),
            "title": about,
            "questions": [_of_matter(matter)],
        }
    elif topic_id is not None:
        topic = queries.topic_here(compound().id, topic_id)
        about = _("关于“%(what)s”的住户意见征询", what=topic.title)[:120]
        values = {"kind": "HOUSEHOLDS", "title": about, "questions": [_of_topic(topic)]}
    elif petition_id is not None:
        values = _of_petition(petition_for(current_actor(), PERMISSION, petition_id))
    return values | _usual_times(values["kind"], is_special=values.get("session") == "SPECIAL")


def _of_petition(found: Any) -> Values:
    """A special meeting on what enough owners demand, with their words as the matter."""
    petition = here(found)
    about = _("关于“%(what)s”的业主表决", what=petition.title)[:120]
    share = (petition.judged or {}).get("asked", "")
    why = _("%(share)s的业主于%(day)s提议", share=share, day=day_text(petition.handed_on)) if petition.handed_on else ""
    question = {"title": petition.title, "text": petition.text, "item": petition.item or ""}
    if petition.kind == "RECALL":
        question["subject"] = "RECALL"
    return {
        "kind": "AFFECTED" if petition.scope else "OWNERS",
        "scope": [part.code for part in petition.scope],
        "title": about,
        "questions": [question],
        "session": "SPECIAL",
        "special_ground": "DEMAND",
        "special_reason": why,
        "petition_id": petition.id,
    }


def _usual_times(kind: str, *, is_special: bool = False) -> Values:
    """The first day that needs no warning, and as long as the rules ask at least; their policy."""
    place = queries.rules_here(compound(), clock.today()).get(kind)
    if place is None:
        return {}
    opens = earliest_opening(clock.today(), notice_days_for(place.rules, is_special=is_special))[1] + timedelta(days=1)
    days = max(place.rules.opens_min_days, min(USUAL_DAYS, place.rules.opens_max_days or USUAL_DAYS))
    clause = {"policy_clause": place.rules.policy_clause, "policy_clause_on": place.rules.policy_clause_on}
    return {
        "opens_at": datetime.combine(opens, OPENS),
        "closes_at": datetime.combine(opens + timedelta(days=days), CLOSES),
        "policy": place.rules.policy,
        **clause,
    }


def _of_matter(matter: Asked) -> Values:
    """A waiting matter; where an earlier vote on it left names or posts open, the next round is about these."""
    values = {
        "matter_id": matter.id,
        "title": matter.title[:120],
        "text": matter.text,
        "item": matter.item or "",
        "subject": seems(matter.title, matter.text, matter.item),
    }
    left = left_open([matter.id]).get(matter.id)
    if left is None:
        return values
    most = left.vacant or 1
    return values | {"method": left.method, "options": "\n".join(left.options), "seats": most, "most": most}


def _of_topic(topic: Any) -> Values:
    return {"topic_id": topic.id, "title": topic.title, "text": topic.proposal or topic.situation}


def _kept(vote: OwnersVote) -> Values:
    """The form of a vote as it was saved."""
    lines = [
        {
            "matter_id": q.matter_id,
            "topic_id": q.topic_id,
            "title": q.title,
            "text": q.text,
            "item": q.item or "",
            "method": q.method,
            "options": "\n".join(o["label"] for o in q.options),
            "most": q.most,
            "seats": q.seats,
            "subject": q.subject,
        }
        for q in vote.questions
    ]
    return {
        "kind": vote.kind,
        "title": vote.title,
        "scope": [part.code for part in vote.scope],
        "policy": vote.policy,
        "policy_clause": vote.policy_clause,
        "policy_clause_on": vote.policy_clause_on,
        "online": vote.online,
        "opens_at": vote.opens_at.astimezone(BEIJING).replace(tzinfo=None),
        "closes_at": vote.closes_at.astimezone(BEIJING).replace(tzinfo=None),
        "questions": lines,
        **kept_calling(vote),
    }


def _fresh(values: Values) -> PrepareForm:
    return _offering(
        PrepareForm(formdata=None, data=values), [Part.from_code(code) for code in values.get("scope") or ()]
    )


def _offering(form: PrepareForm, kept: Iterable[Part] = ()) -> PrepareForm:
    """Offer the buildings and entrances of the roster, and those that were chosen before under an earlier one."""
    known = dict.fromkeys([*queries.parts(compound().id), *kept])
    form.scope.choices = [(part.code, part.label) for part in known]
    form.special_ground.choices = [("", _("请选择")), *grounds_in(places_of(compound())).items()]
    return form


# What was sent


def _take(vote: OwnersVote | None, save: Save) -> Any:
    form = _offering(PrepareForm(), vote.scope if vote else ())
    act = request.form.get("act", "")
    if act:
        return _page(_fresh(_changed(form, act)), vote)
    if not form.validate():
        return _page(form, vote), 422
    matters = queries.asked(compound().id, _matter_ids(form))
    return attempt(
        lambda: save(_draft(form, matters)),
        lambda said: _page(form, vote, said),
        lambda saved: to_vote(saved.id),
        _("已保存。请核对，再打印公告张贴。"),
    )


def _changed(form: PrepareForm, act: str) -> Values:
    """The form with one more matter (`add`), or one less (`remove-2`); all else, or all (`measure`), as typed."""
    values: Values = {name: value for name, value in form.data.items() if name != "csrf_token"}
    lines: list[Values] = values["questions"]
    kind, _dash, number = act.partition("-")
    if kind == "remove":
        values["questions"] = [line for at, line in enumerate(lines) if at != whole_number(number)]
    elif kind == "add" and len(lines) < MOST_QUESTIONS:
        what, _colon, which = (form.add.data or "").partition(":")
        found = whole_number(which)
        if found is not None:
            lines.append(_added(what, found))
        elif what == "blank":
            lines.append({})
    values["add"] = ""
    return values


def _added(what: str, which: int) -> Values:
    if what == "matter":
        return _of_matter(queries.asked(compound().id, [which])[which])
    return _of_topic(queries.topic_here(compound().id, which))


def _matter_ids(form: PrepareForm) -> list[int]:
    return [line.form.matter_id.data for line in form.questions if line.form.matter_id.data]


def _draft(form: PrepareForm, matters: Mapping[int, Asked]) -> preparing.VoteDraft:
    kind = form.kind.data
    place = queries.rules_here(compound(), clock.day_of(form.opening())).get(kind)
    if place is None:
        raise Refused(InPreparing.NO_RULES_OF_KIND, kind=_(KINDS[kind]))
    policy = "STRICT" if kind == "HOUSEHOLDS" else form.policy.data
    with_clause = policy != "STRICT"
    return preparing.VoteDraft(
        kind=kind,
        title=form.title.data,
        opens_at=form.opening(),
        closes_at=form.closing(),
        profile_id=place.row.id,
        questions=[line.form.draft(kind, matters.get(line.form.matter_id.data)) for line in form.questions],
        scope=form.parts(),
        policy=policy,
        policy_clause=(form.policy_clause.data or "") if with_clause else "",
        policy_clause_on=form.policy_clause_on.data if with_clause else None,
        online=form.online.data,
        calling=REGULAR if kind == "HOUSEHOLDS" else form.calling(),
    )


# The page


def _page(form: PrepareForm, vote: OwnersVote | None, problem: str = "") -> str:
    today, places = clock.today(), queries.rules_here(compound(), clock.today())
    waiting = queries.open_matters(compound().id, vote.id if vote else None)
    on_ballot = set(_matter_ids(form))
    known = {m.id: m for m in waiting} | queries.asked(compound().id, on_ballot)
    left = [m for m in waiting if m.id not in on_ballot]
    topics = queries.topics(compound().id)
    form.add.choices = [
        ("", _("请选择")),
        *((f"matter:{m.id}", _("等业主决定：%(what)s", what=m.title)) for m in left),
        *((f"topic:{t.id}", _("征询议题：%(what)s", what=t.title)) for t in topics),
        ("blank", _("空白事项，自己写")),
    ]
    return render_template(
        "owners/prepare.html",
        form=form,
        vote=vote,
        problem=problem,
        places=places,
        known=known,
        kinds=KINDS,
        matters=MATTERS,
        authorities=AUTHORITIES,
        classes=CLASSES,
        class_of=class_of,
        earliest={kind: earliest_opening(today, place.rules.notice_days) for kind, place in places.items()},
        earliest_special=_earliest_special(places, today),
        verdict=_judged(form, places),
        has_online=any("ONLINE" in p.rules.channels for p in places.values()),
        **picks(form, compound().id, vote, {m: known[m] for m in on_ballot}),
    )


def _judged(form: PrepareForm, places: Mapping[str, Place]) -> Any:
    """What a notice posted today would mean for the days in the form."""
    place = places.get(form.kind.data or "")
    if place is None or form.opens_at.data is None:
        return None
    required = notice_days_for(place.rules, is_special=form.session.data == "SPECIAL")
    return judge_notice(clock.today(), form.opens_at.data.date(), required)


def _earliest_special(places: Mapping[str, Place], today: date) -> Values:
    """Where the place has a shorter notice for special meetings: the first days for one noticed today."""
    shorter = {kind: place.rules.special_notice_days for kind, place in places.items()}
    return {kind: earliest_opening(today, days) for kind, days in shorter.items() if days is not None}

"""The administrator's pages of posts 任职: all of them, a new one, an end, a succession with its list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel import clock
from deliberation.kernel.actor import ROLE_LABELS, Role
from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import appointment_at, handover_for, role_at
from deliberation.organisation.actions import people as acts
from deliberation.organisation.actions import terms
from deliberation.organisation.forms.people import EndForm, PostForm, SuccessionForm, WidePostForm
from deliberation.organisation.queries import appointments_of, choices, compounds, counts
from deliberation.organisation.queries import people as reading
from deliberation.organisation.queries import person as person_by_id
from deliberation.organisation.queries.terms import counted, lines_of, posts_of_handover
from deliberation.organisation.rules import PARTY_KINDS
from deliberation.organisation.rules.posts import LABELS
from deliberation.organisation.views.frame import blueprint
from deliberation.web import asking
from deliberation.web.acting import attempt
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing, Pick, Tabs, Words
from deliberation.web.session import current_actor

POSTS = Listing(
    "任职",
    columns=(
        Column("小区", lambda one: one.compound.name, 16),
        Column("方", lambda one: one.post.party.name, 16),
        Column("姓名", lambda one: one.post.person.name, 12),
        Column("编号", lambda one: one.post.person.code or f"#{one.post.person_id}", 10),
        Column("职务", lambda one: one.post.post, 20),
        Column("身份", lambda one: LABELS.get(one.post.role, one.post.role), 18),
        Column("起", lambda one: one.post.starts_on, 12),
        Column("止", lambda one: one.post.ends_on, 12),
        Column("负责范围", lambda one: one.areas, 20),
        Column("文件号", lambda one: one.post.paper, 16),
        Column("账号", lambda one: one.account.username if one.account else "", 12),
    ),
    filters=(
        Words("q", "姓名或编号"),
        Pick("compound", "小区", choices.compound_choices, is_number=True),
        Pick("kind", "哪一方", PARTY_KINDS.items),
        Pick("role", "身份", LABELS.items),
        Tabs("when", "在任情况", {**reading.WHEN, "all": "全部"}),
    ),
)


@POSTS.at(blueprint, "/office/posts/")
@guard("appointment.manage")
def posts(sheet: str = "") -> Any:
    """The posts of every compound."""
    return POSTS.answer(sheet, reading.posts(**POSTS.chosen()), "organisation/posts.html", labels=LABELS)


@blueprint.route("/office/people/<int:person_id>/posts/new", methods=["GET", "POST"])
@guard("appointment.manage")
def new_post(person_id: int) -> Any:
    """A post in a compound; which one is asked first."""
    found = _person(person_id)
    compound = next((one for one in compounds() if one.id == asking.number("compound", 0)), None)
    if compound is None:
        return render_template("organisation/post_where.html", person=found, compounds=choices.compound_choices())
    form = PostForm()
    form.party_id.choices = choices.party_choices(compound.id)
    form.role.choices = list(LABELS.items())
    form.areas.choices = choices.area_choices(compound)
    page = _page("organisation/post_form.html", person=found, compound=compound, form=form)
    if not form.validate_on_submit():
        return page(""), 422 if form.is_submitted() else 200
    return attempt(
        lambda: acts.appoint(
            current_actor(),
            person_id,
            form.party_id.data,
            Role(form.role.data),
            form.starts_on.data,
            areas=choices.area_fields(form.areas.data or []),
            post=form.post.data,
            ends_on=form.ends_on.data,
            paper=form.paper.data or "",
        ),
        page,
        lambda _made: redirect(url_for(".person", person_id=person_id)),
        _("任职已登记。"),
        form=form,
    )


def _person(person_id: int) -> Any:
    found = person_by_id(person_id)
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    return found


def _page(template: str, **facts: Any) -> Callable[[str], str]:
    """A page that is shown again where its form is refused."""
    return lambda _problem: render_template(template, **facts)


@blueprint.route("/office/people/<int:person_id>/posts/wide", methods=["GET", "POST"])
@guard("appointment.manage")
def new_wide_post(person_id: int) -> Any:
    """A post over a 街道, a 社区 or everything."""
    found = _person(person_id)
    form = WidePostForm()
    form.role.choices = [(role.value, _(ROLE_LABELS[role])) for role in acts.WIDE]
    form.where.choices = [(value, _(text)) for value, text in choices.where_choices()]
    form.unit_id.choices = [(value, _(text)) for value, text in choices.unit_choices()]
    page = _page("organisation/post_form.html", person=found, compound=None, form=form)
    if not form.validate_on_submit():
        return page(""), 422 if form.is_submitted() else 200
    return attempt(
        lambda: acts.appoint_wide(
            current_actor(),
            person_id,
            Role(form.role.data),
            form.starts_on.data,
            **choices.where_fields(form.where.data),
            unit_id=form.unit_id.data or None,
            post=form.post.data,
            ends_on=form.ends_on.data,
            paper=form.paper.data or "",
        ),
        page,
        lambda _made: redirect(url_for(".person", person_id=person_id)),
        _("任职已登记。"),
        form=form,
    )


@blueprint.route("/office/posts/<int:appointment_id>/end", methods=["GET", "POST"])
@guard("appointment.manage", shows="appointment")
def end_post(appointment_id: int) -> Any:
    """A post ends."""
    return _end(appointment_at(appointment_id), terms.end_appointment)


@blueprint.route("/office/posts/wide/<int:role_id>/end", methods=["GET", "POST"])
@guard("appointment.manage", shows="installation_role")
def end_wide_post(role_id: int) -> Any:
    """A post above the compounds ends."""
    return _end(role_at(role_id), terms.end_role)


def _end(found: Any, act: Callable[..., Any]) -> Any:
    form = EndForm()
    if not form.is_submitted():
        form.last_day.data = clock.today()
    page = _page("organisation/end_post.html", post=found, form=form)
    if not form.validate_on_submit():
        return page(""), 422 if form.is_submitted() else 200
    return attempt(
        lambda: act(current_actor(), found.id, form.last_day.data, form.reason.data or ""),
        page,
        lambda made: redirect(url_for(".person", person_id=made.person_id)),
        _("离任已登记。"),
        form=form,
    )


@blueprint.route("/office/people/<int:person_id>/succession", methods=["GET", "POST"])
@guard("appointment.manage", shows="appointment")
def succession(person_id: int) -> Any:
    """Somebody takes over posts of this person."""
    found = _person(person_id)
    offered = [one for one in reading.posts_of_person(person_id) if one.compound is not None]
    form = SuccessionForm()
    form.posts.choices = [(one.post.id, _post_label(one)) for one in offered]
    if not form.is_submitted():
        form.posts.data = [one.post.id for one in offered if one.when == "now"]
    page = _page("organisation/succession.html", person=found, posts=offered, form=form)
    if not form.validate_on_submit():
        return page(""), 422 if form.is_submitted() else 200
    return attempt(
        lambda: terms.succeed(current_actor(), person_id, _wanted(form)),
        page,
        lambda made: redirect(url_for(".handover", handover_id=made[0].id)),
        _("接任已登记，双方都收到了通知。"),
        form=form,
    )


def _post_label(one: reading.Held) -> str:
    return " ".join(part for part in (one.where, one.post.post, f"（{_(reading.WHEN[one.when])}）") if part)


def _wanted(form: SuccessionForm) -> terms.Succession:
    follower = _follower(form.follower.data or "")
    chosen = [appointment_at(post_id) for post_id in form.posts.data or []]
    parties, first = {one.party_id for one in chosen}, form.first_day.data
    former = [one for one in appointments_of(follower.id) if one.party_id in parties and counts(one, first)]
    return terms.Succession(
        tuple(one.id for one in chosen),
        follower.id,
        first,
        form.reason.data or "",
        form.paper.data or "",
        form.ends_on.data,
        tuple(one.id for one in former if one.starts_on < first) if form.ends_former.data else (),
    )


def _follower(text: str) -> Any:
    """Who is meant. Raises `INVALID_INPUT` where it is nobody, or several."""
    found = reading.named(text)
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(InOrganisation.SEVERAL_NAMED, who="、".join(map(reading.told_apart, found)))
    raise Refused(InOrganisation.NOBODY_NAMED, name=text)


@blueprint.get("/handovers/<int:handover_id>")
@guard("handover.read")
def handover(handover_id: int) -> Any:
    """交接清单: what is open and goes on to the successor; printed for both; others read how many."""
    actor = current_actor()
    found = handover_for(actor, "handover.read", handover_id)
    lines = lines_of(found)
    return render_template(
        "organisation/handover.html",
        made=found,
        lines=lines,
        kinds=None if actor.person_id in {found.leaver_id, found.follower_id} else counted(lines),
        posts=posts_of_handover(found),
    )

"""The rules of procedure: all of them, one with its versions, what differs, adding and revising."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.kernel import clock
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.access import compounds_under, may_manage_rules, may_write_rules
from deliberation.organisation.actions.profiles import ProfileDraft, add_profile, revise_profile
from deliberation.organisation.forms.owners_profiles import OwnersRulesForm, SurveyRulesForm, owners_values
from deliberation.organisation.forms.profiles import MeetingRulesForm, ProfileForm, meeting_values
from deliberation.organisation.papers import all_in_words, changes, first_day, rules_in_words
from deliberation.organisation.queries import profiles as queries
from deliberation.organisation.queries import shipped
from deliberation.organisation.rules import BODIES, RuleProfile, parse_any
from deliberation.organisation.rules.places import PROVINCES, place_label
from deliberation.organisation.views.frame import blueprint
from deliberation.web import asking
from deliberation.web.acting import told
from deliberation.web.guard import guard
from deliberation.web.listing import Column, Listing
from deliberation.web.session import current_actor

PER_PAGE = 200
"""Sets of rules on a page: all that come with the platform fit on one."""
PLACES = [*PROVINCES, *(city for cities in PROVINCES.values() for city in cities)]


def _standing(one: Any) -> str:
    return "生效中" if one.current else "还没生效" if one.coming else "已失效"


RULES = Listing(
    "议事规则",
    columns=(
        Column("哪种会议", lambda one: one.body, 20),
        Column("名称", lambda one: one.rules.name, 40),
        Column("地方", lambda one: place_label(one.rules.place), 14),
        Column("依据", lambda one: one.rules.source, 50),
        Column("状态", _standing, 10),
        Column("版本", lambda one: one.row.version, 8),
        Column("从哪天起", lambda one: one.row.valid_from, 12),
        Column("到哪天", lambda one: one.row.valid_to, 12),
        Column("用于", lambda one: "、".join(one.users), 40),
    ),
)


@RULES.at(blueprint, "/rules")
@guard("rules.read")
def rules_list(sheet: str = "") -> Any:
    """All rules by body, as they count on a day (today if none is asked for)."""
    on, body, words = _asked_day(), asking.words("body"), asking.words("q")
    found = queries.sets(on, body, words)
    if sheet:
        return RULES.file(sheet, found)
    page = found.page(asking.page_number(), PER_PAGE)
    groups = [(name, list(group)) for name, group in groupby(page.items, key=lambda one: one.body)]
    may_write = may_write_rules(current_actor())
    choices = [("", _("全部")), *((code, _(label)) for code, label in BODIES.items())]
    return render_template(
        "organisation/rules_list.html",
        groups=groups,
        page=page,
        bodies=choices,
        body=body,
        words=words,
        on=on,
        place_label=place_label,
        may_write=may_write,
        offers=shipped.offers() if may_write else None,
    )


def _asked_day() -> date:
    """The day in the address; today for none and for rubbish."""
    return asking.day("on") or clock.today()


@blueprint.get("/rules/<profile_code>")
@guard("rules.read")
def rules_profile(profile_code: str) -> Any:
    """One set of rules in plain words as it counts today, its versions and who uses it."""
    rows = _versions(profile_code)
    return _profile_page(profile_code, (queries.in_force(rows, clock.today()) or rows[0]).version)


@blueprint.get("/rules/<profile_code>/<int:version>")
@guard("rules.read")
def rules_version(profile_code: str, version: int) -> Any:
    """One version of a set of rules, be it the present, a past or a coming one."""
    return _profile_page(profile_code, version)


def _profile_page(code: str, version: int) -> Any:
    rows = _versions(code)
    row = next((one for one in rows if one.version == version), None)
    if row is None:
        raise Refused(Reason.NOT_FOUND)
    rules = parse_any(row.data)
    return render_template(
        "organisation/rules_profile.html",
        row=row,
        rules=rules,
        body=BODIES[rules.body],
        lines=rules_in_words(rules),
        first_day=first_day(rules),
        every_line=all_in_words(rules),
        rows=rows,
        current=queries.in_force(rows, clock.today()),
        today=clock.today(),
        place=place_label(rules.place),
        meeting_types=queries.meeting_types_with(code),
        compounds=compounds_under(parse_any(rows[0].data)),
        may_revise=_may_revise(code),
    )


def _versions(code: str) -> list[Any]:
    rows = queries.versions_of(code)
    if not rows:
        raise Refused(Reason.NOT_FOUND)
    return rows


def _may_revise(code: str) -> bool:
    try:
        may_manage_rules(current_actor(), parse_any(_versions(code)[0].data))
    except Refused:
        return False
    return True


@blueprint.get("/rules/<profile_code>/compare")
@guard("rules.read")
def rules_compare(profile_code: str) -> Any:
    """What differs between two versions; without a choice, between the newest and the one before."""
    rows = _versions(profile_code)
    known = {row.version: row for row in rows}
    newer = known.get(asking.number("new", rows[0].version), rows[0])
    before = newer.version - 1 if newer.version > 1 else newer.version
    older = known.get(asking.number("old", before), newer)
    return render_template(
        "organisation/rules_compare.html",
        versions=[(row.version, _("第 %(n)s 版", n=row.version)) for row in rows],
        older=older,
        newer=newer,
        name=parse_any(newer.data).name,
        changes=changes(parse_any(older.data), parse_any(newer.data)),
    )


@blueprint.route("/rules/<profile_code>/revise", methods=["GET", "POST"])
@guard("rules.manage")
def revise_rules(profile_code: str) -> Any:
    """The next version of a set of rules."""
    newest = _versions(profile_code)[0]
    rules = parse_any(newest.data)
    may_manage_rules(current_actor(), rules)
    begin = max(clock.today(), newest.valid_from)
    form = _form(newest.data, valid_from=begin, based_on=str(newest.version))
    form.fixed_body = rules.body
    for fixed in {"body", "place"} & set(form.data):
        del form[fixed]

    def send() -> Any:
        draft = ProfileDraft(form.written(), form.reason.data)
        return revise_profile(current_actor(), profile_code, form.read_version, draft)

    return _answer(
        "organisation/rules_revise.html", form, send, row=newest, rules=rules, place=place_label(rules.place)
    )


@blueprint.route("/rules/new", methods=["GET", "POST"])
@guard("rules.manage")
def add_rules() -> Any:
    """A new set of rules, copied from one that exists; without a choice, the page asks which."""
    copied = queries.versions_of(asking.words("copy"))
    if not copied:
        form_was_sent = request.method == "POST"
        status = 422 if form_was_sent else 200
        sets = queries.listed(clock.today())
        return render_template("organisation/rules_copy.html", sets=sets, refused=form_was_sent), status
    form = _form(copied[0].data, name="", valid_from=clock.today())

    def send() -> Any:
        draft = ProfileDraft(form.written(), form.reason.data, form.request_key.data or "")
        return add_profile(current_actor(), draft)

    return _answer("organisation/rules_new.html", form, send, copied=parse_any(copied[0].data), places=PLACES)


def _form(data: dict[str, Any], **instead: Any) -> Any:
    """The form that suits written rules, filled with them."""
    rules = parse_any(data)
    if isinstance(rules, RuleProfile):
        values, kind = meeting_values(data), MeetingRulesForm
    else:
        values, kind = owners_values(data), OwnersRulesForm if rules.decides else SurveyRulesForm
    form: ProfileForm = kind(data={**values, **instead})
    form.offer(values)
    return form


def _answer(template: str, form: Any, send: Any, **page: Any) -> Any:
    """Show the form, or send it and go to what was made; a refusal is said on the form, nothing typed is lost."""
    status = 200
    if form.validate_on_submit():
        try:
            made = send()
        except Refused as refused:
            said, status = told(refused)
            form.form_errors.append(said)
        else:
            flash(_("第 %(n)s 版已登记。以前的会议和表决仍按原来的版本。", n=made.version))
            return redirect(url_for("organisation.rules_version", profile_code=made.code, version=made.version))
    elif form.is_submitted():
        status = 422
    return render_template(template, form=form, **page), status

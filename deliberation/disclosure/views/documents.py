"""公开资料 at the desk: the list, publishing, a new version, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.disclosure import access, papers, queries, rules
from deliberation.disclosure.actions import documents as actions
from deliberation.disclosure.forms import DocumentForm, ReplacementForm, VersionForm, WithdrawForm
from deliberation.disclosure.views.frame import blueprint, words
from deliberation.kernel.errors import Reason, Refused
from deliberation.publication.rules import FINDING_LABELS
from deliberation.rows import Page
from deliberation.web.acting import attempt, told
from deliberation.web.documents import REQUEST_MEGABYTES
from deliberation.web.guard import guard
from deliberation.web.session import compound, current_actor, here

if TYPE_CHECKING:
    from deliberation.disclosure.actions.documents import DocumentDraft
    from deliberation.disclosure.models import Document
    from deliberation.kernel.publicity import Suspect


@papers.DOCUMENTS.at(blueprint, "/desk/<compound_slug>/documents/")
@guard("document.publish")
def documents(sheet: str = "") -> Any:
    """Everything that was put before the owners, and the kinds that have nothing yet."""
    rows = queries.documents(compound().id, **papers.DOCUMENTS.chosen())

    def more(_page: Page) -> dict[str, Any]:
        by_kind = queries.published_by_kind(compound().id)
        return {"missing": [rules.KINDS[code] for code, found in by_kind.items() if not found]}

    facts = {"kinds": rules.KINDS, "flow": rules.DOCUMENT_FLOW}
    return papers.DOCUMENTS.answer(sheet, rows, "disclosure/documents.html", more, **facts)


@blueprint.route("/desk/<compound_slug>/documents/new", methods=["GET", "POST"])
@guard("document.publish", megabytes=REQUEST_MEGABYTES)
def new_document() -> Any:
    """公布 a new one."""
    everything = access.publishes_everything(current_actor(), compound())
    form = DocumentForm(kind=words("kind") or None)
    form.offer(of_the_firm=not everything)
    if not form.validate_on_submit():
        return _form_page(form), 422 if form.is_submitted() else 200
    return _publish(form)


def _publish(form: DocumentForm) -> Any:
    try:
        draft = form.draft()
        found = queries.suspects_in(current_actor(), compound().id, actions.texts_of(draft))
        form.ask_about(found)
        made = actions.publish(
            current_actor(), compound().id, form.kind.data, draft, masking_confirmed=form.confirms(found)
        )
    except Refused as refused:
        return _refused(form, refused)
    flash(_("已公布。居民现在可以看到。"), "success")
    return _to(made.id)


def _to(document_id: int) -> Any:
    return redirect(url_for(".document", document_id=document_id))


def _refused(form: VersionForm, refused: Refused, document: Document | None = None) -> Any:
    """The form again, with the refusal at its place and a box for each finding."""
    said, status = told(refused)
    if refused.reason in {Reason.DOCUMENT_TYPE, Reason.FILE_TYPE, Reason.FILE_TOO_LARGE}:
        form.file.errors = [said]
    else:
        form.form_errors.append(said)
    return _form_page(form, document), status


def _form_page(form: VersionForm, document: Document | None = None) -> str:
    return render_template(
        "disclosure/document_form.html",
        form=form,
        document=document,
        kinds=rules.KINDS,
        law=rules.SOURCE,
        finding_labels=FINDING_LABELS,
    )


def _loaded(document_id: int, permission: str = "document.publish") -> Document:
    found: Document = here(access.document_for(current_actor(), permission, document_id))
    return found


@blueprint.get("/desk/<compound_slug>/documents/<int:document_id>")
@guard("document.publish")
def document(document_id: int) -> Any:
    """One document: what counts, every version, the next one."""
    return _page(_loaded(document_id), WithdrawForm(formdata=None))


def _page(found: Document, form: WithdrawForm) -> str:
    return render_template(
        "disclosure/document.html",
        document=found,
        versions=queries.versions(found.id),
        kind=rules.KINDS[found.kind],
        flow=rules.DOCUMENT_FLOW,
        form=form,
    )


@blueprint.route("/desk/<compound_slug>/documents/<int:document_id>/new-version", methods=["GET", "POST"])
@guard("document.publish", megabytes=REQUEST_MEGABYTES, shows="document")
def new_version(document_id: int) -> Any:
    """公布新版, beginning with the words of the version before."""
    found = _loaded(document_id)
    before = access.version_of(found, found.version)
    kept = {"title": before.title, "period": before.period, "dated_on": before.dated_on, "text": before.text}
    form = ReplacementForm(data=kept)
    if not form.validate_on_submit():
        return _form_page(form, found), 422 if form.is_submitted() else 200
    try:
        draft = form.draft()
        suspects = _suspects(form, draft)
        actions.replace(current_actor(), document_id, draft, masking_confirmed=form.confirms(suspects))
    except Refused as refused:
        return _refused(form, refused, found)
    flash(_("新版已公布。旧版仍可查看。"), "success")
    return _to(document_id)


def _suspects(form: VersionForm, draft: DocumentDraft) -> list[Suspect]:
    found = queries.suspects_in(current_actor(), compound().id, actions.texts_of(draft))
    form.ask_about(found)
    return found


@blueprint.post("/desk/<compound_slug>/documents/<int:document_id>/withdraw")
@guard("document.withdraw", shows="document")
def withdraw(document_id: int) -> Any:
    """撤下, with a reason that residents read."""
    found, form = _loaded(document_id, "document.withdraw"), WithdrawForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    return attempt(
        lambda: actions.withdraw(current_actor(), document_id, form.reason.data or ""),
        lambda _said: _page(found, form),
        lambda _made: _to(document_id),
        _("已撤下。居民看到的是撤下的理由。"),
        form=form,
    )

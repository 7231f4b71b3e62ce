"""The gate's page of a topic and the agenda board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from deliberation.agenda import access, actions, queries, rules
from deliberation.agenda.forms import AgainForm, ClassForm, GateForm, ItemForm
from deliberation.collection import queries as collection
from deliberation.collection import rules as topics
from deliberation.collection.access import topic_for
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.errors import Reason, Refused
from deliberation.web import asking
from deliberation.web.errors import message_of, status_of
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.session import compound, current_actor

blueprint = Blueprint("agenda", __name__)


def _here(thing: Any) -> Any:
    """The thing, if it belongs to the compound in the address."""
    if thing.compound_id != compound().id:
        raise Refused(Reason.NOT_FOUND)
    return thing


# The gate


def _topic(topic_id: int, permission: str) -> Any:
    return _here(topic_for(current_actor(), permission, topic_id))


@blueprint.get("/desk/<compound_slug>/topics/<int:topic_id>/gate")
@guard("topic.read")
def gate(topic_id: int) -> Any:
    """Who decides this, and does it come before a meeting?"""
    return _gate_page(_topic(topic_id, "topic.read"))


def _gate_page(topic: Any, **forms: Any) -> str:
    return render_template(
        "agenda/gate.html",
        topic=topic, class_form=forms.get("class_form") or _class_form(topic),
        gate_form=forms.get("gate_form") or GateForm(formdata=None),
        again_form=forms.get("again_form") or AgainForm(formdata=None), asked=forms.get("asked", False),
        suggestion=forms.get("suggestion"), found=queries.matters_named_in(topic),
        screenings=queries.screenings(topic.id), waiting_item=queries.waiting_item_of(topic.id),
        late=_late(topic, forms),
        reached=collection.stages_reached(collection.history(topic)), rules=rules, topics=topics,
    )  # fmt: skip


def _late(topic: Any, forms: dict[str, Any]) -> dict[str, Any] | None:
    """What somebody sent after another person had decided: who did what, and his own words, which no form shows."""
    shown = {
        "class_form": rules.may_classify(topic.state),
        "gate_form": topics.TOPIC_FLOW.can(topic.state, "topic.accept"),
        "again_form": rules.may_bring_back(topic.state) and queries.waiting_item_of(topic.id) is None,
    }
    lost = [name for name in forms if name in shown and not shown[name]]
    if not lost:
        return None
    steps = [step for step in collection.history(topic, internal=True) if step.topic_id == topic.id]
    decided = [step for step in steps if step.name in _DECIDING] if lost[0] == "gate_form" else []
    step = (decided or steps)[-1]
    return {
        "who": _("提出人") if step.by == ANONYMOUS.name else step.by,
        "what": _(topics.step_label(step.name)),
        "at": step.at,
        "typed": forms[lost[0]].typed(),
    }


_DECIDING = frozenset(move.name for move in topics.TOPIC_FLOW.moves if "SCREENING" in move.sources)
"""What takes a topic away from the gate."""


def _class_form(topic: Any) -> ClassForm:
    given = topic.checklist or {}
    return ClassForm(
        formdata=None,
        answers=given.get("yes", []),
        authority=topic.decision_authority,
        matter=topic.matter or "",
        class_reason=given.get("reason", ""),
    )


def _to_gate(topic_id: int) -> Any:
    return redirect(url_for(".gate", compound_slug=compound().slug, topic_id=topic_id))


@blueprint.post("/desk/<compound_slug>/topics/<int:topic_id>/class")
@guard("topic.classify", shows="topic")
def classify(topic_id: int) -> Any:
    """Set who decides; or only look at what the checklist suggests."""
    topic, form = _topic(topic_id, "topic.classify"), ClassForm()
    answers = form.answers.data or []
    if request.form.get("ask"):
        suggestion = rules.suggest(answers, queries.matters_named_in(topic))
        form.authority.data = suggestion
        return _gate_page(topic, class_form=form, suggestion=suggestion, asked=True)
    if not form.validate_on_submit():
        return _gate_page(topic, class_form=form), 422
    try:
        said = form.said()
        actions.classify(current_actor(), topic_id, said.authority, said.matter, said.answers, said.reason)
    except Refused as refused:
        form.form_errors.append(message_of(refused))
        return _gate_page(topic, class_form=form), status_of(refused.reason)
    flash(_("已判定决定权属。"))
    return _to_gate(topic_id)


@blueprint.post("/desk/<compound_slug>/topics/<int:topic_id>/gate")
@guard("topic.screen", shows="topic")
def screen(topic_id: int) -> Any:
    """把关: accept, return, refer or reject."""
    topic, form = _topic(topic_id, "topic.screen"), GateForm()
    if not form.validate_on_submit():
        return _gate_page(topic, gate_form=form), 422
    decision, reason = form.decision.data, form.reason.data or ""
    try:
        actions.screen(current_actor(), topic_id, decision, reason, form.refer_to.data or "")
    except Refused as refused:
        form.form_errors.append(message_of(refused))
        return _gate_page(_topic(topic_id, "topic.screen"), gate_form=form), status_of(refused.reason)
    flash(_("已办理：%(what)s。提出人凭回执能看到理由。", what=_(rules.DECISIONS[decision])))
    return redirect(url_for("collection.topic", compound_slug=compound().slug, topic_id=topic_id))


@blueprint.post("/desk/<compound_slug>/topics/<int:topic_id>/bring-back")
@guard("topic.screen", shows="topic")
def bring_back(topic_id: int) -> Any:
    """A topic that was not carried waits for a meeting again, because of new facts."""
    topic, form = _topic(topic_id, "topic.screen"), AgainForm()
    if not form.validate_on_submit():
        return _gate_page(topic, again_form=form), 422
    try:
        actions.bring_back(current_actor(), topic_id, form.reason.data or "")
    except Refused as refused:
        form.form_errors.append(message_of(refused))
        return _gate_page(topic, again_form=form), status_of(refused.reason)
    flash(_("已重新放入待上会的议题。"))
    return _to_gate(topic_id)


# The board


@blueprint.get("/desk/<compound_slug>/agenda/")
@guard("agenda.order")
def board() -> Any:
    """What waits for a meeting, and the agendas of the meetings ahead."""
    return _board_page()


def _board_page(error: str = "") -> str:
    here = compound()
    return render_template(
        "agenda/board.html",
        error=error, pool=queries.pool(here.id), agendas=queries.agendas(here.id), rules=rules, topics=topics,
    )  # fmt: skip


def _item(item_id: int) -> Any:
    return _here(access.item_for(current_actor(), "agenda.order", item_id))


def _try(act: Callable[[], Any], done: str) -> Any:
    """Do what a button asks; a refusal is told on the board."""
    try:
        act()
    except Refused as refused:
        return _board_page(message_of(refused)), status_of(refused.reason)
    flash(done)
    return redirect(url_for(".board", compound_slug=compound().slug))


@blueprint.route("/desk/<compound_slug>/agenda/new", methods=["GET", "POST"])
@guard("agenda.order")
def add_item() -> Any:
    """An item without a topic: a report, pledges, a talk."""
    form = ItemForm()
    if not form.validate_on_submit():
        return _item_page(form), 422 if form.is_submitted() else 200
    try:
        item = actions.add_item(current_actor(), compound().id, form.draft())
    except Refused as refused:
        form.form_errors.append(message_of(refused))
        return _item_page(form), status_of(refused.reason)
    flash(_("已加入待上会的事项。"))
    return _on_from(item)


def _on_from(item: Any) -> Any:
    """Whoever may say who decides is led there as long as nobody has; everybody else back to the board."""
    if rules.waits_for_class(item.kind, item.title, item.decision_authority) and can("topic.classify"):
        return redirect(url_for(".classify_item", compound_slug=compound().slug, item_id=item.id))
    return redirect(url_for(".board", compound_slug=compound().slug))


def _item_page(form: ItemForm, item: Any = None) -> str:
    # Who sends a form that the notice has overtaken gets it back with his words and the refusal.
    locked = "" if item is None or form.is_submitted() else _why_locked(item)
    return render_template("agenda/item.html", form=form, item=item, rules=rules, locked=locked)


def _why_locked(item: Any) -> str:
    """Why an item can no longer be changed and who could still do something; empty while it can."""
    if item.state in {"OPEN", "DONE"}:
        return str(_("会议已经开始商量这一项，不能再改。"))
    agenda = queries.agenda_of(item.meeting_id) if item.meeting_id else None
    if agenda is None or agenda.state == "PLANNED":
        return ""
    return str(_("会议通知已发出，议程锁定，这一项不能再改。确需改的，由支部书记取消这次会议，改好再列入下次会议。"))


@blueprint.route("/desk/<compound_slug>/agenda/<int:item_id>", methods=["GET", "POST"])
@guard("agenda.order")
def edit_item(item_id: int) -> Any:
    """Name, kind, presenter and minutes of an item."""
    item = _item(item_id)
    form = ItemForm(obj=item)
    if not form.validate_on_submit():
        return _item_page(form, item), 422 if form.is_submitted() else 200
    try:
        actions.edit_item(current_actor(), item_id, form.draft())
    except Refused as refused:
        form.form_errors.append(message_of(refused))
        return _item_page(form, item), status_of(refused.reason)
    flash(_("已保存。"))
    return _on_from(item)


@blueprint.route("/desk/<compound_slug>/agenda/<int:item_id>/class", methods=["GET", "POST"])
@guard("topic.classify", shows="item")
def classify_item(item_id: int) -> Any:
    """判定 who decides an item, whatever its name points to."""
    item = _here(access.item_for(current_actor(), "topic.classify", item_id))
    form = ClassForm(data=_class_of(item)) if request.method == "GET" else ClassForm()
    if not form.validate_on_submit():
        return _class_page(item, form), 422 if form.is_submitted() else 200
    try:
        actions.classify_item(current_actor(), item_id, form.said())
    except Refused as refused:
        form.form_errors.append(message_of(refused))
        return _class_page(item, form), status_of(refused.reason)
    flash(_("已判定由谁决定。"))
    return redirect(url_for(".board", compound_slug=compound().slug))


def _class_of(item: Any) -> dict[str, Any]:
    notes = item.class_notes or {}
    return {
        "authority": item.decision_authority, "matter": item.matter or "", "answers": notes.get("yes", []),
        "class_reason": notes.get("reason", ""),
    }  # fmt: skip


def _class_page(item: Any, form: ClassForm) -> str:
    points = rules.pointed_out(rules.surely(rules.matters_in(item.title)))
    return render_template("agenda/classify_item.html", item=item, form=form, rules=rules, points=points)


@blueprint.post("/desk/<compound_slug>/agenda/<int:item_id>/place")
@guard("agenda.order")
def place(item_id: int) -> Any:
    """列入议程"""
    _item(item_id)
    meeting_id = asking.pressed_number("meeting_id")
    return _try(lambda: actions.place(current_actor(), item_id, meeting_id), _("已列入议程。"))


@blueprint.post("/desk/<compound_slug>/agenda/<int:item_id>/unplace")
@guard("agenda.order")
def unplace(item_id: int) -> Any:
    """移出议程"""
    _item(item_id)
    return _try(lambda: actions.unplace(current_actor(), item_id), _("已移出议程。"))


@blueprint.post("/desk/<compound_slug>/agenda/<int:item_id>/move")
@guard("agenda.order")
def move(item_id: int) -> Any:
    """上移、下移"""
    _item(item_id)
    direction = request.form.get("direction", "")
    return _try(lambda: actions.move_item(current_actor(), item_id, direction), _("顺序已调整。"))

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
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS
from deliberation.kernel.errors import Refused
from deliberation.organisation.access import compound_for
from deliberation.rows import Given
from deliberation.web import asking
from deliberation.web.acting import attempt, refused_on
from deliberation.web.guard import guard
from deliberation.web.layout import can
from deliberation.web.listing import Column, Listing
from deliberation.web.session import compound, current_actor, here

blueprint = Blueprint("agenda", __name__)


# The gate


def _topic(topic_id: int, permission: str) -> Any:
    return here(topic_for(current_actor(), permission, topic_id))


@blueprint.get("/desk/<compound_slug>/topics/<int:topic_id>/gate")
@guard("topic.read")
def gate(topic_id: int) -> Any:
    """Who decides this, and does it come before a meeting?"""
    return _gate_page(_topic(topic_id, "topic.read"))


def _gate_page(topic: Any, **forms: Any) -> str:
    return render_template(
        "agenda/gate.html",
        topic=topic,
        class_form=forms.get("class_form") or _class_form(topic),
        gate_form=forms.get("gate_form") or GateForm(formdata=None),
        again_form=forms.get("again_form") or AgainForm(formdata=None),
        asked=forms.get("asked", False),
        suggestion=forms.get("suggestion"),
        found=queries.matters_named_in(topic),
        screenings=queries.screenings(topic.id),
        waiting_item=queries.waiting_item_of(topic.id),
        late=_late(topic, forms),
        reached=collection.stages_reached(collection.history(topic)),
        rules=rules,
        topics=topics,
    )


def _late(topic: Any, forms: dict[str, Any]) -> dict[str, Any] | None:
    """What somebody sent after another person had decided: who did what, and what they typed, which no form shows."""
    shown = {
        "class_form": rules.may_classify(topic.state),
        "gate_form": topics.TOPIC_FLOW.can(topic.state, "topic.accept"),
        "again_form": rules.may_bring_back(topic.state) and queries.waiting_item_of(topic.id) is None,
    }
    lost = [name for name in forms if name in shown and not shown[name]]
    if not lost:
        return None
    steps = [step for step in collection.history(topic, internal=True) if step.subject_id == topic.id]
    decided = [step for step in steps if step.act in _DECIDING] if lost[0] == "gate_form" else []
    step = (decided or steps)[-1]
    return {
        "who": _("提出人") if step.by == ANONYMOUS.name else step.by,
        "what": _(topics.step_label(step.act)),
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
    return redirect(url_for(".gate", topic_id=topic_id))


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
        return refused_on(lambda _said: _gate_page(topic, class_form=form), refused, form)
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
    return attempt(
        lambda: actions.screen(current_actor(), topic_id, decision, reason, form.refer_to.data or ""),
        lambda _said: _gate_page(_topic(topic_id, "topic.screen"), gate_form=form),
        lambda _made: redirect(url_for("collection.topic", topic_id=topic_id)),
        _("已办理：%(what)s。提出人凭回执能看到理由。", what=_(rules.DECISIONS[decision])),
        form=form,
        tone="message",
    )


@blueprint.post("/desk/<compound_slug>/topics/<int:topic_id>/bring-back")
@guard("topic.screen", shows="topic")
def bring_back(topic_id: int) -> Any:
    """A topic that was not carried waits for a meeting again, because of new facts."""
    topic, form = _topic(topic_id, "topic.screen"), AgainForm()
    if not form.validate_on_submit():
        return _gate_page(topic, again_form=form), 422
    return attempt(
        lambda: actions.bring_back(current_actor(), topic_id, form.reason.data or ""),
        lambda _said: _gate_page(topic, again_form=form),
        lambda _made: _to_gate(topic_id),
        _("已重新放入待上会的议题。"),
        form=form,
        tone="message",
    )


# The board


def _decided_by(one: Any) -> str:
    authority = one[1].decision_authority
    return rules.AUTHORITIES[authority].label if authority else ""


ITEMS = Listing(
    "议程",
    columns=(
        Column("会议", lambda one: one[0] and one[0].title, 40),
        Column("会议日期", lambda one: one[0] and clock.day_of(one[0].starts_at), 12),
        Column("事项", lambda one: one[1].title, 40),
        Column("种类", lambda one: rules.ITEM_KINDS[one[1].kind], 12),
        Column("分钟", lambda one: one[1].minutes, 8),
        Column("汇报人", lambda one: one[1].presenter, 12),
        Column("由谁决定", _decided_by, 24),
        Column("议题编号", lambda one: one[1].topic and one[1].topic.number, 12),
    ),
)


@ITEMS.at(blueprint, "/desk/<compound_slug>/agenda/")
@guard("agenda.order")
def board(sheet: str = "") -> Any:
    """What waits for a meeting, and the agendas of the meetings ahead."""
    _demand_board()
    return ITEMS.file(sheet, Given(queries.on_the_board(compound().id))) if sheet else _board_page()


def _demand_board() -> None:
    """Turn away who may order the agenda of the meetings alone that they chair: theirs is on the meeting's page."""
    compound_for(current_actor(), "agenda.order", compound().id)


def _board_page(error: str = "") -> str:
    here = compound()
    return render_template(
        "agenda/board.html",
        error=error,
        pool=queries.pool(here.id),
        agendas=queries.agendas(here.id),
        rules=rules,
        topics=topics,
    )


def _item(item_id: int) -> Any:
    return here(access.item_for(current_actor(), "agenda.order", item_id))


def _try(act: Callable[[], Any], done: str) -> Any:
    """Do what a button asks; a refusal is told on the board."""
    return attempt(
        act,
        _board_page,
        lambda _made: redirect(url_for(".board")),
        done,
        tone="message",
    )


@blueprint.route("/desk/<compound_slug>/agenda/new", methods=["GET", "POST"])
@guard("agenda.order")
def add_item() -> Any:
    """An item without a topic: a report, pledges, a talk."""
    _demand_board()
    form = ItemForm()
    if not form.validate_on_submit():
        return _item_page(form), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.add_item(current_actor(), compound().id, form.draft()),
        lambda _said: _item_page(form),
        _on_from,
        _("已加入待上会的事项。"),
        form=form,
        tone="message",
    )


def _on_from(item: Any) -> Any:
    """Whoever may say who decides is led there as long as nobody has; everybody else back to the board."""
    if rules.waits_for_class(item.kind, item.title, item.decision_authority) and can("topic.classify"):
        return redirect(url_for(".classify_item", item_id=item.id))
    return redirect(url_for(".board"))


def _item_page(form: ItemForm, item: Any = None) -> str:
    # Who sends a form that the notice has overtaken gets it back with what was typed and the refusal.
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
    return attempt(
        lambda: actions.edit_item(current_actor(), item_id, form.draft()),
        lambda _said: _item_page(form, item),
        lambda _made: _on_from(item),
        _("已保存。"),
        form=form,
        tone="message",
    )


@blueprint.route("/desk/<compound_slug>/agenda/<int:item_id>/class", methods=["GET", "POST"])
@guard("topic.classify", shows="item")
def classify_item(item_id: int) -> Any:
    """判定 who decides an item, whatever its name points to."""
    item = here(access.item_for(current_actor(), "topic.classify", item_id))
    form = ClassForm(data=_class_of(item)) if request.method == "GET" else ClassForm()
    if not form.validate_on_submit():
        return _class_page(item, form), 422 if form.is_submitted() else 200
    return attempt(
        lambda: actions.classify_item(current_actor(), item_id, form.said()),
        lambda _said: _class_page(item, form),
        lambda _made: redirect(url_for(".board")),
        _("已判定由谁决定。"),
        form=form,
        tone="message",
    )


def _class_of(item: Any) -> dict[str, Any]:
    notes = item.class_notes or {}
    return {
        "authority": item.decision_authority,
        "matter": item.matter or "",
        "answers": notes.get("yes", []),
        "class_reason": notes.get("reason", ""),
    }


def _class_page(item: Any, form: ClassForm) -> str:
    points = rules.pointed_out(rules.surely(rules.matters_in(item.title)))
    return render_template("agenda/classify_item.html", item=item, form=form, rules=rules, points=points)


@blueprint.post("/desk/<compound_slug>/agenda/<int:item_id>/place")
@guard("agenda.order")
def place(item_id: int) -> Any:
    """Put an item on the agenda of a meeting 列入议程."""
    _item(item_id)
    meeting_id = asking.pressed_number("meeting_id")
    return _try(lambda: actions.place(current_actor(), item_id, meeting_id), _("已列入议程。"))


@blueprint.post("/desk/<compound_slug>/agenda/<int:item_id>/unplace")
@guard("agenda.order")
def unplace(item_id: int) -> Any:
    """Take an item off the agenda 移出议程."""
    _item(item_id)
    return _try(lambda: actions.unplace(current_actor(), item_id), _("已移出议程。"))


@blueprint.post("/desk/<compound_slug>/agenda/<int:item_id>/move")
@guard("agenda.order")
def move(item_id: int) -> Any:
    """Move an item up or down 上移、下移."""
    _item(item_id)
    direction = request.form.get("direction", "")
    return _try(lambda: actions.move_item(current_actor(), item_id, direction), _("顺序已调整。"))

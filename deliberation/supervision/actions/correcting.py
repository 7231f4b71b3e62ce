"""What it means for the orders that a decided motion was classed wrongly and belongs to the owners (domain 3.2)."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.agenda.rules import Classing
from deliberation.db import db, transaction
from deliberation.kernel.actor import Actor
from deliberation.owners.actions.matters import reclass
from deliberation.owners.models import OwnersMatter
from deliberation.owners.rules import PROPOSABLE
from deliberation.room.actions.correcting import correct_class, sentence
from deliberation.room.models import MotionCorrection
from deliberation.supervision import rules
from deliberation.supervision.actions.owners_annulled import FINISHED
from deliberation.supervision.actions.steps import step
from deliberation.supervision.models import Order


def correct_decision(actor: Actor, motion_id: int, said: Classing, reason: str) -> MotionCorrection:
    """更正由谁决定 of a decided motion: it waits for the owners, and orders under it stop and wait with it.

    Nothing is deleted: work that was checked already keeps its state, with a line about it in its history. An order
    that its drafter called a duty of the unit itself does not rest on the motion and goes on. Raises what
    `correct_class` and `reclass` raise.
    """
    with transaction():
        made = correct_class(actor, motion_id, said, reason)
        if made.motion.state in PROPOSABLE:
            _hold(actor, reclass(actor, made.motion), motion_id, sentence(made))
        return made


def _hold(actor: Actor, matter: OwnersMatter, motion_id: int, text: str) -> None:
    wanted = select(Order).where(Order.motion_id == motion_id, Order.state != "CANCELLED", Order.own_duty == "")
    # FOR UPDATE: an order is reported on or checked before the correction or after it, never across it.
    for order in db.session.scalars(wanted.order_by(Order.id).with_for_update(of=Order)):
        order.matter_id = matter.id
        if order.state in rules.STOPPED_BY_ANNULMENT:
            told = (f"督办单 {order.number} 已中止", f"《{order.title}》请停止办理。{text}")
            step(actor, order, "order.suspend", text, is_public=True, told=told)
        else:
            name = "order.note_correction" if order.state in FINISHED else "order.hold_corrected"
            step(actor, order, name, text, is_public=order.state in FINISHED)

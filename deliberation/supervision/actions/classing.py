"""Who decides what an order asks: the gate of Civil Code art. 278 holds at the order too.

An order carries out a decision, so its words may say no more than was decided; a promise that became an order has
no other gate than this one.
"""

from __future__ import annotations

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import Finding, covers, matters_in, pointed_out, surely
from deliberation.kernel.details import InSupervision
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.models import Motion
from deliberation.room.rules.classing import is_settled


def check_class(title: str, requirement: str, motion: Motion | None, item: AgendaItem | None, own_duty: str) -> None:
    """Refuse an order whose words point to a matter of the owners that nobody has answered for.

    Raises `ORDER_CLASS_ASKED`, and `NOT_READY` under a motion that nobody has classed.
    """
    if motion is not None and not is_settled(motion.text, motion.binds, motion.class_notes):
        raise Refused(InSupervision.MOTION_NOT_CLASSED)
    findings = unanswered(title, requirement, motion, item, own_duty)
    if findings:
        raise Refused(Reason.ORDER_CLASS_ASKED, points=pointed_out(findings))


def unanswered(
    title: str, requirement: str, motion: Motion | None, item: AgendaItem | None, own_duty: str
) -> tuple[Finding, ...]:
    """What the words point to beyond what was decided; empty where the order may go its way.

    Answered are the very words of its motion and of its item, what the motion's class (or, under none, the item's)
    covers, and what the drafter gives a reason for (`own_duty`). Whatever was written besides is asked about anew.
    """
    if own_duty.strip():
        return ()
    decided = [text for text in (motion.text if motion else "", item.title if item else "") if text]
    under = motion.binds if motion is not None else item.decision_authority if item is not None else None
    findings = surely([*matters_in(_besides(title, decided)), *matters_in(_besides(requirement, decided))])
    return () if covers(under, findings) else findings


def _besides(words: str, decided: list[str]) -> str:
    """The words of an order without those that were decided."""
    rest = words.strip()
    if any(rest and rest in text for text in decided):
        return ""
    for text in decided:
        rest = rest.replace(text, "")
    return rest

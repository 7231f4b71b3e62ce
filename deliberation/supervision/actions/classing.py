"""Who decides what an order asks: the gate of Civil Code art. 278 holds at the order too.

An order carries out a decision, so its words may say no more than was decided; a promise that became an order has
no other gate than this one.
"""

from __future__ import annotations

from deliberation.agenda.models import AgendaItem
from deliberation.agenda.rules import Finding, covers, matters_in, pointed_out
from deliberation.kernel.errors import Reason, Refused
from deliberation.room.models import Motion
from deliberation.room.rules.classing import is_settled


def check_class(words: str, motion: Motion | None, item: AgendaItem | None, own_duty: str) -> None:
    """Refuse an order whose words point to a matter of the owners that nobody has answered for.

    Raises `ORDER_CLASS_ASKED`, and `NOT_READY` under a motion that nobody has classed.
    """
    if motion is not None and not is_settled(motion.text, motion.binds, motion.class_notes):
        raise Refused(Reason.NOT_READY, missing="由谁决定的判定（动议还没有判定）")
    findings = unanswered(words, motion, item, own_duty)
    if findings:
        raise Refused(Reason.ORDER_CLASS_ASKED, points=pointed_out(findings))


def unanswered(words: str, motion: Motion | None, item: AgendaItem | None, own_duty: str) -> tuple[Finding, ...]:
    """What the words point to beyond what was decided; empty where the order may go its way.

    Answered is what its motion (or, under none, its item) was classed for, what its motion says in the same words
    under a class with a reason, and what the drafter gives a reason for (`own_duty`).
    """
    findings = () if own_duty.strip() else matters_in(words)
    under = motion.binds if motion is not None else item.decision_authority if item is not None else None
    if covers(under, findings) or (motion is not None and _says_the_same(words, motion.text)):
        return ()
    return findings


def _says_the_same(words: str, decided: str) -> bool:
    """Whether every matter that the order's words point to stands in the motion in the very same words."""
    known = {word for found in matters_in(decided) for word in found.words}
    return all(set(found.words) <= known for found in matters_in(words))

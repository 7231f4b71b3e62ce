"""A reader of outside bytes, called in the middle of a request: in a child, and with no connection kept meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import has_app_context

from deliberation.db import db, in_transaction
from deliberation.kernel import guarded
from deliberation.kernel.guarded import Limits

Done = TypeVar("Done")


def apart(work: Callable[..., Done], *given: Any, limits: Limits) -> Done:
    """`guarded.call` for a page: whoever waits for a place gives its connection to the store back first.

    Belongs before the act's `transaction()`: nobody may wait for a picture while holding locks on rows, hence
    `RuntimeError` inside one. Raises what `guarded.call` raises.
    """
    if has_app_context():  # an operator's command may have no store at all
        if in_transaction():
            raise RuntimeError("bytes from outside are read before the transaction")
        db.session.rollback()  # ends the read; what was loaded is read again when it is asked for
    return guarded.call(work, *given, limits=limits)

"""Heavy work apart from the server's greenlets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import gevent
from gevent import monkey

Done = TypeVar("Done")


def beside_the_hall(work: Callable[..., Done], *given: Any) -> Done:
    """Do heavy work in a thread of its own where gevent serves: a few seconds there are a hall without answers.

    `work` must not touch the store: the session belongs to the greenlet that asks.
    """
    if not monkey.is_module_patched("threading"):
        return work(*given)
    done: Done = gevent.get_hub().threadpool.apply(work, given)
    return done

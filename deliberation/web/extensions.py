"""The Flask extensions, made once and bound by `app.create_app`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)
login = LoginManager()
migrate = Migrate()
View = TypeVar("View", bound=Callable[..., Any])


def receipts_limit(endpoint: str) -> Callable[[View], View]:
    """120 questions an hour and address for the page of a receipt.

    The look-up of topics asks the other kinds of receipts in turn: such a question counts once, there.
    """
    limit = limiter.limit("120 per hour", exempt_when=lambda: request.endpoint != endpoint)
    return cast("Callable[[View], View]", limit)

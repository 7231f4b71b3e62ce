"""The blueprint that the pages of notices share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("notices", __name__)

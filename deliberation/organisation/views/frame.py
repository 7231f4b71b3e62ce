"""The blueprint that all pages of organisation hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("organisation", __name__)

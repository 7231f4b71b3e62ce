"""What the pages of publication share: the blueprint, and the compound of the address."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("publication", __name__)

"""Where to go on to when the address was given from outside: `next`, a notice's link, the page before.

One judgement for all of them. What is not plainly a page of this site leads home, whatever its shape.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from deliberation.web.links import place_url

LONGEST = 500
"""Characters. The longest address that the platform itself puts into `next` has some two hundred."""


def inside(target: str | None) -> str | None:
    r"""The address, if it is the path of a page of this site that can be opened; otherwise `None`.

    Judged as written and once more with its percent signs read: browsers read `\` as `/`, drop control
    characters and take a leading `//` for another host.
    """
    if not target or len(target) > LONGEST:
        return None
    read = unquote(target)
    if any(not _is_plain(text) for text in (target, read, unquote(read))):
        return None
    adapter = current_app.create_url_adapter(request)
    path = read.partition("#")[0].partition("?")[0]
    return target if adapter is not None and adapter.test(path, "GET") else None


def _is_plain(text: str) -> bool:
    """A path from the root, without anything that a browser reads otherwise than we do."""
    path = text.partition("#")[0].partition("?")[0]
    if not path.startswith("/") or "//" in path or "/." in path or "\\" in text:
        return False
    return all(unicodedata.category(sign)[0] not in "CZ" and sign != "\ufffd" for sign in text)


def safe_next(target: str | None, home: str | None = None) -> str:
    """An address of this site to go on to; anything else leads to `home`, by default the desk."""
    return inside(target) or home or place_url("desks")


def go_on(target: str | None, home: str | None = None) -> Response:
    """Redirect to an address that was given. Every redirect that is no `url_for` goes through here."""
    return redirect(safe_next(target, home))

"""帮助: the handbooks of docs/handbook, one a role, and the way to the right place of the right one.

A heading `## 排席位 {#convening-seats}` is the place about the page `convening.seats`, `{#convening}` that about every
other page of that stage; `help_url()` leads from a page to it. Nothing else says which place belongs to which page.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, g, render_template, request, send_from_directory, url_for
from markupsafe import Markup

from deliberation.config import ROOT
from deliberation.kernel.actor import Actor, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_
from deliberation.web.filters import handbook
from deliberation.web.guard import guard
from deliberation.web.session import current_actor

FOLDER = ROOT / "docs" / "handbook"
IMAGES = ROOT / "docs" / "images"
RESIDENTS = "residents"
BOOKS: dict[str, str] = {
    "secretary": N_("会议秘书"),
    "chair": N_("主持人（支部书记）"),
    "delegate": N_("参会代表"),
    "teller": N_("计票人、监票人"),
    "unit": N_("承办单位"),
    "subdistrict": N_("街道、社区"),
    "administrator": N_("系统管理员"),
    "operator": N_("运行维护"),
    RESIDENTS: N_("居民、业主"),
}
"""Each handbook's name in addresses and files, and whom it is for."""

READERS: dict[str, tuple[Role, ...]] = {
    "secretary": (Role.SECRETARY,),
    "chair": (Role.CHAIR, Role.BRANCH_MEMBER),
    "teller": (Role.TELLER,),
    "subdistrict": (Role.SUBDISTRICT_OFFICER, Role.NEIGHBOURHOOD_DELEGATE),
    "delegate": (
        Role.COUNCIL_DELEGATE,
        Role.COMMITTEE_DELEGATE,
        Role.FIRM_DELEGATE,
        Role.GRID_WORKER,
        Role.PARTNER_DELEGATE,
        Role.NEIGHBOURHOOD_DELEGATE,
        Role.OBSERVER,
    ),
    "unit": (Role.UNIT, Role.FIRM_DELEGATE, Role.PARTNER_DELEGATE, Role.COMMITTEE_DELEGATE, Role.GRID_WORKER),
    "administrator": (Role.ADMINISTRATOR, Role.AUDITOR),
}
"""Who is led to which handbook; of several the first one that has a place about the page."""

ANCHOR = re.compile(r"^#+ .*\{#([\w-]+)\}\s*$", re.MULTILINE)

blueprint = Blueprint("handbook", __name__)


@blueprint.get("/help/")
@guard("public.read")
def contents() -> Any:
    """Which handbooks there are, one's own first."""
    return render_template("web/handbooks.html", books=BOOKS, own=books_of(current_actor()))


@blueprint.get("/help/<role>")
@guard("public.read")
def book(role: str) -> Any:
    """One handbook, also to be printed."""
    if role not in BOOKS:
        raise Refused(Reason.NOT_FOUND)
    return render_template("web/handbook.html", title=BOOKS[role], text=_page(role))


@blueprint.get("/help/images/<name>")
@guard("public.read")
def image(name: str) -> Any:
    """A picture of a handbook."""
    return send_from_directory(IMAGES, name, max_age=3600)


def source(role: str) -> str:
    """A handbook as it is written."""
    return _read(FOLDER / f"{role}.md")


@cache
def _read(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def anchors(role: str) -> frozenset[str]:
    """The places of a handbook to which pages lead."""
    return frozenset(ANCHOR.findall(source(role)))


def _page(role: str) -> Markup:
    """The handbook's text; what it points to by files is led to addresses."""
    text = re.sub(r"\]\(\.\./images/([\w.]+)\)", lambda m: f"]({url_for('handbook.image', name=m[1])})", source(role))
    return handbook(re.sub(r"\]\((\w+)\.md(#[\w-]+)?\)", _link, text))


def _link(found: re.Match[str]) -> str:
    return f"]({url_for('handbook.book', role=found[1])}{found[2] or ''})"


def books_of(actor: Actor, compound_id: int | None = None) -> list[str]:
    """The handbooks of somebody's roles in a compound (none given: anywhere), or the residents' own."""
    if actor.seat_id is not None:
        return ["delegate"]
    roles = {post.role for post in actor.posts if compound_id is None or post.compound_id in (None, compound_id)}
    return [name for name, readers in READERS.items() if roles & set(readers)] or [RESIDENTS]


def help_url() -> str:
    """Where 帮助 leads from this page: the place about it in a handbook of the visitor, else that handbook's top."""
    here = g.get("compound")
    mine = books_of(current_actor(), here.id if here is not None else None)
    asked = request.endpoint or ""
    for anchor in (asked.replace(".", "-"), asked.split(".")[0]):
        for name in mine:
            if anchor in anchors(name):
                return url_for("handbook.book", role=name, _anchor=anchor)
    if mine == [RESIDENTS] or asked.startswith(f"{blueprint.name}."):
        return url_for("handbook.contents")
    return url_for("handbook.book", role=mine[0])


def register(app: Flask) -> None:
    """Give every page its way to the handbooks."""
    app.register_blueprint(blueprint)
    app.add_template_global(help_url)

"""What the publication says of itself: resolutions, their periods, objections, everything that residents read."""

from __future__ import annotations

from dataclasses import replace

from deliberation.db import db
from deliberation.kernel.handing import HandedOn
from deliberation.kernel.stage import Beside, Kind, NavItem, Offers, Periodic, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.publication import actions, queries
from deliberation.publication.models import PublicObjection, Resolution
from deliberation.publication.queries import handing
from deliberation.publication.queries.matters import public_matters
from deliberation.publication.rules import PUBLIC_STATES, RESOLUTION_FLOW
from deliberation.publication.views import blueprint, pages
from deliberation.titles import of_compound, of_rows


def _resolution(row: Resolution, slugs: Slugs) -> Subject:
    text = _("%(title)s（第 %(n)s 版）", title=row.title, n=row.version)
    if row.state in PUBLIC_STATES:
        values = {"compound_slug": slugs[row.compound_id], "public_id": row.public_id}
        return Subject(text, "publication.resolution", values, "public.read", row.compound_id)
    return of_compound(row, slugs, text, ("publication.desk_resolution", "resolution_id", "resolution.prepare"))


def _objection(row: PublicObjection, slugs: Slugs) -> Subject:
    about = db.session.get_one(Resolution, row.resolution_id)
    return replace(_resolution(about, slugs), text=_("对《%(title)s》的异议", title=about.title))


CARD = Stage(
    "publication",
    blueprint,
    nav=(NavItem(70, "publication.desk_resolutions", N_("公示"), "resolution.prepare"),),
    public_nav=(
        NavItem(10, "publication.home", N_("首页")),
        NavItem(30, "publication.resolutions", N_("决议")),
        NavItem(50, "publication.orders", N_("督办进展")),
    ),
    places={
        "home": "publication.home",
        "compounds": "publication.compounds",
        "privacy": "publication.privacy",
        "resolution": "publication.resolution",
    },
    beside={
        "hand_in.similar": Beside("publication/_hand_in_similar.html"),
        "receipt.links": Beside("publication/_receipt_links.html"),
        "meeting.acts": Beside("publication/_meeting_acts.html"),
        "meeting.afterwards": Beside("publication/_meeting_afterwards.html"),
        "minutes.follows": Beside("publication/_minutes_follows.html"),
    },
    handed_on=HandedOn(handing.open_for),
    flows=(RESOLUTION_FLOW,),
    kinds=(
        Kind("resolution", N_("决议"), of_rows(Resolution, _resolution)),
        Kind("objection", N_("异议"), of_rows(PublicObjection, _objection, resolution_id=Resolution)),
    ),
    waiting=(queries.waiting,),
    periodic=(
        # Ends that are worked out again come first: what is later by that must not take effect before.
        Periodic("resolutions.prolong", actions.prolong, "份决议的公示期重新计算，已顺延。"),
        Periodic("resolutions.settle", actions.settle, "份决议公示期满，已生效。"),
        Periodic("objections.erase_phones", actions.erase_phones, "件异议答复满一年，已删除异议人的电话。"),
    ),
    receipts=(pages.objection,),
    offers=Offers(public_matters=public_matters),
)

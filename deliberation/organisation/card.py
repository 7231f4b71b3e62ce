"""What the organisation says of itself: compounds, parties, persons, accounts, rules."""

from __future__ import annotations

from deliberation.kernel.stage import Chain, Kind, NavItem, Offers, Periodic, Slugs, Stage, Subject, Visits
from deliberation.kernel.text import N_
from deliberation.kernel.text import say as _
from deliberation.organisation import queries
from deliberation.organisation.actions import close_visit, open_visit, visits
from deliberation.organisation.models import Account, RuleProfileVersion
from deliberation.organisation.queries.doors import visit_holds
from deliberation.organisation.queries.reaching import reach
from deliberation.organisation.views import actor_of_identity, blueprint, load_user
from deliberation.titles import of_rows


def _chains() -> dict[str, Chain]:
    """What each chain of the log covers: the whole installation, or one compound."""
    named = {f"compound:{one.id}": Chain(one.name, one.id, frozenset(one.options)) for one in queries.compounds()}
    return {"system": Chain(_("整个平台")), **named}


def _slugs() -> Slugs:
    return {one.id: one.slug for one in queries.compounds()}


def _account(row: Account, _slugs: Slugs) -> Subject:
    return Subject(row.person.name)


def _profile(row: RuleProfileVersion, _slugs: Slugs) -> Subject:
    return Subject(_("%(name)s（第 %(n)s 版）", name=row.data.get("name", ""), n=row.version))


CARD = Stage(
    "organisation",
    blueprint,
    nav=(NavItem(90, "organisation.parties", N_("各方"), "compound.read"),),
    places={
        "sign_in": "organisation.sign_in",
        "sign_out": "organisation.sign_out",
        "password": "organisation.password",
        "desks": "organisation.desk_door",
    },
    kinds=(
        Kind("subdistrict", N_("街道")),
        Kind("compound", N_("小区")),
        Kind("account", N_("账号"), of_rows(Account, _account)),
        Kind("rule_profile", N_("议事规则"), of_rows(RuleProfileVersion, _profile)),
    ),
    periodic=(Periodic("visits.forget", visits.forget_visits, "条九十天以前的登录和输错记录已删除。"),),
    offers=Offers(
        compound_by_slug=queries.compound_by_slug,
        slugs=_slugs,
        has_demo=queries.has_demo,
        chains=_chains,
        load_user=load_user,
        actor_of_account=actor_of_identity,
        reach=reach,
        visits=Visits(open_visit, close_visit, visit_holds),
    ),
)

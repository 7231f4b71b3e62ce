"""Compounds of places whose law asks more, for tests."""

from __future__ import annotations

from sqlalchemy import select

from deliberation.db import db, transaction
from deliberation.organisation.models import RuleProfileVersion, Subdistrict
from tests.builders import World, a_compound

PROVINCES = {"杭州市": "浙江省", "成都市": "四川省", "遂宁市": "四川省", "淄博市": "山东省", "上海市": "上海市"}
PROFILES = {"杭州市": "hangzhou", "成都市": "chengdu", "上海市": "shanghai", "四川省": "sichuan"}


def a_compound_in(city: str, province: str = "") -> World:
    """A furnished compound whose subdistrict lies in that city."""
    world = a_compound()
    with transaction() as session:
        subdistrict = session.scalars(select(Subdistrict)).one()
        subdistrict.city, subdistrict.province = city, province or PROVINCES.get(city, "")
    return world


def owners_profile_in(place: str, body: str = "owners") -> RuleProfileVersion:
    """The shipped rules of a place."""
    code = f"{PROFILES[place]}-{body}"
    return db.session.scalars(select(RuleProfileVersion).where(RuleProfileVersion.code == code)).one()


def policy_in(place: str) -> str:
    """What becomes there of ballots that were delivered and not returned, by the shipped rules."""
    return str(owners_profile_in(place).data["policy"])

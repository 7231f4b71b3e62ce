"""Which persons on record may be one human being: what must be done by two is not done by one under two records."""

from __future__ import annotations

from sqlalchemy import func, select

from deliberation.db import db
from deliberation.organisation.models import Person


def same_human(person_id: int | None) -> frozenset[int]:
    """The person and every other record that may be the same human being.

    The same telephone is the same human. The same name is, unless both have telephones that differ: two who bear one
    name are told apart by registering their numbers.
    """
    person = db.session.get(Person, person_id) if person_id is not None else None
    if person is None:
        return frozenset() if person_id is None else frozenset({person_id})
    name, phone = _plain(person.name), _digits(person.phone)
    alike = func.replace(Person.name, " ", "") == name
    rows = db.session.execute(select(Person.id, Person.name, Person.phone).where(alike | (Person.phone != "")))
    return frozenset({person.id, *(row.id for row in rows if _may_be(row.name, row.phone, name, phone))})


def _may_be(name: str, phone: str, other_name: str, other_phone: str) -> bool:
    digits = _digits(phone)
    if digits and other_phone:
        return digits == other_phone
    return _plain(name) == other_name


def _plain(name: str) -> str:
    return "".join(name.split())


def _digits(phone: str) -> str:
    """A number without what is put between its digits, and without the country's code."""
    digits = "".join(sign for sign in phone if sign.isdecimal())
    return digits.removeprefix("86") if len(digits) == 13 else digits  # noqa: PLR2004 - eleven digits and the 86

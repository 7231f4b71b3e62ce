"""Loading requests of persons with the check that belongs to them."""

from __future__ import annotations

from deliberation.db import values_of
from deliberation.kernel import seen
from deliberation.organisation.access import Loader
from deliberation.privacy.models import PersonRequest

request_for = Loader(PersonRequest, "person_request")
"""A request of a person. Locked, two answers to it follow each other."""

seen.describe("person_request", lambda request: [values_of(request)])

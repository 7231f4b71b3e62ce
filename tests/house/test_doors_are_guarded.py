"""No address without a guard, no change behind a permission that only reads."""

from __future__ import annotations

from flask import Flask

from deliberation.kernel.permissions import TABLE

CHANGES_FOR_EVERYBODY = {
    "organisation.sign_in": "signing in is how one becomes somebody",
    "organisation.sign_out": "signing out needs no right",
    "organisation.set_password": "asks for the one-time code before anybody is known",
    "room.join": "asks for the meeting's code before anybody is known",
    "room.door": "asks for seat and PIN before anybody is known",
    "convening.confirm_reply": "the link in the message says who it is",
    "convening.leave_reply": "the link in the message says who it is",
    "organisation.first_run": "asks for the code that the server printed, in a blank store only",
    "notices.open_notice": "marks one's own notice as read",
}
"""Routes that accept POST behind a permission to read, each with its reason."""


def routes(app: Flask) -> list[tuple[str, set[str], str | None]]:
    """Endpoint, methods and permission of every route but the static files."""
    return [
        (
            rule.endpoint,
            set(rule.methods or ()),
            getattr(app.view_functions[rule.endpoint], "permission", None),
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in {"static", "static_now"}
    ]


def test_every_route_names_a_permission_of_the_table(running_app: Flask) -> None:
    assert [endpoint for endpoint, _, permission in routes(running_app) if permission not in TABLE] == []


def test_nothing_is_changed_behind_a_permission_to_read(running_app: Flask) -> None:
    changing = {e for e, methods, p in routes(running_app) if "POST" in methods and (p or "").endswith(".read")}
    assert changing - set(CHANGES_FOR_EVERYBODY) == set()


def test_the_list_of_exceptions_names_only_routes_that_exist(running_app: Flask) -> None:
    changing = {e for e, methods, p in routes(running_app) if "POST" in methods and (p or "").endswith(".read")}
    assert set(CHANGES_FOR_EVERYBODY) - changing == set()


def test_every_route_answers_one_way_of_asking_or_two(running_app: Flask) -> None:
    """PUT, PATCH and DELETE do not exist here: a form cannot send them."""
    allowed = {"GET", "HEAD", "OPTIONS", "POST"}
    assert [endpoint for endpoint, methods, _ in routes(running_app) if methods - allowed] == []

"""Holding a payload against its closed type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict


def misfits(value: Any, declared: Any, path: str) -> Iterator[str]:
    """Where a payload is not exactly of its closed type: a missing or an undeclared field, another type."""
    if is_typeddict(declared):
        yield from _misfits_of_fields(value, get_type_hints(declared), path)
    elif get_origin(declared) is list:
        for entry in value:
            yield from misfits(entry, get_args(declared)[0], f"{path}[]")
    elif type(None) in get_args(declared):
        if value is not None:
            yield from misfits(value, get_args(declared)[0], path)
    elif declared in {int, str, bool} and not isinstance(value, declared):
        yield f"{path}: {value!r}"


def _misfits_of_fields(value: Any, hints: dict[str, Any], path: str) -> Iterator[str]:
    if set(value) != set(hints):
        yield f"{path}: {set(value) ^ set(hints)}"
        return
    for key, hint in hints.items():
        yield from misfits(value[key], hint, f"{path}.{key}")

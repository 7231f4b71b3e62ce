"""Who tries to sign in, before it is known who it is: from which address, with which device."""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Knock:
    """`source` stands for the address, `device` for the device's cookie (empty: it has none); both are digests."""

    source: str = ""
    device: str = ""


NOBODY_KNOWN = Knock()
"""No address and no device: for callers within the house."""


def knock_from(address: str, cookie: str, secret: str) -> Knock:
    """A knock as it is stored and compared; under the installation's key nobody reads the address back.

    Of an IPv6 address the first 64 bits count: the rest is the visitor's own to choose.
    """
    return Knock(_digest("source", _network(address), secret), _digest("device", cookie, secret) if cookie else "")


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _digest(what: str, text: str, secret: str) -> str:
    return hashlib.blake2b(f"{what}:{text}".encode(), key=secret.encode()[:64], digest_size=16).hexdigest()

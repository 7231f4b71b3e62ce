"""What collection prints: the QR code that leads back to one's own topic."""

from __future__ import annotations

import io

import segno


def qr_svg(address: str) -> bytes:
    """The QR code of an address as SVG, without a size of its own: the page's style prints it ≥ 3 cm."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=1, border=4, omitsize=True, xmldecl=True)
    return out.getvalue()

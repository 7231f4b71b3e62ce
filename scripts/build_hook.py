"""What Hatchling puts into wheel and sdist beyond the Python files of the package.

Templates, static files, migrations, handbooks with their pictures, the operator's guide and the demonstration lie
beside the package in a checkout; a wheel carries them in `deliberation/resources/`, where `deliberation.config.ROOT`
finds them. An sdist carries the fetched browser libraries too, so that a wheel can be made from it without Node. An
editable install needs nothing of this.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = (
    *("templates", "static", "migrations", "demo", "deploy", "docs/handbook", "docs/images"),
    *("docs/operator.md", "CHANGES.md", "README.en.md"),
)
VENDOR = "static/vendor"
MISSING = (
    f"{VENDOR} is missing or older than package-lock.json. Run `make setup` first: "
    "it fetches the browser libraries that the package carries."
)


class Hook(BuildHookInterface[Any]):
    """Called by Hatchling before each build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders of `CARRIED`; end the build with one sentence where the browser libraries are missing."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "scripts"))  # vendor.py asks node.py beside it
        if not runpy.run_path(str(root / "scripts" / "vendor.py"))["is_done"]():
            self.app.abort(MISSING)
        if self.target_name == "wheel":
            build_data["force_include"] |= {str(root / name): f"deliberation/resources/{name}" for name in CARRIED}
        else:
            build_data["force_include"][str(root / VENDOR)] = VENDOR

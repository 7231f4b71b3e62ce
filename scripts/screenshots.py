"""Take the pictures of the README: load the demonstration into a folder of its own, hold a bit of tonight's meeting, look.

    .venv/bin/python scripts/screenshots.py [FOLDER]

Chromium is found by CHROMIUM or at /usr/bin/chromium. The pictures go to docs/images (or FOLDER).
"""

from __future__ import annotations

import os
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the server of the browser tests is used here too

from deliberation.convening.queries import next_meeting, seats  # noqa: E402
from deliberation.demo import loader  # noqa: E402
from deliberation.demo.diary import Diary  # noqa: E402
from deliberation.kernel import clock  # noqa: E402
from deliberation.organisation import queries as organisation  # noqa: E402
from deliberation.room.actions.ballots import cast_ballot  # noqa: E402
from deliberation.room.actions.chairing import take_step  # noqa: E402
from deliberation.room.actions.motions import record_motion  # noqa: E402
from deliberation.room.actions.presence import sign_in  # noqa: E402
from deliberation.room.queries import hall_now, open_vote_of  # noqa: E402
from deliberation.room.rules.steps import next_steps  # noqa: E402

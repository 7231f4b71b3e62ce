"""Take the pictures of README and handbooks: load the demonstration, hold a part of tonight's meeting, and look at it.

.venv/bin/python scripts/screenshots.py [FOLDER]

The store is thrown away afterwards. Chromium is found by CHROMIUM or at /usr/bin/chromium; the pictures go to
docs/images, or to FOLDER.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the browser tests' server is used here too

from deliberation.app import create_app  # noqa: E402
from deliberation.config import Settings  # noqa: E402
from deliberation.convening.models import Meeting  # noqa: E402
from deliberation.convening.queries import seats  # noqa: E402
from deliberation.db import db  # noqa: E402
from deliberation.demo import loader  # noqa: E402
from deliberation.demo.diary import Diary  # noqa: E402
from deliberation.kernel import clock  # noqa: E402
from deliberation.live.gateway import KEEP_SECONDS  # noqa: E402
from deliberation.room.actions.ballots import cast_ballot  # noqa: E402
from deliberation.room.queries import open_vote_of  # noqa: E402
from tests.servers import SECRET, Server  # noqa: E402

PHONE, TABLET, LAPTOP, WALL = (390, 844), (1280, 800), (1366, 768), (1920, 1080)
SHEET, MARGIN = (794, 1123), 36
"""A4 at 96 dots to the inch, and the white around what is printed."""
COLOURS = 128
WIDEST = 1280
MOTION = "同意按进出分道加非机动车道方案改造南出入口，总预算不超过34万元，提请业主共同决定，由业委会组织书面表决。"
SAID = {"丁娜": "OPPOSE", "刘芳": "ABSTAIN"}


@dataclass
class Camera:
    """Where pictures are taken and where they go."""

    browser: Browser
    server: Server
    folder: Path
    password: str

    def page(self, size: tuple[int, int], account: str = "") -> Page:
        """A page of that size, signed in with an account of the demonstration."""
        width, height = size
        page = self.browser.new_page(base_url=self.server.url, viewport={"width": width, "height": height})
        if account:
            page.goto("/login")
            page.locator("[name=username]").fill(account)
            page.locator("[name=password]").fill(self.password)
            page.locator("main form button[type=submit]").click()
            page.wait_for_url(lambda url: "/login" not in url)
        return page

    def shoot(self, page: Page, address: str, name: str, wait_for: str = "main") -> None:
        """Open an address and keep a small picture of what is seen."""
        page.goto(address)
        page.locator(wait_for).first.wait_for()
        self.keep(page, name)

    def paper(self, address: str, name: str, account: str = "") -> None:
        """Open an address and keep a picture of its first sheet as it is printed."""
        width, height = SHEET
        page = self.page((width - 2 * MARGIN, height - 2 * MARGIN), account)
        page.goto(address)
        page.locator("main").wait_for()
        page.emulate_media(media="print")
        self.keep(page, name, MARGIN)

    def keep(self, page: Page, name: str, margin: int = 0) -> None:
        """Keep a small picture of what the page shows now, and close it."""
        page.wait_for_timeout(600)  # fonts and the hall's fitting
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        picture = ImageOps.expand(picture, margin, "white")
        if picture.width > WIDEST:
            picture = picture.resize((WIDEST, picture.height * WIDEST // picture.width))
        path = self.folder / f"{name}.png"
        picture.quantize(COLOURS).save(path, optimize=True)
        print(f"{path.name}: {path.stat().st_size // 1024} KB")
        page.close()


def load_demo() -> dict[str, Diary]:
    """The demonstration in an empty store; answers each compound's diary, to be told on."""
    db.create_all()
    book = loader.read_book()
    diaries = loader._found(book, clock.today())  # noqa: SLF001 - `load` keeps the diaries to itself
    for diary, written in zip(diaries, book["compounds"], strict=True):
        loader._tell(diary, written)  # noqa: SLF001
    return {written["slug"]: diary for diary, written in zip(diaries, book["compounds"], strict=True)}


def tell(camera: Camera, diary: Diary, *lines: dict[str, object]) -> None:
    """Go on with the diary; the server's clock goes along."""
    for line in lines:
        diary.tell(line)
    db.session.rollback()
    camera.server.set_clock(diary.at)
    time.sleep(KEEP_SECONDS)  # the server hears nothing of what another process does: let it forget what it has read


def before_the_meeting(camera: Camera, diary: Diary) -> None:
    """The residents' pages and the desk, in the afternoon."""
    camera.server.set_clock(diary.moment("0 15:00"))
    camera.shoot(camera.page(PHONE), "/c/jinling/", "public_home")
    camera.shoot(camera.page(LAPTOP, "lijianguo"), "/desk/jinling/", "desk_today")
    page = camera.page(TABLET)
    page.goto("/c/huali/resolutions/")
    link = page.locator("main a[href*='/c/huali/resolutions/']").first.get_attribute("href") or ""
    camera.shoot(page, link, "public_resolution")
    camera.shoot(camera.page(PHONE), "/c/jinling/topics/new", "phone_topic")
    camera.paper(f"{link}/paper", "paper_resolution")
    camera.shoot(camera.page(LAPTOP, "hewei"), "/desk/jinling/orders/", "desk_orders")
    camera.shoot(camera.page(LAPTOP, "xiaofang"), "/office/workbook", "office_workbook")


def papers_of_the_meeting(camera: Camera, diary: Diary) -> None:
    """What the secretary prints and hands out, and the door to which the slip leads on a phone."""
    meeting = f"/desk/jinling/meetings/{diary.meetings['今晚']}"
    camera.shoot(camera.page(LAPTOP, "zhoumin"), meeting, "desk_meeting")
    camera.paper(f"{meeting}/slips", "paper_slips", "zhoumin")
    camera.shoot(camera.page(PHONE), "/join", "phone_join")


def where_the_owners_decide(camera: Camera) -> None:
    """A posted result as a resident reads it, and a clerk's desk with a paper to enter a second time."""
    page = camera.page(PHONE)
    page.goto("/c/huali/owners-votes/")
    posted = page.locator("#posted ~ ul a, section[aria-labelledby=posted] ul a").first.get_attribute("href") or ""
    camera.shoot(page, posted, "owners_result")
    page = camera.page(LAPTOP, "taoping")
    page.goto("/desk/huali/owners-votes")
    vote = page.locator("main tbody a").first.get_attribute("href") or ""
    page.goto(f"{vote}/entry/waiting")
    paper = page.locator("main a[href*='/papers/']").first.get_attribute("href") or f"{vote}/entry"
    camera.shoot(page, paper, "owners_entry")
    camera.paper(f"{vote}/ballots?number=1", "paper_ballot", "jiangwenbo")


def in_the_meeting(camera: Camera, diary: Diary) -> None:
    """Tonight's first item: the debate, the vote, the verdict."""
    tell(
        camera,
        diary,
        {"at": "0 18:40", "do": "doors", "meeting": "今晚", "absent": ["马国庆"]},
        {"at": "0 19:00", "do": "press", "step": "open_meeting"},
        {"do": "open_item", "report": "早高峰排队约120米，电动车与汽车混行。"},
        {"do": "motion", "text": MOTION, "mover": "张秀兰"},
        {"do": "press", "step": "debate"},
        {"do": "speak", "name": "王志强", "side": "for", "seconds": 80},
    )
    room, loaded = f"/rooms/{diary.room}", "[data-loaded]:not([hidden])"
    camera.shoot(camera.page(TABLET, "lijianguo"), f"{room}/chair", "chair", loaded)
    tell(camera, diary, {"do": "press", "step": "open_vote"})
    camera.shoot(camera.page(TABLET, "zhangxiulan"), f"{room}/tablet", "tablet_vote", loaded)
    everybody_votes(diary)
    tell(camera, diary, {"do": "press", "step": "close_vote"})
    token = db.session.get_one(Meeting, diary.room).hall_token
    camera.shoot(camera.page(WALL), f"/hall/{token}", "hall_verdict", ".verdict")


def everybody_votes(diary: Diary) -> None:
    """Ten agree, one opposes, one abstains."""
    vote = open_vote_of(diary.room)
    if vote is None:
        raise ValueError("no vote is open")
    vote_id, roll = vote.id, set(vote.frozen["roll"])
    for name in [seat.person.name for seat in seats(diary.room) if seat.id in roll]:
        actor = diary.actor(name)
        db.session.rollback()  # ballots have a connection of their own
        cast_ballot(actor, diary.room, vote_id, SAID.get(name, "AGREE"), diary.new_key())


def main() -> None:
    """Load, serve, look, throw away."""
    pictures = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"
    pictures.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        url = f"sqlite:///{folder / 'demo.sqlite'}"
        app = create_app(Settings(url, SECRET, folder, rate_limits=False), async_mode="threading")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        server = Server(folder, url)
        with app.app_context():
            diary = load_demo()["jinling"]
            db.session.rollback()
            server.start()
            try:
                camera = Camera(browser, server, pictures, str(loader.read_book()["password"]))
                before_the_meeting(camera, diary)
                papers_of_the_meeting(camera, diary)
                where_the_owners_decide(camera)
                in_the_meeting(camera, diary)
            finally:
                server.stop()
                db.session.remove()
                db.engine.dispose()
        browser.close()


if __name__ == "__main__":
    main()

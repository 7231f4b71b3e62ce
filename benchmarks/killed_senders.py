"""Ten thousand messages and two hundred kills: none lost, none twice at far sides that can be asked or that compare.

    python benchmarks/killed_senders.py [--messages 10000] [--kills 200]

A store with persons who have a phone and an address; the far sides are the fakes of the tests, which compare nothing:
the own message platform and 阿里云短信 (asked by key after a kill), and letters as files (found by name). The sending
process is killed by kill -9, half of the times by the clock and half exactly when a far side has taken a message and
not answered yet. With `--smtp` letters go by SMTP, which cannot be asked: letters that came twice are counted and have
one Message-ID.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from deliberation.app import create_app
from deliberation.config import Settings
from deliberation.db import db, transaction
from deliberation.kernel import clock
from deliberation.notices.actions import send
from deliberation.notices.actions.outbox import put_by
from deliberation.notices.channels import channel_of
from deliberation.notices.models import Sending
from deliberation.organisation.models import Person
from tests.fakes.gateways import Gateways, the_gateways
from tests.fakes.mailbox import a_mailbox
from tests.fakes.sender import Sender

BEGAN = clock.beijing(2027, 3, 5, 8, 30)
WAYS = 3


def furnish(url: str, folder: Path, environment: dict[str, str], people: int) -> None:
    """Everybody is told by three ways that a meeting is called off; nothing is sent yet."""
    app = create_app(Settings(url, "a key for tests only", folder, channels=environment), async_mode="threading")
    sms = channel_of("sms")
    with app.app_context(), clock.frozen(BEGAN):
        db.create_all()
        for start in range(0, people, 500):
            with transaction():
                some = [
                    Person(name=f"居民{number}", phone=f"139{number:08d}", email=f"p{number}@mail.example")
                    for number in range(start, min(people, start + 500))
                ]
                db.session.add_all(some)
                db.session.flush()  # the notices name their ids
                for notice in send([one.id for one in some], kind="cancelled", subject="会议取消", body="停电"):
                    put_by(notice, sms, clock.now())
        db.session.remove()
        db.engine.dispose()


class Killer:
    """Kills the sender by the clock, or at the door of a far side that has just taken a message."""

    def __init__(self, sender: Sender, kills: int, seed: int) -> None:
        self.sender, self.left, self.chance = sender, kills, random.Random(seed)
        self.running, self.at_door, self._lock = False, False, threading.Lock()

    def begin(self) -> None:
        """A round begins; its end is chosen."""
        with self._lock:
            self.running, self.at_door = True, False
        if self.left:
            timer = threading.Timer(self.chance.uniform(0.05, 1.2), self._due, [self.chance.choice((True, False))])
            timer.daemon = True
            timer.start()

    def _due(self, wait_at_the_door: bool) -> None:  # noqa: FBT001 - a timer hands it over
        if wait_at_the_door:
            self.at_door = True
        else:
            self.strike()

    def door(self, taken: bool) -> None:  # noqa: FBT001 - the far side hands it over
        """Called by the far side before and after it takes a message."""
        if taken and self.at_door:
            self.strike()

    def strike(self) -> None:
        """Kill, once in a round."""
        with self._lock:
            if self.running and self.left:
                self.running, self.at_door = False, False
                self.left -= 1
                self.sender.kill()

    def ended(self) -> None:
        """The round is over."""
        with self._lock:
            self.running = False


def run(url: str, folder: Path, people: int, kills: int, *, smtp: bool) -> None:
    """Furnish, send with kills, count."""
    with the_gateways() as gateways, a_mailbox() as mailbox:
        environment = {**gateways.settings_of("webhook"), **gateways.settings_of("aliyun")}
        environment |= mailbox.settings if smtp else {}
        furnish(url, folder, environment, people)
        sender = Sender(folder, url, environment, BEGAN)
        killer = Killer(sender, kills, seed=20270305)
        gateways.at_the_door = killer.door
        sender.open()
        began = time.monotonic()
        while True:
            sender.start()
            killer.begin()
            ended = sender.wait()
            killer.ended()
            if ended == 0:
                break
        took = time.monotonic() - began
        sender.close()
        report(gateways, people, sender.kills, took)
        letters = mailbox.counts if smtp else Counter(path.name for path in (folder / "mail").glob("*.eml"))
        print(f"letters: {len(letters)} of {people}, twice: {sum(n > 1 for n in letters.values())}")
    states(url, folder)


def report(gateways: Gateways, people: int, kills: int, took: float) -> None:
    """What came at the far sides."""
    print(f"{people * WAYS} messages, {kills} kills, {took:.0f} s, {people * WAYS / took:.0f} a second")
    for name in ("webhook", "aliyun"):
        keys = gateways.keys(name)
        print(f"{name}: lost {people - len(keys)}, twice {sum(n > 1 for n in keys.values())}")


def states(url: str, folder: Path) -> None:
    """What stands in the outbox at the end."""
    app = create_app(Settings(url, "a key for tests only", folder), async_mode="threading")
    with app.app_context():
        print("outbox:", dict(Counter(f"{one.channel} {one.state}" for one in db.session.query(Sending))))
        db.session.remove()
        db.engine.dispose()


def main() -> None:
    """Read what is asked for and run it in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--smtp", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/store.sqlite"
        run(url, Path(folder), -(-asked.messages // WAYS), asked.kills, smtp=asked.smtp)


if __name__ == "__main__":
    main()

"""A stage is added by its card alone: here one of street lamps, made in this test, with everything a card can say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, render_template

from deliberation.app import STAGES, create_app, do_what_is_due
from deliberation.audit.record import record
from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.config import Settings
from deliberation.db import db, transaction
from deliberation.due import actions as due
from deliberation.kernel.actor import ANONYMOUS, Actor
from deliberation.kernel.stage import Beside, DueJob, Kind, NavItem, Periodic, Ref, Stage, Subject, Waiting, house, use
from deliberation.notices.actions import send
from deliberation.web.guard import guard
from deliberation.web.links import page_of
from tests.builders import World, a_compound, sign_in

LAMP = Ref("lamp", 7)
FRAGMENT = "<p>{{ thing.title }}旁边有 {{ lamps }} 盏路灯</p>"
PAGE = '{% extends "desk.html" %}{% block main %}<h1>第 {{ lamp_id }} 盏路灯</h1>{% endblock %}'


class Lamps:
    """What the stage was asked to do."""

    def __init__(self, templates: Path) -> None:
        self.lit: list[Ref | None] = []
        (templates / "lamps").mkdir(parents=True)
        (templates / "lamps" / "lamp.html").write_text(PAGE, "utf-8")
        (templates / "lamps" / "_topic.html").write_text(FRAGMENT, "utf-8")
        self.blueprint = Blueprint("lamps", __name__, template_folder=str(templates))

        @self.blueprint.get("/desk/<compound_slug>/lamps/<int:lamp_id>")
        @guard("desk.read")
        def lamp(lamp_id: int) -> Any:
            return render_template("lamps/lamp.html", lamp_id=lamp_id)

        @self.blueprint.get("/desk/<compound_slug>/lamps/")
        @guard("desk.read")
        def lamps() -> Any:
            return render_template("lamps/lamp.html", lamp_id=0)

    def light(self, ref: Ref | None, _key: str) -> None:
        """What is due."""
        self.lit.append(ref)

    def waiting(self, _actor: Actor, _compound_id: int) -> list[Waiting]:
        """What waits at the desk."""
        return [Waiting("要换的路灯", 3, "lamps.lamps", {"compound_slug": "jinling"}, unit="盏")]

    def dusk(self, _now: datetime) -> list[int]:
        """What every turn brings."""
        return [1, 2]

    @property
    def card(self) -> Stage:
        """Everything that the application knows of this stage."""

        def named(ids: frozenset[int], slugs: Any) -> dict[int, Subject]:
            return {
                one: Subject(f"{one} 号路灯", "lamps.lamp", {"compound_slug": slugs[1], "lamp_id": one}, "desk.read", 1)
                for one in ids
            }

        return Stage(
            "lamps",
            self.blueprint,
            nav=(NavItem(65, "lamps.lamps", "路灯", "desk.read"),),
            kinds=(Kind("lamp", "路灯", named),),
            waiting=(self.waiting,),
            periodic=(Periodic("lamps.dusk", self.dusk, "盏路灯天黑已开。"),),
            jobs=(DueJob("lamp.light", self.light),),
            beside={"topic.outcome": Beside("lamps/_topic.html", lambda topic: {"lamps": len(topic.title)})},
        )


@pytest.fixture
def lamps(tmp_path: Path) -> Iterator[Lamps]:
    yield Lamps(tmp_path / "templates")
    use(STAGES)


@pytest.fixture
def app(lamps: Lamps, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'lamps.sqlite'}",
        secret_key="a key for tests only",
        data_dir=tmp_path,
        rate_limits=False,
        testing=True,
        extra={"WTF_CSRF_ENABLED": False},
    )
    app = create_app(settings, "threading", (*STAGES, lamps.card))
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


def seen(app: Flask, world: World, name: str, path: str) -> str:
    """What somebody sees at an address."""
    client = app.test_client()
    sign_in(client, world, name)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_its_page_its_place_and_what_waits_there_are_at_the_desk(app: Flask, world: World) -> None:
    page = seen(app, world, "周敏", "/desk/jinling/")
    assert "要换的路灯" in page
    assert page.index("督办") < page.index(">路灯<") < page.index("公示")
    assert "第 7 盏路灯" in seen(app, world, "周敏", "/desk/jinling/lamps/7")


def test_the_log_and_a_notice_lead_to_its_things(app: Flask, world: World) -> None:
    with transaction():
        record(world.chair, "topic.take_up", *LAMP, world.compound.id)
        people = [world.people["周敏"].id]
        send(people, kind="lamp", subject="路灯坏了", body="请看。", about=LAMP, compound_id=world.compound.id)
    assert house().label("lamp") == "路灯"
    assert house().subjects([LAMP])[LAMP].text == "7 号路灯"
    with app.test_request_context("/"):
        assert page_of(LAMP) == "/desk/jinling/lamps/7"
    client = app.test_client()
    sign_in(client, world, "周敏")
    assert client.post("/notices/1/open").location == "/desk/jinling/lamps/7"


def test_it_stands_beside_an_earlier_page(app: Flask, world: World) -> None:
    draft = TopicDraft(situation="南出入口早晚高峰拥堵", category="traffic", request_key="k1")
    topic = submit_topic(ANONYMOUS, world.compound.id, draft)
    page = seen(app, world, "周敏", f"/desk/jinling/topics/{topic.id}")
    assert f"<p>{topic.title}旁边有 {len(topic.title)} 盏路灯</p>" in page


def test_what_it_has_due_is_done(lamps: Lamps, world: World) -> None:
    with transaction():
        due.put("lamp.light", "lamp.light:7", LAMP)
    said = do_what_is_due()
    assert "2 盏路灯天黑已开。" in said
    assert lamps.lit == [LAMP]

"""At the desk the objections to a resolution are searched, narrowed and turned page by page in the store."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from deliberation.db import db
from deliberation.kernel import clock
from deliberation.publication import actions, queries
from deliberation.publication.actions import ObjectionDraft
from deliberation.publication.models import PublicObjection, Resolution
from tests.builders import World, a_compound, sign_in
from tests.publication.hall import MORNING_AFTER, a_finished_meeting, at
from tests.queries import counted_statements

SAID = {
    "施工噪音怎么办？": ("3号楼", "孫女士", "138-1234-5678"),
    "预算３４万元怎么来的": ("13号楼", "赵六", ""),
    "不同意开南门": ("A座", "", "13900001111"),
}


@pytest.fixture
def world(app: Flask) -> World:
    return a_compound()


@pytest.fixture
def published(world: World) -> Iterator[Resolution]:
    meeting = a_finished_meeting(world)
    with clock.frozen(MORNING_AFTER):
        drafted = actions.draft_resolution(world.secretary, meeting.id)
        actions.publish(world.chair, drafted.id, masking_confirmed=False)
    with clock.frozen(at(14)):
        for text, (building, name, phone) in SAID.items():
            actions.object_to(drafted.public_id, ObjectionDraft(text, text, name=name, phone=phone, building=building))
        yield drafted


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("噪音", {"施工噪音怎么办？"}),
        ("噪音 施工", {"施工噪音怎么办？"}),
        ("噪音 预算", set()),
        ("34万", {"预算３４万元怎么来的"}),
        ("孙女士", {"施工噪音怎么办？"}),
        ("13812345678", {"施工噪音怎么办？"}),
        ("三号楼", {"施工噪音怎么办？", "预算３４万元怎么来的"}),
        ("a座", {"不同意开南门"}),
        ("%", set()),
        ("|", set()),
    ],
)
def test_an_objection_is_found_by_its_words_who_handed_it_in_and_the_building(
    published: Resolution, words: str, texts: set[str]
) -> None:
    assert {one.text for one in queries.desk_objections(published.id, words).page().items} == texts


def test_objections_are_narrowed_to_those_without_an_answer_and_found_by_an_answer(
    world: World, published: Resolution
) -> None:
    (first, *_others) = queries.objections([published.id])
    actions.answer_objection(world.chair, first.id, "只在白天施工。")
    assert [one.id for one in queries.desk_objections(published.id, state="ANSWERED").page().items] == [first.id]
    assert queries.desk_objections(published.id, state="OPEN").page().total == 2
    assert queries.desk_objections(published.id, state="anything").page().total == 3
    assert [one.id for one in queries.desk_objections(published.id, "白天").page().items] == [first.id]


def test_what_the_desk_finds_an_objection_by_loses_the_phone_with_the_phone(
    world: World, published: Resolution
) -> None:
    (first, *_others) = queries.objections([published.id])
    actions.answer_objection(world.chair, first.id, "只在白天施工。")
    with clock.frozen(clock.beijing(2028, 3, 14, 9)):
        assert actions.erase_phones(clock.now()) == [first.id]
    assert queries.desk_objections(published.id, "13812345678").page().total == 0
    assert "13812345678" not in "".join(db.session.scalars(select(PublicObjection.search)))
    assert queries.desk_objections(published.id, "孙女士").page().total == 1


def test_a_page_of_objections_takes_two_statements_however_many_there_are(published: Resolution) -> None:
    number, public_id = published.id, published.public_id
    for n in range(24):
        actions.object_to(public_id, ObjectionDraft(f"第{n}条意见", f"key-{n}"))
    with counted_statements() as seen:
        page = queries.desk_objections(number, "意见", "OPEN").page(2)
    assert (page.total, page.pages, [one.text for one in page.items]) == (
        24,
        2,
        [f"第{n}条意见" for n in range(20, 24)],
    )
    assert len([one for one in seen if one.startswith("SELECT")]) == 2


def test_the_desk_page_has_a_search_box_a_count_and_keeps_what_was_asked(
    client: FlaskClient, world: World, published: Resolution
) -> None:
    desk, address = sign_in(client, world, "李建国"), f"/desk/jinling/resolutions/{published.id}"
    page = desk.get(address).text
    assert re.search(r'class="list-count">共 <strong>3</strong>', page)
    found = desk.get(address, query_string={"q": "噪音", "state": "OPEN"}).text
    assert re.search(r'class="list-count">共 <strong>1</strong>', found)
    assert 'value="噪音"' in found
    assert "不同意开南门" not in found
    assert "没有符合条件的异议" in desk.get(address, query_string={"q": "没有这样的字"}).text


def test_an_answer_that_is_refused_is_shown_with_its_objection_wherever_it_stood(
    client: FlaskClient, world: World, published: Resolution
) -> None:
    for n in range(20):
        actions.object_to(published.public_id, ObjectionDraft(f"第{n}条意见", f"key-{n}"))
    desk, address = sign_in(client, world, "李建国"), f"/desk/jinling/resolutions/{published.id}"
    page = desk.get(address, query_string={"page": 2}).text
    ((action, number),) = re.findall(r'action="([^"]+/objections/(\d+)/answer[^"]*)"', page)[-1:]
    refused = desk.post(action.replace("&amp;", "&"), data={"answer": "字" * 2001})
    assert refused.status_code == 422
    assert f'id="answer-{number}-error"' in refused.text
    assert "字" * 2001 in refused.text

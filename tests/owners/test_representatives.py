"""业主代表 carry signed opinions (山东 §27, 青岛 §28) where a text says so; the owner's own paper goes first."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from deliberation.db import db, transaction
from deliberation.kernel.errors import Reason, Refused
from deliberation.owners.actions.entry import FirstEntry, enter_again, register
from deliberation.owners.actions.representatives import register_representative, remove_representative
from deliberation.owners.models import OwnersPaper, OwnersRepresentative, OwnersVote
from deliberation.owners.queries.results import box_of
from deliberation.owners.rules.papers import Content, Paper, first_valid, voided
from deliberation.owners.rules.representatives import RepresentativeDraft, check_handed_on, representation
from deliberation.owners.rules.tally import result_of
from tests.builders import World, sign_in
from tests.owners.clerks import AGREE, OPPOSE, a_vote_to_enter, clerks, entered_twice

HE = RepresentativeDraft("王大姐", "1", "", date(2026, 3, 20))


@pytest.mark.parametrize(
    ("city", "province", "owners", "article"),
    [
        ("东营市", "山东省", 10, "第二十七条"),
        ("青岛市", "", 10, "第二十八条"),
        ("聊城市", "", 10, "第十七条"),
        ("天津市", "", 100, "第十六条"),
        ("天津市", "", 99, ""),
        ("达州市", "", 301, "第十三条"),
        ("达州市", "", 300, ""),
        ("杭州市", "", 900, ""),
        ("成都市", "", 900, ""),
        ("上海市", "", 900, ""),
    ],
)
def test_representatives_are_allowed_where_the_text_says_so(
    city: str, province: str, owners: int, article: str
) -> None:
    found = representation(city, province, owners)
    assert (found is not None, article in (found.source if found else "")) == (bool(article), True)


def test_he_carries_for_his_building_and_entrance_and_only_what_the_owner_signed() -> None:
    entrance = RepresentativeDraft("王大姐", "1号楼", "2单元", date(2026, 3, 20))
    check_handed_on(AGREE, "1号楼", ("1号楼2单元301",), entrance)
    for content, building, room in (
        (AGREE, "2号楼", "2号楼2单元301"),
        (AGREE, "1号楼", "1号楼1单元301"),
        (Content("PROXY", {"1": ("AGREE",)}), "1号楼", "1号楼2单元301"),
    ):
        with pytest.raises(Refused):
            check_handed_on(content, building, (room,), entrance)


def test_the_owners_own_paper_goes_before_one_that_was_handed_on_earlier() -> None:
    handed, own = Paper(1, 1, AGREE, handed_on=True), Paper(1, 2, OPPOSE)
    assert first_valid([handed, own])[1] is own
    assert voided([handed, own]) == {(1, 1): "DUPLICATE"}
    unsigned = Paper(1, 2, Content("NONE", {}, "UNSIGNED"))
    assert first_valid([handed, unsigned])[1] is handed


def hand_on(world: World, vote: OwnersVote, number: int, by: OwnersRepresentative, content: Content) -> OwnersPaper:
    first, second = clerks(world)
    paper = register(first, vote.id, number, FirstEntry(content, representative_id=by.id))
    return enter_again(second, vote.id, paper.id, content)


def test_what_he_hands_on_is_counted_by_its_channel_and_each_owner_once(world: World) -> None:
    vote = a_vote_to_enter(world)
    actor = clerks(world)[0]
    by = register_representative(actor, vote.id, HE)
    assert register_representative(actor, vote.id, HE).id == by.id
    assert hand_on(world, vote, 1, by, AGREE).channel == "REPRESENTATIVE"
    hand_on(world, vote, 2, by, AGREE)
    hand_on(world, vote, 3, by, Content("NONE", {"1": ("AGREE",)}))
    entered_twice(world, vote, 2, OPPOSE, sequence=2)
    entered_twice(world, vote, 4)
    db.session.expire_all()
    found = result_of(db.session.get_one(OwnersVote, vote.id).frozen or {}, box_of(vote.id))
    assert found["figures"]["channels"] == {"PAPER": 2, "REPRESENTATIVE": 1}
    assert found["figures"]["void_papers"] == {"DUPLICATE": 1, "UNSIGNED": 1}
    assert {c["name"]: c["heads"] for c in found["questions"]["1"]["counts"]}["oppose"] == 1


def test_a_second_entry_that_reads_an_agents_signature_is_no_owners_opinion(world: World) -> None:
    vote = a_vote_to_enter(world)
    by = register_representative(clerks(world)[0], vote.id, HE)
    first, second = clerks(world)
    paper = register(first, vote.id, 1, FirstEntry(AGREE, representative_id=by.id))
    assert enter_again(second, vote.id, paper.id, Content("PROXY", {"1": ("AGREE",)})).state == "DIFFERENT"


def test_nobody_hands_on_for_another_building_and_whoever_handed_on_stays(world: World) -> None:
    vote, actor = a_vote_to_enter(world), clerks(world)[0]
    with pytest.raises(Refused):
        register_representative(actor, vote.id, RepresentativeDraft("李大哥", "9", "", date(2026, 3, 20)))
    with pytest.raises(Refused):
        register_representative(actor, vote.id, RepresentativeDraft("李大哥", "1", "", date(2026, 3, 28)))
    by = register_representative(actor, vote.id, HE)
    hand_on(world, vote, 1, by, AGREE)
    with pytest.raises(Refused) as found:
        remove_representative(actor, vote.id, by.id)
    assert found.value.reason is Reason.ALREADY_DONE
    other = register_representative(actor, vote.id, RepresentativeDraft("李大哥", "1", "", date(2026, 3, 20)))
    remove_representative(actor, vote.id, other.id)
    with pytest.raises(Refused):
        register(actor, vote.id, 2, FirstEntry(AGREE, representative_id=other.id))


def test_in_hangzhou_nobody_is_registered(world: World) -> None:
    vote = a_vote_to_enter(world)
    with transaction():
        world.compound.community.subdistrict.city = "杭州市"
        world.compound.community.subdistrict.province = "浙江省"
    with pytest.raises(Refused):
        register_representative(clerks(world)[0], vote.id, HE)


def test_the_desk_registers_him_and_keeps_him_chosen_for_the_whole_stack(app: Flask, world: World) -> None:
    vote = a_vote_to_enter(world)
    desk = sign_in(app.test_client(), world, clerks(world)[0].name)
    at = f"/desk/jinling/owners-votes/{vote.id}"
    wrong = desk.post(f"{at}/representatives", data={"name": "王大姐", "building": "1", "elected_on": ""})
    assert (wrong.status_code, "王大姐" in wrong.text) == (422, True)
    data = {"name": "王大姐", "building": "1", "entrance": "", "elected_on": "2026-03-20"}
    assert desk.post(f"{at}/representatives", data=data).status_code == 302
    by = db.session.query(OwnersRepresentative).one()
    paper = {"mode": "FIRST", "sequence": "1", "signer": "OWNER", "q-1": "AGREE", "representative_id": str(by.id)}
    answer = desk.post(f"{at}/papers/1", data=paper)
    assert (answer.status_code, f"representative={by.id}" in answer.location) == (302, True)
    page = desk.get(f"{at}/entry?number=2&representative={by.id}").text
    assert f'<option selected value="{by.id}">王大姐（1）' in page
    agents = desk.post(f"{at}/papers/2", data=paper | {"signer": "PROXY"})
    assert (agents.status_code, "须是业主本人签名" in agents.text) == (422, True)
    assert "已录他转交的意见 1 张" in desk.get(f"{at}/representatives").text

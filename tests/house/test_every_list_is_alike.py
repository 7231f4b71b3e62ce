"""Every list of the desk: search, filters kept in the address, a count, and the same lines as a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import pytest

from deliberation.kernel.actor import Role
from tests.house.conftest import OpenHouse
from tests.house.people import come_in

DOWNLOAD = re.compile(r'<a class="btn btn-quiet" href="([^"]+)" download>导出表格</a>')
FIELD = re.compile(r'<(?:input|select)[^>]*? name="(\w+)"')
NOTHING = "没有这样的字"


@dataclass(frozen=True)
class List:
    """A list: its address, who reads it, the field for words, a further filter with a value that it knows."""

    address: str
    role: Role
    words: str
    more: str
    value: str


LISTS = (
    List("/desk/jinling/topics/", Role.SECRETARY, "q", "category", "facility"),
    List("/desk/jinling/meetings/", Role.SECRETARY, "q", "when", "all"),
    List("/desk/jinling/orders/", Role.SECRETARY, "q", "state", "ISSUED"),
    List("/desk/jinling/orders/not-solved/", Role.CHAIR, "q", "state", "WAITING"),
    List("/desk/jinling/resolutions/", Role.SECRETARY, "q", "state", "OBJECTED"),
    List("/desk/jinling/documents/", Role.SECRETARY, "q", "kind", "FUND"),
    List("/desk/jinling/inspections/", Role.SECRETARY, "q", "state", "ASKED"),
    List("/desk/jinling/owners-votes/archive", Role.SECRETARY, "q", "when", "KEEPING"),
    List("/audit", Role.AUDITOR, "who", "act", "topic.submit"),
)


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.address)
def test_a_list_is_searched_counted_and_taken_along_as_it_is_filtered(house: OpenHouse, one: List) -> None:
    client = come_in(house.app.test_client(), house.furnished.identities[one.role])
    asked = {one.words: NOTHING, one.more: one.value}
    plain = client.get(one.address).get_data(as_text=True)
    narrowed = client.get(one.address, query_string=asked).get_data(as_text=True)
    assert {one.words, one.more} <= set(FIELD.findall(plain))
    assert re.search(r'class="list-count">共 <strong>\d+</strong>', plain)
    assert 'class="list-count">共 <strong>0</strong>' in narrowed
    assert f'value="{NOTHING}"' in narrowed
    assert ">清除</a>" in narrowed
    (sheet,) = DOWNLOAD.findall(narrowed)
    answer = client.get(unescape(sheet))
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert len(answer.get_data(as_text=True).splitlines()) == 1, "the sheet holds more than the list"


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.address)
def test_the_sheet_of_a_list_holds_its_lines_under_a_chinese_name(house: OpenHouse, one: List) -> None:
    client = come_in(house.app.test_client(), house.furnished.identities[one.role])
    page = client.get(one.address, query_string={one.more: one.value}).get_data(as_text=True)
    (sheet,) = DOWNLOAD.findall(page)
    answer = client.get(unescape(sheet))
    (counted,) = re.findall(r'class="list-count">共 <strong>(\d+)</strong>', page)
    assert int(counted) > 0
    assert len(answer.get_data(as_text=True).splitlines()) >= 1 + int(counted)
    assert "filename*=UTF-8''%" in answer.headers["Content-Disposition"]
    assert "2026-03" in answer.headers["Content-Disposition"]

"""No line of a template is longer than can be read, and what breaks the long ones changes no page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from jinja2 import Environment

from scripts import templates

AS_WRITTEN = (
    (
        '<p class="notice" role="note"  data-a="b c > d">{{ say("甲 乙", n=1,  who=("丙", "丁")) }}'
        "文字 有空格{% if yes %} 是{% endif %}</p>"
    ),
    "{% for one in [1, 2, 3] if one > 1 and yes %}<li>第{{ one }}项</li>{% else %}没有{% endfor %}",
    (
        '<a class="row-link" href="{{ say("地址", n=2) if yes else say("无", n=0) }}"'
        "{% if yes %} hidden{% endif %}>看</a> <b>粗 体</b>"
    ),
    '{#- a remark "with one sign -#}   <i title=\'it is "so"\' lang="zh">{{ {"a": {"b": "}} %}"}}["a"]["b"] }}</i>',
    "<!-- a remark with <b and \"one sign --><em class='x' id='y'>{{- say('甲', n=3) -}} 后</em> 3 < 4 里 {{ '<' }}",
)


class Seen(HTMLParser):
    """What a browser makes of a page: elements with their attributes, and every sign of text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.told.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.told.append(tag)

    def handle_data(self, data: str) -> None:
        self.told.append([data])


def rendered(source: str, *, yes: bool) -> list[object]:
    """The page of a template."""
    facts = {"yes": yes, "say": lambda text, n, who=(): f"{text}{n}{''.join(who)}"}
    return Seen(Environment(autoescape=True).from_string(source).render(facts)).told


def test_no_line_of_a_template_is_too_long() -> None:
    assert list(templates.too_long()) == [], "run python scripts/templates.py"


@pytest.mark.parametrize("yes", [True, False])
@pytest.mark.parametrize("source", AS_WRITTEN)
@pytest.mark.parametrize("longest", [30, 50, 80])
def test_a_broken_line_is_the_same_page(source: str, longest: int, yes: bool) -> None:
    assert len(source) > longest
    broken = templates.broken(source, longest)
    assert broken.count("\n") > 0
    assert rendered(broken, yes=yes) == rendered(source, yes=yes)


def test_text_is_never_broken_and_what_is_broken_stays_as_it_is() -> None:
    text = "<p>" + "没有 空格 可断 " * 20 + "</p>"
    assert templates.broken(text, 40) == text
    for source in AS_WRITTEN:
        once = templates.broken(source, 50)
        assert templates.broken(once, 50) == once

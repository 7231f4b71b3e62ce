"""Reading the forms of a page as a browser would, and filling them badly."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = frozenset({"text", "textarea", "tel", "search", "email"})
EXAMPLES = {"date": "2026-04-10", "time": "19:00", "number": "7"}
UNSENT = frozenset({"submit", "button", "file", "reset"})


@dataclass
class Form:
    """One form that is sent by POST: where to, and what it would send untouched."""

    action: str
    page: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> list[str]:
        """The fields into which somebody types words."""
        return [name for name, kind in self.kinds.items() if kind in TYPED]

    def filled(self, **instead: str) -> dict[str, str]:
        """What is sent when something sensible stands in every empty field, but for `instead`."""
        words = {name: f"说明{name}，六个字以上" for name in self.typed}
        words |= {name: EXAMPLES[kind] for name, kind in self.kinds.items() if kind in EXAMPLES}
        return {**words, **{name: value for name, value in self.fields.items() if value}, **instead}


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms = page, list[Form]()
        self._form: Form | None = None
        self._text, self._select = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_post = given.get("method", "get").lower() == "post"
            self._form = Form(given.get("action") or self.page, self.page) if is_post else None
            self.forms += [self._form] if self._form else []
        elif self._form is not None and given.get("name"):
            self._take(self._form, tag, given)
        elif tag == "option" and self._form is not None and self._select:
            is_first = self._select not in self._form.fields
            if is_first or "selected" in given:
                self._form.fields[self._select] = given.get("value", "")

    def _take(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text") if tag == "input" else tag
        if kind in UNSENT or tag == "button":
            return
        form.kinds[name] = kind
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._text, form.fields[name] = name, ""
        elif kind not in {"radio", "checkbox"} or "checked" in given or (kind == "radio" and name not in form.fields):
            several = name == "seen" and name in form.fields  # a page that shows several things says so of each
            form.fields[name] = ",".join([form.fields[name], given["value"]]) if several else given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._text:
            self._form.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""


def forms_of(page: str, html: str) -> list[Form]:
    """The POST forms of a page."""
    reader = FormReader(page)
    reader.feed(html)
    return reader.forms

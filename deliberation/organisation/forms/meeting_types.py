"""Forms of kinds of meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from deliberation.organisation.rules import PARTY_KINDS
from deliberation.organisation.rules.meeting_types import (
    CHAIRED_BY,
    MOST_NAME,
    MOST_NOTICE,
    MOST_SEATS,
    MOST_TITLE,
    OF_A_TITLE,
    PLACES,
    STANDING,
    TypeDraft,
)
from deliberation.web.fields import Form, IntegerField, request_key_field, strip


class Ticks(SelectMultipleField):
    """Some of a few words, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _places(allowed: Iterable[str]) -> str:
    return "、".join(f"{{{name}}}" for name in PLACES if name in allowed)


class TypeForm(Form):
    """A kind of meeting: name, organiser, rules, agenda, words; the parties are fields of their own."""

    request_key = request_key_field()
    name = StringField(_l("名称"), [InputRequired(_l("请写名称，如五方办。")), Length(max=MOST_NAME)], filters=[strip])
    organiser = SelectField(_l("由谁组织"), choices=lambda: [(code, _(name)) for code, name in PARTY_KINDS.items()])
    chaired_by = SelectField(
        _l("由谁召集、主持"), choices=lambda: [(code, _(name)) for code, name in CHAIRED_BY.items()]
    )
    profile_code = SelectField(
        _l("议事规则"), description=_l("到会人数、多少票通过、提前几天通知、公示几天，按这套规则。")
    )
    item_kinds = Ticks(_l("议程里能排什么"), description=_l("一个也不选，就是都能排。"))
    standing = Ticks(
        _l("每次会议自动列在议程里的"),
        choices=lambda: [(code, _(name)) for code, name in STANDING.items()],
        description=_l("建立会议时自动排进议程，不要的可以移出。"),
    )
    has_guests = BooleanField(_l("有不记名的到场人，记人数（如恳谈会的业主）"))
    is_public = BooleanField(_l("公开会议，居民可以到场"))
    is_urgent = BooleanField(_l("紧急会议：来不及提前通知的，写明理由"))
    title_template = StringField(
        _l("会议名称的写法"),
        [Optional(), Length(max=MOST_TITLE)],
        filters=[strip],
        description=_l("不写就是“2027年3月10日五方办”的样子。能用的空格：%(places)s。", places=_places(OF_A_TITLE)),
    )
    notice_template = TextAreaField(
        _l("会议通知里另加的话"),
        [Optional(), Length(max=MOST_NOTICE)],
        filters=[strip],
        description=_l("加在时间、地点、议程后面。能用的空格：%(places)s。", places=_places(PLACES)),
    )

    def rows(self) -> Iterator[tuple[str, Any, Any]]:
        """Each kind of party with its fields: how many seats, whether somebody of it must be there."""
        for kind, name in PARTY_KINDS.items():
            yield _(name), self[f"seats_{kind}"], self[f"must_{kind}"]

    def draft(self) -> TypeDraft:
        """What was written, as the action takes it."""
        seats = {kind: self[f"seats_{kind}"].data or 0 for kind in PARTY_KINDS}
        parties = [
            {"kind": kind, "obligatory": bool(self[f"must_{kind}"].data), "seats": number}
            for kind, number in seats.items()
            if number
        ]
        return TypeDraft(
            name=self.name.data or "",
            organiser=self.organiser.data,
            chaired_by=self.chaired_by.data,
            profile_code=self.profile_code.data,
            title_template=self.title_template.data or "",
            notice_template=self.notice_template.data or "",
            has_guests=bool(self.has_guests.data),
            is_public=bool(self.is_public.data),
            is_urgent=bool(self.is_urgent.data),
            parties=tuple(parties),
            item_kinds=tuple(self.item_kinds.data or ()),
            standing=tuple(self.standing.data or ()),
            request_key=self.request_key.data or "",
        )


def with_parties(rules: list[tuple[str, str]], item_kinds: Mapping[str, str], **given: Any) -> TypeForm:
    """The form with a line for every kind of party."""
    fields: dict[str, Any] = {}
    for kind, name in PARTY_KINDS.items():
        fields[f"seats_{kind}"] = IntegerField(_("%(name)s几席", name=_(name)), [Optional()])
        fields[f"must_{kind}"] = BooleanField(_("%(name)s必须有人到会", name=_(name)))
    form: TypeForm = type("TypeFormHere", (TypeForm,), fields)(**given)
    form.profile_code.choices = rules
    form.item_kinds.choices = [(code, _(name)) for code, name in item_kinds.items()]
    return form


def filled_from(kind: Any) -> dict[str, Any]:
    """What a kind of meeting says, for the form."""
    names = ("name", "organiser", "chaired_by", "profile_code", "item_kinds", "standing", "has_guests", "is_public")
    data = {name: getattr(kind, name) for name in (*names, "is_urgent", "title_template", "notice_template")}
    for party in kind.parties:
        data[f"seats_{party['kind']}"] = party["seats"]
        data[f"must_{party['kind']}"] = party["obligatory"]
    return data


__all__ = ["MOST_SEATS", "TypeForm", "filled_from", "with_parties"]

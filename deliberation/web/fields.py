"""What the forms of every stage share: their base, and fields whose numbers and days are read however typed.

Texts reach a form cleaned (`web.asking`). Here is what depends on the field: one line or several, numbers and days
made plain before they are read, and every refusal in the words of `web.messages`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.meta import DefaultMeta
from wtforms.validators import Length

from deliberation.kernel import typed
from deliberation.web.messages import Messages


def strip(value: Any) -> Any:
    """The text without blanks at its ends; whatever is no text as it is. A filter for fields."""
    return value.strip() if isinstance(value, str) else value


def _one_line(value: Any) -> Any:
    return typed.one_line(value) if isinstance(value, str) else value


class _HouseMeta:
    """How the fields of every form are bound and what they say."""

    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        """A field of one line holds one line, whoever sends it."""
        field = DefaultMeta.bind_field(self, form, unbound_field, options)
        if isinstance(field, StringField) and not isinstance(field, (TextAreaField, PasswordField)):
            field.filters = (*field.filters, _one_line)
        return field

    def get_translations(self, _form: Any) -> Messages:
        """Sentences of the libraries in Chinese."""
        return Messages()


class Form(FlaskForm):
    """The base of every form."""

    class Meta(_HouseMeta, FlaskForm.Meta):
        """Flask-WTF's, in this house."""


class PartForm(wtforms.Form):
    """The base of a form inside a form, which carries no token of its own."""

    class Meta(_HouseMeta, DefaultMeta):
        """WTForms', in this house."""


def ticks_field(label: Any, choices: list[tuple[str, Any]], **more: Any) -> wtforms.SelectMultipleField:
    """Several answers, each with a box to tick."""
    boxes = {"widget": wtforms.widgets.ListWidget(prefix_label=False), "option_widget": wtforms.widgets.CheckboxInput()}
    return wtforms.SelectMultipleField(label, choices=choices, **boxes, **more)


class _Plain:
    """A field that reads its text in any digits, width and dashes."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the typed text after it was made plain."""
        super().process_formdata([typed.plain(v).strip() if isinstance(v, str) else v for v in valuelist])  # type: ignore[misc]


class DateField(_Plain, wtforms.DateField):
    """A day."""


class TimeField(_Plain, wtforms.TimeField):
    """A time of day."""


class DateTimeLocalField(_Plain, wtforms.DateTimeLocalField):
    """A day and a time."""


class IntegerField(wtforms.IntegerField):
    """A whole number that the store can hold. `reads`: another way to read what was typed, `None` for no number."""

    data: Any

    def __init__(self, *given: Any, reads: Callable[[str], int | None] = typed.whole_number, **more: Any) -> None:
        super().__init__(*given, **more)
        self.reads = reads

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The number, or a refusal in words."""
        if not valuelist:
            return
        self.data = self.reads(str(valuelist[0]))
        if self.data is None:
            raise ValueError(self.gettext("Not a valid integer value."))


def request_key_field(*validators: Any) -> HiddenField:
    """The key of one filled-in form: sent twice, it does its work once. Sent without one, it is a form of its own."""
    return HiddenField(
        default=lambda: uuid4().hex,
        validators=[*validators, Length(max=40)],
        filters=[lambda key: key or (None if validators else uuid4().hex)],
    )


MOST_PHONE = 60
"""Two numbers with a word for each fit: 13800138000 / 0546-8301234 转 12（家里）."""


def phone_field(label: Any, validators: Sequence[Any] = (), **more: Any) -> StringField:
    """How somebody can be called: as it is written, room for two numbers."""
    length = Length(max=MOST_PHONE, message=_l("最多写 60 个字。"))
    return StringField(label, [*validators, length], filters=[strip], **more)

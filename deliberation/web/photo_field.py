"""The photo field of every form, and what becomes of its photos when the form comes back.

A form that is refused for another reason, or for one of its photos, does not lose those that were fine: they are
kept for a while under keys that only this form knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField
from wtforms.validators import ValidationError
from wtforms.widgets import FileInput

from deliberation.files.actions import keep_photos
from deliberation.files.queries import kept_photos
from deliberation.files.rules import Kept, Photo
from deliberation.kernel.errors import Refused
from deliberation.web.errors import message_of
from deliberation.web.uploads import BYTE_LIMIT, checked_photo


class PhotosField(MultipleFileField):  # type: ignore[misc]  # WTForms carries no types
    """Photos of a form: what was chosen now, and what an earlier sending of the same form already brought.

    After validation `photos` are all that are fine, in order. `kept` are those that the page shall offer again:
    `keep()` fills it, and belongs on every way back to the form.
    """

    def __init__(self, *given: Any, most: int, required: Any = "", **more: Any) -> None:
        super().__init__(*given, **more)
        self.most, self.required = most, required
        self.widget = FileInput(multiple=most > 1)
        if required:
            self.flags.required = True
        self.photos: tuple[Photo, ...] = ()
        self.kept: list[Kept] = []
        self._new: list[Photo] = []

    @property
    def kept_name(self) -> str:
        """The name of the boxes that stand for kept photos."""
        return f"{self.name}-kept"

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms calls it so
        """Read every photo; each that fails is named with its reason."""
        found = kept_photos(request.form.getlist(self.kept_name)[: self.most])
        given = [f for f in self.data or [] if isinstance(f, FileStorage) and f.filename]
        if len(given) + len(found) > self.most:
            raise ValidationError(_("照片最多 %(most)s 张。", most=self.most))
        problems = self._read(given)
        self.kept = [kept for kept, _photo in found]
        self.photos = (*(photo for _kept, photo in found), *self._new)
        self.errors: list[str] = [*self.errors, *problems]
        if self.required and not self.photos and not problems:
            raise ValidationError(self.required)

    def _read(self, given: Iterable[FileStorage]) -> list[str]:
        problems = []
        for file in given:
            try:
                self._new.append(checked_photo(file.stream.read(BYTE_LIMIT + 1), file.filename or ""))
            except Refused as refused:
                problems.append(message_of(refused))
        return problems

    def keep(self) -> None:
        """Store what was fine, so that the form that comes back still has it."""
        self.kept += keep_photos(self._new)
        self._new = []

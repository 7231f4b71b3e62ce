"""The page of photos that prove something: listed, kept by a form, struck with a reason, taken along as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _

from deliberation.kernel.errors import Refused
from deliberation.web.acting import attempt, told


@dataclass(frozen=True, slots=True)
class ProofsPage:
    """What the page is about: its proofs, where `back` (title, address) leads, and its addresses.

    `keep`: where the form goes; `sheet`: endpoint and values of its files; `strike` answers where the proof of an id
    is struck.
    `kinds` names what a photo can prove, `source` says why photos are kept, `gaps` (kind, sentence) what is not proved.
    """

    proofs: Sequence[Any]
    back: tuple[str, str]
    keep: str
    sheet: tuple[str, dict[str, Any]]
    strike: Callable[[int], str]
    kinds: Mapping[str, str]
    source: str
    gaps: Sequence[tuple[str, str]] = ()

    def shown(self, form: Any, strike_form: Any, problem: str = "", struck: int = 0) -> str:
        """The page with what was typed; `struck` is the proof whose striking was refused."""
        form.photos.keep()
        return render_template(
            "components/proofs.html", page=self, form=form, problem=problem, strike_form=strike_form, struck=struck
        )


def struck(form: Any, act: Callable[[str], object], page: Callable[[str], str], onwards: str) -> Any:
    """划去 a mistaken proof with the reason that the form says; `page` opens that form where it is refused."""
    if not form.validate():
        return page(""), 422
    text = _("已划去，记录和照片保留。")
    return attempt(lambda: act(form.reason.data or ""), page, lambda _made: redirect(onwards), text)


def kept(form: Any, act: Callable[..., object], page: Callable[..., str], onwards: str) -> Any:
    """Keep what a form says by `act`; the page again with what was typed where it is refused."""
    if not form.validate():
        form.photos.keep()
        return page(), 422
    try:
        act(form.draft(), form.photos.photos)
    except Refused as refused:
        said, status = told(refused)
        form.photos.keep()
        return page(said), status
    flash(_("凭证已登记。"), "success")
    return redirect(onwards)

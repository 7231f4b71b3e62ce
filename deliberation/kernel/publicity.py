"""The filter before publication: every text that residents, owners or the web will read passes one of three functions.

`refuse_personal` where a text is public the moment it is written; `suspects` with `check_masking` where somebody looks
at each finding first; `masked` where nobody looks and the text must be shown all the same (PIPL §§4, 25).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deliberation.kernel.details import InAnyStage
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.finding import find_names, find_personal_data, names_in
from deliberation.kernel.masking import without_personal_data

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something in a text to be published that looks like personal data. `where` is in plain Chinese."""

    where: str
    kind: str
    text: str

    @property
    def key(self) -> str:
        """What a check box sends back, so that each finding is confirmed by itself."""
        return f"{self.kind}:{self.text}"


def suspects(texts: Iterable[tuple[str, str]], names: Iterable[str] = ()) -> list[Suspect]:
    """Everything in `(where, text)` that looks like personal data, each once.

    `names` are those of people who did not consent to be named in public (PIPL §25).
    """
    private = list(names)
    found = []
    for where, text in texts:
        found += [Suspect(where, finding.kind, finding.text) for finding in find_personal_data(text or "")]
        found += [Suspect(where, "name", name) for name in names_in(text or "", private)]
    return list({(s.kind, s.text): s for s in reversed(found)}.values())[::-1]


def check_masking(found: list[Suspect], *, confirmed: bool) -> None:
    """Raise `MASKING_UNCONFIRMED` while somebody has not looked at each finding (domain 6.6)."""
    if found and not confirmed:
        raise Refused(Reason.MASKING_UNCONFIRMED, found="、".join(s.text for s in found[:MOST_NAMED]))


def refuse_personal(*texts: str, names: Iterable[str] = (), entrances: bool = False, rooms: bool = False) -> None:
    """Raise `INVALID_INPUT` if anything in texts that go public at once looks like personal data.

    `entrances`: an entrance without a flat is only the place that the text is about (3号楼2单元的电梯).
    `rooms`: a flat may be named because it is what is decided on (a dwelling turned to business, Civil Code §279).
    """
    private = list(names)
    found = [f for text in texts for f in (*find_personal_data(text or ""), *find_names(text or "", private))]
    found = [f for f in found if not (entrances and f.is_place) and not (rooms and f.kind == "room")]
    if found:
        what = "、".join(f"“{f.text}”" for f in found[:MOST_NAMED])
        raise Refused(InAnyStage.PERSONAL, found=what)


def masked(text: str, *names: str) -> str:
    """A text that goes public without anybody having looked at it: what looks like personal data is stars."""
    return without_personal_data(text, *names)

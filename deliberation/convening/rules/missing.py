"""One line of what a meeting still lacks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Missing:
    """One line of the readiness checklist: `what` must be there, `who` can supply it, whether it is.

    `code` names the line for links; `detail` says what exactly is missing; a line with `blocks` false
    only warns.
    """

    code: str
    what: str
    who: str
    done: bool
    detail: str = ""
    blocks: bool = True

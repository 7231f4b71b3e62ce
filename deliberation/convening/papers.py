"""What convening prints: QR codes, and the rule profile in plain words."""

from __future__ import annotations

import io

import segno
from flask_babel import gettext as _

from deliberation.convening.models import Seat
from deliberation.organisation.rules import BASE_LABELS, RuleProfile


def qr_svg(address: str) -> bytes:
    """A QR code as an SVG image of its own (no inline markup), scaled by the page that shows it."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", scale=4, border=4, svgclass=None, lineclass=None)
    return out.getvalue()


def by_party(seats: list[Seat]) -> list[tuple[str, list[Seat]]]:
    """The seats grouped by party, in the order in which the parties first appear."""
    groups: dict[str, list[Seat]] = {}
    for seat in seats:
        groups.setdefault(seat.party.name, []).append(seat)
    return list(groups.items())


def rules_in_words(profile: RuleProfile) -> list[tuple[str, str]]:
    """The rule profile as `(question, answer)` lines that a secretary can read out."""
    voters = _("各方一票") if profile.ballot_by == "party" else _("每位代表一票")
    consensus = _("先征询一致，没有异议就是协商一致；有异议再表决")
    first = consensus if profile.first == "CONSENSUS" else _("直接表决")
    return [
        (_("谁投票"), voters),
        (_("多少人到会才能开"), _quorum_text(profile)),
        (_("怎样作决定"), first),
        (_("多少票算通过"), _majority_text(profile)),
        (_("票数相等"), _("不算通过")),
        (_("主持人"), _("可以投票，最后投") if profile.chair_votes else _("不投票，只主持")),
        (_("投票后能不能改"), _("结束前可以改") if profile.ballot_changeable else _("不能改")),
        (_("发言"), _("每次不超过 %(seconds)s 秒，每人每项最多 %(turns)s 次",
                    seconds=profile.speech_seconds, turns=profile.speech_turns)),
        (_("会议通知"), _("提前 %(days)s 天；紧急情况由主持人写明理由", days=profile.notice_days)),
        (_("决议公示"), _("不少于 %(days)s 天", days=profile.publication_days)),
    ]  # fmt: skip


def _quorum_text(profile: RuleProfile) -> str:
    shares = [f"{_(BASE_LABELS[share.base])}{share.threshold.name}" for share in profile.quorum]
    if profile.each_party_present:
        shares.append(_("必须到会的各方都有人到"))
    return "，".join(shares) or _("不设人数要求")


def _majority_text(profile: RuleProfile) -> str:
    if profile.majority is None:
        return str(_("同意多于反对"))
    share = profile.majority
    return f"{_(BASE_LABELS[share.base])}{share.threshold.name}{_('同意')}"

"""Rules of procedure in plain words, as a secretary would read them out, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import gettext as _

from deliberation.kernel.days import day_text
from deliberation.kernel.methods import METHODS
from deliberation.kernel.methods.base import BASE_LABELS, Share
from deliberation.organisation.rules import PARTY_KINDS, OwnersRules, RuleProfile, sources
from deliberation.organisation.rules.bodies import ABSTENTION, ELECTIONS
from deliberation.organisation.rules.owners import CHANNELS, CLASSES, POLICIES, SIGNED_FOR_BY, UNCLEAR
from deliberation.organisation.rules.places import place_label
from deliberation.organisation.rules.publication import UNITS


class Line(NamedTuple):
    """One question about rules, its answer, and where that is written (empty: not said for it alone).

    `figure`: a figure that the law or somebody must have set, as the data calls it; empty for a name or title.
    """

    label: str
    said: str
    source: str = ""
    figure: str = ""

    @property
    def origin(self) -> sources.Origin:
        """Whether law stands behind the answer, or the platform's default, or practice, or nothing known."""
        return sources.origin_of(self.source)


Lines = list[Line]


def rules_in_words(rules: RuleProfile | OwnersRules) -> Lines:
    """The rules as lines that a secretary can read out, each with its source."""
    return _meeting(rules) if isinstance(rules, RuleProfile) else _owners(rules)


def _line(rules: RuleProfile | OwnersRules, label: str, said: object, figure: str = "") -> Line:
    return Line(label, str(said), sources.source_of(rules.sources, figure) if figure else "", figure)


def _meeting(profile: RuleProfile) -> Lines:
    voters = _("各方一票") if profile.ballot_by == "party" else _("每位代表一票")
    consensus = _("先征询一致，没有异议就是协商一致；有异议再表决")
    first = consensus if profile.first == "CONSENSUS" else _("直接表决")
    speech = _(
        "每次不超过 %(seconds)s 秒，每人每项最多 %(turns)s 次",
        seconds=profile.speech_seconds,
        turns=profile.speech_turns,
    )
    answers = [
        (_("谁投票"), voters, "ballot_by"),
        (_("多少人到会才能开"), _quorum(profile), "quorum"),
        (_("怎样作决定"), first, "first"),
        (_("多少票算通过"), _majority(profile), "majority"),
        (_("票数相等"), _tie(profile), "majority"),
        (_("主持人"), _("可以投票，公布时最后揭晓") if profile.chair_votes else _("不投票，只主持"), "chair_votes"),
        (_("投票后能不能改"), _("结束前可以改") if profile.ballot_changeable else _("不能改"), "ballot_changeable"),
        (_("发言"), speech, "speech"),
        (_("会议通知"), _notice(profile), "notice_days"),
    ]
    return [_line(profile, *answer) for answer in answers] + [_shown(_("决议公示"), profile)]


def _counted(rules: RuleProfile | OwnersRules) -> Lines:
    """How each ballot method with several ways is counted."""
    several = [method for method in METHODS.values() if method.variants]
    return [
        _line(
            rules, _("%(method)s怎样算", method=_(method.name)), _(method.variants[method.variant(rules)]), "counting"
        )
        for method in several
    ]


def _tie(profile: RuleProfile) -> str:
    """Half against half is lost, unless half of the base is enough (半数以上: 274号 §37, 舟山 §23)."""
    share = profile.majority
    if share is not None and share.threshold.op == "GE" and share.threshold.num * 2 <= share.threshold.den:
        return str(_("同意的达到半数就算通过"))
    return str(_("不算通过"))


def _notice(profile: RuleProfile) -> str:
    if not profile.notice_days:
        return str(_("没有规定"))
    return str(_("提前 %(days)s 天；紧急情况由主持人写明理由", days=profile.notice_days))


def _shown(label: str, rules: RuleProfile | OwnersRules) -> Line:
    """For how long a result is shown, and where that is written."""
    return Line(label, period_words(rules), rules.publication_source, "publication_days")


def period_words(rules: RuleProfile | OwnersRules) -> str:
    """不少于 30 天, 不少于 5 个工作日, and what a last day on a weekend does."""
    least = _("不少于 %(days)s %(unit)s", days=rules.publication_days, unit=_(UNITS[rules.publication_unit]))
    if rules.publication_unit == "WORKING_DAYS":
        return str(least)
    if rules.weekend_last_day == "MOVES":
        return f"{least}；{_('最后一天是周末或法定节假日的，顺延到下一个工作日')}"
    stands = _("最后一天是法定节假日的顺延，是周末的不顺延（依据：%(why)s）", why=rules.weekend_reason)
    return f"{least}；{stands}"


def _quorum(profile: RuleProfile) -> str:
    shares = [f"{_(BASE_LABELS[share.base])}{share.threshold.name}" for share in profile.quorum]
    if profile.each_party_present:
        shares.append(_("必须到会的各方都有人到"))
    return "，".join(shares) or _("不设人数要求")


def _majority(profile: RuleProfile) -> str:
    if profile.majority is None:
        return str(_("同意多于反对"))
    share = profile.majority
    return f"{_(BASE_LABELS[share.base])}{share.threshold.name}{_('同意')}"


def _owners(rules: OwnersRules) -> Lines:
    each = _("一位业主（一户共有的算一位）一票，另按面积计算") if rules.decides else _("每户一票")
    lines = [_line(rules, _("谁投票"), each, "body")]
    if rules.quorum:
        said = _("%(share)s参加表决", share=_both(rules.quorum))
        lines.append(_line(rules, _("多少业主参加才有效"), said, "quorum"))
    for name, shares in rules.majorities.items():
        figure = "unanimous" if name == "UNANIMOUS" else "majorities"
        lines.append(_line(rules, _("%(kind)s怎样算通过", kind=_(CLASSES[name])), _agreeing(name, shares), figure))
    return [*lines, *_ballots(rules), *_calendar(rules)]


def _both(shares: Iterable[Share]) -> str:
    """专有部分面积三分之二以上的业主，且人数三分之二以上的业主。"""
    area, heads = shares
    return str(
        _("专有部分面积%(area)s的业主，且人数%(heads)s的业主", area=area.threshold.name, heads=heads.threshold.name)
    )


def _agreeing(name: str, shares: tuple[Share, ...]) -> str:
    if name == "UNANIMOUS":
        return str(_("有利害关系的业主一致同意"))
    if name == "SURVEY":
        return str(_("交回的票%(share)s选了，就列为共同意见；不作决定", share=shares[0].threshold.name))
    area, heads = shares
    return str(
        _(
            "参加表决的面积%(area)s同意，且参加表决的人数%(heads)s同意",
            area=area.threshold.name,
            heads=heads.threshold.name,
        )
    )


def _ballots(rules: OwnersRules) -> Lines:
    policy = _(POLICIES[rules.policy])
    if rules.policy == "FOLLOW_MAJORITY" and rules.policy_clause_on:
        policy = f"{policy}：{rules.policy_clause}（{day_text(rules.policy_clause_on)}）"
    return [
        _line(rules, _("送到了没有交回的票"), policy, "policy"),
        _line(rules, _("谁签收才算送达"), _(SIGNED_FOR_BY[rules.signed_for_by]), "signed_for_by"),
        _line(rules, _("没有填、看不清的票"), _(UNCLEAR[rules.unclear]), "unclear"),
        *_counted(rules),
        _line(rules, _("委托别人投票"), _proxies(rules), "proxy"),
        _line(rules, _("怎样投票"), "、".join(_(CHANNELS[channel]) for channel in rules.channels), "channels"),
    ]


def _proxies(rules: OwnersRules) -> str:
    if rules.proxy_max == 0:
        return str(_("不能委托"))
    most = _("一人最多代理 %(n)s 位业主", n=rules.proxy_max) if rules.proxy_max else _("书面委托，代理人数不限")
    said = [str(most)]
    if rules.proxy_owners_only:
        said.append(_("代理人须是本小区其他业主"))
    if rules.proxy_barred:
        barred = "、".join(_(PARTY_KINDS[kind]) for kind in rules.proxy_barred)
        said.append(_("%(kinds)s的人不能当代理人", kinds=barred))
    return "；".join(said)


def _calendar(rules: OwnersRules) -> Lines:
    lines = [_line(rules, _("公告"), _("提前 %(days)s 天公告", days=rules.notice_days), "notice_days")]
    if rules.special_notice_days is not None:
        special = _("提前 %(days)s 天公告", days=rules.special_notice_days)
        lines.append(_line(rules, _("临时会议的公告"), special, "special_notice_days"))
    agenda = _("公告后锁定，没有公告的事项不能表决") if rules.agenda_lock else _("不锁定")
    return [
        *lines,
        _line(rules, _("议程"), agenda, "agenda_lock"),
        _line(rules, _("投票开放几天"), _opening(rules), "opening"),
        _line(rules, _("几天内公告结果"), _announced(rules), "announce_within_days"),
        _shown(_("结果公示"), rules),
    ]


def _announced(rules: RuleProfile | OwnersRules) -> str:
    if not rules.announce_within_days:
        return str(_("没有规定"))
    return str(_("决定作出后 %(days)s 天内", days=rules.announce_within_days))


def _opening(rules: OwnersRules) -> str:
    least, most = rules.opens_min_days, rules.opens_max_days
    if least and most:
        return str(_("不少于 %(least)s 天，不超过 %(most)s 天", least=least, most=most))
    if least or most:
        return str(_("不少于 %(least)s 天", least=least) if least else _("不超过 %(most)s 天", most=most))
    return str(_("没有规定"))


def all_in_words(rules: RuleProfile | OwnersRules) -> Lines:
    """Everything that a version says: how it decides, and whence, where and from when it counts."""
    until = day_text(rules.valid_to) if rules.valid_to else _("没有写明")
    lines = [
        _line(rules, _("名称"), rules.name),
        _line(rules, _("适用的地方"), _(place_label(rules.place))),
        _line(rules, _("依据"), rules.source),
        first_day(rules),
        _line(rules, _("失效日期"), until),
        *rules_in_words(rules),
    ]
    if isinstance(rules, RuleProfile):
        lines += _rest_of_meeting(rules)
    return [*lines, _line(rules, _("结果叫什么"), rules.result_title), _line(rules, _("另要说明的"), rules.note)]


def first_day(rules: RuleProfile | OwnersRules) -> Line:
    """From when these rules count, and what says so."""
    return _line(rules, _("生效日期"), day_text(rules.valid_from), "valid_from")


def _rest_of_meeting(profile: RuleProfile) -> Lines:
    in_person = _("一人不能代几个人投票") if profile.substitutes else _("不能委托，须本人到会")
    proxies = _("一人最多代理 %(n)s 人", n=profile.proxy_max) if profile.proxy_max else in_person
    agenda = _("提前 %(days)s 天", days=profile.agenda_days) if profile.agenda_days else _("没有规定")
    answers = [
        (_("几天内公告决定"), _announced(profile), "announce_within_days"),
        (_("先报告议题"), agenda, "agenda_days"),
        (_("弃权"), _(ABSTENTION[profile.abstention]), "abstention"),
        (_("选举"), _(ELECTIONS[profile.election]), "election"),
        *_composed(profile),
        (_("回避"), _("有利害关系的回避本项，不计入应到") if profile.recusal else _("不设回避"), "recusal"),
        (_("委托"), proxies, "proxy"),
        (_("请人代替"), _substitutes(profile), "substitutes"),
        (_("征询一致等多久"), _("%(n)s 秒", n=profile.consensus_seconds), "consensus_seconds"),
        (_("议程"), _("发布后锁定，不能再加表决事项") if profile.agenda_lock else _("不锁定"), "agenda_lock"),
    ]
    return [*(_line(profile, *answer) for answer in answers), *_counted(profile)]


def _substitutes(profile: RuleProfile) -> str:
    if not profile.substitutes:
        return str(_("都不能请人代替，来不了的请假"))
    kinds = "、".join(_(PARTY_KINDS[kind]) for kind in profile.substitutes)
    return str(_("%(kinds)s来不了，可以请同单位的人代替；其他人不得委托他人，来不了的请假", kinds=kinds))


def _composed(profile: RuleProfile) -> list[tuple[str, str, str]]:
    """What the place's text asks of those elected together; nothing where it asks nothing."""
    asked = profile.composition
    most = _("比应选名额多 1 至 %(n)s 名，另行选举也按这个差额数", n=asked.spare_most)
    lines = [
        (_("选举：妇女"), _("当选的人里应当有妇女（%(source)s）", source=asked.woman), asked.woman),
        (_("选举：近亲属"), _("近亲属不同时任职（%(source)s）", source=asked.kin), asked.kin),
        (_("选举：差额"), f"{most}（{asked.spare}）", asked.spare),
    ]
    return [(label, said, "election") for label, said, source in lines if source]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs between two versions; empty where a version has no such line.

    `source_only`: the answer stayed as it was, and only what says so is another.
    """

    label: str
    before: str
    after: str
    source_only: bool = False


def changes(older: RuleProfile | OwnersRules, newer: RuleProfile | OwnersRules) -> list[Change]:
    """What differs between two versions, in the order of the newer one."""
    before, after = ({line.label: line for line in all_in_words(one)} for one in (older, newer))
    labels = [*after, *(label for label in before if label not in after)]
    nothing = Line("", "")
    pairs = [(label, before.get(label, nothing), after.get(label, nothing)) for label in labels]
    found = (Change(label, _with_source(old), _with_source(new), old.said == new.said) for label, old, new in pairs)
    return [one for one in found if one.before != one.after]


def _with_source(line: Line) -> str:
    if line.source in {"", line.said}:
        return line.said
    return str(_("%(said)s（%(source)s）", said=line.said, source=line.source))

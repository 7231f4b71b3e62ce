"""Rules of procedure in plain words, as a secretary would read them out, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from deliberation.kernel.days import day_text
from deliberation.kernel.methods.base import BASE_LABELS, Share
from deliberation.organisation.rules import PARTY_KINDS, OwnersRules, RuleProfile
from deliberation.organisation.rules.bodies import ABSTENTION, ELECTIONS
from deliberation.organisation.rules.owners import CHANNELS, CLASSES, POLICIES, SIGNED_FOR_BY, UNCLEAR
from deliberation.organisation.rules.places import place_label

Lines = list[tuple[str, str]]


def rules_in_words(rules: RuleProfile | OwnersRules) -> Lines:
    """The rules as `(question, answer)` lines that a secretary can read out."""
    return _meeting(rules) if isinstance(rules, RuleProfile) else _owners(rules)


def _meeting(profile: RuleProfile) -> Lines:
    voters = _("各方一票") if profile.ballot_by == "party" else _("每位代表一票")
    consensus = _("先征询一致，没有异议就是协商一致；有异议再表决")
    first = consensus if profile.first == "CONSENSUS" else _("直接表决")
    return [
        (_("谁投票"), voters),
        (_("多少人到会才能开"), _quorum(profile)),
        (_("怎样作决定"), first),
        (_("多少票算通过"), _majority(profile)),
        (_("票数相等"), _("不算通过")),
        (_("主持人"), _("可以投票，最后投") if profile.chair_votes else _("不投票，只主持")),
        (_("投票后能不能改"), _("结束前可以改") if profile.ballot_changeable else _("不能改")),
        (_("发言"), _("每次不超过 %(seconds)s 秒，每人每项最多 %(turns)s 次",
                    seconds=profile.speech_seconds, turns=profile.speech_turns)),
        (_("会议通知"), _("提前 %(days)s 天；紧急情况由主持人写明理由", days=profile.notice_days)),
        (_("决议公示"), _("不少于 %(days)s 天", days=profile.publication_days)),
    ]  # fmt: skip


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
    lines = [(_("谁投票"), _("一位业主（一户共有的算一位）一票，另按面积计算") if rules.decides else _("每户一票"))]
    if rules.quorum:
        lines.append((_("多少业主参加才有效"), _("%(share)s参加表决", share=_both(rules.quorum))))
    for name, shares in rules.majorities.items():
        lines.append((_("%(kind)s怎样算通过", kind=_(CLASSES[name])), _agreeing(name, shares)))
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
        _("参加表决的面积%(area)s同意，且参加表决的人数%(heads)s同意", area=area.threshold.name,
          heads=heads.threshold.name)
    )  # fmt: skip


def _ballots(rules: OwnersRules) -> Lines:
    policy = _(POLICIES[rules.policy])
    if rules.policy == "FOLLOW_MAJORITY" and rules.policy_clause_on:
        policy = f"{policy}：{rules.policy_clause}（{day_text(rules.policy_clause_on)}）"
    return [
        (_("送到了没有交回的票"), policy),
        (_("谁签收才算送达"), _(SIGNED_FOR_BY[rules.signed_for_by])),
        (_("看不清的票"), _(UNCLEAR[rules.unclear])),
        (_("委托别人投票"), _proxies(rules)),
        (_("怎样投票"), "、".join(_(CHANNELS[channel]) for channel in rules.channels)),
    ]


def _proxies(rules: OwnersRules) -> str:
    if rules.proxy_max == 0:
        return str(_("不能委托"))
    most = _("一人最多代理 %(n)s 位业主", n=rules.proxy_max) if rules.proxy_max else _("书面委托，代理人数不限")
    if not rules.proxy_barred:
        return str(most)
    barred = "、".join(_(PARTY_KINDS[kind]) for kind in rules.proxy_barred)
    return f"{most}；{_('%(kinds)s的人不能当代理人', kinds=barred)}"


def _calendar(rules: OwnersRules) -> Lines:
    notice = _("提前 %(days)s 天公告", days=rules.notice_days)
    if rules.special_notice_days is not None:
        notice = f"{notice}；{_('临时会议提前 %(days)s 天', days=rules.special_notice_days)}"
    return [
        (_("公告"), notice),
        (_("议程"), _("公告后锁定，没有公告的事项不能表决") if rules.agenda_lock else _("不锁定")),
        (_("投票开放几天"), _opening(rules)),
        (_("结果公示"), _("不少于 %(days)s 天", days=rules.publication_days)),
    ]


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
        (_("名称"), rules.name),
        (_("适用的地方"), _(place_label(rules.place))),
        (_("依据"), rules.source),
        (_("生效日期"), day_text(rules.valid_from)),
        (_("失效日期"), str(until)),
        *rules_in_words(rules),
    ]
    if isinstance(rules, RuleProfile):
        lines += _rest_of_meeting(rules)
    announced = _("决定作出后 %(days)s 天内", days=rules.announce_within_days) if rules.announce_within_days else ""
    lines += [(_("公告时限"), announced or _("没有规定"))]
    return [*lines, (_("公示天数的依据"), rules.publication_source), (_("结果叫什么"), rules.result_title)]


def _rest_of_meeting(profile: RuleProfile) -> Lines:
    proxies = _("一人最多代理 %(n)s 人", n=profile.proxy_max) if profile.proxy_max else _("不能委托，须本人到会")
    return [
        (_("弃权"), _(ABSTENTION[profile.abstention])),
        (_("选举"), _(ELECTIONS[profile.election])),
        (_("回避"), _("有利害关系的回避本项，不计入应到") if profile.recusal else _("不设回避")),
        (_("委托"), proxies),
        (_("征询一致等多久"), _("%(n)s 秒", n=profile.consensus_seconds)),
        (_("议程"), _("发布后锁定，不能再加表决事项") if profile.agenda_lock else _("不锁定")),
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs between two versions; empty where a version has no such line."""

    label: str
    before: str
    after: str


def changes(older: RuleProfile | OwnersRules, newer: RuleProfile | OwnersRules) -> list[Change]:
    """What differs between two versions, in the order of the newer one."""
    before, after = (dict(all_in_words(one)) for one in (older, newer))
    labels = [*after, *(label for label in before if label not in after)]
    found = (Change(label, before.get(label, ""), after.get(label, "")) for label in labels)
    return [one for one in found if one.before != one.after]

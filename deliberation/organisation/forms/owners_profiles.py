"""The forms in which rules for owners and for surveys of households are added and revised."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from deliberation.organisation.forms.profiles import (
    CHOSEN,
    COUNTING,
    PERIODS,
    ProfileForm,
    Section,
    common_values,
    days_field,
    labelled,
    sections,
    share_code,
    share_data,
    share_field,
)
from deliberation.organisation.rules import PARTY_KINDS, OwnersRules, parse_owners
from deliberation.organisation.rules.owners import CHANNELS, OWNERS_BODIES, POLICIES, SIGNED_FOR_BY, UNCLEAR
from deliberation.organisation.rules.reading import MOST_DAYS
from deliberation.web.fields import DateField, IntegerField, strip, ticks_field

BARRED = ("property_firm", "developer", "owners_committee", "neighbourhood_committee", "subdistrict")
"""Whose staff may be barred from standing for owners."""


def perhaps_days(label: Any, *, least: int = 0, most: int = MOST_DAYS, **more: Any) -> IntegerField:
    """A whole number that may be left empty."""
    within = NumberRange(least, most, message=_l("请填 %(min)s 到 %(max)s 之间的整数，或空着。"))
    return IntegerField(label, [Optional(), within], **more)


class WrittenVoteForm(ProfileForm):
    """What rules for owners and for surveys have in common."""

    unclear = RadioField(_l("看不清的票怎样算"), [CHOSEN], choices=labelled(UNCLEAR))
    proxy_max = perhaps_days(
        _l("一人最多代理几位"), most=99, description=_l("不限就空着，不许委托就填 0。法规或议事规则有规定的照填。")
    )
    proxy_owners_only = BooleanField(_l("代理人只能是本小区其他业主"))
    proxy_barred = ticks_field(_l("哪些单位的人不能当代理人"), labelled(PARTY_KINDS, BARRED))
    notice_days = days_field(_l("提前几天公告"), description=_l("业主表决不少于 15 天（《物业管理条例》第十四条）。"))
    opens_min_days = days_field(_l("投票最少开放几天"), description=_l("没有规定就填 0。"))
    opens_max_days = days_field(_l("投票最多开放几天"), description=_l("没有规定就填 0。"))
    channels = ticks_field(
        _l("怎样投票"),
        labelled(CHANNELS),
        validators=[InputRequired(_l("至少选一种。"))],
        description=_l("济南、潍坊、清远、北京、四川等地业主网上投票只能用当地的系统，不能用本平台手机填写。"),
    )

    def _written_vote(self) -> dict[str, Any]:
        """The data of these fields."""
        most = self.proxy_max.data
        proxy: Any = "unlimited" if most is None else ({"max": most} if most else "none")
        return self._common() | {
            "unclear": self.unclear.data,
            "proxy": proxy,
            "proxy_barred": list(self.proxy_barred.data or []),
            "proxy_owners_only": bool(self.proxy_owners_only.data),
            "notice_days": self.notice_days.data,
            "channels": list(self.channels.data or []),
            "opening": {"min_days": self.opens_min_days.data, "max_days": self.opens_max_days.data},
        }


class OwnersRulesForm(WrittenVoteForm):
    """Rules under which owners decide. What the law fixes at least is refused below that, in words."""

    body = RadioField(_l("谁来决定"), [CHOSEN], choices=labelled(OWNERS_BODIES, ("owners_assembly", "affected_owners")))
    quorum_area = share_field(_l("参加表决的业主，面积占"))
    quorum_heads = share_field(_l("参加表决的业主，人数占"))
    ordinary_area = share_field(_l("一般事项：同意的面积占参加面积"))
    ordinary_heads = share_field(_l("一般事项：同意的人数占参加人数"))
    special_area = share_field(_l("特别事项：同意的面积占参加面积"))
    special_heads = share_field(_l("特别事项：同意的人数占参加人数"))
    policy = RadioField(
        _l("送到了没有交回的票怎样算"),
        [CHOSEN],
        choices=labelled(POLICIES),
        description=_l("计入多数意见的，须有管理规约或议事规则的条款，并印在表决票上。"),
    )
    signed_for_by = RadioField(
        _l("谁签收才算送达"),
        [CHOSEN],
        choices=labelled(SIGNED_FOR_BY),
        default=next(iter(SIGNED_FOR_BY)),
        description=_l(
            "没有交回的票要计入的，须能证明送达；邮寄、电子送达有回执的同样算。四川、成都只算业主本人签收。"
        ),
    )
    policy_clause = StringField(_l("条款"), [Length(max=200)], filters=[strip])
    policy_clause_on = DateField(_l("条款哪天通过的"), [Optional()])
    special_notice_days = perhaps_days(
        _l("临时会议提前几天公告"), least=1, description=_l("地方条例另有规定的才填，例如杭州 7 天。")
    )

    def sections(self) -> list[Section]:
        """The fields in the order and groups in which they are asked."""
        shares = "quorum_area quorum_heads ordinary_area ordinary_heads special_area special_heads"
        return sections(
            self,
            (_l("这是什么规则"), "name body place source valid_from valid_to"),
            (_l("多少业主参加才有效，多少同意才通过"), shares),
            (_l("没有交回的票、看不清的票"), f"policy policy_clause policy_clause_on signed_for_by unclear {COUNTING}"),
            (_l("委托和投票方式"), "proxy_max proxy_owners_only proxy_barred channels"),
            (_l("公告和投票期限"), "notice_days special_notice_days opens_min_days opens_max_days"),
            (_l("结果"), f"result_title {PERIODS}"),
            (_l("说明"), "note reason"),
        )

    def written(self) -> dict[str, Any]:
        """What was typed, as `parse_any` reads it."""
        body = self.body.data if "body" in self else self.fixed_body
        majorities = {
            name: [
                share_data(self[f"{name.lower()}_area"].data, "participating_area"),
                share_data(self[f"{name.lower()}_heads"].data, "participating_heads"),
            ]
            for name in ("ORDINARY", "SPECIAL")
        }
        if body == "affected_owners":
            majorities["UNANIMOUS"] = [share_data("GE-1-1", "heads")]
        on = self.policy_clause_on.data
        return self._written_vote() | {
            "body": body,
            "majorities": majorities,
            "agenda_lock": True,
            "policy": self.policy.data,
            "quorum": [share_data(self.quorum_area.data, "area"), share_data(self.quorum_heads.data, "heads")],
            "policy_clause": self.policy_clause.data or "",
            "policy_clause_on": on.isoformat() if on else None,
            "special_notice_days": self.special_notice_days.data,
            "signed_for_by": self.signed_for_by.data,
        }


class SurveyRulesForm(WrittenVoteForm):
    """Rules of a survey of households 自主点单: it binds nobody, so the law asks for nothing."""

    survey_share = share_field(_l("交回的票多少选了，才列为共同意见"))

    def sections(self) -> list[Section]:
        """The fields in the order and groups in which they are asked."""
        return sections(
            self,
            (_l("这是什么规则"), "name place source valid_from valid_to"),
            (_l("怎样算"), f"survey_share {COUNTING} unclear proxy_max proxy_owners_only proxy_barred channels"),
            (_l("公告和投票期限"), "notice_days opens_min_days opens_max_days"),
            (_l("结果"), f"result_title {PERIODS}"),
            (_l("说明"), "note reason"),
        )

    def written(self) -> dict[str, Any]:
        """What was typed, as `parse_any` reads it."""
        return self._written_vote() | {
            "body": "household_survey",
            "quorum": [],
            "agenda_lock": False,
            "majorities": {"SURVEY": [share_data(self.survey_share.data, "returned")]},
        }


def owners_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for the written rules of owners or of a survey."""
    rules = parse_owners(data)
    same = (
        "body",
        "policy",
        "policy_clause",
        "policy_clause_on",
        "unclear",
        "proxy_max",
        "notice_days",
        "special_notice_days",
        "opens_min_days",
        "opens_max_days",
        "signed_for_by",
        "proxy_owners_only",
    )
    lists = {"proxy_barred": list(rules.proxy_barred), "channels": list(rules.channels)}
    return common_values(data) | {name: getattr(rules, name) for name in same} | lists | _shares(rules)


def _shares(rules: OwnersRules) -> dict[str, str]:
    """The choices of all shares by the name of their field."""
    pairs = {"quorum": rules.quorum, **{name.lower(): shares for name, shares in rules.majorities.items()}}
    codes = {name: [share_code(share.threshold.to_json()) for share in shares] for name, shares in pairs.items()}
    if not rules.decides:
        return {"survey_share": codes["survey"][0]}
    return {
        f"{name}_{part}": code
        for name in ("quorum", "ordinary", "special")
        for part, code in zip(("area", "heads"), codes[name], strict=True)
    }

"""The forms in which rules of a meeting are added and revised: plain questions with fixed answers, never raw data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from deliberation.kernel.counting import Threshold
from deliberation.kernel.methods import METHODS
from deliberation.kernel.methods.base import Share
from deliberation.kernel.text import N_
from deliberation.kernel.typed import whole_number
from deliberation.organisation.actions.profiles import MOST_REASON
from deliberation.organisation.rules.bodies import (
    ABSTENTION,
    BALLOT_BY,
    ELECTIONS,
    FIRST,
    MEETING_BODIES,
    MORE_FOR_THAN_AGAINST,
    parse_profile,
)
from deliberation.organisation.rules.parties import PARTY_KINDS, SENDING_KINDS
from deliberation.organisation.rules.publication import UNITS
from deliberation.organisation.rules.reading import MOST_DAYS, WEEKEND
from deliberation.web.fields import DateField, Form, IntegerField, request_key_field, strip, ticks_field

SHARES = ("GT-1-2", "GE-1-2", "GE-2-3", "GT-2-3", "GE-3-4", "GE-1-1")
NONE = "NONE"
CHOSEN = InputRequired(_l("请选一项。"))
A_SHARE = re.compile(r"G[ET]-\d+-\d+")

ENTITLED = {
    "seats": N_("应到的席位"),
    "sitting_members": N_("在任的委员"),
    "members": N_("全体成员"),
    "owner_members": N_("业主代表委员"),
    "parties": N_("全体各方"),
}
"""What a quorum is a share of, in the words of a choice."""
DECIDING = ("present", "cast", "seats", "sitting_members", "members", "parties")

PERIODS = "announce_within_days publication_days publication_unit publication_source weekend_last_day weekend_reason"
"""The fields of every form that say how long something runs after a decision."""

Section = tuple[Any, list[Field]]


def labelled(words: Mapping[str, str], keys: Iterable[str] | None = None) -> list[tuple[str, Any]]:
    """Choices of a field from a table of the rules, translated when shown."""
    return [(key, _l(words[key])) for key in (keys or words)]


def share_name(code: str) -> str:
    """GE-2-3 → 三分之二以上."""
    op, num, den = code.split("-")
    return Threshold(op, int(num), int(den)).name  # type: ignore[arg-type]  # checked by the threshold itself


def share_code(written: Mapping[str, Any]) -> str:
    """The choice that stands for a written share."""
    return f"{written['op']}-{written['num']}-{written['den']}"


def share_data(code: str, base: str) -> dict[str, Any]:
    """The written share for a choice."""
    op, num, den = code.split("-")
    return {"op": op, "num": int(num), "den": int(den), "base": base}


def share_field(label: Any, *, none: Any = None, **more: Any) -> SelectField:
    """A choice of one of the usual shares; `none` is the word for no share at all."""
    choices = [(code, share_name(code)) for code in SHARES]
    return SelectField(label, [CHOSEN], choices=([(NONE, none)] if none else []) + choices, **more)


def days_field(label: Any, *, least: int = 0, most: int = MOST_DAYS, **more: Any) -> IntegerField:
    """A whole number that must be filled in."""
    within = NumberRange(least, most, message=_l("请填 %(min)s 到 %(max)s 之间的整数。"))
    return IntegerField(label, [InputRequired(_l("请填一个整数。")), within], **more)


COUNTED = {f"counting_{code.lower()}": method for code, method in METHODS.items() if method.variants}
"""The fields that ask how a ballot method with several ways is counted: name → method."""
COUNTING = " ".join(COUNTED)
"""The same as a group of a form."""
LATER = "chair_votes ballot_changeable"


class CountingFields(Form):
    """One question for each method of `COUNTED`, hung up below."""

    def counting(self) -> dict[str, str]:
        """What was chosen, as `reading.counting` reads it; the first way of a method is not written."""
        chosen = {method.code: self[name].data for name, method in COUNTED.items() if name in self}
        return {code: way for code, way in chosen.items() if way != next(iter(METHODS[code].variants))}


for _name, _method in COUNTED.items():
    _first = next(iter(_method.variants))
    _asked = _l("%(method)s怎样算", method=_l(_method.name))
    setattr(CountingFields, _name, SelectField(_asked, [CHOSEN], choices=labelled(_method.variants), default=_first))


def counting_values(data: Mapping[str, Any]) -> dict[str, str]:
    """What these fields show for written rules."""
    written = data.get("counting", {})
    return {name: written.get(method.code) or next(iter(method.variants)) for name, method in COUNTED.items()}


class ProfileForm(CountingFields):
    """What the forms of all rules ask: name, place, source, dates, publication, and why."""

    fixed_body = ""

    name = StringField(_l("规则名称"), [InputRequired(_l("请填写名称。")), Length(max=60)], filters=[strip])
    place = StringField(
        _l("适用的地方"),
        [Length(max=20)],
        filters=[strip],
        description=_l("全国通用就空着；省、市写全称，例如：山东省、东营市。"),
    )
    source = StringField(
        _l("依据"),
        [InputRequired(_l("请写明依据，写到第几条。")), Length(max=200)],
        filters=[strip],
        description=_l("法规名称、年份，写到第几条；小区自己约定的，写明通过的会议和日期。"),
    )
    valid_from = DateField(
        _l("从哪天起生效"),
        [InputRequired(_l("请选择日期。"))],
        description=_l("这天以前召集的会议、已经公告的表决，仍按原来的规则办。"),
    )
    valid_to = DateField(_l("到哪天失效"), [Optional()], description=_l("不知道就空着。"))
    announce_within_days = days_field(_l("决定作出后几天内公告"), description=_l("没有规定就填 0。"))
    publication_days = days_field(_l("结果公示不少于几天"), least=1)
    publication_unit = SelectField(_l("公示按哪种天数算"), [CHOSEN], choices=labelled(UNITS))
    publication_source = StringField(
        _l("公示天数的依据"), [InputRequired(_l("请写明依据。")), Length(max=200)], filters=[strip]
    )
    weekend_last_day = SelectField(
        _l("最后一天是周六、周日的"),
        [CHOSEN],
        choices=labelled(WEEKEND),
        default="MOVES",
        description=_l("公示、公告、异议的最后一天。调休上班的周末算工作日；逢法定节假日一律顺延。"),
    )
    weekend_reason = StringField(
        _l("不顺延的依据"), [Length(max=200)], filters=[strip], description=_l("选了不顺延的必须写明。")
    )
    result_title = StringField(
        _l("结果叫什么"), [InputRequired(_l("请填写，例如“五方协商意见”。")), Length(max=40)], filters=[strip]
    )
    note = StringField(
        _l("另要说明的"), [Length(max=200)], filters=[strip], description=_l("没有就空着。会写在规则页上。")
    )
    reason = TextAreaField(
        _l("为什么修订"),
        [InputRequired(_l("请写明为什么修订。")), Length(max=MOST_REASON)],
        filters=[strip],
        description=_l("例如：条例修订后第几条改了。会写进版本记录，大家都能看到。"),
    )
    request_key = request_key_field()
    based_on = HiddenField(validators=[Length(max=10)])

    @property
    def read_version(self) -> int:
        """The version on which the typed revision is based; 0 for none."""
        return whole_number(self.based_on.data or "") or 0

    def offer(self, values: Mapping[str, Any]) -> None:
        """Offer the unusual shares that the rules already have beside the usual ones."""
        for field in self:
            code = values.get(field.name)
            if isinstance(field, SelectField) and isinstance(code, str) and A_SHARE.fullmatch(code):
                field.choices = list({**dict(field.choices), code: share_name(code)}.items())

    def validate_weekend_reason(self, field: StringField) -> None:
        """民法典 §203 moves a last day that is off: who lets it stand says by what right."""
        if self.weekend_last_day.data == "STANDS" and not field.data:
            raise ValidationError(_l("选了不顺延，请写明依据。"))

    def _common(self) -> dict[str, Any]:
        """What every written rule says."""
        return {
            "name": self.name.data,
            "source": self.source.data,
            "valid_from": _iso(self.valid_from.data),
            "valid_to": _iso(self.valid_to.data),
            "announce_within_days": self.announce_within_days.data,
            "publication_days": self.publication_days.data,
            "publication_source": self.publication_source.data,
            "result_title": self.result_title.data,
            "weekend_last_day": self.weekend_last_day.data,
            "weekend_reason": self.weekend_reason.data or "",
            "publication_unit": self.publication_unit.data,
            "note": self.note.data or "",
            "counting": self.counting(),
        } | ({"place": self.place.data or ""} if "place" in self else {})


def common_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the common fields show for written rules."""
    same = ("name", "source", "publication_days", "publication_source", "result_title")
    return (
        {key: data[key] for key in same}
        | {
            "place": data.get("place", ""),
            "valid_from": _day(data["valid_from"]),
            "valid_to": _day(data.get("valid_to")),
            "announce_within_days": data.get("announce_within_days", 0),
            "weekend_last_day": data.get("weekend_last_day", "MOVES"),
            "weekend_reason": data.get("weekend_reason", ""),
            "publication_unit": data.get("publication_unit", "DAYS"),
            "note": data.get("note", ""),
        }
        | counting_values(data)
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


class MeetingRulesForm(ProfileForm):
    """Rules of procedure of a body that meets."""

    body = SelectField(_l("哪种会议"), [CHOSEN], choices=labelled(MEETING_BODIES))
    quorum_share = share_field(_l("多少人到会才能开"), none=_l("不设人数要求"))
    quorum_base = SelectField(
        _l("到会人数按什么算"),
        [CHOSEN],
        choices=labelled(ENTITLED),
    )
    second_share = share_field(
        _l("另一项到会要求"), none=_l("没有"), description=_l("一般没有；两项都有的，都要达到。")
    )
    second_base = SelectField(
        _l("另一项按什么算"),
        [CHOSEN],
        choices=labelled(ENTITLED),
    )
    each_party_present = BooleanField(_l("必须到会的各方都要有人到"))
    first = SelectField(_l("先协商还是先表决"), [CHOSEN], choices=labelled(FIRST))
    majority_share = share_field(_l("多少票算通过"), none=_l("同意多于反对就通过"))
    majority_base = SelectField(
        _l("通过的比例按什么算"),
        [CHOSEN],
        choices=labelled({"present": N_("到会的人"), "cast": N_("参加投票的人"), **ENTITLED}, DECIDING),
    )
    abstention = SelectField(
        _l("弃权票"), [CHOSEN], choices=labelled(ABSTENTION), description=_l("计入基数的，弃权等于没有同意。")
    )
    ballot_by = SelectField(_l("谁投票"), [CHOSEN], choices=labelled(BALLOT_BY))
    election = SelectField(
        _l("选举怎样算"),
        [CHOSEN],
        choices=labelled(ELECTIONS),
        default="ORDINARY",
        description=_l("居民会议、居民代表会议选举居民委员会的，按组织法第十九条计算。"),
    )
    chair_votes = BooleanField(_l("主持人可以投票（公布时最后揭晓）"))
    ballot_changeable = BooleanField(_l("表决结束前可以改票"))
    recusal = BooleanField(_l("有利害关系的要回避"))
    proxy_max = days_field(_l("一人最多代理几人"), most=99, description=_l("不许委托就填 0。"))
    substitutes = ticks_field(
        _l("哪些方来不了可以请同单位的人代替"),
        labelled(PARTY_KINDS, SENDING_KINDS),
        description=_l("通知发出以后。业委会委员、居民议事会成员、居民代表须本人到会，不得委托他人。"),
    )
    speech_seconds = days_field(_l("每次发言几秒"), least=10, most=3600)
    speech_turns = days_field(_l("每人每项发言几次"), least=1, most=99)
    consensus_seconds = days_field(_l("征询一致等几秒"), most=3600)
    notice_days = days_field(_l("提前几天通知"), description=_l("没有规定就填 0。"))
    agenda_days = days_field(_l("提前几天报告议题"), description=_l("规定要先告知居委会、街道的才填，没有就填 0。"))
    agenda_lock = BooleanField(_l("议程发布后锁定，不能再加表决事项"))

    def validate_each_party_present(self, field: BooleanField) -> None:
        """The presence of each party is kept beside a number: without one it would be lost."""
        if field.data and self.quorum_share.data == self.second_share.data == NONE:
            raise ValidationError(_l("要求各方都有人到的，请同时选“多少人到会才能开”。"))

    def sections(self) -> list[Section]:
        """The fields in the order and groups in which they are asked."""
        return sections(
            self,
            (_l("这是什么规则"), "name body place source valid_from valid_to"),
            (_l("多少人到会才能开"), "quorum_share quorum_base second_share second_base each_party_present"),
            (
                _l("怎样作决定"),
                f"first majority_share majority_base abstention ballot_by election {COUNTING} {LATER}",
            ),
            (_l("回避、委托、发言"), "recusal proxy_max substitutes speech_seconds speech_turns consensus_seconds"),
            (_l("通知"), "notice_days agenda_days agenda_lock"),
            (_l("公示"), PERIODS),
            (_l("结果和说明"), "result_title note reason"),
        )

    def written(self) -> dict[str, Any]:
        """What was typed, as `parse_any` reads it."""
        plain = (
            "first",
            "abstention",
            "ballot_by",
            "chair_votes",
            "ballot_changeable",
            "recusal",
            "notice_days",
            "consensus_seconds",
            "agenda_days",
            "agenda_lock",
            "election",
        )
        return (
            self._common()
            | {name: self[name].data for name in plain}
            | {
                "body": self.body.data if "body" in self else self.fixed_body,
                "quorum": self._quorum(),
                "majority": self._majority(),
                "tie": "LOST",
                "substitutes": list(self.substitutes.data or []),
                "proxy": {"max": self.proxy_max.data} if self.proxy_max.data else "none",
                "speech": {"seconds": self.speech_seconds.data, "turns": self.speech_turns.data},
            }
        )

    def _quorum(self) -> list[dict[str, Any]]:
        chosen = ((self.quorum_share, self.quorum_base), (self.second_share, self.second_base))
        tests = [share_data(share.data, base.data) for share, base in chosen if share.data != NONE]
        if tests and self.each_party_present.data:
            tests[0]["each_party_present"] = True
        return tests

    def _majority(self) -> dict[str, Any] | str:
        code = self.majority_share.data
        return MORE_FOR_THAN_AGAINST if code == NONE else share_data(code, self.majority_base.data)


def sections(form: Form, *groups: tuple[Any, str]) -> list[Section]:
    """The fields of a form by group; a field that this form does without is left out."""
    return [(legend, [form[name] for name in names.split() if name in form]) for legend, names in groups]


def meeting_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for the written rules of a meeting."""
    profile = parse_profile(data)
    same = (
        "body",
        "each_party_present",
        "first",
        "abstention",
        "ballot_by",
        "chair_votes",
        "ballot_changeable",
        "recusal",
        "proxy_max",
        "speech_seconds",
        "speech_turns",
        "consensus_seconds",
        "notice_days",
        "agenda_days",
        "agenda_lock",
        "election",
    )
    values = common_values(data) | {name: getattr(profile, name) for name in same}
    values["substitutes"] = list(profile.substitutes)
    for prefix, share in zip(("quorum", "second"), (*profile.quorum, None, None), strict=False):
        values |= _share_values(prefix, share)
    return values | _share_values("majority", profile.majority)


def _share_values(prefix: str, share: Share | None) -> dict[str, str]:
    if share is None:
        return {f"{prefix}_share": NONE}
    return {f"{prefix}_share": share_code(share.threshold.to_json()), f"{prefix}_base": share.base}

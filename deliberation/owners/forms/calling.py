"""The part of the preparing form that says how the meeting is called and where it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from deliberation.kernel.clock import BEIJING
from deliberation.owners.rules.calling import CALLERS, SPECIAL_GROUNDS, Calling
from deliberation.web.fields import DateTimeLocalField, IntegerField, strip

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
SESSIONS = {"REGULAR": _l("定期会议"), "SPECIAL": _l("临时会议")}


class CallingFields:
    """Fields of `Calling`; the page offers the grounds of its place."""

    session = RadioField(_l("定期会议还是临时会议"), choices=list(SESSIONS.items()), default="REGULAR")
    special_ground = SelectField(
        _l("临时会议的依据"), [Optional()], choices=[("", _l("请选择")), *SPECIAL_GROUNDS.items()], default=""
    )
    special_reason = StringField(
        _l("召开临时会议的理由"),
        [Optional(), Length(max=300)],
        filters=[strip],
        description=_l("写清谁提议、为什么要现在开；会印在公告上，不写姓名、电话、门牌号。"),
    )
    caller = SelectField(
        _l("由谁召集"),
        [Optional()],
        choices=[("", _l("请选择")), *CALLERS.items()],
        default="",
        description=_l("还没有业委会的，由筹备组、物业管理委员会或者街道召集；会印在公告上。"),
    )
    caller_name = StringField(_l("召集人的名称"), [Optional(), Length(max=60)], filters=[strip])
    petition_id = IntegerField(validators=[Optional()], widget=HiddenInput())
    count_at = DateTimeLocalField(
        _l("公开计票的时间"),
        [Optional()],
        format=[LOCAL_FORMAT],
        description=_l("截止以后当众开箱计票的，填在这里，会印在公告上。"),
    )
    count_place = StringField(_l("公开计票的地点"), [Optional(), Length(max=120)], filters=[strip])

    def calling(self) -> Calling:
        """How the vote is called, for the action; the wall clock is Beijing's."""
        at: Any = self.count_at.data
        return Calling(
            is_special=self.session.data == "SPECIAL",
            ground=self.special_ground.data or "",
            reason=self.special_reason.data or "",
            petition_id=self.petition_id.data or None,
            count_at=at.replace(tzinfo=BEIJING) if at else None,
            count_place=self.count_place.data or "",
            caller=self.caller.data or "",
            caller_name=self.caller_name.data or "",
        )


def kept_calling(vote: OwnersVote) -> dict[str, Any]:
    """The fields of a vote as it was saved."""
    return {
        "session": "SPECIAL" if vote.is_special else "REGULAR",
        "special_ground": vote.special_ground,
        "special_reason": vote.special_reason,
        "petition_id": vote.petition_id,
        "count_place": vote.count_place,
        "caller": vote.caller,
        "caller_name": vote.caller_name,
        "count_at": vote.count_at.astimezone(BEIJING).replace(tzinfo=None) if vote.count_at else None,
    }

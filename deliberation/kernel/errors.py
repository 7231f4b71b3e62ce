"""The closed list of reasons for which the platform refuses an act.

A reason knows its stable code, its sentence in plain Chinese and who can change it. It knows no
HTTP status: `web.errors` turns a reason into a page, a form message or JSON in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, NoReturn, Self

from deliberation.kernel.text import N_


class Reason(Enum):
    """Why something is refused: `(code, sentence, who can change it)`.

    Sentences may hold `%(name)s` fields, filled from the facts given to `Refused`.
    """

    NOT_SIGNED_IN = ("not_signed_in", N_("请先登录。"), N_("登录后再操作。"))
    SESSION_EXPIRED = (
        "session_expired",
        N_("页面停留太久，登录已失效。"),
        N_("重新登录后再提交，填写的内容仍保留。"),
    )
    FORM_EXPIRED = ("form_expired", N_("页面停留太久，未能提交。"), N_("点“返回”，填写的内容还在，再交一次。"))
    WRONG_CREDENTIALS = (
        "wrong_credentials",
        N_("账号或密码不对。"),
        N_("连续输错多次的，要等一会儿才能再试；忘记密码请联系系统管理员。"),
    )
    PASSWORD_DUE = ("password_due", N_("请先修改密码。"), N_("改好以后用新密码登录，就可以继续。"))
    LINK_USED = (
        "link_used",
        N_("这个一次性码不能用：没有这个码，已经用过，或者过了三天。"),
        N_("请联系系统管理员，当面核对身份后重新发一个。"),
    )
    PASSWORD_USED = ("password_used", N_("这个密码最近用过。"), N_("请换一个与最近 5 次都不同的密码。"))
    WRONG_PIN = ("wrong_pin", N_("姓名或口令不对。"), N_("口令印在签到条上，可向会议秘书索取。"))
    LOCKED_OUT = (
        "locked_out",
        N_("输错多次，要等一会儿才能再试。"),
        N_("最多等 15 分钟；急着进来，请会议秘书更换口令。"),
    )
    DOOR_SHUT = (
        "door_shut",
        N_("有人一直在试口令，这台设备暂时进不来。"),
        N_("请换一台会场里用过的设备，或请主持人、会议秘书放行。"),
    )
    DOOR_UNKNOWN = (
        "door_unknown",
        N_("进不去：会议号、姓名或口令不对，会议没有开或已经结束，或者试得太多要等一会儿。"),
        N_("请核对签到条；会后看会议记录、签字，请扫签到条上的二维码，或找会议秘书。"),
    )
    TOO_MANY_REQUESTS = ("too_many_requests", N_("操作太频繁，请稍候再试。"), "")
    FORBIDDEN = ("forbidden", N_("您的身份不能做这件事。"), N_("%(who)s可以操作。"))
    PREPARATORY_BODY = (
        "preparatory_body",
        N_("筹备组不能代表业主作决定。"),
        N_("业委会成立并备案以后，由业委会办；现在由社区居民委员会、小区党支部办。"),
    )
    OFFICE_AHEAD = ("office_ahead", N_("您的任职自%(day)s起，现在还不能做这件事。"), N_("任职由系统管理员登记。"))
    OFFICE_ENDED = ("office_ended", N_("任职已结束（最后一天：%(day)s）。"), N_("仍在任的，请系统管理员更正任职。"))
    OWN_POST = (
        "own_post",
        N_("不能登记、结束自己的任职，也不能自己接任。"),
        N_("请另一位系统管理员登记。这次尝试已记入日志。"),
    )
    NOT_FOUND = ("not_found", N_("没有找到这项内容。"), N_("请核对地址或编号。"))
    INVALID_INPUT = ("invalid_input", N_("填写的内容有误：%(what)s"), "")
    REASON_REQUIRED = ("reason_required", N_("请写明理由。"), N_("理由会告诉提出人。"))
    WRONG_STATE = ("wrong_state", N_("“%(subject)s”现在是“%(state)s”，不能%(move)s。"), "")
    ALREADY_DONE = ("already_done", N_("这件事已经办过了：%(what)s"), "")
    MERGE_TARGET = ("merge_target", N_("不能合并到这个议题：%(what)s"), "")
    AUTHORITY_MISSING = ("authority_missing", N_("还没有判定决定权属。"), N_("请先按核对表判定。"))
    CLASS_ASKED = (
        "class_asked",
        N_("由谁决定要先定清楚：%(points)s，判定为“%(label)s”的，请写明理由。"),
        N_("涉及业主共同决定的，会议只能形成协商意见，由业主表决；确实不涉及的，写明理由再提交。"),
    )
    CLASS_MISSING = (
        "class_missing",
        N_("%(points)s这个动议还没有判定由谁决定，不能表决，也不能宣布协商一致。"),
        N_("会议秘书或主持人在“由谁决定”里判定。"),
    )
    CLASS_CHANGED = (
        "class_changed",
        N_("由谁决定，现在判定为“%(label)s”，和您按下时看到的不同，没有办理。"),
        N_("看清以后再按一次。"),
    )
    ORDER_CLASS_ASKED = (
        "order_class_asked",
        N_("督办单里写到%(points)s，要由业主共同决定的不能直接交办。"),
        N_("属于承办单位自己职责、不用等业主决定的，写明理由；否则先上会，再提请业主共同决定。"),
    )
    NOT_FOR_THIS_MEETING = (
        "not_for_this_meeting",
        N_("这件事不由本会议决定：%(matter)s"),
        N_("须提请%(who)s决定。"),
    )
    NOT_READY = ("not_ready", N_("还不能这样做，缺：%(missing)s"), "")
    NOTICE_TOO_SHORT = (
        "notice_too_short",
        N_("距会议只有 %(days)s 天，通知须提前 %(required)s 天。"),
        N_("请改期；紧急情况由主持人写明理由后可免。"),
    )
    OWNERS_NOTICE_TOO_SHORT = (
        "owners_notice_too_short",
        N_("公告日到投票开始只有 %(days)s 天，须提前 %(required)s 天公告（%(source)s）。"),
        N_("这个天数谁也不能免。请改期，投票最早从 %(earliest)s 开始。"),
    )
    NO_SUBSTITUTE = (
        "no_substitute",
        N_("不能请人代替：%(what)s"),
        N_("来不了的可以请假：仍在应到名册里，计为未到。"),
    )
    REPLY_CLOSED = (
        "reply_closed",
        N_("这个回复链接不能用了：%(what)s"),
        N_("请登录后在会议页办理，或者打电话告诉会议秘书。"),
    )
    FEED_OVER = (
        "feed_over",
        N_("这个日历订阅已经结束：任职已经结束，或者账号已经停用。"),
        N_("请在手机、电脑的日历里删去这个订阅。"),
    )
    ROLL_FROZEN = ("roll_frozen", N_("应到名册已锁定，不能再改。"), N_("如需更正请由会议秘书登记。"))
    ONE_PERSON_ONE_SEAT = (
        "one_person_one_seat",
        N_("%(name)s已有一个表决席位，一人只投一票。"),
        N_("请换人，或改为列席。"),
    )
    QUORUM_MISSING = ("quorum_missing", N_("未达到开会人数：%(counted)s"), N_("到齐后再开，或改期。"))
    NOT_PRESENT = ("not_present", N_("您还没有签到。"), N_("请先签到。"))
    NOT_ON_ROLL = ("not_on_roll", N_("您不在这次表决的名册里。"), N_("如有疑问请问会议秘书。"))
    RECUSED = ("recused", N_("您在本项议程中回避，不参加发言和表决。"), "")
    ITEM_NOT_CURRENT = ("item_not_current", N_("会议现在不在讨论这一项。"), "")
    MOTION_TEXT_MISSING = (
        "motion_text_missing",
        N_("还没有动议：请写清谁做、做什么、何时、花多少钱。"),
        N_("由会议秘书录入。"),
    )
    MOTION_PENDING = ("motion_pending", N_("还有没处理完的动议或修正案。"), N_("请先处理完。"))
    FLOOR_NOT_CLEAR = (
        "floor_not_clear",
        N_("还有人等待发言，不能付表决。"),
        N_("请先请他们发言；如确需表决，写明理由。"),
    )
    SPEECH_LIMIT = (
        "speech_limit",
        N_("每人每项最多发言 %(turns)s 次，您已说满。"),
        N_("下一项议程重新计算次数。"),
    )
    ALREADY_SIGNED = (
        "already_signed",
        N_("%(part)s已经由%(name)s签过名，没有改动。"),
        N_("要换人签，先由本人撤回签名。"),
    )
    CHANGED_SINCE = (
        "changed_since",
        N_("您打开这一页以后，内容又有改动，这一步没有办理。"),
        N_("请看清现在的内容，再按一次。"),
    )
    PAGE_UNKNOWN = (
        "page_unknown",
        N_("这一页可能不是最新的，这一步没有办理。"),
        N_("请看清现在的内容，再按一次。"),
    )
    STEP_LOCKED = ("step_locked", N_("这一步还不能走：%(what)s"), "")
    VOTE_CLOSED = ("vote_closed", N_("表决已经结束，这一票来晚了，没有计入。"), N_("表决结束后不再收票。"))
    CHOICE_INVALID = ("choice_invalid", N_("这一票选得不对：%(what)s"), "")
    BALLOT_FINAL = ("ballot_final", N_("这次表决投票后不能更改。"), "")
    CONSENSUS_OBJECTED = (
        "consensus_objected",
        N_("有 %(count)s 人提出异议，不能宣布协商一致。"),
        N_("请改为表决，或继续协商。"),
    )
    CONSENSUS_RUNNING = ("consensus_running", N_("征询还有 %(seconds)s 秒才结束。"), N_("时间到了再宣布。"))
    NOT_OWN_UNIT = ("not_own_unit", N_("不能验收本单位承办的事项。"), N_("请其他方验收。"))
    AWAITS_OWNERS = (
        "awaits_owners",
        N_("这张督办单要等业主共同决定，现在不能交办。"),
        N_("业主表决通过以后再交办。"),
    )
    ROSTER_MISSING = (
        "roster_missing",
        N_("还没有启用的业主名册，不能确定总人数和总面积。"),
        N_("请先由业委会、居委会或会议秘书导入并核对名册。"),
    )
    AGENDA_LOCKED = (
        "agenda_locked",
        N_("公告发出后，表决事项、范围、时间和规则都已锁定，不能再改。"),
        N_("确需修改的，作废本次表决后重新公告。"),
    )
    SAME_PERSON = ("same_person", N_("这一步要由另一个人来做：%(what)s"), N_("请换一位工作人员登录。"))
    BALLOT_LATE = ("ballot_late", N_("这张票是截止以后交的，不能计入。"), N_("截止时间写在表决票上。"))
    ENTRY_PENDING = (
        "entry_pending",
        N_("还有表决票没有录完：%(what)s"),
        N_("每张票须两人各录一遍，不一致的须核定。"),
    )
    PROXY_LIMIT = ("proxy_limit", N_("不能这样委托：%(what)s"), N_("请换一位代理人，或由业主本人签字。"))
    WRONG_CODE = ("wrong_code", N_("票号或查询码不对。"), N_("两样都印在表决票的存根上。"))
    PERIOD_TOO_SHORT = ("period_too_short", N_("公示期不得少于 %(required)s 天（%(source)s）。"), "")
    PERIOD_OVER = ("period_over", N_("公示期已于 %(end)s 结束。"), N_("可以作为新议题提出。"))
    MASKING_UNCONFIRMED = (
        "masking_unconfirmed",
        N_("正文里可能有个人信息：%(found)s"),
        N_("请改掉，或逐条核对后勾选确认。"),
    )
    MINUTES_UNSIGNED = (
        "minutes_unsigned",
        N_("还有 %(count)s 人没有签字。"),
        N_("请先补签，或写明理由后签发。"),
    )
    PHOTO_HEIC = (
        "photo_heic",
        N_("这张照片是 HEIC 格式，打不开：%(name)s。"),
        N_(
            "请在手机上打开这张照片，截屏，传截图。以后想直接传：苹果手机打开“设置”，在“相机”的“格式”里"
            "不选“高效”，选讲兼容的那一项；其他手机在相机的设置里关掉高效图片格式（HEIF、HEIC），照片就存成 JPG。"
        ),
    )
    PHOTO_BROKEN = (
        "photo_broken",
        N_("照片不完整或已损坏，读不出来：%(name)s。"),
        N_("请在手机上打开它，截屏，传截图；或换一张。"),
    )
    PHOTO_TOO_MANY_PIXELS = (
        "photo_too_many_pixels",
        N_("照片的像素太多（最多 %(limit)s 万像素）：%(name)s。"),
        N_("请在手机上打开它，截屏，传截图。"),
    )
    FILE_TYPE = ("file_type", N_("只能上传照片（JPG、PNG、WebP）：%(name)s"), "")
    DOCUMENT_TYPE = (
        "document_type",
        N_("只能上传 PDF、照片（JPG、PNG）、.xlsx、.docx 文件：%(name)s"),
        N_("旧格式（.xls、.doc、.wps）或带宏、带密码的文件，请另存为 PDF 再传。"),
    )
    FILE_TOO_LARGE = (
        "file_too_large",
        N_("文件太大（每个最大 %(limit)s）：%(name)s。"),
        N_("照片请少选几张，或换一张小一点的再传。"),
    )
    REQUEST_TOO_LARGE = (
        "request_too_large",
        N_("一次传的内容太多（一共最多 %(limit)s）。"),
        N_("点“返回”，填写的内容还在；照片请少选几张，分几次交。"),
    )
    BUSY = ("busy", N_("系统正忙，这一步没有完成。"), N_("请再试一次，内容没有丢失。"))
    STORE_FULL = (
        "store_full",
        N_("服务器的磁盘满了，这一步没有保存。"),
        N_("再点也没有用：请告诉系统管理员清理磁盘，清理好以后再办一次。以前保存的都还在。"),
    )
    STORE_AWAY = (
        "store_away",
        N_("服务器连不上数据库，这一步没有保存。"),
        N_("请过一分钟再试；还是不行，请告诉系统管理员。以前保存的都还在。"),
    )

    @property
    def code(self) -> str:
        """The stable word used in JSON, acknowledgements, logs and tests."""
        return self.value[0]

    @property
    def sentence(self) -> str:
        """Why, in plain Chinese, with `%(name)s` fields."""
        return self.value[1]

    @property
    def remedy(self) -> str:
        """Who can change it, or what to do next; may be empty."""
        return self.value[2]


class Detail(Enum):
    """What exactly is wrong, of a reason whose sentence leaves that open: `(reason, sentence)`.

    The lists are in `kernel.details`, one for each stage. Their sentences fill the field `what` (`missing` of
    `NOT_READY`) of the reason's sentence, and may hold `%(name)s` fields themselves.
    """

    @property
    def reason(self) -> Reason:
        """The reason that an answer carries: its code and HTTP status are those of the reason."""
        reason: Reason = self.value[0]
        return reason

    @property
    def sentence(self) -> str:
        """What is wrong, in plain Chinese, with `%(name)s` fields."""
        sentence: str = self.value[1]
        return sentence

    @property
    def field(self) -> str:
        """The field of the reason's sentence which this sentence fills."""
        return "missing" if self.reason is Reason.NOT_READY else "what"


class Fault(str):
    """What a rule finds wrong: the filled sentence of a detail, and "" where nothing is wrong (`NO_FAULT`).

    It is a text for pages that warn of it, and what `Refused` takes where the same is refused.
    """

    __slots__ = ("detail", "facts")

    detail: Detail | None
    facts: Mapping[str, Any]

    def __new__(cls, detail: Detail | None = None, /, **facts: Any) -> Self:
        """Fill the sentence of `detail` in the source language."""
        problem = super().__new__(cls, fill(detail.sentence, facts) if detail is not None else "")
        problem.detail, problem.facts = detail, facts
        return problem


NO_FAULT = Fault()


class Refused(Exception):
    """An act was refused. Carries the reason, the detail if there is one, and the facts that fill their sentences."""

    def __init__(self, why: Reason | Detail | Fault, /, **facts: Any) -> None:
        said, facts = (why.detail or Reason.INVALID_INPUT, dict(why.facts)) if isinstance(why, Fault) else (why, facts)
        self.detail = said if isinstance(said, Detail) else None
        self.reason = said.reason if isinstance(said, Detail) else said
        self.facts = {**facts, said.field: fill(said.sentence, facts)} if isinstance(said, Detail) else facts
        super().__init__(f"{self.reason.code} {self.facts}" if self.facts else self.reason.code)

    @property
    def message(self) -> str:
        """The filled sentence and remedy in the source language (Chinese)."""
        return fill(self.reason.sentence, self.facts) + fill(self.reason.remedy, self.facts)


def refuse(why: Detail | Fault, /, **facts: Any) -> NoReturn:
    """Raise `Refused`, where an expression is wanted or a reader has one way to say no."""
    raise Refused(why, **facts)


def fill(template: str, facts: Mapping[str, Any]) -> str:
    """Fill `%(name)s` fields; a remedy whose facts were not given is left out rather than broken."""
    try:
        return template % facts
    except KeyError:
        return ""

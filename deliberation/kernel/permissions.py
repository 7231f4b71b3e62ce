"""The one table that says who may do what, read by code, pages and documents.

Source: domain reference 2.5. What is not granted here is denied.

A grant is one letter in the role's column: `y` yes · `o` only what is one's own (own topic, own seat,
own party's order) · `m` only with a seat in that meeting · `c` only who chairs that meeting (planned for it,
or the chair was handed to him), not others of the same role · `+` a compound may switch it off ·
`?` a compound may switch it on · `-` no.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deliberation.kernel.actor import ROLE_LABELS, Actor, Role
from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.text import N_

ROLES = tuple(Role)


class Grant(StrEnum):
    """How a role holds a permission."""

    YES = "y"
    OWN = "o"
    MEETING = "m"
    CHAIRING = "c"
    DEFAULT_ON = "+"
    DEFAULT_OFF = "?"
    NO = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """One permission: its name (= action, audit tag, test), stage, Chinese title and grants by role."""

    name: str
    stage: str
    title: str
    grants: tuple[Grant, ...]

    def grant(self, role: Role) -> Grant:
        """The grant of one role."""
        return self.grants[ROLES.index(role)]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an act happens.

    `own` says that the thing belongs to the actor (the loader decides); `in_meeting` that he has a seat
    there; `chairs` that he chairs that meeting; `options` are the permissions a compound has switched away
    from their default.
    """

    compound_id: int | None = None
    meeting_id: int | None = None
    own: bool = False
    in_meeting: bool = False
    chairs: bool = False
    options: frozenset[str] = frozenset()


def _row(name: str, stage: str, title: str, letters: str) -> Row:
    compact = letters.replace(" ", "")
    if len(compact) != len(ROLES):
        raise ValueError(f"{name}: {len(compact)} grants for {len(ROLES)} roles")
    return Row(name, stage, title, tuple(Grant(letter) for letter in compact))


# Columns: chair branch council committee firm | grid partner neighbourhood subdistrict unit |
#          secretary teller observer owner public | administrator auditor
_ROWS = (
    _row("topic.submit", N_("议题征集"), N_("提交议题"), "yyyyy yyyy- y--yy --"),
    _row("topic.enter_on_behalf", N_("议题征集"), N_("代为录入（纸质、电话、走访）"), "yy--- y-y-- y---- --"),
    _row("topic.follow", N_("议题征集"), N_("凭回执号查看自己的议题"), "ooooo ooooo ooooo --"),
    _row("topic.withdraw", N_("议题征集"), N_("撤回自己的议题"), "ooooo oooo- o--oo --"),
    _row("topic.read", N_("议题征集"), N_("查看本小区议题台账"), "yyyyy yyyy- y---- --"),
    _row("topic.merge", N_("议题确定"), N_("合并、补全、归类"), "yy--- y-y-- y---- --"),
    _row("topic.screen", N_("议题确定"), N_("把关：列入、退回、转办、不列入"), "yy--- ---?- ----- --"),
    _row("topic.classify", N_("议题确定"), N_("判定决定权属"), "y--y- --yy- ----- --"),
    _row("agenda.order", N_("议题确定"), N_("编排议程"), "yy--- ----- y---- --"),
    _row("agenda.publish", N_("议题确定"), N_("发布议程"), "y---- ----- ?---- --"),
    _row("meeting.read", N_("会议召集"), N_("查看会议准备情况"), "yymmm mmmym ymm-- --"),
    _row("meeting.plan", N_("会议召集"), N_("召集会议：日期、地点、席位"), "yy--- ---?- y---- --"),
    _row("meeting.notify", N_("会议召集"), N_("发出会议通知、锁定名册"), "yy--- ---?- y---- --"),
    _row("meeting.cancel", N_("会议召集"), N_("取消会议"), "y---- ----- ----- --"),
    _row("notice.waive", N_("会议召集"), N_("紧急会议免除提前通知"), "y---- ---y- ----- --"),
    _row("notice.confirm", N_("会议召集"), N_("回执：确认收到通知"), "ooooo ooooo ooo-- --"),
    _row("leave.ask", N_("会议召集"), N_("请假"), "ooooo oooo- ----- --"),
    _row("leave.record", N_("会议召集"), N_("代为登记请假"), "y---- ----- y---- --"),
    _row("pin.print", N_("会议召集"), N_("打印签到条"), "y---- ----- y---- --"),
    _row("attendance.sign_in", N_("会商议事"), N_("签到"), "ooooo ooooo ooo-- --"),
    _row("attendance.correct", N_("会商议事"), N_("更正签到"), "cc--- ----- y---- --"),
    _row("room.enter", N_("会商议事"), N_("进入会场"), "ymmmm mmmym ymm-- --"),
    _row("room.chair", N_("会商议事"), N_("主持：开会、休会、下一步、散会"), "cc--- ----- ----- --"),
    _row("chair.hand_over", N_("会商议事"), N_("移交主持；主持人不在时接任"), "yy--- ----- ----- --"),
    _row("room.show_hall", N_("会商议事"), N_("打开会场大屏"), "cc--- ----- y---- --"),
    _row("floor.ask", N_("会商议事"), N_("举手要求发言"), "-mmmm mmmmm --?-- --"),
    _row("floor.give", N_("会商议事"), N_("请人发言、计时、收回"), "cc--- ----- ----- --"),
    _row("motion.move", N_("会商议事"), N_("提出动议、修正案"), "-mmmm mmm-- ----- --"),
    _row("motion.record", N_("会商议事"), N_("录入动议文字"), "cc--- ----- y---- --"),
    _row("motion.classify", N_("会商议事"), N_("判定动议由谁决定"), "cc--- ----- y---- --"),
    _row("motion.correct", N_("会商议事"), N_("更正已有结果的动议由谁决定"), "yy--- ----- ----- --"),
    _row("recusal.declare", N_("会商议事"), N_("申报利害关系、回避"), "mmmmm mmm-- -m--- --"),
    _row("recusal.decide", N_("会商议事"), N_("裁定回避"), "cc--- ----- ----- --"),
    _row("consensus.ask", N_("会商议事"), N_("征询一致意见"), "cc--- ----- ----- --"),
    _row("consensus.declare", N_("会商议事"), N_("宣布协商一致"), "cc--- ----- ----- --"),
    _row("consensus.object", N_("会商议事"), N_("提出异议、保留意见"), "-mmmm mmm-- ----- --"),
    _row("vote.open", N_("会商议事"), N_("付表决"), "cc--- ----- ----- --"),
    _row("vote.close", N_("会商议事"), N_("结束表决"), "cc--- ----- ----- --"),
    _row("vote.void", N_("会商议事"), N_("宣布表决作废"), "cc--- ----- ----- --"),
    _row("ballot.cast", N_("会商议事"), N_("投票"), "??mmm mmm-- ----- --"),
    _row("minutes.write", N_("会商议事"), N_("记录"), "----- ----- y---- --"),
    _row("minutes.read", N_("会商议事"), N_("查看会议记录"), "yymmm mmmy- yy--- --"),
    _row("minutes.sign", N_("会商议事"), N_("在会议记录上签字"), "ymmmm mmm-- ym--- --"),
    _row("minutes.issue", N_("会商议事"), N_("签发会议记录"), "cc--- ----- ----- --"),
    _row("resolution.prepare", N_("公示"), N_("起草决议公示"), "y---- ----- y---- --"),
    _row("resolution.publish", N_("公示"), N_("公示决议"), "y--?- --?-- ----- --"),
    _row("resolution.object", N_("公示"), N_("对公示提出异议"), "--yyy yyy-- ---yy --"),
    _row("objection.answer", N_("公示"), N_("答复异议"), "yy-o- ---y- ----- --"),
    _row("document.publish", N_("公开与查阅"), N_("公布公开资料、出新版"), "y--yo --y-- y---- --"),
    _row("document.withdraw", N_("公开与查阅"), N_("撤下公开资料"), "y--yo --y-- y---- --"),
    _row("inspection.ask", N_("公开与查阅"), N_("申请查阅"), "yyyyy yyyyy yyyyy yy"),
    _row(
        "inspection.enter_on_behalf",
        N_("公开与查阅"),
        N_("代为登记查阅申请（纸质、电话、当面）"),
        "y--y- --y-- y---- --",
    ),
    _row("inspection.follow", N_("公开与查阅"), N_("凭回执号查看、撤回自己的查阅申请"), "ooooo ooooo ooooo oo"),
    _row("inspection.read", N_("公开与查阅"), N_("查看查阅申请"), "y--y- --y-- y---- --"),
    _row("inspection.answer", N_("公开与查阅"), N_("答复查阅申请"), "y--y- --y-- y---- --"),
    _row("public.read", N_("公示"), N_("查看公开页面"), "yyyyy yyyyy yyyyy yy"),
    _row("roster.read", N_("业主表决"), N_("查看业主名册（姓名、电话打码）"), "---y- ?-y?- yy--- --"),
    _row("roster.import", N_("业主表决"), N_("导入、核对、启用业主名册"), "---y- --y-- y---- --"),
    _row("owners_vote.read", N_("业主表决"), N_("查看业主表决的进度"), "yyyy- y-yy- yy--- --"),
    _row("owners_vote.prepare", N_("业主表决"), N_("筹备业主表决：事项、范围、时间、规则"), "y--y- --y-- y---- --"),
    _row("owners_vote.notify", N_("业主表决"), N_("发布公告、锁定表决事项"), "y--y- --y-- ----- --"),
    _row("owners_vote.open", N_("业主表决"), N_("开始投票、截止收票"), "y--y- --y-- ----- --"),
    _row("owners_vote.print", N_("业主表决"), N_("打印、补打表决票"), "---y- --y-- yy--- --"),
    _row("owners_vote.deliver", N_("业主表决"), N_("登记表决票送达"), "---y- y-y-- yy--- --"),
    _row("owners_ballot.enter", N_("业主表决"), N_("录入、复录、核定表决票"), "----- ----- yy--- --"),
    _row("owners_ballot.import_official", N_("业主表决"), N_("导入官方电子投票结果"), "---y- ----- y---- --"),
    _row("owners_vote.count", N_("业主表决"), N_("计票"), "----- ----- yy--- --"),
    _row("owners_vote.certify", N_("业主表决"), N_("计票人、监票人签名确认"), "--yy- --yy- yy--- --"),
    _row("owners_vote.announce", N_("业主表决"), N_("公告表决结果"), "y--y- --y-- ----- --"),
    _row("owners_vote.void", N_("业主表决"), N_("宣布业主表决作废、取消"), "y--y- ---y- ----- --"),
    _row("owners_petition.keep", N_("业主表决"), N_("登记业主提议、签名、递交"), "y--y- --y-- y---- --"),
    _row("owners_evidence.keep", N_("业主表决"), N_("登记张贴、步骤、提议的照片凭证"), "y--y- y-yy- yy--- --"),
    _row(
        "owners_turnover.keep",
        N_("业主表决"),
        N_("登记业委会换届、别处选出的业委会"),
        "y---- --yy- y---- --",
    ),
    _row("emergency_use.keep", N_("业主表决"), N_("登记应急使用维修资金"), "y--y- --y-- y---- --"),
    _row("owners_vote.annul", N_("业主表决"), N_("登记表决结果被撤销、恢复"), "y--y- --yy- ----- --"),
    _row("owners_archive.erase", N_("业主表决"), N_("删除保存期满的表决票、凭证、委托"), "---y- --y-- ----- y-"),
    _row("owners_ballot.check", N_("业主表决"), N_("凭存根上的查询码核对自己的票"), "ooooo ooooo ooooo --"),
    _row("owners_ballot.fill_in", N_("业主表决"), N_("凭查询码在手机上填写自己的票"), "ooooo ooooo ooooo --"),
    _row("order.read", N_("督办落实"), N_("查看督办台账"), "yyyyy yyyyo y---- --"),
    _row("order.draft", N_("督办落实"), N_("起草督办单"), "yy--- ---y- y---- --"),
    _row("order.issue", N_("督办落实"), N_("交办督办单"), "yy--- ---y- ----- --"),
    _row("order.accept", N_("督办落实"), N_("签收、退回督办单"), "--ooo ooo-o ----- --"),
    _row("order.report", N_("督办落实"), N_("报告进展、申报办结"), "--ooo ooo-o ----- --"),
    _row("order.urge", N_("督办落实"), N_("催办"), "y?--- ---y- ?---- --"),
    _row("order.check", N_("督办落实"), N_("验收"), "yyyy- y-y?- ----- --"),
    _row("order.close", N_("督办落实"), N_("销号"), "y---- ---y- ----- --"),
    _row("order.reopen", N_("督办落实"), N_("重新办理、答复没有解决的反映"), "y---- ---y- ----- --"),
    _row("notices.read", N_("查看"), N_("查看发给自己的通知"), "ooooo ooooo oooo- oo"),
    _row("desk.read", N_("查看"), N_("工作台"), "yyyyy yyyyy yyyy- yy"),
    _row("compound.read", N_("查看"), N_("查看各方、人员、任职"), "yyyyy yyyy- y---- y-"),
    _row("rules.read", N_("查看"), N_("查看议事规则"), "yyyyy yyyyy yyyyy yy"),
    _row("rules.manage", N_("议事规则"), N_("新增、修订议事规则"), "-?--- ---y- ----- y-"),
    _row("account.own", N_("账号"), N_("修改自己的密码"), "ooooo ooooo ooooo oo"),
    _row("account.manage", N_("账号"), N_("管理账号、任职"), "----- ----- ----- y-"),
    _row("account.vouch", N_("账号"), N_("查看密码重设，向本人核实"), "----- ----- ----- yy"),
    _row("permissions.read", N_("查看"), N_("查看权限表"), "yyyyy yyyyy yyyy- yy"),
    _row("audit.read", N_("查看"), N_("查看审计日志"), "----- ---?- ----- -y"),
)

TABLE: dict[str, Row] = {row.name: row for row in _ROWS}

THROUGH_THE_DOOR = frozenset(
    {
        "meeting.read", "notices.read", "notice.confirm", "leave.ask", "room.enter", "attendance.sign_in",
        "floor.ask", "motion.move", "recusal.declare", "consensus.object", "ballot.cast", "minutes.read",
        "minutes.sign",
    }
)  # fmt: skip
"""What a slip's PIN is good for, in its own meeting: what a delegate does from his seat. A slip lies on a
table and can be lost, so it never opens the desk, whatever posts its holder has (domain 6.7)."""


_CHAIR_OF_THE_MEETING = N_("本次会议的主持人")
_NOT_NAMED = frozenset({Grant.NO, Grant.DEFAULT_OFF, Grant.CHAIRING})
"""Grants by which a refusal does not name the role: not held, held nowhere as a rule, held by one person."""


def allowed(actor: Actor, permission: str, scope: Scope) -> bool:
    """Whether the table grants `permission` to `actor` in `scope`. An unknown permission is a bug."""
    row = TABLE[permission]
    switched = permission in scope.options
    return any(_counts(row.grant(role), scope, switched=switched) for role in _roles(actor, permission, scope))


def _roles(actor: Actor, permission: str, scope: Scope) -> frozenset[Role]:
    """The roles that count: who came in through a meeting's door is one of the public for all but his seat."""
    bound = actor.meeting_id is not None
    if bound and (scope.meeting_id != actor.meeting_id or permission not in THROUGH_THE_DOOR):
        return frozenset({Role.PUBLIC})
    return actor.roles_in(scope.compound_id)


def _counts(grant: Grant, scope: Scope, *, switched: bool) -> bool:
    match grant:
        case Grant.YES:
            return True
        case Grant.OWN:
            return scope.own
        case Grant.MEETING:
            return scope.in_meeting
        case Grant.CHAIRING:
            return scope.chairs
        case Grant.DEFAULT_ON:
            return not switched
        case Grant.DEFAULT_OFF:
            return switched
        case _:
            return False


def may(actor: Actor, permission: str, scope: Scope) -> None:
    """Raise `Refused` unless the table grants it.

    Somebody of another compound learns nothing: for him the thing does not exist (`NOT_FOUND`). The
    anonymous public is asked to sign in; everybody else is told who may do it.
    """
    if allowed(actor, permission, scope):
        return
    if actor.is_anonymous and actor.meeting_id is None:
        raise Refused(Reason.NOT_SIGNED_IN)
    if scope.compound_id is not None and actor.roles_in(scope.compound_id) == {Role.PUBLIC}:
        raise Refused(Reason.NOT_FOUND)
    raise Refused(Reason.FORBIDDEN, who=holders(permission))


def holders(permission: str) -> str:
    """Who holds a permission, named in Chinese, for a refusal's remedy: the meeting's chair, then the roles."""
    row = TABLE[permission]
    named = [_CHAIR_OF_THE_MEETING] if Grant.CHAIRING in row.grants else []
    named += [ROLE_LABELS[role] for role in ROLES if row.grant(role) not in _NOT_NAMED]
    return "、".join(named[:4]) + ("等" if len(named) > 4 else "")  # noqa: PLR2004 - a sentence, not a list

"""How acts and circumstances are called in Chinese where the log is read.

An act that is a permission has the permission's title, one of a workflow the title of its move (`Stage.flows`). Every
other act that somebody records has its name here; a house test holds the list against the code. Kinds of things are
named by the cards of their stages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deliberation.kernel.permissions import TABLE
from deliberation.kernel.stage import house
from deliberation.kernel.text import N_

ACTS: dict[str, str] = {
    "account.sign_in": N_("登录"),
    "account.sign_out": N_("退出登录"),
    "demo.load": N_("装入演示数据"),
    "backup.make": N_("备份"),
    "backup.restore": N_("从备份恢复"),
    "audit.begin": N_("开始记录一个小区的日志"),
    "audit.epoch": N_("日志开始加封"),
    "audit.rotate": N_("更换日志的密钥"),
    "audit.reseal": N_("日志重新加封"),
    "contact_way.set": N_("填写接收通知的地址"),
    "contact_way.verify": N_("核实接收通知的地址"),
    "contact_way.remove": N_("删除接收通知的地址"),
    "notice_wish.set": N_("选择怎样接收通知"),
    "sending.forget_addresses": N_("按期删除通知的收件地址"),
    "notice.send_again": N_("再送一次通知"),
    "channel.stop": N_("停用通知渠道"),
    "channel.start": N_("恢复通知渠道"),
    "channel.test": N_("试发通知渠道"),
    "pin.admit": N_("放行新设备"),
    "pin.renew": N_("更换口令"),
    "addresses.renew": N_("更换会议的入口"),
    "seat.add": N_("增加席位"),
    "seat.remove": N_("撤下席位"),
    "seat.replace": N_("换人"),
    "leave.withdraw": N_("取消请假"),
    "installation.begin": N_("开始使用平台"),
    "workbook.read": N_("读入组织表格"),
    "workbook.write": N_("导入组织表格"),
    "workbook.export": N_("导出组织表格"),
    "subdistrict.add": N_("新增街道"),
    "community.add": N_("新增社区"),
    "compound.add": N_("新增小区"),
    "grid_area.add": N_("新增网格"),
    "building.add": N_("新增楼栋"),
    "entrance.add": N_("新增单元"),
    "venue.add": N_("新增会场"),
    "unit.add": N_("新增单位"),
    "party.add": N_("新增一方"),
    "person.add": N_("新增人员"),
    "appointment.begin": N_("登记任职"),
    "installation_role.begin": N_("登记街道、社区的任职"),
    "account.create": N_("新开账号"),
    "account.reset": N_("重设密码"),
    "account.close": N_("停用账号"),
    "account.reopen": N_("恢复使用账号"),
    "account.sign_out_elsewhere": N_("退出其他设备"),
    "account.set_by_link": N_("本人用一次性码设密码"),
    "owners_import.preview": N_("读入官方投票结果"),
    "owners_import.confirm": N_("确认导入官方投票结果"),
    "owners_import.discard": N_("放弃导入官方投票结果"),
    "owners_committee.record": N_("登记在别处选出的业委会"),
    "owners_committee.correct": N_("更正在别处选出的业委会"),
    "owners_committee.file": N_("登记业委会备案"),
    "owners_committee.strike": N_("划去登记错的业委会"),
    "owners_proxy.record": N_("登记授权委托"),
    "owners_proxy.withdraw": N_("撤销授权委托"),
    "owners_representative.name": N_("登记业主代表"),
    "owners_representative.remove": N_("撤下业主代表"),
    "item.classify": N_("判定议程项由谁决定"),
    "owners.reclass": N_("更正等业主决定的事项属于哪一类"),
    "minutes.hand_out": N_("请大家在会议记录上签字"),
    "owners.propose": N_("提请业主共同决定"),
    "owners.propose_again": N_("再次提请业主共同决定"),
    "owners_vote.name_applicant": N_("选定住宅改为经营性用房的申请人"),
    "owners_vote.add_claimant": N_("加上主张有利害关系的业主"),
    "owners_vote.remove_claimant": N_("去掉主张有利害关系的业主"),
    "owners_evidence.strike": N_("划去登记错的凭证"),
    "owners_petition.sign": N_("登记业主提议的签名"),
    "owners_petition.unsign": N_("撤回业主提议的签名"),
    "owners_vote.step": N_("登记业主表决的法定步骤"),
    "emergency_use.post": N_("登记应急使用维修资金的验收和公示"),
    "owners_turnover.end": N_("登记业委会换届结束"),
    "resolution.prolong": N_("公示期重新计算，顺延"),
    "owners_petition.prolong": N_("提请表决的期限重新计算，顺延"),
    "emergency_use.prolong": N_("应急维修公示的期限重新计算，顺延"),
    "inspection.prolong": N_("答复期限重新计算，顺延"),
    "owners_vote.prolong": N_("结果公告期重新计算，顺延"),
    "objection.erase_phone": N_("按期删除异议人的电话"),
    "inspection.see_contact": N_("查看查阅申请人的姓名、电话、房号"),
    "meeting_type.ship": N_("装入平台自带的会议种类"),
    "meeting_type.switch_on": N_("小区启用会议种类"),
    "meeting_type.switch_off": N_("小区停用会议种类"),
    "meeting_type.order": N_("调整会议种类的先后"),
    "meeting_type.set_here": N_("设定会议种类在小区里的用法"),
    "series.begin": N_("排定例会"),
    "series.change": N_("修改例会"),
    "series.end": N_("结束例会"),
    "series.move": N_("例会改期"),
    "series.keep": N_("例会照常"),
    "series.skip": N_("例会不开"),
    "series.explain": N_("说明例会为什么没有召开"),
    "inspection.forget": N_("按期删除查阅申请人的姓名、电话、房号"),
}
"""Acts on things without states that are no permission of their own; those of a workflow are named in its table."""

FACTS: dict[tuple[str, Any], str] = {
    ("ok", False): N_("没有成功"),
    ("what", "edit"): N_("修改"),
    ("what", "add_seat"): N_("增加席位"),
    ("what", "remove_seat"): N_("撤下席位"),
    ("what", "replace_seat"): N_("换人"),
    ("what", "withdraw"): N_("取消请假"),
    ("what", "admit"): N_("放行新设备"),
    ("what", "elsewhere"): N_("退出其他设备"),
    ("what", "link"): N_("本人用一次性码设密码"),
    ("what", "renew"): N_("更换口令"),
    ("what", "create"): N_("新开账号"),
    ("what", "reset"): N_("重设密码"),
    ("what", "close"): N_("停用"),
    ("what", "reopen"): N_("恢复使用"),
    ("what", "correct_entry"): N_("改正自己录的"),
    ("what", "take_back"): N_("撤回录入"),
    ("what", "enter_anew"): N_("作废录入，重录"),
    ("what", "remove_paper"): N_("除去一张票"),
    ("what", "withdraw_proxy"): N_("撤销委托"),
    ("what", "preview_import"): N_("读入文件"),
    ("what", "confirm_import"): N_("确认导入"),
    ("what", "discard_import"): N_("放弃导入"),
    ("what", "read_roster"): N_("读入名册"),
    ("what", "decide"): N_("决定合并建议"),
    ("what", "count_kinds"): N_("改车位、储藏室是否计入"),
    ("what", "export_roster"): N_("导出名册"),
    ("what", "name_voter"): N_("指定共有人的投票人"),
    ("what", "count_unit"): N_("改一户是否计入"),
    ("what", "name_entrance"): N_("写明一户在哪个单元"),
    ("what", "correct_sale"): N_("更正交付情况"),
    ("what", "change_unit"): N_("更正一户的业主、面积、电话或类型"),
    ("what", "plan_committee"): N_("定下业委会人数、任期"),
    ("what", "propose_candidate"): N_("登记候选人"),
    ("what", "accept_candidate"): N_("候选人列入名单"),
    ("what", "take_off_candidate"): N_("候选人退出"),
    ("what", "post_candidates"): N_("候选人公示"),
    ("what", "file_committee"): N_("登记业委会备案"),
    ("what", "record_committee"): N_("登记在别处选出的业委会"),
    ("what", "correct_committee"): N_("更正在别处选出的业委会"),
    ("what", "strike_committee"): N_("划去登记错的业委会"),
    ("what", "name_representative"): N_("登记业主代表"),
    ("what", "remove_representative"): N_("撤下业主代表"),
    ("what", "record_demand"): N_("登记居民提议召集"),
    ("what", "record_party_discussion"): N_("登记社区党组织研究讨论"),
    ("what", "record_residents_step"): N_("登记居民会议会前、会后的步骤"),
    ("what", "next_round"): N_("筹备下一轮选举"),
    ("withdrawn", True): N_("撤回"),
    ("ended", True): N_("发言结束"),
    ("extended", True): N_("延长发言"),
    ("objected", True): N_("有人提出异议"),
    ("late", True): N_("逾期"),
    ("present", False): N_("改为未到"),
}
"""Circumstances that change what an act was.

`what` named the act itself in the log of earlier versions, where it stood under its permission; such lines stay as they
are and are read by these words. No act of today has one.
"""

UNKNOWN_ACT = N_("其他事项")


def act_name(action: str) -> str:
    """What an act is called; one of an older or newer version of the program is 其他事项."""
    row = TABLE.get(action)
    return row.title if row else ACTS.get(action) or house().acts.get(action, UNKNOWN_ACT)


def remarks(facts: Mapping[str, Any]) -> list[str]:
    """The circumstances of an act in words."""
    told = ((name, value) for name, value in facts.items() if isinstance(value, str | bool))
    return [FACTS[fact] for fact in told if fact in FACTS]

"""Every kind of personal data: what, what for, ground, how long; and which work keeps the period.

The privacy page shows `KINDS`; the list 已删除 names what it erased by `FIELDS`. A period that the page calls automatic
names the periodic work (`kernel.stage.Periodic`) that keeps it. Grounds are those of 个人信息保护法 §13.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deliberation.kernel.text import N_


@dataclass(frozen=True, slots=True)
class Kept:
    """A period that the system keeps by itself: the name of the periodic work, and the period as the page says it."""

    job: str
    period: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the privacy page: what people do, which data, what for, the ground, how long it is kept."""

    what: str
    data: str
    purpose: str
    ground: str
    keeping: str
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """What can be erased, as the list 已删除 calls it, and the ground on which it goes."""

    label: str
    ground: str


CONSENT = N_("您的同意（个人信息保护法第十三条第一款第一项）")
OFFICE = N_("履行居委会、街道的法定职责（个人信息保护法第十三条第一款第三项）")
OWNERS = N_("履行业主共同决定的法定程序（民法典第二百七十八条，个人信息保护法第十三条第一款第三项）")
ARCHIVE = N_("同表决档案")

KINDS: tuple[Kind, ...] = (
    Kind(
        N_("提议题"),
        N_("议题内容、楼号；姓名和电话可不填；照片可不传"),
        N_("办理议题，必要时联系您"),
        CONSENT,
        N_("议题、姓名、楼号和照片随议题存档；电话在办结、转办、不予列入、未通过或者撤回满一年后自动删除"),
        (Kept("topics.erase_phones", "一年"),),
    ),
    Kind(
        N_("提异议"),
        N_("异议内容；楼号、姓名、电话可不填"),
        N_("答复异议"),
        CONSENT,
        N_("异议、姓名和楼号存档；电话在答复满一年后自动删除"),
        (Kept("objections.erase_phones", "一年"),),
    ),
    Kind(
        N_("申请查阅资料"),
        N_("想看什么、为什么；姓名、电话、房号"),
        N_("核实您是业主或租户，通知您查阅"),
        N_("您的同意；办理查阅（建筑物区分所有权解释第十三条，个人信息保护法第十三条第一款第一项、第三项）"),
        N_("申请和答复存档；姓名、电话、房号和为什么想看，在办完或者撤回满一年后自动删除"),
        (Kept("inspections.forget", "一年"),),
    ),
    Kind(
        N_("作为代表参会"),
        N_("姓名、单位、职务、签到和表决；签到时的电话写在签到表上"),
        N_("组织会议、核对名册、留存记录"),
        OFFICE,
        N_("随会议记录存档；签到表上的电话在会议满一年后自动删除"),
        (Kept("sheets.erase_phones", "一年"),),
    ),
    Kind(
        N_("业主名册"),
        N_("业主姓名、房号、建筑面积、电话"),
        N_("确定谁能投票，算人数和面积，送表决票"),
        N_("按每份名册上写明的依据：履行法定职责，或者您的同意（个人信息保护法第十三条第一款第一项、第三项）"),
        N_(
            "使用期间保存；换成新名册满一年后，旧名册里的姓名和电话自动删除，业委会、居委会也可以提前删除；用它开的表决公告结果以前不删"
        ),
        (Kept("rosters.forget", "一年"),),
    ),
    Kind(
        N_("业主表决、住户意见征询"),
        N_("票号、由谁投、投的意见、何时交来、由谁录入"),
        N_("计票、复核，让您核对自己的票"),
        OWNERS,
        N_(
            "和表决时锁定的名单一起作为表决档案，公告结果以后保存三年（平台默认规则）；期满由业委会、居委会或管理员删除，不自动删除，有争议的先留着"
        ),
    ),
    Kind(
        N_("表决票的送达"),
        N_("谁签收、什么时候、什么方式；签收存根的照片"),
        N_("证明票送到了"),
        OWNERS,
        N_("同表决档案，公告结果以后至少保存三年；没有提前删除的，公告结果满五年后自动删除谁签收和照片"),
        (Kept("owners_proofs.forget", "五年"),),
    ),
    Kind(
        N_("委托别人投票"),
        N_("委托人、代理人的姓名和关系、到哪一天为止；不存证件号"),
        N_("核对代理人能不能代投"),
        N_("履行业主共同决定的法定程序（民法典第一百六十五条，个人信息保护法第十三条第一款第三项）"),
        ARCHIVE,
    ),
    Kind(
        N_("当业主代表"),
        N_("姓名、代表哪幢楼哪个单元转交书面意见、哪天推选"),
        N_("核对意见由谁转交"),
        OWNERS,
        ARCHIVE,
    ),
    Kind(
        N_("住宅改为经营"),
        N_("申请人、主张有利害关系的业主：姓名、房号、为什么有利害关系"),
        N_("确定应当问哪些业主"),
        N_("履行业主一致同意的法定程序（民法典第二百七十九条，个人信息保护法第十三条第一款第三项）"),
        ARCHIVE,
    ),
    Kind(
        N_("在业主提议上签名"),
        N_("姓名、房号、签名日期、签在哪张纸上；撤回的也留一条记录"),
        N_("算签名的业主够不够法定比例；居民页面只有人数和面积"),
        N_("履行业主提议开会、罢免的法定程序（《物业管理条例》第十三条，个人信息保护法第十三条第一款第三项）"),
        N_("随提议存档，不自动删除"),
    ),
    Kind(
        N_("当候选人"),
        N_(
            "姓名、楼号、怎样推荐的，写在候选人公示、表决票和结果上，居民看得到；当地规定写住址的，还有房号；当地规定写政治面貌、职业的，还有这两项；本人作的承诺不公开"
        ),
        N_("让业主知道选的是谁"),
        N_("您同意参加选举（个人信息保护法第十三条第一款第一项）"),
        N_("随表决结果存档，不自动删除"),
    ),
    Kind(
        N_("被推荐没当候选人"),
        N_("姓名、楼号、房号、怎样推荐的；本人不接受、退出，或者资格审查没有通过，和写下的原因；不公开"),
        N_("说明名单怎样产生，答复推荐的业主"),
        OWNERS,
        ARCHIVE,
    ),
    Kind(
        N_("被提议罢免"),
        N_("姓名、罢免的理由、您的申辩意见，写在表决公告上，居民看得到"),
        N_("让业主表决以前听到双方"),
        OWNERS,
        ARCHIVE,
    ),
    Kind(
        N_("登录工作台"),
        N_("姓名、电话、邮箱、账号、登录时间和设备、输错密码的记录、操作记录"),
        N_("通知您开会、办事；保证安全、可以追溯"),
        N_("履行居委会、街道的法定职责和《网络安全法》的义务（个人信息保护法第十三条第一款第三项）"),
        N_(
            "离任满一年后，电话、邮箱、账号自动删除；登录和输错密码的记录满九十天后自动删除；"
            "姓名、任职和签过的记录长期存档，操作记录不少于六个月"
        ),
        (Kept("people.forget", "一年"), Kept("visits.forget", "九十天")),
    ),
    Kind(
        N_("收到平台的通知"),
        N_("电子邮箱、手机号等收件地址，发了什么、什么时候送到"),
        N_("通知您开会、办事"),
        OFFICE,
        N_("通知和送达的情况随会议记录存档；送到哪个地址，送出满一年后自动删除"),
        (Kept("notices.forget_addresses", "一年"),),
    ),
    Kind(
        N_("单位交来组织表格"),
        N_("工作人员、代表的姓名、单位、职务、电话"),
        N_("建立账号和任职"),
        OFFICE,
        N_("导入以后按“登录工作台”保存；没有导入的表格满一周后自动删除"),
        (Kept("workbooks.forget", "一周"),),
    ),
    Kind(
        N_("要求查看、更正、删除自己的信息"),
        N_("姓名、要求什么、哪天收到、纸质申请的编号、怎样答复"),
        N_("按时答复您，证明已经答复"),
        N_("履行答复个人请求的法定义务（个人信息保护法第五十条、个人信息保护法第十三条第一款第三项）"),
        N_("答复满三年后，姓名和要求自动删除；哪天收到、哪天答复存档"),
        (Kept("person_requests.forget", "三年"),),
    ),
)
"""In the order in which the page shows them."""

FIELDS: Mapping[str, Field] = {
    "topic_phone": Field(N_("议题提出人的电话"), N_("议题办结满一年（个人信息保护法第十九条、第四十七条）")),
    "objection_phone": Field(N_("异议人的电话"), N_("异议答复满一年（个人信息保护法第十九条、第四十七条）")),
    "inspection_contact": Field(
        N_("查阅申请人的姓名、电话、房号"), N_("查阅申请办完满一年（个人信息保护法第十九条、第四十七条）")
    ),
    "sheet_phone": Field(N_("签到表上的电话"), N_("会议满一年（个人信息保护法第十九条、第四十七条）")),
    "roster": Field(N_("旧名册里的姓名、电话"), N_("名册已经更换（个人信息保护法第十九条、第四十七条）")),
    "owners_archive": Field(
        N_("表决档案里的票、凭证、委托和姓名"), N_("表决档案保存期满（个人信息保护法第十九条、第四十七条）")
    ),
    "delivery_proof": Field(N_("送达凭证：谁签收、照片"), N_("公告结果满五年（个人信息保护法第十九条、第四十七条）")),
    "sent_address": Field(N_("通知的收件地址"), N_("送出满一年（个人信息保护法第十九条、第四十七条）")),
    "person_contact": Field(N_("离任人员的电话、邮箱"), N_("离任满一年（个人信息保护法第十九条、第四十七条）")),
    "account": Field(N_("离任人员的账号"), N_("离任满一年（个人信息保护法第十九条、第四十七条）")),
    "workbook": Field(N_("没有导入的组织表格"), N_("交来满一周没有导入（个人信息保护法第十九条、第四十七条）")),
    "visit": Field(N_("登录和输错密码的记录"), N_("满九十天（个人信息保护法第十九条、第四十七条）")),
    "person_request": Field(N_("个人请求里的姓名和要求"), N_("答复满三年（个人信息保护法第十九条、第四十七条）")),
}
"""By the code under which actions write it down (`audit.erasing.note_erased`)."""

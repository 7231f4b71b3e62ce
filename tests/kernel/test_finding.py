"""Personal data is found whatever was put between its signs; everyday texts of a compound are left alone."""

from __future__ import annotations

import pytest

from deliberation.kernel import guarded
from deliberation.kernel.finding import find_names, find_personal_data, names_in
from deliberation.kernel.guarded import Limits
from deliberation.kernel.masking import without_personal_data

MOBILES = [
    "13800138000",
    "138.0013.8000",
    "138-0013-8000",
    "138 0013 8000",
    "1 3 8 0 0 1 3 8 0 0 0",
    "1-3-8-0-0-1-3-8-0-0-0",
    "138\u200b0013\u200b8000",
    "138\u00ad0013\u00ad8000",
    "138\u202e0013\u202c8000",
    "138\u20090013\u20098000",
    "138,0013,8000",
    "138/0013/8000",
    "138_0013_8000",
    "138·0013·8000",
    "138\n0013\n8000",
    "138－0013－8000",
    "１３８００１３８０００",
    "①③⑧⓪⓪①③⑧⓪⓪⓪",
    "١٣٨٠٠١٣٨٠٠٠",
    "一三八零零一三八零零零",
    "一三八〇〇幺三八〇〇〇",
    "幺三八零零幺三八零零零",
    "壹叁捌零零壹叁捌零零零",
    "138OO138OOO",
    "l38OOl38OOO",
    "+86 138-0013-8000",
    "0086 13800138000",
    "(+86)138 0013 8000",
    "13 8001 38000",
    "138 00 13 80 00",
    "13 80 01 38 00 0",
    "138—0013—8000",
    "138*0013*8000",
    "138点0013点8000",
]
OTHERS = [
    ("phone", "0546-8301234"),
    ("phone", "0546-8123456"),
    ("phone", "（0546）8301234"),
    ("phone", "010 8301 2345"),
    ("phone", "0546-8301234转12"),
    ("phone", "0546－８３０１２３４"),
    ("phone", "8301234", "电话"),
    ("phone", "8301234", "座机："),
    ("email", "zhang.san@qq.com"),
    ("email", "zhangsan艾特qq点com"),
    ("email", "zhang#qq.com"),
    ("email", "ｚｓ＠ｑｑ．ｃｏｍ"),
    ("email", "zs(at)163.com"),
    ("email", "zs @ 163 . com"),
    ("email", "12345678@qq.com"),
    ("email", "someone at qq dot com"),
    ("email", "someone at 163 点 com"),
    ("email", "someone（at）qq.com"),
    ("email", "someone（at）qq（dot）com"),
    ("email", "someone 【at】 163 【dot】 com"),
    ("email", "someone AT sina DOT com DOT cn"),
    ("email", "someone  @  qq  .  com"),
    ("email", "someone_at_qq_dot_com"),
    ("email", "12345678 at qq.com"),
    ("email", "ｓｏｍｅｏｎｅ　ａｔ　ｑｑ　ｄｏｔ　ｃｏｍ"),
    ("email", "some\u200bone a\u200bt qq dot com"),
    ("email", "someone小老鼠qq点com"),
    ("chat", "QQ12345678"),
    ("chat", "QQ：1234 5678"),
    ("chat", "扣扣号是12345678"),
    ("chat", "ＱＱ群12345678"),
    ("chat", "wxid_abc123def"),
    ("chat", "微信号 zhangsan_88"),
    ("chat", "微信：zhangsan88"),
    ("chat", "v信zhangsan88"),
    ("passport", "护照E12345678"),
    ("passport", "EA1234567"),
    ("passport", "护照号：AB1234567"),
    ("passport", "军官证：南字第12345678号"),
    ("passport", "军官证号码为军字第0123456号"),
    ("passport", "军官证（政字第1234567号"),
    ("passport", "军官证 南字第 1234 5678 号"),
    ("passport", "军官证编号：海字第０１２３４５６７号"),
    ("passport", "军官证南字第一二三四五六七八号"),
    ("passport", "士官证：士字第12345678号"),
    ("passport", "士兵证号12345678"),
    ("passport", "警官证：公字第012345号"),
    ("passport", "警官证012345"),
    ("passport", "文职干部证：后字第1234567号"),
    ("id_number", "370502195803121234"),
    ("id_number", "370502 19580312 123X"),
    ("id_number", "370502195803121２３４"),
    ("id_number", "3 7 0 5 0 2 1 9 5 8 0 3 1 2 1 2 3 4"),
    ("id_number", "370502.19580312.1234"),
    ("id_number", "370502580312123"),
    ("card", "6222 0212 3456 7890 128"),
    ("card", "4111111111111111"),
    ("plate", "鲁E12123"),
    ("plate", "鲁E·1 2 1 2 3"),
    ("plate", "鲁ＥＤ１２３４５"),
    ("room", "3号楼2单元501"),
    ("room", "3-2-301"),
    ("room", "3/2/301"),
    ("room", "3.2.301"),
    ("room", "A座1203"),
    ("room", "B1-012车位"),
    ("room", "三号楼二单元三零一"),
    ("room", "3号\u200b楼2单\u200b元501"),
    ("room", "3號樓2單元501"),
    ("room", "３号楼２单元５０１室"),
    ("room", "3栋1203"),
    ("room", "12幢2单元，1502"),
    ("room", "东单元101"),
    ("room", "012车位"),
    ("room", "A3栋1单元402户"),
    ("room", "十二号楼三零二"),
    ("room", "3#2单元501"),
    ("room", "2栋东户1602"),
    ("room", "2栋西户1602室"),
    ("room", "2号楼中户302"),
    ("room", "２棟東戶１６０２"),
    ("room", "2号楼1单元东户501"),
    ("room", "1单元西边户501"),
    ("room", "三号楼东户三零一"),
    ("room", "2 栋 · 东户 1602"),
    ("room", "3号楼二单元三楼东户"),
    ("room", "2号楼5层西户"),
    ("room", "2单元中间户六楼"),
]


@pytest.mark.parametrize("number", MOBILES)
def test_a_mobile_number_is_found_whole_whatever_stands_between_its_digits(number: str) -> None:
    (found,) = find_personal_data(f"有事找我，{number}，晚上也行。")
    assert (found.kind, found.text.strip("()")) == ("phone", number.strip("()"))


@pytest.mark.parametrize("case", OTHERS)
def test_what_leads_to_a_person_is_found_whole(case: tuple[str, ...]) -> None:
    kind, text, *before = case
    found = [f for f in find_personal_data(f"请找{''.join(before)}{text}，谢谢。") if f.kind == kind]
    assert [f.text.removeprefix("（") for f in found] == [text.removeprefix("（")]


HARMLESS = [
    "look at this. Then go",
    "work at home dot matrix",
    "he is at 3.2 km",
    "在at模式下运行",
    "巡检机器人at点位",
    "@物业 请看一下，dot矩阵屏坏了",
    "东户",
    "东户、西户、中户",
    "二楼东户办托管",
    "2栋东户漏水",
    "1单元东户和西户都漏",
    "2栋东户1200元",
    "2栋东户300户",
    "2号楼东户120平方米",
    "2号楼东户3层以上",
    "2号楼西户面积120㎡",
    "凭军官证、士官证、警官证优先",
    "军官证号要登记",
    "请出示警官证，值班电话110",
    "军官证12本",
    "建字第12345678号规划许可证",
    "房权证东字第123456号",
    "文字第1版",
    "总预算340000元，其中1500.00、1800.00、180.00元各一笔",
    "1,380,013.80元",
    "13,800元",
    "合计1380.00+1380.00元",
    "2026年3月10日19:30至21:00",
    "2026-03-10 19:30",
    "19:30-21:00，3/2/2026",
    "2026.3.10",
    "2026/12/1",
    "议题2026-014，督办单D-032，业主表决2026-003",
    "单号20261201000013",
    "订单号 202612010138001380001",
    "民法典第278条、第二百七十八条第一款第（五）项",
    "《条例》第3.2条",
    "建办〔2019〕12号",
    "GB 50016-2014",
    "GB/T 22239—2019",
    "建筑面积78,540.36平方米，每户120㎡",
    "3号楼120㎡",
    "3号楼 1200元",
    "2号楼300户",
    "3号楼2026年改造",
    "3号楼120.5平方米",
    "1、3、5、7、9、11、13、15号楼",
    "1号楼、3号楼、12号楼共628户",
    "3号楼5部电梯",
    "3号楼28层",
    "全小区628户1386人",
    "拨打12345或96119、110、95598",
    "物业热线400-810-0000",
    "24小时值班",
    "电压220V，功率1500W",
    "每月0.8元/平方米",
    "300个车位",
    "共120个地下车位",
    "地下车库的车位",
    "A座和B座",
    "一是二是三是，一二三四五六七八九十",
    "三三两两，五六七八人",
    "张女士、李先生反映",
    "会议室",
    "阅览室外",
    "活动室1间",
    "得票128张，同意1386票，反对138票",
    "13800元、8000元",
    "第1期、第2期",
    "邮编257000",
    "统一社会信用代码91370500MA3C1234X5",
    "@所有人 请看",
    "微信公众号、微信小程序",
    "QQ群里有人说",
    "比例1386/1500",
    "编号B1、B2、B3",
    "鲁E牌照",
    "东营市",
    "2.5米×3.6米",
    "C30混凝土",
    "LED灯120盏",
    "K7QM-2XWP-9D",
    "3-5个工作日",
    "12-15层",
    "2026年1月15日、18日、20日、22日",
    "13年、14年、15年、16年、17年、18",
    "电梯限载13人1000公斤",
    "10kV线路",
    "2号楼西侧12米处",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_texts_hold_nothing_personal(text: str) -> None:
    assert find_personal_data(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "买买提·阿不都",
        "买买提•阿不都",
        "买买提．阿不都",
        "买买提・阿不都",
        "买买提 阿不都",
        "买买提阿不都",
        "买买\u200b提·阿不都",
        "买买提",
    ],
)
def test_a_name_in_parts_is_found_with_any_dot(written: str) -> None:
    assert names_in(f"由{written}负责", ["买买提·阿不都"]) == ["买买提·阿不都"]
    assert [f.text for f in find_names(f"由{written}负责", ["买买提•阿不都"])] == [written]


@pytest.mark.parametrize("written", ["张三", "张 三", "张　三", "张·三", "张\u200b三", "张\u202e三", "張三"])
def test_a_name_is_found_whatever_stands_inside(written: str) -> None:
    assert names_in(f"找{written}问问", ["张三", "李四"]) == ["张三"]
    assert without_personal_data(f"找{written}问问", "张三") == "找**问问"


def test_the_number_of_a_soldier_is_found_before_the_word_too() -> None:
    (found,) = find_personal_data("本人持南字第12345678号军官证登记。")
    assert (found.kind, found.text) == ("passport", "持南字第12345678号")
    assert without_personal_data("凭南字第12345678号军官证登记") == "**军官证登记"


def test_a_side_of_a_floor_is_a_flat_and_a_side_of_a_house_is_none() -> None:
    assert [found.is_place for found in find_personal_data("3号楼二单元三楼东户漏水")] == [False]
    assert [found.is_place for found in find_personal_data("3号楼二单元东侧墙面")] == [True]


LONG = (
    "a at " * 3000,
    "a_at_a_dot_" * 1500,
    "军官证字第" * 3000,
    "南字第1 2 3 4" * 2000,
    "2栋东户" * 4000,
    "1 3" * 3000,
    "1" * 9000,
    "一三" * 4000,
    "3-2-" * 2500,
    "a@" * 4000,
    "微信" * 4000,
    "1.3、" * 2500,
    "a" * 60_000,
)
"""What a rule without bounds would read for hours; with them the time grows as the text does."""


def test_a_long_text_is_read_to_its_end() -> None:
    for text in LONG:  # in a child, which is ended where it never comes to its end (`Overrun`)
        found = guarded.call(find_personal_data, text, limits=Limits(cpu_seconds=60, seconds=600))
        assert all(text.startswith(one.text, one.start) for one in found)

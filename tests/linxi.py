"""The workbook of 临溪街道 (scenario G.0.1): three compounds, 75 entrances, 60 people, 67 posts; and with mistakes."""

from __future__ import annotations

import io

from openpyxl import Workbook

from deliberation.organisation.rules.workbook import SHEETS

WANGHU, MIANFANG, NANYUAN = "望湖花园", "棉纺宿舍", "南苑新居"
SINCE = "2027-03-01"

COMMUNITIES = [
    ("临溪街道", "望湖社区", "望湖路1号", "0546-8000001"),
    ("临溪街道", "南苑社区", "南苑路2号", "0546-8000002"),
]
COMPOUNDS = [
    ("望湖社区", WANGHU, "wanghu", "成熟商品房", "816", "望湖路8号", "", "五方办"),
    ("南苑社区", MIANFANG, "mianfang", "单位宿舍", "288", "纺织路3号", "", "三方联动"),
    ("南苑社区", NANYUAN, "nanyuan", "拆迁安置房", "540", "南苑路9号", "", "三方共商、联席评议"),
]
VENUES = [
    (WANGHU, "望湖花园党群服务驿站", "3号楼北侧一层", "40", "大屏、平板12台"),
    (WANGHU, "望湖花园物业接待室", "", "14", ""),
    (MIANFANG, "棉纺宿舍议事角", "", "20", ""),
    (NANYUAN, "南苑社区议事厅", "", "60", "平板20台"),
]
UNITS = [
    ("恒安物业服务有限公司", "物业企业", ""),
    ("邻里物业服务有限公司", "物业企业", ""),
    ("第二中学", "联建单位", ""),
    ("农商行临溪支行", "联建单位", ""),
    ("街道综合执法中队", "职能部门", ""),
    ("街道城建办", "职能部门", ""),
    ("消防救援站", "职能部门", ""),
    ("派出所", "职能部门", ""),
    ("城区供水公司", "专业经营单位", ""),
    ("城区供热公司", "专业经营单位", ""),
]
POWERS = "可提议、协商、表决本会议动议；不代表业主作决定，不用印"
PARTIES = [
    (WANGHU, "小区党支部", "望湖花园小区党支部", "", "否", "", "1"),
    (WANGHU, "居民议事会", "望湖花园居民议事会", "", "否", "", "2"),
    (WANGHU, "业委会", "望湖花园业主委员会", "", "否", "", "3"),
    (WANGHU, "物业企业", "恒安物业", "恒安物业服务有限公司", "否", "", "4"),
    (WANGHU, "网格员", "望湖花园网格员", "", "否", "", "5"),
    (WANGHU, "联建单位", "第二中学", "第二中学", "否", "", "6"),
    (WANGHU, "联建单位", "农商行临溪支行", "农商行临溪支行", "否", "", "7"),
    (MIANFANG, "小区党支部", "棉纺宿舍小区党支部", "", "否", "", "1"),
    (MIANFANG, "业委会筹备组", "棉纺宿舍业委会筹备组", "", "是", POWERS, "2"),
    (MIANFANG, "物业企业", "邻里物业", "邻里物业服务有限公司", "否", "", "3"),
    (MIANFANG, "网格员", "棉纺宿舍网格员", "", "否", "", "4"),
    (NANYUAN, "社区党委", "南苑社区党委", "", "否", "", "1"),
    (NANYUAN, "居委会", "南苑社区居委会", "", "否", "", "2"),
    (NANYUAN, "业委会", "南苑新居业主委员会", "", "否", "", "3"),
    (NANYUAN, "物业企业", "邻里物业", "邻里物业服务有限公司", "否", "", "4"),
    (NANYUAN, "网格员", "南苑新居网格员", "", "否", "", "5"),
]
OFFICER, DELEGATE = "街道、社区党委工作人员", "居民议事会成员"
_W, _M, _N = WANGHU, MIANFANG, NANYUAN
_OLD = ("2023-03-20", "2028-03-19")
# code, name, has mail, posts (where, party, post, role, first and last day)
ACTING: list[tuple[int, str, bool, list[tuple[str, ...]]]] = [
    (1, "孟宪平", True, [("临溪街道", "街道", "街道党工委副书记", OFFICER)]),
    (2, "唐雪", True, [("临溪街道", "街道", "物业管理办公室科员", OFFICER)]),
    (3, "钱立群", True, [("临溪街道", "综合执法中队", "队员", "承办单位")]),
    (4, "雍涛", True, [("临溪街道", "街道城建办", "科员", "承办单位")]),
    (5, "邵华", True, [("临溪街道", "街道", "审计员", "审计员")]),
    (6, "梁志远", True, [("望湖社区", "社区党委", "书记", OFFICER)]),
    (7, "温娟", True, [(_W, "小区党支部", "会议秘书", "会议秘书")]),
    (8, "方玉兰", True, [(_N, "社区党委", "社区党委书记", "主持人")]),
    (9, "石磊", True, [(_N, "居委会", "居委会副主任", "居委会代表")]),
    (10, "罗敏", True, [(_M, "小区党支部", "会议秘书", "会议秘书"), (_N, "居委会", "会议秘书", "会议秘书")]),
    (11, "郑国栋", True, [(_W, "小区党支部", "书记", "主持人"), (_W, "居民议事会", "主任（一肩挑）", DELEGATE)]),
    (12, "蒋文", True, [(_W, "小区党支部", "支部委员", "支部委员")]),
    (13, "何桂英", False, [(_W, "居民议事会", "成员", DELEGATE), (_W, "网格员", "3号楼楼栋长", "楼栋长", "3号楼")]),
    (14, "林向东", True, [(_W, "居民议事会", "成员", DELEGATE)]),
    (15, "曹玉芬", False, [(_W, "居民议事会", "成员", DELEGATE)]),
    (16, "彭永", True, [(_W, "居民议事会", "成员", DELEGATE)]),
    (17, "许建华", True, [(_W, "业委会", "主任", "业委会委员")]),
    (18, "魏兰", True, [(_W, "业委会", "副主任", "业委会委员")]),
    (19, "姚斌", True, [(_W, "业委会", "委员", "业委会委员")]),
    (20, "詹丽", True, [(_W, "业委会", "委员", "业委会委员")]),
    (21, "盛洪", True, [(_W, "业委会", "委员", "业委会委员")]),
    (22, "尹涛", True, [(_W, "物业企业", "项目经理", "物业企业代表")]),
    (23, "苗苗", True, [(_W, "物业企业", "客服主管", "物业企业代表")]),
    (24, "田甜", True, [(_W, "网格员", "望湖一网格网格员", "网格员", "望湖一网格")]),
    (
        25,
        "丁一鸣",
        True,
        [(_W, "网格员", "望湖二网格兼职网格员", "网格员", "望湖二网格"), (_W, "物业企业", "秩序主管", "无席位")],
    ),
    (26, "顾晓峰", True, [(_W, "第二中学", "办公室主任", "联建单位代表")]),
    (27, "白洁", True, [(_W, "农商行临溪支行", "综合部经理", "联建单位代表")]),
    (28, "孙浩", True, [(_W, "农商行临溪支行", "客户经理", "无席位")]),
    (29, "吴凤山", True, [(_M, "小区党支部", "书记", "主持人")]),
    (
        30,
        "俞秀珍",
        True,
        [(_M, "业委会筹备组", "组长", "业委会委员"), (_M, "网格员", "2号楼楼栋长", "楼栋长", "2号楼")],
    ),
    (31, "柴敏", True, [(_M, "业委会筹备组", "成员", "业委会委员")]),
    (32, "雷刚", True, [(_M, "物业企业", "项目经理", "物业企业代表"), (_N, "物业企业", "项目经理", "物业企业代表")]),
    (33, "史玲", True, [(_M, "网格员", "棉纺网格网格员", "网格员", "棉纺网格")]),
    (34, "范志勇", True, [(_N, "业委会", "主任", "业委会委员"), (_N, "网格员", "5号楼楼栋长", "楼栋长", "5号楼")]),
    (35, "段红", True, [(_N, "网格员", "南苑一网格、二网格网格员", "网格员", "南苑一网格、南苑二网格")]),
    (36, "项磊", True, [(_M, "物业企业", "客服", "物业企业代表")]),
]
_HEADS = (
    (_W, "1秦海燕 2崔广林 4侯玉梅 5邱建军 6常立华 7龚秀云 8毛卫东 9王芳 10武长青 11乔慧 12贾振国"),
    (_M, "1江淑珍 3薛平 4雷明 5陶金花 6汪洪"),
    (_N, "1洪涛 2康丽 3左志明 4钟玲 6傅强 7王芳 8欧阳秀 9阿依古丽·买买提"),
)


def _heads() -> list[tuple[int, str, bool, list[tuple[str, ...]]]]:
    found = [(where, one) for where, people in _HEADS for one in people.split()]
    made = []
    for number, (where, one) in enumerate(found, start=37):
        building = "".join(sign for sign in one if sign.isdecimal())
        post = (where, "网格员", f"{building}号楼楼栋长", "楼栋长", f"{building}号楼")
        made.append((number, one.removeprefix(building), False, [post]))
    return made


def _entrances() -> list[tuple[str, ...]]:
    rows = []
    for name, buildings, entrances, households, floors in ((_W, 12, 2, 34, 17), (_M, 6, 4, 12, 6), (_N, 9, 3, 20, 10)):
        for building in range(1, buildings + 1):
            grid = _grid(name, building)
            micro = f"{name}{building}号楼微网格"
            rows += [
                (name, str(building), str(one), str(floors), str(households), grid, micro)
                for one in range(1, entrances + 1)
            ]
    return rows


def _grid(name: str, building: int) -> str:
    if name == WANGHU:
        return "望湖一网格" if building <= 6 else "望湖二网格"
    if name == MIANFANG:
        return "棉纺网格"
    return "南苑一网格" if building <= 5 else "南苑二网格"


def _term(name: str, post: tuple[str, ...]) -> tuple[str, str]:
    if post[3] == "业委会委员" and post[0] == WANGHU:
        return _OLD
    return ("2025-09-01", "2030-08-31") if name == "范志勇" and post[1] == "业委会" else (SINCE, "")


def rows() -> dict[str, list[list[str]]]:
    """The rows of every sheet, without their heads."""
    people = [*ACTING, *_heads()]
    posts = []
    for number, name, _, held in people:
        for post in held:
            area = post[4] if len(post) > 4 else ""
            posts.append([f"P{number:02}", name, *post[:4], *_term(name, post), area])
    mails = {number: f"p{number:02}@mail.example" for number, _, has_mail, _ in people if has_mail}
    found: dict[str, list[tuple[str, ...]]] = {
        "社区": COMMUNITIES,
        "小区": COMPOUNDS,
        "楼栋单元": _entrances(),
        "会场": VENUES,
        "单位": UNITS,
        "各方": PARTIES,
        "人员": [(f"P{n:02}", name, f"13900000{n:03}", mails.get(n, ""), "是") for n, name, _, _ in people],
    }
    return {**{sheet: [list(row) for row in of] for sheet, of in found.items()}, "任职": posts}


MISTAKES = (
    ("小区", 4, "类型", "回迁"),
    ("楼栋单元", 16, "楼号", "7"),
    ("楼栋单元", 16, "单元", "2"),
    ("楼栋单元", 35, "小区", "棉纺宿舎"),
    ("人员", 24, "电话", "1.39E+10"),
    ("任职", 32, "起", "2027-02-30"),
    ("任职", 40, "方", "网格"),
    ("任职", 50, "负责范围", "13号楼"),
)
"""The seven mistakes of G.1.1: sheet, row, column, what stands there."""


def workbook(mistakes: tuple[tuple[str, int, str, str], ...] = ()) -> bytes:
    """The .xlsx, with these cells written otherwise."""
    written = rows()
    for sheet, row, column, text in mistakes:
        written[sheet][row - 2][SHEETS[sheet].index(column)] = text
    book = Workbook()
    book.remove(book.active)
    for sheet, columns in SHEETS.items():
        page = book.create_sheet(sheet)
        page.append(columns)
        for one in written[sheet]:
            page.append(one)
    book.create_sheet("说明").append(["不读"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

"""The papers of a vote of the owners."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InEntry(Detail):
    """Papers 表决票: handed out, entered twice, imported, cast by phone, signed by somebody else."""

    STILL_OPEN = (Reason.NOT_READY, N_("公告的截止时间还没有到，还有业主没交有效票"))
    PAPER_BACK = (Reason.ALREADY_DONE, N_("这位业主的票已经交回，不用补发。"))
    DELIVERY_MISSING = (Reason.INVALID_INPUT, N_("请选择送达方式。"))
    RECEIVER_MISSING = (Reason.INVALID_INPUT, N_("请写明由谁签收。"))
    DELIVERY_TIME = (Reason.INVALID_INPUT, N_("送达时间须在投票开始以后、现在以前。"))
    ENTERED_TWICE = (Reason.ALREADY_DONE, N_("这张票已经由两个人录过。"))
    RECEIVED_IN_FUTURE = (Reason.INVALID_INPUT, N_("收到时间不能晚于现在。"))
    RECEIVED_BEFORE_OPEN = (Reason.INVALID_INPUT, N_("收到时间不能早于投票开始。"))
    REASON_TOO_LONG = (Reason.INVALID_INPUT, N_("理由最多 %(most)s 个字。"))
    ENTERED_ELSEWHERE = (Reason.ALREADY_DONE, N_("票号 %(number)s 刚刚在别处录过。请重新输入票号，看现在的情况。"))
    RECEIVED_MISSING = (Reason.INVALID_INPUT, N_("投票已经截止，请填这张票是什么时候收到的。"))
    NO_OFFICIAL_SYSTEM = (Reason.INVALID_INPUT, N_("本次表决的规则里没有官方电子投票系统这种投票方式。"))
    SOURCE_MISSING = (Reason.INVALID_INPUT, N_("请写明文件来自哪个投票系统。"))
    SOURCE_TOO_LONG = (Reason.INVALID_INPUT, N_("来源最多 %(most)s 个字。"))
    FILE_ALREADY = (Reason.ALREADY_DONE, N_("这个文件已经导入过，共 %(rows)s 张票。"))
    PAPER_ALREADY = (Reason.ALREADY_DONE, N_("这个票号的票已经收到，以先收到的有效票为准。"))
    NOT_ONLINE = (Reason.INVALID_INPUT, N_("本次表决不能在手机上填写，请交纸质票。"))
    REPRESENTATIVE_HANDED_ON = (Reason.ALREADY_DONE, N_("已经录过%(name)s转交的意见，不能再撤下。"))
    NUMBER_UNKNOWN = (Reason.INVALID_INPUT, N_("没有票号 %(number)s，本次表决的票号是 1 到 %(heads)s。"))
    CODE_OF_OTHER_VOTE = (Reason.INVALID_INPUT, N_("这张票的二维码不是本次表决的。请放到一边，另行核对。"))
    NUMBER_WRONG = (Reason.INVALID_INPUT, N_("票号是票面右上角的数字，例如 128。"))
    SIGNER_MISSING = (Reason.INVALID_INPUT, N_("请选是谁签的名。"))
    VOID_REASON_MISSING = (Reason.INVALID_INPUT, N_("请选作废的原因。"))
    NOTE_TOO_LONG = (Reason.INVALID_INPUT, N_("备注最多 %(most)s 个字。"))
    NOT_LATE = (Reason.INVALID_INPUT, N_("收到时间在截止以前，不是迟交的票。请核对收到时间。"))
    QUESTION_UNKNOWN = (Reason.INVALID_INPUT, N_("有的事项不在本次表决里。"))
    QUESTION_OPEN = (Reason.INVALID_INPUT, N_("第 %(number)s 项还没有选。"))
    CAST_OUTSIDE = (Reason.INVALID_INPUT, N_("投票时间不在投票期内。"))
    IDENTITY_IN_FILE = (Reason.INVALID_INPUT, N_("这一行有证件号码。请删掉证件号码那一列再导入。"))
    ABSTAINED_AND_MORE = (Reason.INVALID_INPUT, N_("第 %(number)s 项又勾了弃权，又勾了别的。"))
    NOT_TICKED = (Reason.INVALID_INPUT, N_("第 %(number)s 项没有勾。"))
    IMPORTED_DIFFERENT = (Reason.INVALID_INPUT, N_("票号 %(number)s 以前导入过，意见与这次不同。请向投票系统核实。"))
    NUMBER_MISMATCH = (Reason.INVALID_INPUT, N_("票号 %(number)s 与房号、业主对不上。"))
    NUMBER_NOT_ASKED = (Reason.INVALID_INPUT, N_("没有票号“%(number)s”。"))
    ROOM_UNKNOWN = (Reason.INVALID_INPUT, N_("名册里没有房号“%(room)s”。"))
    OWNER_MISMATCH = (Reason.INVALID_INPUT, N_("房号“%(room)s”的业主姓名与名册不符。"))
    OPTION_UNKNOWN = (Reason.INVALID_INPUT, N_("第 %(number)s 项有表决票上没有的选项。"))
    NUMBER_MISSING = (Reason.INVALID_INPUT, N_("没有写票号。"))
    OPINION_UNREAD = (Reason.INVALID_INPUT, N_("第 %(number)s 项的意见看不懂，只能是同意、反对、弃权。"))
    SEVERAL_TICKED = (Reason.INVALID_INPUT, N_("第 %(number)s 项勾了几项，只能勾一项。"))
    MARK_UNREAD = (Reason.INVALID_INPUT, N_("第 %(number)s 项有看不懂的记号。选中的写“√”或“1”，没有选的空着。"))
    CROSS_AMBIGUOUS = (Reason.INVALID_INPUT, N_("第 %(number)s 项的“×”可以有两种意思。选中的请改成“√”，没有选的空着。"))
    RANKING_TICKED = (
        Reason.INVALID_INPUT,
        N_("第 %(number)s 项是排序，打勾看不出先后，请改成一列，按先后写，如：乙公司、甲公司。"),
    )
    TIME_UNREAD = (Reason.INVALID_INPUT, N_("%(label)s“%(text)s”看不懂，应写成 2026-03-28 10:05。"))
    RANKS_WRONG = (
        Reason.INVALID_INPUT,
        N_(
            "第 %(number)s 项看不出先后：写数字的，每个选项前面都写，从 1 起不跳号，如：1.乙公司、2.甲公司；"
            "不写数字的，按先后写，如：乙公司、甲公司。"
        ),
    )
    RANK_TWICE = (Reason.INVALID_INPUT, N_("第 %(number)s 项同一个数字写了两次，看不出先后。"))
    AGENT_KIND_MISSING = (Reason.INVALID_INPUT, N_("请选代理人是什么人。"))
    PROXY_EXPIRED = (Reason.INVALID_INPUT, N_("委托书在投票开始以前就到期了。"))
    NO_PROXIES = (Reason.PROXY_LIMIT, N_("“%(rules)s”不允许委托投票。"))
    AGENT_BARRED = (Reason.PROXY_LIMIT, N_("“%(rules)s”规定%(kind)s不得代理业主投票。"))
    AGENT_NO_OWNER = (Reason.PROXY_LIMIT, N_("“%(rules)s”规定代理人须是本小区其他业主，家人不是业主的也不能代签。"))
    AGENT_MISSING = (Reason.INVALID_INPUT, N_("请填代理人的姓名。"))
    IDENTITY_WRITTEN = (Reason.INVALID_INPUT, N_("身份证号、电话号码看过即可，不要填进来。"))
    PROXY_AFTER_ENTRY = (Reason.PROXY_LIMIT, N_("这位业主的票已经录入，委托只能在录票以前登记。"))
    REPRESENTATIVE_NAME = (Reason.INVALID_INPUT, N_("请写业主代表的姓名。"))
    REPRESENTATIVE_BUILDING = (Reason.INVALID_INPUT, N_("请选他代表哪一幢楼。"))
    REPRESENTATIVE_DAY = (Reason.INVALID_INPUT, N_("业主代表要在投票开始以前推选，请核对推选日期。"))
    BUILDING_MISSING = (Reason.INVALID_INPUT, N_("请先选一幢楼。"))
    IMPORTED_MEANWHILE = (
        Reason.INVALID_INPUT,
        N_("票号 %(numbers)s在这个文件读入以后已经由另一个文件导入。请放弃这一次，把文件重新读入一次。"),
    )
    AGENT_UNKNOWN = (
        Reason.PROXY_LIMIT,
        N_("“%(rules)s”规定代理人须是本小区其他业主，名册里别的房屋没有业主“%(agent)s”。"),
    )
    NOT_ENTERED_BY_HAND = (Reason.INVALID_INPUT, N_("这张票来自%(channel)s，不是人工录入的，不能重录。"))
    NO_REPRESENTATIVES = (
        Reason.INVALID_INPUT,
        N_("本地条例没有业主代表转交书面意见的规定，请业主自己交票，或写委托书委托代理人。"),
    )
    SETTLED_BY_ONE = (
        Reason.SAME_PERSON,
        N_("您录过其中一遍，只能核定为对方录的内容；要按别的内容核定，须由第三人来做。"),
    )
    NO_HEADER = (
        Reason.INVALID_INPUT,
        N_("没有找到表头。表里要有“票号”（或“房号”和“业主”），每个表决事项有一列“意见”，或同意、反对、弃权各一列。"),
    )
    AGENT_HOLDS = (
        Reason.PROXY_LIMIT,
        N_("“%(rules)s”规定一人最多代理 %(most)s 位业主，%(agent)s已经代理 %(held)s 位。"),
    )
    REPRESENTATIVE_OF_BUILDING = (
        Reason.INVALID_INPUT,
        N_("%(name)s是%(own)s的业主代表，不能转交%(building)s业主的意见。"),
    )
    REPRESENTATIVE_OF_ENTRANCE = (
        Reason.INVALID_INPUT,
        N_("%(name)s是%(building)s%(entrance)s的业主代表，这位业主不在那个单元。"),
    )
    REPRESENTATIVE_AND_PROXY = (
        Reason.INVALID_INPUT,
        N_("业主代表转交的须是业主本人签名的书面意见；代理人签的票，请按业主自己交来的录。"),
    )
    IMPORTER_CONFIRMS = (Reason.SAME_PERSON, N_("读入文件的人不能自己确认导入。"))
    ENTERED_BY_ONE = (Reason.SAME_PERSON, N_("同一张票的第二遍要由另一个人来录。"))
    REMOVED_BY_ONE = (Reason.SAME_PERSON, N_("作废录入的人不能自己除去这张票，须由另一个人核对后除去。"))
    FILE_WRONG = (Reason.INVALID_INPUT, N_("还有 %(problems)s 处问题，改好文件再读一次。"))
    FILE_EMPTY = (Reason.INVALID_INPUT, N_("没有可以导入的票。"))
    QUESTION_WRONG = (Reason.CHOICE_INVALID, N_("第 %(number)s 项：%(wrong)s"))

"""Drafts of a question and ballots."""

from __future__ import annotations

from deliberation.kernel.errors import Detail, Reason
from deliberation.kernel.text import N_


class InBallots(Detail):
    """What a question may ask, and what a ballot may say."""

    ANSWER_MISSING = (Reason.CHOICE_INVALID, N_("请选择同意、反对或弃权。"))
    MOST_WRONG = (Reason.INVALID_INPUT, N_("每人最多选几项，请填 1 到 %(most)s；不限请填 0。"))
    OBJECTION_KIND = (Reason.CHOICE_INVALID, N_("征询意见时，可以提出异议或保留意见。"))
    LABEL_MISSING = (Reason.INVALID_INPUT, N_("请写明每一项的名称。"))
    TOO_MANY_OPTIONS = (Reason.INVALID_INPUT, N_("最多写 %(most)s 项，现在 %(now)s 项。"))
    LABELS_ALIKE = (Reason.INVALID_INPUT, N_("有两项的名称一样，请改成不一样的。"))
    LABEL_TOO_LONG = (Reason.INVALID_INPUT, N_("每一项的名称最多 %(most)s 个字。"))
    TOP_WRONG = (Reason.INVALID_INPUT, N_("每一项的满分须是 1 到 %(most)s 的整数。"))
    OPTIONS_MISSING = (Reason.INVALID_INPUT, N_("请至少写两个选项。"))
    WOMAN_MISSING = (Reason.INVALID_INPUT, N_("请选择这次选举要不要有妇女当选（%(source)s）。"))
    KIN_NOT_TWO = (Reason.INVALID_INPUT, N_("近亲属请一行写两个人，中间用顿号隔开，例如：张三、李四。"))
    NOT_A_CANDIDATE = (Reason.INVALID_INPUT, N_("候选人名单里没有“%(name)s”，请与名单写得一样。"))
    SEATS_WRONG = (Reason.INVALID_INPUT, N_("应选人数至少是 1。"))
    LEAST_SEATS_WRONG = (Reason.INVALID_INPUT, N_("最少选出几名，请填 0 到应选的 %(seats)s 名；要全部选出才算的填 0。"))
    NUMBER_TWICE = (Reason.CHOICE_INVALID, N_("同一个数字写了两次，看不出先后。"))
    NUMBERS_WRONG = (Reason.CHOICE_INVALID, N_("顺序请填 1、2、3 这样的数字，不同意的不填。"))
    NUMBERED_AND_MORE = (Reason.CHOICE_INVALID, N_("填了顺序，又选了别的，请只留一样。"))
    PASS_MARK_WRONG = (Reason.INVALID_INPUT, N_("合格线请填数字，最多两位小数，如 80 或 79.5；没有合格线就不填。"))
    AVERAGE_MISSING = (Reason.INVALID_INPUT, N_("请选择按哪个平均分判定。"))
    PASS_MARK_RANGE = (Reason.INVALID_INPUT, N_("合格线须在 0 和满分 %(top)s 之间。"))
    SCORES_ONLY = (Reason.CHOICE_INVALID, N_("评分表每人一张，只填分数。"))
    SCORE_MISSING = (Reason.CHOICE_INVALID, N_("每一项都要评分，每项评一次。"))
    SCORE_RANGE = (Reason.CHOICE_INVALID, N_("分数须是 0 到 %(top)s 的整数。"))
    OPTION_UNKNOWN = (Reason.CHOICE_INVALID, N_("选了这次表决没有的选项。"))
    OPTION_TWICE = (Reason.CHOICE_INVALID, N_("同一个选项选了两次。"))
    TOO_MANY_CHOSEN = (Reason.CHOICE_INVALID, N_("最多选 %(most)s 项，这张票选了 %(now)s 项。"))
    METHOD_MISSING = (Reason.INVALID_INPUT, N_("请选择表决方式。"))
    NOTHING_CHOSEN = (Reason.CHOICE_INVALID, N_("没有收到选择，请重新选择。"))
    NO_CONTEST = (
        Reason.INVALID_INPUT,
        N_("差额选举的候选人须多于应选人数，现在候选人 %(names)s 名，应选 %(seats)s 名。"),
    )
    NO_CONTEST_HERE = (
        Reason.INVALID_INPUT,
        N_("：差额选举的候选人须多于应选人数，现在候选人 %(names)s 名，应选 %(seats)s 名。"),
    )
    TOO_MANY_RANKED = (Reason.INVALID_INPUT, N_("排序最多 %(most)s 项，现在 %(now)s 项。"))
    TOO_FEW_OPTIONS = (Reason.INVALID_INPUT, N_("至少要有 %(fewest)s 个不同的选项。"))
    NO_OPTIONS = (Reason.INVALID_INPUT, N_("不需要选项。"))
    TOO_FEW_NAMES = (Reason.INVALID_INPUT, N_("要选出 %(seats)s 人，候选人只有 %(names)s 人。"))
    NO_WOMAN = (
        Reason.INVALID_INPUT,
        N_("成员中应当有妇女（%(source)s），候选人里还没有妇女。请增加妇女候选人，或者改选“已有妇女当选”。"),
    )
    TOO_MANY_SPARE = (Reason.INVALID_INPUT, N_("候选人比应选名额最多多 %(most)s 名（%(source)s），现在多 %(now)s 名。"))

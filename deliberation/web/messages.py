"""What the libraries of the forms say by themselves, in the words of this house.

WTForms and Flask-WTF ship a Chinese catalogue that knows only some of their sentences; here stands every one of
them, and a test reads their source and asks for each.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from deliberation.kernel.text import N_

REQUIRED = N_("这一项要填。")
NO_CHOICE = N_("请从列出的选项里选；选过的这一项现在不能选了。")
NO_NUMBER = N_("请填整数，例如 12。")
BROKEN = N_("这张表单不完整，请刷新页面再填一次。")
OUTDATED = N_("这张表单放得太久了，请刷新页面再填一次。")

MESSAGES: dict[str, str] = {
    "This field is required.": REQUIRED,
    "Invalid input.": N_("这一项没有填对。"),
    "Invalid field name '%s'.": BROKEN,
    "Field must be equal to %(other_name)s.": N_("两次填的不一样，请再填一次。"),
    "Field must be at least %(min)d character long.": N_("至少写 %(min)d 个字。"),
    "Field must be at least %(min)d characters long.": N_("至少写 %(min)d 个字。"),
    "Field cannot be longer than %(max)d character.": N_("最多写 %(max)d 个字。"),
    "Field cannot be longer than %(max)d characters.": N_("最多写 %(max)d 个字。"),
    "Field must be exactly %(max)d character long.": N_("要写 %(max)d 个字，不多也不少。"),
    "Field must be exactly %(max)d characters long.": N_("要写 %(max)d 个字，不多也不少。"),
    "Field must be between %(min)d and %(max)d characters long.": N_("要写 %(min)d 到 %(max)d 个字。"),
    "Number must be at least %(min)s.": N_("不能小于 %(min)s。"),
    "Number must be at most %(max)s.": N_("不能大于 %(max)s。"),
    "Number must be between %(min)s and %(max)s.": N_("请填 %(min)s 到 %(max)s 之间的数。"),
    "Date must be at least %(min)s.": N_("不能早于 %(min)s。"),
    "Date must be at most %(max)s.": N_("不能晚于 %(max)s。"),
    "Date must be between %(min)s and %(max)s.": N_("请填 %(min)s 到 %(max)s 之间的日期。"),
    "Invalid email address.": N_("邮箱地址没有写对。"),
    "Invalid IP address.": N_("网络地址没有写对。"),
    "Invalid Mac address.": N_("设备地址没有写对。"),
    "Invalid URL.": N_("网址没有写对。"),
    "Invalid UUID.": N_("编号没有写对。"),
    "Invalid value, must be one of: %(values)s.": N_("只能填这些：%(values)s。"),
    "Invalid value, can't be any of: %(values)s.": N_("不能填这些：%(values)s。"),
    "This field cannot be edited.": N_("这一项不能改。"),
    "This field is disabled and cannot have a value.": N_("这一项不能填。"),
    "Invalid CSRF Token.": BROKEN,
    "CSRF token missing.": BROKEN,
    "CSRF failed.": BROKEN,
    "CSRF token expired.": OUTDATED,
    "Invalid Choice: could not coerce.": NO_CHOICE,
    "Choices cannot be None.": NO_CHOICE,
    "Not a valid choice.": NO_CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": NO_CHOICE,
    "'%(value)s' is not a valid choice for this field.": NO_CHOICE,
    "'%(value)s' are not valid choices for this field.": NO_CHOICE,
    "Not a valid datetime value.": N_("请填日期和时间，例如 2026-03-10 19:00。"),
    "Not a valid date value.": N_("请填日期，例如 2026-03-10。"),
    "Not a valid time value.": N_("请填时间，例如 19:00。"),
    "Not a valid week value.": N_("请填哪一年的第几周。"),
    "Not a valid integer value.": NO_NUMBER,
    "Not a valid decimal value.": N_("请填数字，例如 12.50。"),
    "Not a valid float value.": N_("请填数字，例如 12.50。"),
    "Not a valid color value.": N_("颜色没有写对。"),
    "File does not have an approved extension: {extensions}": N_("只能上传这些文件：{extensions}"),
    "File does not have an approved extension.": N_("不能上传这种文件。"),
    "File must be between {min_size} and {max_size} bytes.": N_("文件的大小要在 {min_size} 到 {max_size} 字节之间。"),
}


class Messages:
    """The translations that WTForms asks; a sentence that is missing here is still one in Chinese."""

    def gettext(self, message: str) -> str:
        """The sentence in the reader's language."""
        return str(gettext(MESSAGES.get(message, MESSAGES["Invalid input."])))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Chinese has one form for any number."""
        return self.gettext(singular if n == 1 else plural)


def translations(*_asked: Any) -> Messages:
    """For a form's Meta."""
    return Messages()

"""The form of the first-run page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from deliberation.organisation.actions.founding import Founding
from deliberation.organisation.forms import strong
from deliberation.web.fields import Form


class FoundingForm(Form):
    """The code that the server printed, the first administrator, the 街道 and its first 社区."""

    code = StringField(
        _l("开通码"),
        [DataRequired(_l("请填写开通码。")), Length(max=40)],
        description=_l("服务器启动时打印在屏幕上，也在数据目录的 first-run-code 文件里。"),
    )
    subdistrict = StringField(_l("街道"), [DataRequired(_l("请填写街道名称。")), Length(max=60)])
    province = StringField(_l("所在的省（直辖市）"), [Length(max=20)], description=_l("例如：山东省。"))
    city = StringField(
        _l("所在的市"), [Length(max=20)], description=_l("例如：东营市。业主表决按所在省、市的规定；以后还能改。")
    )
    community = StringField(
        _l("第一个社区"),
        [DataRequired(_l("请填写一个社区的名称。")), Length(max=60)],
        description=_l("其余社区以后再加，也可以一次从表格导入。"),
    )
    admin = StringField(_l("系统管理员姓名"), [DataRequired(_l("请填写姓名。")), Length(max=60)])
    username = StringField(
        _l("登录账号"),
        [DataRequired(_l("请填写账号。")), Length(max=40)],
        description=_l("3 到 40 个字母、数字、点或横线，例如姓名的拼音。"),
    )
    new = PasswordField(
        _l("密码"),
        [DataRequired(_l("请填写密码。")), Length(max=200), strong],
        description=_l("至少 8 位，并含大写、小写、数字、符号中的三种。"),
    )
    again = PasswordField(
        _l("再输一遍密码"),
        [DataRequired(_l("请再输一遍密码。")), EqualTo("new", _l("两次输入的密码不一样。"))],
    )

    def founding(self) -> Founding:
        """What was filled in."""
        told = {name: self[name].data or "" for name in ("admin", "username", "subdistrict", "community")}
        return Founding(
            **told, password=self.new.data or "", city=self.city.data or "", province=self.province.data or ""
        )

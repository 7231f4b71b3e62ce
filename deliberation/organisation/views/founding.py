"""The first-run page: an office begins without the demonstration and without a command."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from deliberation.kernel.details import InOrganisation
from deliberation.kernel.errors import Reason, Refused
from deliberation.organisation.actions.founding import found_by_code
from deliberation.organisation.forms.founding import FoundingForm
from deliberation.organisation.queries import is_blank
from deliberation.organisation.views.frame import blueprint
from deliberation.web.errors import message_of
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard


@blueprint.route("/first-run", methods=["GET", "POST"])
@guard("public.read")
@limiter.limit("10 per minute", methods=["POST"])
def first_run() -> Any:
    """First administrator, 街道 and 社区, with the code that the server printed; once, in a blank store."""
    if not is_blank():
        raise Refused(InOrganisation.FOUNDED_ALREADY)
    form = FoundingForm()
    if form.validate_on_submit():
        try:
            found_by_code(current_app.config["DELIBERATION"].data_dir, form.code.data or "", form.founding())
        except Refused as refused:
            _show(form, refused)
        else:
            flash(_("已经开通。请用刚才的账号登录，再录入小区和人员。"), "success")
            return redirect(url_for(".sign_in"))
    return render_template("organisation/first_run.html", form=form), 422 if form.errors else 200


def _show(form: FoundingForm, refused: Refused) -> None:
    """The refusal beside the field that it is about."""
    if refused.reason is Reason.WRONG_CREDENTIALS:
        form.code.errors = [_("开通码不对。请照服务器上打印的填。")]
        return
    of_username = refused.detail in {InOrganisation.USERNAME_WRONG, InOrganisation.USERNAME_TAKEN}
    field = form.username if of_username else form.subdistrict
    field.errors = [message_of(refused)]

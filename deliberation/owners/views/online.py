"""手机填写: with the code of their stub an owner fills in the ballot, sees it once more, and hands it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import current_app, make_response, redirect, render_template, request, session, url_for

from deliberation.kernel.errors import Reason, Refused
from deliberation.kernel.methods.method import NOTHING
from deliberation.organisation.queries import compounds
from deliberation.owners.actions import online as actions
from deliberation.owners.forms.entry import chosen
from deliberation.owners.queries import entry as queries
from deliberation.owners.rules.entry import CHOICE_WORDS, checked_choices, in_words, receipt
from deliberation.owners.rules.papers import BLANK, UNCLEAR, Content
from deliberation.owners.views.check import opened_key
from deliberation.owners.views.frame import blueprint
from deliberation.web.errors import message_of, status_of
from deliberation.web.extensions import limiter
from deliberation.web.guard import guard

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersVote

Choices = Mapping[str, tuple[str, ...]]


@blueprint.route("/ballot/<int:vote_id>/<int:number>/fill", methods=["GET", "POST"])
@limiter.limit("240 per hour", methods=["POST"])
@guard(actions.PERMISSION)
def fill(vote_id: int, number: int) -> Any:
    """Choose, look at it once more, hand in. Whoever has not shown the code yet is asked for it first."""
    code, secret = str(session.get(opened_key(vote_id, number), "")), current_app.config["SECRET_KEY"]
    casting = request.method == "POST" and request.form.get("step") == "cast"
    try:
        if casting:
            return _cast(vote_id, number, code, secret)
        vote = actions.may_fill_in(vote_id, number, code, secret)
    except Refused as refused:
        if refused.reason is Reason.WRONG_CODE:
            return redirect(url_for("owners.ballot", vote_id=vote_id, number=number))
        return _answer(vote_id, number, status_of(refused.reason), problem=message_of(refused), closed=True)
    marks = chosen(queries.asked(vote)) if request.method == "POST" else {}
    if request.method == "GET" or request.form.get("step") == "again":
        return _answer(vote_id, number, 200, marks=marks)
    return _review(vote, number, marks)


def _review(vote: OwnersVote, number: int, marks: Choices) -> Any:
    """Once more in words, before it is handed in."""
    questions = queries.asked(vote)
    try:
        content = Content("OWNER", checked_choices(marks, questions, unclear=False))
    except Refused as refused:
        return _answer(vote.id, number, status_of(refused.reason), marks=marks, problem=message_of(refused))
    return _answer(vote.id, number, 200, marks=marks, words=_titled(content, questions))


def _cast(vote_id: int, number: int, code: str, secret: str) -> Any:
    """Hand it in; the page shows the receipt."""
    vote = actions.may_hand_in(vote_id, number, code, secret)
    questions = queries.asked(vote)
    marks = chosen(questions)
    try:
        paper = actions.fill_in(vote_id, number, code, marks, secret)
    except Refused as refused:
        if refused.reason not in {Reason.CHOICE_INVALID, Reason.INVALID_INPUT}:
            raise
        return _answer(vote_id, number, status_of(refused.reason), marks=marks, problem=message_of(refused))
    content = Content.from_json(paper.content or {})
    return _answer(
        vote_id, number, 200, words=_titled(content, questions), paper=paper, receipt=receipt(secret, paper.id, content)
    )


def _titled(content: Content, questions: Any) -> list[tuple[str, str]]:
    """The answers with the titles of their questions."""
    said = dict(in_words(content, questions))
    return [(data["title"], said[f"第 {data['number']} 项"]) for data in questions]


def _answer(vote_id: int, number: int, status: int, **shown: Any) -> Any:
    """The page in one of its forms: choosing, once more, receipt, closed. Kept by nobody, found by no search."""
    vote = queries.opened_vote(vote_id)
    page = render_template(
        "owners/online.html",
        **{"problem": "", "closed": False, "marks": {}, "words": None, "paper": None, "receipt": "", **shown},
        vote=vote,
        number=number,
        questions=queries.asked(vote),
        nothing=NOTHING,
        choice_words={code: word for code, word in CHOICE_WORDS.items() if code not in {UNCLEAR, BLANK}},
        compound=compounds([vote.compound_id])[0],
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer

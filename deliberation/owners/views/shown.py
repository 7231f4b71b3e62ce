"""Filters for pages and papers that show a vote: what became of its result, where its areas come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deliberation.kernel import clock
from deliberation.kernel.days import day_text
from deliberation.owners.queries import annulments, posting, results, steps
from deliberation.owners.queries.votes import roster_of
from deliberation.owners.rules.annulment import sentence
from deliberation.owners.rules.calling import caller_in_words, in_words, seal_note
from deliberation.owners.rules.posting import latest_posting
from deliberation.owners.rules.steps_before import SUBJECTS
from deliberation.owners.views.frame import blueprint
from deliberation.roster.rules.importing import area_words

if TYPE_CHECKING:
    from deliberation.owners.models import OwnersAnnulment, OwnersVote
    from deliberation.owners.queries.steps import HeldLine, Line


@blueprint.app_template_filter("owners_annulments")
def owners_annulments(vote: OwnersVote) -> list[OwnersAnnulment]:
    """Every record of annulment and reinstatement of a posted vote, oldest first."""
    return annulments.records_of(vote.id) if vote.state in results.POSTED else []


@blueprint.app_template_filter("annulment_sentence")
def annulment_sentence(record: OwnersAnnulment) -> str:
    """本决定已被某某人民法院撤销（文号，日期）。理由：…"""
    return sentence(record)


@blueprint.app_template_filter("area_source_words")
def area_source_words(vote: OwnersVote) -> str:
    """By which areas this vote is counted (区分所有权解释 §8), from the roster it was or would be opened with."""
    roster = roster_of(vote)
    return area_words(roster.area_source if roster else "")


@blueprint.app_template_filter("owners_steps")
def owners_steps(vote: OwnersVote) -> list[Line]:
    """The steps that the law asks for before this vote's notice or count, as they stand today."""
    return steps.lines(vote, vote.noticed_on or clock.today())


@blueprint.app_template_filter("owners_unmarked")
def owners_unmarked(vote: OwnersVote) -> list[tuple[int, str]]:
    """Questions whose words speak of a new price or a recall, though nobody chose that: number and its name."""
    return [(number, SUBJECTS[subject]) for number, subject in steps.unmarked(vote)]


@blueprint.app_template_filter("owners_held")
def owners_held(vote: OwnersVote) -> list[HeldLine]:
    """The questions of a vote that may not be put to the owners now, because the committee is being formed anew."""
    return steps.held_lines(vote, clock.today()) if vote.state == "PREPARED" else []


@blueprint.app_template_filter("owners_caller")
def owners_caller(vote: OwnersVote) -> str:
    """Who calls the owners' meeting; empty where nobody said it."""
    return caller_in_words(vote.caller, vote.caller_name)


@blueprint.app_template_filter("owners_seal")
def owners_seal(vote: OwnersVote) -> str:
    """Whose seal the notice needs besides the caller's."""
    return seal_note(vote.caller, posting.places_of_vote(vote))


@blueprint.app_template_filter("owners_called")
def owners_called(vote: OwnersVote) -> str:
    """定期会议, or 临时会议 with its ground and reason; empty for a survey, which is no meeting."""
    if vote.kind == "HOUSEHOLDS":
        return ""
    return in_words(is_special=vote.is_special, ground=vote.special_ground, reason=vote.special_reason)


@blueprint.app_template_filter("owners_posting")
def owners_posting(vote: OwnersVote) -> str:
    """Until when ballots that cannot be delivered must be posted (舟山 §17); empty where the place says nothing."""
    rule = posting.rule_of(vote)
    if rule is None:
        return ""
    last = day_text(latest_posting(rule, clock.day_of(vote.closes_at)))
    return f"无法送达的，须在显著位置公告不少于 {rule.days} 天（{rule.source}）：最迟 {last}张贴，才够天数。"

"""Which acts are bound to what their page showed, and why the others need not be.

The doors say it themselves (`web.guard`, `shows`). What is not bound stands here with its reason: a new address that
changes something is bound, or named here, or the test fails.
"""

from __future__ import annotations

from flask import Flask

BY_HASH = {
    "owners.certify": "result_hash",
    "owners.take_back_signature": "result_hash",
    "publication.publish": "seen",
    "organisation.take_over_rules": "shown",
    "organisation.write_workbook": "shown",
    "room.take_step": "binds",
    "room.put_question": "binds",
}
"""What carries a hash or a class of its own instead, and in which field."""

FREE: dict[str, str] = {
    "a draft or a preparation, which its own act puts into force later": """
        agenda.add_item agenda.edit_item agenda.move agenda.place agenda.unplace collection.edit
        convening.add_seat convening.add_own_item convening.edit_meeting convening.move_item convening.new_meeting
        convening.place_item convening.remove_seat convening.replace_seat
        convening.take_off_item owners.plan_committee owners.prepare owners.propose_candidate
        owners.next_round owners.propose_topic owners.revise publication.draft publication.edit supervision.draft
        supervision.edit supervision.new owners.name_applicant owners.add_claimant owners.remove_claimant
        roster.import_roster roster.count_kinds roster.discard_roster owners.official owners.discard_import""",
    "what he writes himself is the whole of it": """
        privacy.enter_request
        collection.enter collection.hand_in collection.resubmit collection.resubmit_for disclosure.ask
        disclosure.enter_request disclosure.new_document owners.new_petition owners.record_emergency
        publication.object_to room.record_motion room.write_minutes room.recuse room.object_to supervision.not_solved
        supervision.report supervision.urge organisation.add_rules organisation.revise_rules
        organisation.new_meeting_type organisation.preview_days_off organisation.load_days_off convening.new_series
        organisation.new_subdistrict organisation.new_community organisation.new_grid organisation.new_compound
        organisation.new_buildings organisation.new_entrance organisation.new_venue organisation.new_unit
        organisation.new_party organisation.new_duty organisation.workbook organisation.new_person
        organisation.new_post organisation.new_wide_post""",
    "how somebody wants to be told, and whether a message goes once more; refused where it has arrived": """
        notices.set_address notices.verify notices.remove_way notices.set_wish notices.send_again
        notices.stop_provider notices.start_provider notices.send_test""",
    "his own word, asked for or taken back": """
        collection.withdraw convening.ask_leave convening.leave_reply
        disclosure.withdraw_request owners.ballot owners.fill room.ask_floor
        room.withdraw_request room.sign_in room.take_back_objection owners.take_back""",
    "a note of what happened elsewhere, which stays and can be noted again": """
        notices.slip_back convening.take_back_substitute convening.count_guests
        convening.record_demand convening.record_leave convening.record_party_discussion owners.begin_turnover
        owners.end_turnover owners.keep_step owners.deliver owners.deliver_building owners.give_up owners.add_proof
        owners.keep_vote_evidence owners.keep_petition_evidence owners.strike_evidence owners.sign_petition
        owners.unsign_petition owners.proxies owners.withdraw_proxy owners.representatives
        owners.remove_representative owners.reissue convening.record_residents_step owners.record_committee
        owners.correct_committee owners.file_recorded owners.strike_recorded publication.keep_evidence
        publication.strike_evidence room.correct_attendance room.hand_over""",
    "one row of a roster, with its reason; the roster is confirmed as a whole": """
        roster.name_voter roster.count_unit roster.correct_sale roster.change_unit roster.name_entrance""",
    "named by a digest of what it says, in the name of its field": "roster.decide_proposals",
    "blind on purpose: the second entry must not know the first": "owners.paper",
    "computed from what two people have confirmed, and signed by its hash afterwards": "owners.count",
    "refused in every state but one, and done by a second person": "owners.remove_paper",
    "only of what is over and changes no more": "owners.erase_papers roster.erase_roster",
    "the step of the chair names the motion and is refused for another; its class is asked again at every decision": """
        room.classify_motion room.withdraw_motion room.give_floor room.end_speech room.extend_speech""",
    "names the day of the series that it decides of, and is refused where a meeting stands for that day": """
        convening.confirm_series_day convening.move_series_day convening.keep_series_day convening.skip_series_day
        convening.explain_series_day""",
    "a ballot names its vote, whose question is frozen when it opens": "room.cast",
    "doors, accounts and codes": """
        organisation.make_accounts
        organisation.new_account organisation.password organisation.print_slips organisation.reopen_account
        organisation.reset_password
        convening.admit_devices convening.renew_addresses convening.renew_calendar convening.renew_pin
        organisation.close_account
        organisation.set_password organisation.sign_in organisation.sign_out organisation.sign_out_elsewhere
        organisation.first_run organisation.vouch room.door room.join""",
    "reads, and writes down at most that somebody has read": """
        disclosure.contact privacy.copy notices.open_notice roster.export_roster publication.similar""",
}
"""Reasons, each with the acts for which it holds."""


def free() -> set[str]:
    """Every act that is named as free."""
    return {name for names in FREE.values() for name in names.split()}


def changing(app: Flask) -> set[str]:
    """Every act that is sent by POST."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}


def bound(app: Flask) -> dict[str, frozenset[str]]:
    """Every act whose door demands what was seen, with the kinds of things."""
    shown = {name: getattr(app.view_functions[name], "shows", frozenset()) for name in changing(app)}
    return {name: kinds for name, kinds in sorted(shown.items()) if kinds}

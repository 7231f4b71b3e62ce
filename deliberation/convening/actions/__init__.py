"""One function for each verb of convening, by subject: planning, seats, agenda, notice, PINs."""

from deliberation.convening.actions.addresses import renew_addresses
from deliberation.convening.actions.agenda import (
    add_to_agenda,
    move_on_agenda,
    publish_agenda,
    put_on_agenda,
    take_off_agenda,
)
from deliberation.convening.actions.calendar import renew_feed
from deliberation.convening.actions.moving import MoveDraft, move_meeting
from deliberation.convening.actions.notice import (
    advance_meeting,
    cancel_meeting,
    confirm_notice,
    notify,
)
from deliberation.convening.actions.pins import admit_devices, pin_of, renew_pin, verify_pin
from deliberation.convening.actions.planning import PlanDraft, edit_plan, plan_meeting
from deliberation.convening.actions.replies import confirm_by_link, leave_by_link, make_link
from deliberation.convening.actions.replies import opened as opened_reply
from deliberation.convening.actions.seats import (
    add_seat,
    ask_leave,
    record_leave,
    remove_seat,
    replace_seat,
    reseat_chair,
    withdraw_leave,
)
from deliberation.convening.actions.substitutes import name_substitute, record_substitute, take_back_substitute

__all__ = [
    "MoveDraft",
    "PlanDraft",
    "add_seat",
    "add_to_agenda",
    "admit_devices",
    "advance_meeting",
    "ask_leave",
    "cancel_meeting",
    "confirm_by_link",
    "confirm_notice",
    "edit_plan",
    "leave_by_link",
    "make_link",
    "move_meeting",
    "move_on_agenda",
    "name_substitute",
    "notify",
    "opened_reply",
    "pin_of",
    "plan_meeting",
    "publish_agenda",
    "put_on_agenda",
    "record_leave",
    "record_substitute",
    "remove_seat",
    "renew_addresses",
    "renew_feed",
    "renew_pin",
    "replace_seat",
    "reseat_chair",
    "take_back_substitute",
    "take_off_agenda",
    "verify_pin",
    "withdraw_leave",
]

"""Messages to persons."""

from __future__ import annotations

from datetime import datetime

from deliberation.kernel.stage import DueJob, Kind, Offers, Periodic, Ref, Slugs, Stage, Subject
from deliberation.kernel.text import N_
from deliberation.notices.actions.delivery import deliver
from deliberation.notices.actions.forgetting import forget_addresses
from deliberation.notices.actions.ladder import climb
from deliberation.notices.actions.outbox import DELIVER
from deliberation.notices.channels import label_of, provider_of
from deliberation.notices.models import ChannelState, ContactWay, Notice, Sending, Slip
from deliberation.notices.queries import unread_count
from deliberation.notices.queries.reached import waiting
from deliberation.notices.views import blueprint
from deliberation.titles import of_rows


def _notice(row: Notice, _slugs: Slugs) -> Subject:
    return Subject(row.subject)


def _of_notice(row: Sending | Slip, _slugs: Slugs) -> Subject:
    return Subject(row.notice.subject)


def _way(row: ContactWay, _slugs: Slugs) -> Subject:
    return Subject(label_of(row.channel))


def _channel(row: ChannelState, _slugs: Slugs) -> Subject:
    provider = provider_of(row.provider)
    return Subject(provider.label if provider else row.provider)


def _deliver(_ref: Ref | None, _key: str) -> None:
    deliver()


def _deliver_rest(_now: datetime) -> list[int]:
    return list(range(deliver()))


CARD = Stage(
    "notices",
    blueprint,
    places={"notices": "notices.mine"},
    kinds=(
        Kind("notice", N_("通知"), of_rows(Notice, _notice)),
        Kind("sending", N_("送出的通知"), of_rows(Sending, _of_notice, notice_id=Notice)),
        Kind("slip", N_("会议通知送达单"), of_rows(Slip, _of_notice, notice_id=Notice)),
        Kind("contact_way", N_("接收通知的地址"), of_rows(ContactWay, _way)),
        Kind("channel", N_("通知渠道"), of_rows(ChannelState, _channel)),
    ),
    waiting=(waiting,),
    jobs=(DueJob(DELIVER, _deliver, outside=True),),
    periodic=(
        Periodic("notices.climb", climb, "份没有确认的通知换了下一种方式。"),
        Periodic("notices.send", _deliver_rest, "条通知已送出。"),
        Periodic("notices.forget_addresses", forget_addresses, "条通知送出满一年，已删除收件地址。"),
    ),
    offers=Offers(unread_notices=unread_count),
)

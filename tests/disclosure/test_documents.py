"""Documents are published, replaced and withdrawn; what was read once can be compared for ever."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from deliberation.audit.models import AuditEntry
from deliberation.db import db
from deliberation.disclosure import queries
from deliberation.disclosure.access import version_of
from deliberation.disclosure.actions import documents
from deliberation.disclosure.models import Document, DocumentVersion
from deliberation.disclosure.queries import file_of
from deliberation.files.rules import DocumentFile
from deliberation.kernel.errors import Reason, Refused
from deliberation.web.documents import judged
from tests.builders import World, a_compound, an_officer
from tests.disclosure.hall import FUND, a_document, a_document_draft
from tests.owners.hall import a_roster, heads_of


def acts_on(document: Document) -> list[str]:
    wanted = select(AuditEntry.action).where(
        AuditEntry.subject_kind == "document", AuditEntry.subject_id == document.id
    )
    return list(db.session.scalars(wanted.order_by(AuditEntry.id)))


def test_a_document_is_read_as_it_was_published(world: World) -> None:
    document = a_document(world)
    shown = queries.published_by_kind(world.compound.id)["FUND"]
    assert [(one.version.title, one.version.number) for one in shown] == [("维修资金上半年收支", 1)]
    assert shown[0].version.published_by == "康居社区居委会"
    assert acts_on(document) == ["document.publish"]


def test_the_same_form_sent_twice_is_one_document(world: World) -> None:
    first = a_document(world, request_key="a" * 32)
    assert a_document(world, request_key="a" * 32).id == first.id
    assert db.session.scalar(select(func.count(Document.id))) == 1


def test_a_correction_is_a_new_version_and_the_older_stays_readable_with_its_hash(world: World) -> None:
    document = a_document(world)
    before = version_of(document, 1).content_hash
    draft = a_document_draft(text=FUND.replace("56,000.00", "65,000.00"), note="更正支出金额")
    documents.replace(world.secretary, document.id, draft, masking_confirmed=False)
    assert [v.number for v in queries.versions(document.id)] == [2, 1]
    assert version_of(document, 1).text == FUND
    assert version_of(document, 1).content_hash == before != version_of(document, 2).content_hash
    assert acts_on(document) == ["document.publish", "document.replace"]


def test_a_new_version_without_its_reason_is_refused(world: World) -> None:
    document = a_document(world)
    with pytest.raises(Refused) as refused:
        documents.replace(world.secretary, document.id, a_document_draft(), masking_confirmed=False)
    assert refused.value.reason is Reason.REASON_REQUIRED
    assert document.version == 1


def test_a_withdrawn_document_has_a_reason_and_no_new_version(world: World) -> None:
    document = a_document(world)
    with pytest.raises(Refused) as refused:
        documents.withdraw(world.secretary, document.id, " ")
    assert refused.value.reason is Reason.REASON_REQUIRED
    documents.withdraw(world.secretary, document.id, "附件里有业主的电话。")
    assert queries.published_by_kind(world.compound.id)["FUND"] == []
    with pytest.raises(Refused) as refused:
        documents.replace(world.secretary, document.id, a_document_draft(note="改好了"), masking_confirmed=False)
    assert refused.value.reason is Reason.WRONG_STATE


def test_the_reason_of_a_withdrawal_holds_no_personal_data(world: World) -> None:
    document = a_document(world)
    with pytest.raises(Refused) as refused:
        documents.withdraw(world.secretary, document.id, "写了 13812345678")
    assert refused.value.reason is Reason.INVALID_INPUT
    assert document.state == "PUBLISHED"


def test_personal_data_is_published_by_nobody_who_has_not_looked_at_it(world: World) -> None:
    draft = a_document_draft(text="咨询电话 13812345678。")
    with pytest.raises(Refused) as refused:
        documents.publish(world.secretary, world.compound.id, "SERVICE", draft, masking_confirmed=False)
    assert refused.value.reason is Reason.MASKING_UNCONFIRMED
    made = documents.publish(world.secretary, world.compound.id, "SERVICE", draft, masking_confirmed=True)
    assert made.state == "PUBLISHED"


def test_an_owner_on_the_roster_is_noticed_by_who_may_read_the_roster(world: World) -> None:
    a_roster(world, heads_of(3))
    texts = [("正文", "业主0002 交纳 300 元。")]
    assert [s.text for s in queries.suspects_in(world.secretary, world.compound.id, texts)] == ["业主0002"]
    assert queries.suspects_in(world.actor("高峰"), world.compound.id, texts) == []


def test_the_firm_publishes_what_it_must_make_known_and_nothing_else(world: World) -> None:
    firm = world.actor("高峰")
    income = a_document(world, "INCOME", firm, title="公共收益")
    assert income.firm_made
    assert version_of(income, 1).published_by == "物业企业"
    with pytest.raises(Refused) as refused:
        a_document(world, "RULES", firm)
    assert refused.value.reason is Reason.FORBIDDEN


def test_the_firm_changes_its_own_documents_only(world: World) -> None:
    firm, fund = world.actor("高峰"), a_document(world)
    with pytest.raises(Refused) as refused:
        documents.withdraw(firm, fund.id, "不公开了")
    assert refused.value.reason is Reason.FORBIDDEN
    own = a_document(world, "INCOME", firm)
    documents.withdraw(firm, own.id, "重复了")
    assert own.state == "WITHDRAWN"


def test_another_compound_and_people_without_the_post_publish_nothing(world: World) -> None:
    elsewhere = a_compound("haitang", "海棠花园")
    document = a_document(world)
    for who, reason in (
        (elsewhere.secretary, Reason.NOT_FOUND),
        (world.actor("张秀兰"), Reason.FORBIDDEN),
        (an_officer(world, "administrator"), Reason.FORBIDDEN),
    ):
        with pytest.raises(Refused) as refused:
            documents.withdraw(who, document.id, "理由")
        assert refused.value.reason is reason


def test_a_file_is_kept_with_its_hash(world: World) -> None:
    file = judged(b"%PDF-1.7 words", "合同.pdf")
    document = a_document(world, "CONTRACT", text="", file=file, file_looked_at=True)
    version = db.session.scalars(select(DocumentVersion).where(DocumentVersion.document_id == document.id)).one()
    stored = file_of(version)
    assert stored is not None
    assert (version.filename, version.size, stored.data) == ("合同.pdf", 14, b"%PDF-1.7 words")
    assert len(version.file_hash) == 64
    assert (stored.filename, stored.size, stored.hash) == ("合同.pdf", 14, version.file_hash)


def test_a_file_that_nobody_looked_through_is_not_published(world: World) -> None:
    file = DocumentFile("合同.pdf", io.BytesIO(b"%PDF-1.7").getvalue(), "application/pdf")
    with pytest.raises(Refused) as refused:
        a_document(world, "CONTRACT", text="", file=file)
    assert refused.value.reason is Reason.INVALID_INPUT

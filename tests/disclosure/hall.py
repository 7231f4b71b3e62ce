"""Documents and requests for tests, made through the actions."""

from __future__ import annotations

import uuid
from typing import Any

from deliberation.disclosure.actions.documents import DocumentDraft, publish
from deliberation.disclosure.actions.requests import RequestDraft, ask
from deliberation.disclosure.models import Document, InspectionRequest
from deliberation.kernel.actor import ANONYMOUS, Actor
from tests.builders import World

FUND = "截至6月30日，维修资金账户余额 1,234,567.89 元，上半年支出 56,000.00 元。"
NAME, PHONE, UNIT = "钱小满", "13955556666", "3号楼2单元301"


def a_document_draft(**given: Any) -> DocumentDraft:
    """The fund of the first half year."""
    words = {"title": "维修资金上半年收支", "text": FUND, "period": "2026年上半年", "request_key": uuid.uuid4().hex}
    return DocumentDraft(**{**words, **given})


def a_document(world: World, kind: str = "FUND", who: Actor | None = None, **given: Any) -> Document:
    """A document that the secretary has published."""
    draft = a_document_draft(**given)
    return publish(who or world.secretary, world.compound.id, kind, draft, masking_confirmed=False)


def a_request_draft(**given: Any) -> RequestDraft:
    """钱小满 asks for the contract."""
    words = {
        "kind": "CONTRACT",
        "wanted": "现行的物业服务合同和补充协议",
        "name": NAME,
        "phone": PHONE,
        "unit": UNIT,
        "request_key": uuid.uuid4().hex,
        "why": "想核对收费标准",
    }
    return RequestDraft(**{**words, **given})


def a_request(world: World, **given: Any) -> InspectionRequest:
    """The same, handed in."""
    return ask(ANONYMOUS, world.compound.id, a_request_draft(**given))

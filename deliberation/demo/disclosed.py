"""Verbs of the diary about what owners may know: documents put before them, requests to inspect."""

from __future__ import annotations

from deliberation.demo.diary import Diary, verb
from deliberation.disclosure.actions import documents, requests
from deliberation.kernel import clock
from deliberation.kernel.actor import ANONYMOUS


@verb
def document(
    diary: Diary,
    *,
    key: str,
    kind: str,
    title: str,
    text: str,
    by: str = "",
    period: str = "",
) -> None:
    """公布 a document."""
    draft = documents.DocumentDraft(title, diary.new_key(), text, period, clock.today())
    who = diary.actor(by or diary.secretary)
    made = documents.publish(who, diary.compound_id, kind, draft, masking_confirmed=False)
    diary.documents[key] = made.id


@verb
def correct_document(
    diary: Diary, *, key: str, title: str, text: str, note: str, by: str = "", period: str = ""
) -> None:
    """A new version of a document is published 公布新版."""
    draft = documents.DocumentDraft(title, diary.new_key(), text, period, clock.today(), note)
    who = diary.actor(by or diary.secretary)
    documents.replace(who, diary.documents[key], draft, masking_confirmed=False)


@verb
def ask_to_inspect(diary: Diary, *, kind: str, wanted: str, name: str, phone: str, unit: str, answer: str = "") -> None:
    """申请查阅; `answer` is the key of the document that the secretary points out at once."""
    draft = requests.RequestDraft(kind, wanted, name, phone, unit, diary.new_key())
    made = requests.ask(ANONYMOUS, diary.compound_id, draft)
    if answer:
        requests.point_out(diary.actor(diary.secretary), made.id, diary.documents[answer])

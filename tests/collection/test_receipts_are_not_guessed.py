"""Guessing a receipt: how many there are, how many tries the limit leaves, and that a miss tells nothing."""

from __future__ import annotations

import re
from fractions import Fraction

from flask import Flask

from deliberation.collection.actions import TopicDraft, submit_topic
from deliberation.collection.rules import RECEIPT_ALPHABET, RECEIPT_LENGTH
from deliberation.kernel.actor import ANONYMOUS
from tests.builders import World

TRIES_AN_HOUR = 120
TEN_YEARS = 10 * 366 * 24


def test_one_address_guesses_some_receipt_in_ten_years_with_less_than_one_in_ten_thousand() -> None:
    receipts, handed_in = len(RECEIPT_ALPHABET) ** RECEIPT_LENGTH, 5_000
    assert Fraction(TRIES_AN_HOUR * TEN_YEARS * handed_in, receipts) < Fraction(1, 10_000)


def test_the_hundred_and_twenty_first_question_of_an_hour_is_refused(limited: Flask, world: World) -> None:
    topic = submit_topic(ANONYMOUS, world.compound.id, TopicDraft("路灯不亮。", "facility", "k"))
    client = limited.test_client()
    said = [client.get(f"/receipt/WRONG-{n:04d}").status_code for n in range(TRIES_AN_HOUR)]
    assert set(said) == {404}
    assert client.get(f"/receipt/{topic.receipt_code}").status_code == 429


def test_a_receipt_that_is_nearly_right_is_answered_like_any_other(app: Flask, world: World) -> None:
    topic = submit_topic(ANONYMOUS, world.compound.id, TopicDraft("路灯不亮。", "facility", "k"))
    last = topic.receipt_code[-1]
    near = topic.receipt_code[:-1] + ("2" if last != "2" else "3")
    answers = [app.test_client().get(f"/receipt/{code}") for code in (near, "2222-2222-22")]
    pages = [re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", "", answer.text) for answer in answers]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert pages[0] == pages[1]

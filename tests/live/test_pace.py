"""How fast a connection may speak, and how many an address may hold."""

from __future__ import annotations

from deliberation.live.pace import BURST, PATIENCE, PER_ADDRESS, Bucket, Crowd


class Time:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_tablet_that_comes_back_ten_times_at_once_is_heard() -> None:
    bucket = Bucket(now=Time())
    assert all(bucket.spend() for _each in range(int(BURST)))


def test_who_speaks_without_end_is_refused_and_then_cut_off() -> None:
    bucket = Bucket(now=Time())
    answers = [bucket.spend() for _each in range(int(BURST) + PATIENCE)]
    assert answers.count(True) == BURST
    assert not bucket.is_overdrawn
    bucket.spend()
    assert bucket.is_overdrawn


def test_who_waits_is_heard_again() -> None:
    time = Time()
    bucket = Bucket(burst=2, per_second=1, now=time)
    assert [bucket.spend(), bucket.spend(), bucket.spend()] == [True, True, False]
    time.now = 1.0
    assert bucket.spend()
    assert bucket.refused == 0.5


def test_who_is_held_back_and_goes_on_is_cut_off_although_some_of_it_is_heard() -> None:
    time = Time()
    bucket = Bucket(now=time)
    for _each in range(200):
        bucket.spend()
        time.now += 0.05
    assert bucket.is_overdrawn


def test_a_refused_join_costs_more_than_a_message() -> None:
    bucket = Bucket(burst=10, per_second=1, now=Time())
    heard = 0
    while bucket.spend():
        bucket.charge(4)
        heard += 1
    assert heard == 2


def test_a_hall_of_a_thousand_tablets_behind_one_address_gets_in_twice() -> None:
    crowd = Crowd()
    assert all(crowd.enter("192.0.2.1") for _each in range(2000))
    assert PER_ADDRESS >= 2000


def test_an_address_gets_no_more_than_its_share_and_gets_it_back() -> None:
    crowd = Crowd(most=2)
    assert [crowd.enter("a"), crowd.enter("a"), crowd.enter("a"), crowd.enter("b")] == [True, True, False, True]
    crowd.leave("a")
    assert crowd.enter("a")
    assert len(crowd) == 3

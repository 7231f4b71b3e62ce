"""Failed sign-ins: how long to wait after them, and how many there may be at all.

Source: GB/T 22239—2019 8.1.4.1 (failed sign-ins are limited), domain 6.7. Nothing here locks a door for everybody:
a stranger who knows a meeting's number or an account's name would lock out whom it belongs to. What is slowed down
is the device, or the address, from which the wrong tries come.

The arithmetic for PINs. A PIN has six digits, made for each seat by itself, and every try is for one seat: one try
opens some seat with a chance of 1 in 1,000,000, and k tries with at most k in 1,000,000, however they are spread over
seats, devices and days. Over the whole life of a meeting there are at most

    400  from devices that the compound does not know                      (UNKNOWN_LIMIT)
  + 200  after the chair or the secretary let new devices in again: 5 × 40  (ADMISSIONS, ADMISSION_LIMIT)
  + 300  from devices that it knows, 20 from each at most                  (KNOWN_LIMIT, DEVICE_LIMIT)
  = 900, hence less than 1 in 1,000.

A new slip does not begin the count anew: a try against a new PIN is worth as much as one against the old.
"""

from __future__ import annotations

from datetime import timedelta

FREE = 5
"""So many wrong tries of one device (or address) cost no waiting: fingers slip."""
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED_FOR = timedelta(hours=1)
"""For so long a wrong try makes the next ones wait."""

UNKNOWN_LIMIT = 400
ADMISSIONS = 5
ADMISSION_LIMIT = 40
KNOWN_LIMIT = 300
DEVICE_LIMIT = 20
SOURCE_LIMIT = 60
"""Wrong tries of one address within `REMEMBERED_FOR`, over all seats: a hall of two hundred slips less often."""

ACCOUNT_FREE = 20
"""So many wrong passwords from devices that an account does not know, within the hour, slow all such devices down."""

NOTEWORTHY = 10
"""So many wrong tries within the hour are told to who chairs, or administers."""


def wait_after(failures: int, free: int = FREE) -> timedelta:
    """How long to wait after so many wrong tries: nothing, then 30 seconds, doubled each time up to 15 minutes."""
    if failures < free:
        return timedelta(0)
    doubled: int = 1 << min(failures - free, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def most_tries(admissions: int) -> int:
    """How many wrong tries unknown devices have in a meeting in which they were let in so many times."""
    return UNKNOWN_LIMIT + min(admissions, ADMISSIONS) * ADMISSION_LIMIT

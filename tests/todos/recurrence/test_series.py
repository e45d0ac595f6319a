"""When a series comes again, by a calendar in the head: no database, no clock."""

from datetime import datetime

import pytest

from taskpal.language.rules import Anchor
from taskpal.todos.recurrence.series import (
    Series,
    after_done,
    after_skipped,
    shifted,
    upcoming,
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def series(
    rule: str, begins: str, now: str = "", anchor: Anchor = "schedule"
) -> Series:
    first = moment(begins)
    scheduled = moment(now) if now else first
    return Series(rule, anchor, first, scheduled, timed="T" in begins)


# rule, its first date, the current one, when it was done, and the next
DONE = [
    # In time, early and late: what was missed is not asked for again.
    ("FREQ=DAILY", "2026-11-20", "2026-11-23", "2026-11-23T08:00", "2026-11-24"),
    ("FREQ=DAILY", "2026-11-20", "2026-11-23", "2026-11-21T08:00", "2026-11-24"),
    ("FREQ=DAILY", "2026-11-20", "2026-11-20", "2026-11-23T08:00", "2026-11-24"),
    ("FREQ=WEEKLY", "2026-11-16", "2026-11-16", "2026-11-23T08:00", "2026-11-30"),
    ("FREQ=WEEKLY", "2026-11-16", "2026-11-16", "2026-11-22T23:59", "2026-11-23"),
    # A time of today that is still to come is the next one.
    (
        *("FREQ=DAILY", "2026-11-20T09:00", "2026-11-22T09:00"),
        *("2026-11-23T08:00", "2026-11-23T09:00"),
    ),
    (
        *("FREQ=DAILY", "2026-11-20T09:00", "2026-11-22T09:00"),
        *("2026-11-23T10:00", "2026-11-24T09:00"),
    ),
    # An interval counts from the first date, however late each was done.
    (
        *("FREQ=DAILY;INTERVAL=3", "2026-11-20", "2026-11-20"),
        *("2026-11-24T10:00", "2026-11-26"),
    ),
    (
        *("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-11-20", "2026-11-20"),
        *("2026-11-20T10:00", "2026-11-30"),
    ),
    # Leap days and short months.
    ("FREQ=YEARLY", "2028-02-29", "2028-02-29", "2028-02-29T10:00", "2032-02-29"),
    (
        *("FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "2027-01-31"),
        *("2027-01-31", "2027-01-31T10:00", "2027-02-28"),
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "2028-01-31",
        "2028-01-31",
        "2028-02-01",
        "2028-02-29",
    ),
    # Summer time begins and ends: the clock on the wall counts.
    (
        *("FREQ=DAILY", "2027-03-13T02:30", "2027-03-13T02:30"),
        *("2027-03-13T10:00", "2027-03-14T02:30"),
    ),
    # Several times a day.
    (
        *("FREQ=HOURLY;INTERVAL=12", "2026-11-20T09:00", "2026-11-23T09:00"),
        *("2026-11-23T09:05", "2026-11-23T21:00"),
    ),
    # Ends.
    ("FREQ=DAILY;COUNT=3", "2026-11-20", "2026-11-22", "2026-11-22T10:00", None),
    (
        "FREQ=DAILY;COUNT=3",
        "2026-11-20",
        "2026-11-20",
        "2026-11-21T10:00",
        "2026-11-22",
    ),
    (
        "FREQ=DAILY;UNTIL=20261122",
        "2026-11-20",
        "2026-11-21",
        "2026-11-21",
        "2026-11-22",
    ),
    ("FREQ=DAILY;UNTIL=20261122", "2026-11-20", "2026-11-22", "2026-11-22", None),
]


@pytest.mark.parametrize(("rule", "begins", "now", "done", "expected"), DONE)
def test_done_by_schedule(
    rule: str, begins: str, now: str, done: str, expected: str | None
) -> None:
    following = after_done(series(rule, begins, now), moment(done))

    assert (following and following.scheduled) == (expected and moment(expected))


FROM_COMPLETION = [
    ("FREQ=DAILY;INTERVAL=3", "2026-11-20", "2026-11-25T08:00", "2026-11-28"),
    ("FREQ=DAILY;INTERVAL=3", "2026-11-20", "2026-11-18T08:00", "2026-11-21"),
    ("FREQ=MONTHLY", "2026-11-01", "2026-11-25T08:00", "2026-12-25"),
    ("FREQ=WEEKLY;BYDAY=MO", "2026-11-16", "2026-11-25T08:00", "2026-11-30"),
    ("FREQ=DAILY", "2026-11-20T09:00", "2026-11-25T23:30", "2026-11-26T09:00"),
    (
        "FREQ=HOURLY;INTERVAL=8",
        "2026-11-20T09:00",
        "2026-11-20T10:20",
        "2026-11-20T18:20",
    ),
    ("FREQ=DAILY;COUNT=1", "2026-11-20", "2026-11-20T08:00", None),
    ("FREQ=DAILY;UNTIL=20261121", "2026-11-20", "2026-11-21T08:00", None),
]


@pytest.mark.parametrize(("rule", "begins", "done", "expected"), FROM_COMPLETION)
def test_done_from_completion(
    rule: str, begins: str, done: str, expected: str | None
) -> None:
    following = after_done(series(rule, begins, "", "completion"), moment(done))

    assert (following and following.scheduled) == (expected and moment(expected))


def test_the_rounds_from_completion_are_counted() -> None:
    left: Series | None = series("FREQ=DAILY;COUNT=3", "2026-11-20", "", "completion")
    days = []

    while left:
        days.append(left.scheduled.day)
        left = after_done(left, left.scheduled)

    assert days == [20, 21, 22]


SKIPPED = [
    ("2026-11-23", "2026-11-23T08:00", "2026-11-24"),
    ("2026-11-25", "2026-11-23T08:00", "2026-11-26"),
    # What is over is passed by, but not what is due today.
    ("2026-11-20", "2026-11-23T08:00", "2026-11-23"),
    ("2026-11-22", "2026-11-23T08:00", "2026-11-23"),
]


@pytest.mark.parametrize(("now", "at", "expected"), SKIPPED)
def test_skipped(now: str, at: str, expected: str) -> None:
    following = after_skipped(series("FREQ=DAILY", "2026-11-20", now), moment(at))

    assert following
    assert following.scheduled == moment(expected)


def test_the_dates_to_come_are_those_that_completing_each_in_time_gives() -> None:
    for rule in ("FREQ=DAILY;INTERVAL=2;COUNT=6", "FREQ=MONTHLY;BYDAY=2TU"):
        for anchor in ("schedule", "completion"):
            state: Series | None = series(rule, "2026-12-08", "", anchor)
            assert state
            shown, lived = upcoming(state, 5), []
            while len(lived) < 5 and (state := after_done(state, state.scheduled)):
                lived.append(state.scheduled)
            assert shown == lived
            assert len(shown) == 5


def test_other_dates_keep_their_distance() -> None:
    was, becomes = moment("2027-02-28"), moment("2027-03-31")

    assert (
        shifted(moment("2027-02-25").date(), was, becomes)
        == moment("2027-03-28").date()
    )
    assert shifted(None, was, becomes) is None


def test_a_series_that_calendars_cannot_hold_ends() -> None:
    assert after_done(series("FREQ=YEARLY", "9999-12-31"), moment("9999-12-31")) is None

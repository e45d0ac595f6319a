"""Series of dates: months of any length, leap years, clocks that change, and bounds."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskpal.language import rules
from taskpal.language.errors import NotUnderstood
from taskpal.language.recurrence import recurrence

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
START = datetime(2026, 11, 18, 9)  # noqa: DTZ001 - local time, as series are


def days(phrase: str, number: int) -> list[date]:
    found = recurrence(phrase, NOW)
    start = datetime.combine(found.day, found.clock or time())
    return [
        at.date() for at in islice(rules.dates(found.recurrence.rule, start), number)
    ]


def test_the_last_day_is_there_in_every_month() -> None:
    assert [day.day for day in days("every last day", 6)] == [30, 31, 31, 28, 31, 30]


def test_the_29_february_comes_in_leap_years() -> None:
    assert [day.year for day in days("every feb 29", 3)] == [2028, 2032, 2036]


def test_a_series_of_local_times_keeps_them_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    saturday = datetime(2027, 3, 27, 9)  # noqa: DTZ001

    local = list(islice(rules.dates("FREQ=DAILY", saturday), 3))

    assert [at.hour for at in local] == [9, 9, 9]
    offsets = [at.replace(tzinfo=berlin).utcoffset() for at in local]
    assert offsets[0] != offsets[1]


def test_every_other_friday_is_counted_from_the_first() -> None:
    assert days("every other friday", 3) == [
        date(2026, 11, 20),
        date(2026, 12, 4),
        date(2026, 12, 18),
    ]


def test_the_next_five_dates_are_shown() -> None:
    shown = rules.preview("FREQ=WEEKLY;BYDAY=FR", START, after=START)

    assert [at.day for at in shown] == [20, 27, 4, 11, 18]


def test_a_series_that_is_over_has_no_next_date() -> None:
    assert rules.first("FREQ=DAILY;COUNT=1", START, after=START) is None


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(9999, 12, 31)),
        ("FREQ=YEARLY;BYDAY=53MO", date(9999, 12, 31)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU", date(9990, 1, 1)),
    ],
)
def test_a_rule_whose_first_date_is_after_the_last_year_never_comes_true(
    rule: str, day: date
) -> None:
    with pytest.raises(NotUnderstood, match="never comes true"):
        rules.checked(rule, datetime.combine(day, time(9)))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4;COUNT=3",
        "FREQ=DAILY;UNTIL=20200101",
    ],
)
def test_a_rule_that_never_comes_true_is_refused(rule: str) -> None:
    with pytest.raises(NotUnderstood, match="never comes true"):
        rules.checked(rule, START)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "daily",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=1000000000000",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY\nDTSTART:20200101",
        "RRULE:FREQ=DAILY",
        "FREQ=DAILY;" * 60,
        "\n" * 20,
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=HOURLY;BYMONTH=2",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
    ],
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(NotUnderstood):
        rules.checked(rule, START)


PARTS = (
    *("FREQ=DAILY", "FREQ=YEARLY", "FREQ=HOURLY", "FREQ=MONTHLY", "COUNT=2"),
    *("UNTIL=20270101", "UNTIL=x", "BYDAY=2MO", "BYDAY=FR", "BYMONTH=13", "BYMONTH=2"),
    *("BYMONTHDAY=31", "BYSETPOS=-1", "INTERVAL=3", "BYHOUR=3", "BYYEARDAY=400"),
    *("WKST=SU", "X", "=", ";"),
)


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(PARTS), max_size=6).map(";".join)
)
def test_any_text_is_a_rule_or_refused(rule: str) -> None:
    with suppress(NotUnderstood):
        assert rules.checked(rule, START) == rule

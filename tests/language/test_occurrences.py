"""The first eight dates of a recurrence, against a calendar gone through day by day.

The expected dates come from plain arithmetic on dates here, without a rule in sight.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskpal.language import rules
from taskpal.language.recurrence import recurrence

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)  # a Wednesday
TODAY = NOW.date()
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
Calendar = Iterator[date]


def days_from(start: date) -> Calendar:
    return (start + timedelta(days=ahead) for ahead in range(15_000))


def when(fits: Callable[[date], bool], start: date = TODAY) -> Calendar:
    return filter(fits, days_from(start))


def on(*weekdays: int) -> Calendar:
    return when(lambda day: day.weekday() in weekdays)


def every(number: int, start: date = TODAY) -> Calendar:
    return (start + timedelta(days=number * ahead) for ahead in range(1000))


def in_weeks(number: int, weekdays: set[int], first: date) -> Calendar:
    """These weekdays of every nth week, counted from the Monday before the first."""
    monday = first - timedelta(days=first.weekday())
    return when(
        lambda day: (
            day.weekday() in weekdays and (day - monday).days // 7 % number == 0
        ),
        first,
    )


def monthly(number: int, day: int, start: date = TODAY) -> Calendar:
    """This day of every nth month, where the month has it."""
    months = (
        divmod(start.year * 12 + start.month - 1 + number * ahead, 12)
        for ahead in range(500)
    )
    for year, month in months:
        if day <= monthrange(year, month + 1)[1]:
            yield date(year, month + 1, day)


def nth(day: date) -> int:
    """The how manieth such weekday of its month it is."""
    return (day.day - 1) // 7 + 1


def last(day: date) -> bool:
    """Whether it is the last such weekday of its month."""
    return day.day + 7 > monthrange(day.year, day.month)[1]


def workdays(day: date) -> list[date]:
    """The workdays of its month."""
    every_day = range(1, monthrange(day.year, day.month)[1] + 1)
    dates = (day.replace(day=number) for number in every_day)
    return [one for one in dates if one.weekday() < SAT]


def is_workday(day: date, *places: int) -> bool:
    return any(len(workdays(day)) >= abs(place) for place in places) and day in {
        workdays(day)[place - 1 if place > 0 else place] for place in places
    }


def ends(found: Calendar, final: date) -> Calendar:
    return (day for day in found if day <= final)


def yearly(*days: tuple[int, int]) -> Calendar:
    return when(lambda day: (day.month, day.day) in days)


ORACLE: dict[str, Callable[[], Calendar]] = {
    "every day": lambda: every(1),
    "every weekday": lambda: on(MON, TUE, WED, THU, FRI),
    "every workday at 9": lambda: (d for d in on(*range(5)) if d > TODAY),
    "every weekend": lambda: on(SAT, SUN),
    "every monday": lambda: on(MON),
    "every wednesday": lambda: on(WED),
    "ev mon, fri 8pm": lambda: on(MON, FRI),
    "every mon fri at 20:00": lambda: on(MON, FRI),
    "every mon, tues, wed, and fri": lambda: on(MON, TUE, WED, FRI),
    "every fri-mon": lambda: on(FRI, SAT, SUN, MON),
    "every mon to wed and sat": lambda: on(MON, TUE, WED, SAT),
    "every day except sunday": lambda: on(*range(6)),
    "every day except mondays and tuesdays": lambda: on(WED, THU, FRI, SAT, SUN),
    "every weekday except friday": lambda: on(MON, TUE, WED, THU),
    "every other day": lambda: every(2),
    "every 3 days": lambda: every(3),
    "every third day": lambda: every(3),
    "every week": lambda: every(7),
    "every 2 weeks": lambda: every(14),
    "every fortnight": lambda: every(14),
    "every other friday": lambda: every(14, date(2026, 11, 20)),
    "every 2 fridays": lambda: every(14, date(2026, 11, 20)),
    "every three mondays": lambda: every(21, date(2026, 11, 23)),
    "every other mon, thu": lambda: in_weeks(2, {MON, THU}, date(2026, 11, 19)),
    "every 3 weeks on tue, wed and sun": lambda: in_weeks(3, {TUE, WED, SUN}, TODAY),
    "every other weekend": lambda: in_weeks(2, {SAT, SUN}, date(2026, 11, 21)),
    "every month": lambda: monthly(1, 18),
    "every other month": lambda: monthly(2, 18),
    "quarterly": lambda: monthly(3, 18),
    "every 6 months": lambda: monthly(6, 18),
    "yearly": lambda: yearly((11, 18)),
    "every 27th": lambda: when(lambda d: d.day == 27),
    "every 27": lambda: when(lambda d: d.day == 27),
    "every 31st": lambda: when(lambda d: d.day == 31),
    "every 30th": lambda: when(lambda d: d.day == 30),
    "every 2, 15, 27": lambda: when(lambda d: d.day in {2, 15, 27}),
    "every month on the 1st and the 15th": lambda: when(lambda d: d.day in {1, 15}),
    "every last day": lambda: when(lambda d: (d + timedelta(days=1)).day == 1),
    "every 3 months on the 1st": lambda: monthly(3, 1, date(2026, 12, 1)),
    "every day in december": lambda: when(lambda d: d.month == 12),
    "every day at 7 of may and june": lambda: when(lambda d: d.month in {5, 6}),
    "every saturday in january and february": lambda: when(
        lambda d: d.month < 3 and d.weekday() == SAT
    ),
    "every day except sunday in november": lambda: when(
        lambda d: d.month == 11 and d.weekday() != SUN
    ),
    "every 2nd friday in december": lambda: when(
        lambda d: d.month == 12 and d.weekday() == FRI and nth(d) == 2
    ),
    "every year in april": lambda: yearly((4, 1)),
    "every last workday of may and june": lambda: when(
        lambda d: d.month in {5, 6} and is_workday(d, -1)
    ),
    "every christmas": lambda: yearly((12, 25)),
    "every new year's eve": lambda: yearly((12, 31)),
    "every 2nd tuesday": lambda: when(lambda d: d.weekday() == TUE and nth(d) == 2),
    "every 3rd friday": lambda: when(lambda d: d.weekday() == FRI and nth(d) == 3),
    "every 5th friday": lambda: when(lambda d: d.weekday() == FRI and nth(d) == 5),
    "every last friday": lambda: when(lambda d: d.weekday() == FRI and last(d)),
    "every 1st and 3rd tuesday": lambda: when(
        lambda d: d.weekday() == TUE and nth(d) in {1, 3}
    ),
    "every first workday": lambda: when(lambda d: is_workday(d, 1)),
    "every last workday": lambda: when(lambda d: is_workday(d, -1)),
    "every 15th workday": lambda: when(lambda d: is_workday(d, 15)),
    "every 15th workday, first workday, last workday": lambda: when(
        lambda d: is_workday(d, 15, 1, -1)
    ),
    "every jan 27": lambda: yearly((1, 27)),
    "every 14 jan, 14 apr": lambda: yearly((1, 14), (4, 14)),
    "every 14 jan, 14 apr, 15 jun, 15 sep": lambda: yearly(
        (1, 14), (4, 14), (6, 15), (9, 15)
    ),
    "every 1st wed jan, 3rd thu jul": lambda: when(
        lambda d: (d.month, d.weekday(), nth(d)) in {(1, WED, 1), (7, THU, 3)}
    ),
    "every last friday of november": lambda: when(
        lambda d: (d.month, d.weekday()) == (11, FRI) and last(d)
    ),
    "every feb 29": lambda: yearly((2, 29)),
    "every year on feb 29": lambda: yearly((2, 29)),
    "every april and october": lambda: yearly((4, 1), (10, 1)),
    "every day starting aug 3": lambda: every(1, date(2027, 8, 3)),
    "every 14 days 7am starting 1 Nov": lambda: every(14, date(2027, 11, 1)),
    "every other Tues 7am starting 1 Nov": lambda: every(14, date(2027, 11, 2)),
    "every mon from next month": lambda: every(7, date(2026, 12, 7)),
    "every day from 10 May until 20 May": lambda: ends(
        every(1, date(2027, 5, 10)), date(2027, 5, 20)
    ),
    "every day until friday": lambda: ends(every(1), date(2026, 11, 20)),
    "every day for 5 days": lambda: islice(every(1), 5),
    "every day at 9am starting tomorrow for 3 weeks": lambda: islice(
        every(1, date(2026, 11, 19)), 21
    ),
    "every mon for 3 weeks": lambda: islice(on(MON), 3),
    "every tue, thu 5 times": lambda: islice(on(TUE, THU), 5),
    "every weekday until 2027": lambda: ends(on(*range(5)), date(2027, 1, 1)),
    "every! 2nd monday": lambda: when(lambda d: d.weekday() == MON and nth(d) == 2),
    "after 10 days": lambda: every(10),
}


@pytest.mark.parametrize("phrase", ORACLE)
def test_the_first_eight_dates_are_those_of_the_calendar(phrase: str) -> None:
    found = recurrence(phrase, NOW)

    start = datetime.combine(found.day, found.clock or time())
    ours = [day.date() for day in islice(rules.dates(found.recurrence.rule, start), 8)]
    assert ours == list(islice(ORACLE[phrase](), 8))


@pytest.mark.parametrize(
    ("phrase", "hours", "first"),
    [
        ("every hour", 1, 10),
        ("every 4 hours", 4, 10),
        ("every 12 hours", 12, 10),
        ("every 12 hours starting at 9pm", 12, 21),
        ("every 5 hours starting at 7am", 5, 12),
        ("every! 3 hours", 3, 10),
    ],
)
def test_hours_are_counted_on_from_the_first(
    phrase: str, hours: int, first: int
) -> None:
    found = recurrence(phrase, NOW)

    assert found.clock is not None
    start = datetime.combine(found.day, found.clock)
    ours = list(islice(rules.dates(found.recurrence.rule, start), 8))
    begins = datetime(2026, 11, 18, first)  # noqa: DTZ001 - local time
    assert ours == [begins + timedelta(hours=hours * ahead) for ahead in range(8)]


NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOMENTS = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def first_eight(phrase: str, now: datetime) -> list[date]:
    found = recurrence(phrase, now)
    start = datetime.combine(found.day, found.clock or time())
    return [day.date() for day in islice(rules.dates(found.recurrence.rule, start), 8)]


@given(
    MOMENTS,
    st.integers(2, 12),
    st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True),
)
def test_several_days_of_every_so_many_weeks(
    now: datetime, number: int, weekdays: list[int]
) -> None:
    phrase = f"every {number} weeks on {', '.join(NAMES[day] for day in weekdays)}"

    chosen = set(weekdays)
    first = next(d for d in days_from(now.date()) if d.weekday() in chosen)
    expected = list(islice(in_weeks(number, chosen, first), 8))
    assert first_eight(phrase, now) == expected


@given(MOMENTS, st.lists(st.integers(1, 31), min_size=1, max_size=4, unique=True))
def test_several_days_of_every_month(now: datetime, numbers: list[int]) -> None:
    phrase = f"every {', '.join(map(str, numbers))}"

    expected = islice(when(lambda day: day.day in numbers, now.date()), 8)
    assert first_eight(phrase, now) == list(expected)


@given(MOMENTS, st.integers(1, 5), st.integers(0, 6), st.integers(1, 6))
def test_the_nth_weekday_of_every_so_many_months(
    now: datetime, number: int, weekday: int, months: int
) -> None:
    ordinal = ("1st", "2nd", "3rd", "4th", "last")[number - 1]
    phrase = f"every {months} months on the {ordinal} {NAMES[weekday]}"

    def fits(day: date) -> bool:
        rank = last(day) if ordinal == "last" else nth(day) == number
        return day.weekday() == weekday and rank

    first = next(filter(fits, days_from(now.date())))
    begins = first.year * 12 + first.month
    expected = when(
        lambda day: fits(day) and (day.year * 12 + day.month - begins) % months == 0,
        first,
    )
    assert first_eight(phrase, now) == list(islice(expected, 8))

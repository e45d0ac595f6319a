"""Every line of the tables in docs/language.md is read as it says there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from taskpal.language import rules
from taskpal.language.errors import NotUnderstood
from taskpal.language.moments import Moment, moment
from taskpal.language.preferences import PARTS_OF_DAY, Preferences
from taskpal.language.quick_add import QuickAdd, quick_add
from taskpal.language.recurrence import recurrence
from taskpal.settings import PROJECT

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
DAY = "%a %d %b %Y"
AMERICAN = Preferences(country="US")
DOCUMENT = (PROJECT / "docs" / "language.md").read_text()


def _at(when: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone))


def _parts(**clocks: time) -> dict[str, time]:
    return {**PARTS_OF_DAY, **clocks}


EARLY = _parts(morning=time(6, 30), evening=time(20))
BERLIN, NEW_YORK, TOKYO = "Europe/Berlin", "America/New_York", "Asia/Tokyo"
SPRING = _at("2027-03-28T01:30", BERLIN), Preferences(BERLIN)
WHERE: dict[str, tuple[datetime, Preferences]] = {
    "month before day": (NOW, Preferences(day_first=False)),
    "weeks from Sunday": (NOW, Preferences(week_start=6)),
    "weeks from Saturday": (NOW, Preferences(week_start=5)),
    "mornings at 6:30, evenings at 20:00": (NOW, Preferences(parts=EARLY)),
    "nights at 21:00": (NOW, Preferences(parts=_parts(night=time(21)))),
    "New York, when London has 03:00 on 19 Nov": (
        _at("2026-11-19T03:00"),
        Preferences(NEW_YORK),
    ),
    "Tokyo, when London has 23:30 on 18 Nov": (
        _at("2026-11-18T23:30"),
        Preferences(TOKYO),
    ),
    "London, 23:30": (_at("2026-11-18T23:30"), Preferences("Europe/London")),
    "Berlin, 25 Oct 2026 01:30 (clocks go back at 3)": (
        _at("2026-10-25T01:30", BERLIN),
        Preferences(BERLIN),
    ),
    "Berlin, 28 Mar 2027 01:30 (clocks go forward at 2)": SPRING,
    "31 Dec 2026, 23:45": (_at("2026-12-31T23:45"), AMERICAN),
    "31 Jan 2027": (_at("2027-01-31T10:00"), AMERICAN),
    "1 Feb 2027": (_at("2027-02-01T10:00"), AMERICAN),
    "10 Feb 2028": (_at("2028-02-10T10:00"), AMERICAN),
    "29 Feb 2028": (_at("2028-02-29T10:00"), AMERICAN),
    "1 Mar 2096": (_at("2096-03-01T10:00"), AMERICAN),
    "Sat 21 Nov 2026": (_at("2026-11-21T10:00"), AMERICAN),
    "Sun 22 Nov 2026": (_at("2026-11-22T10:00"), AMERICAN),
    "Germany": (NOW, Preferences(country="DE")),
    "the United Kingdom": (NOW, Preferences(country="GB")),
    "France": (NOW, Preferences(country="FR")),
    "Canada": (NOW, Preferences(country="CA")),
    "no country": (NOW, Preferences()),
    "Russia": (NOW, Preferences(country="RU")),
    "in Berlin, no country chosen": (NOW, Preferences(BERLIN)),
    "in Toronto, no country chosen": (NOW, Preferences("America/Toronto")),
    "in Kolkata, once Asia/Calcutta": (NOW, Preferences("Asia/Calcutta")),
    "Boxing Day in London": (_at("2026-12-26T10:00"), Preferences("Europe/London")),
    "Friday night, 23:30": (_at("2026-11-20T23:30"), AMERICAN),
}


class Row(NamedTuple):
    """A row of a table, and what the last column of that table is called."""

    table: str
    cells: tuple[str, ...]


def _rows() -> Iterator[Row]:
    table = ""
    for line in DOCUMENT.splitlines():
        if not line.startswith("|"):
            continue
        split = re.split(r"(?<!\\)\|", line)[1:-1]
        cells = tuple(cell.strip().replace(r"\|", "|") for cell in split)
        if cells[0] == "You write":
            table = " ".join(cells[1:])
        elif not cells[0].startswith("---"):
            yield Row(table, cells)


ROWS = list(_rows())


def rows(table: str) -> list[tuple[str, ...]]:
    """What stands in the tables of these columns."""
    return [row.cells for row in ROWS if row.table == table]


@pytest.mark.parametrize(("phrase", "expected"), rows("It means"))
def test_a_date_means_what_the_table_says(phrase: str, expected: str) -> None:
    assert told_date(phrase, NOW, AMERICAN) == expected


@pytest.mark.parametrize(("phrase", "where", "expected"), rows("Where It means"))
def test_a_date_means_what_it_means_there(
    phrase: str, where: str, expected: str
) -> None:
    now, prefs = WHERE[where]

    assert told_date(phrase, now, prefs) == expected


@pytest.mark.parametrize(("phrase", "rule", "expected"), rows("Rule Its first dates"))
def test_a_rule_comes_as_the_table_says(phrase: str, rule: str, expected: str) -> None:
    try:
        found = told_rule(phrase)
    except NotUnderstood:
        found = "nothing", ""

    assert found == (rule, expected)


@pytest.mark.parametrize(("line", "expected"), rows("It becomes"))
def test_a_line_becomes_what_the_table_says(line: str, expected: str) -> None:
    assert told_line(quick_add(line, NOW)) == expected


@pytest.mark.parametrize(
    "phrase", [row[0] for row in rows("It means") if row[1] != "nothing"]
)
def test_a_date_is_found_at_the_end_of_a_line_too(phrase: str) -> None:
    found = quick_add(f"Buy milk {phrase}", NOW, AMERICAN)

    assert found.due == moment(phrase, NOW, AMERICAN)
    assert (found.title, len(found.tokens)) == ("Buy milk", 1)


@pytest.mark.parametrize(
    "phrase", [row[0] for row in rows("Rule Its first dates") if row[1] != "nothing"]
)
def test_a_rule_is_found_at_the_end_of_a_line_too(phrase: str) -> None:
    found = quick_add(f"Buy milk {phrase}", NOW, AMERICAN)

    assert found.repeat == recurrence(phrase, NOW, AMERICAN).recurrence
    assert (found.title, len(found.tokens)) == ("Buy milk", 1)


def test_the_tables_are_long_and_say_nothing_twice() -> None:
    phrases = [(row.table, *row.cells[:-1]) for row in ROWS]

    assert len(set(phrases)) == len(phrases) >= 400


def test_every_table_is_one_of_those_that_are_tested() -> None:
    of_filters = {"It finds", "Why not"}  # in test_filters.py
    foreign = {"Language It becomes"}  # in test_foreign.py
    tested = {"It means", "Where It means", "Rule Its first dates", "It becomes"}

    assert {row.table for row in ROWS} == tested | of_filters | foreign


def told_date(phrase: str, now: datetime, prefs: Preferences) -> str:
    try:
        return told(moment(phrase, now, prefs))
    except NotUnderstood:
        return "nothing"


def told(found: Moment) -> str:
    clock = f", {found.clock:%H:%M}" if found.clock else ""
    zone = f" {found.zone}" if found.zone else ""
    return f"{found.day:{DAY}}{clock}{zone}"


def told_rule(phrase: str) -> tuple[str, str]:
    found = recurrence(phrase, NOW, AMERICAN)
    rule = found.recurrence.rule
    start = datetime.combine(found.day, found.clock or time())
    first = islice(rules.dates(rule, start), 3)
    if "HOURLY" in rule:
        dates = [f"{date:%a %d %b %y %H:%M}" for date in first]
    else:
        dates = [f"{date:%a %d %b %y}" for date in first]
        dates[0] += f" {found.clock:%H:%M}" if found.clock else ""
    late = found.recurrence.anchor == "completion"
    suffix = " (from completion)" if late else ""
    return rule.replace("\n", " + ") + suffix, ", ".join(dates)


def told_line(found: QuickAdd) -> str:
    repeat = found.repeat
    late = " (from completion)" if repeat and repeat.anchor == "completion" else ""
    said = (
        (f"“{found.title}”", True),
        (f"due {told(found.due)}" if found.due else "", found.due),
        (f"repeat {repeat.rule}{late}" if repeat else "", repeat),
        (f"start {found.start:{DAY}}" if found.start else "", found.start),
        (f"deadline {found.deadline:{DAY}}" if found.deadline else "", found.deadline),
        (f"{found.duration_minutes} min", found.duration_minutes),
        (found.priority, found.priority),
        (f"list {found.list}", found.list),
        (f"section {found.section}", found.section),
        *((f"label {label}", True) for label in found.labels),
        (f"description “{found.description}”", found.description),
    )
    return "; ".join(str(text) for text, there in said if there)

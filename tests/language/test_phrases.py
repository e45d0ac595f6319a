"""Every line of the tables in docs/language.md is read as it says there."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import islice

import pytest

from taskpal.language import rules
from taskpal.language.errors import NotUnderstood
from taskpal.language.moments import Moment, moment
from taskpal.language.preferences import Preferences
from taskpal.language.quick_add import QuickAdd, quick_add
from taskpal.language.recurrence import recurrence
from taskpal.settings import PROJECT

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
DAY = "%a %d %b %Y"
AMERICAN = Preferences(country="US")
DOCUMENT = (PROJECT / "docs" / "language.md").read_text()


def rows(columns: int, *, of_lines: bool = False) -> list[tuple[str, ...]]:
    """The rows of all tables with so many columns; of whole lines, or of the rest."""
    return list(_rows(columns, of_lines))


def _rows(columns: int, of_lines: bool) -> Iterator[tuple[str, ...]]:
    section = ""
    for line in DOCUMENT.splitlines():
        section = line[3:] if line.startswith("## ") else section
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        heading = not cells or cells[0].startswith(("You write", "---"))
        wanted = len(cells) == columns and (section == "Whole lines") == of_lines
        if wanted and not heading:
            yield tuple(cells)


@pytest.mark.parametrize(("phrase", "expected"), rows(2))
def test_a_date_means_what_the_table_says(phrase: str, expected: str) -> None:
    try:
        found = told(moment(phrase, NOW, AMERICAN))
    except NotUnderstood:
        found = "nothing"

    assert found == expected


@pytest.mark.parametrize(("phrase", "rule", "expected"), rows(3))
def test_a_rule_comes_as_the_table_says(phrase: str, rule: str, expected: str) -> None:
    try:
        found = told_rule(phrase)
    except NotUnderstood:
        found = "nothing", ""

    assert found == (rule, expected)


@pytest.mark.parametrize(("line", "expected"), rows(2, of_lines=True))
def test_a_line_becomes_what_the_table_says(line: str, expected: str) -> None:
    assert told_line(quick_add(line, NOW)) == expected


def test_the_tables_are_long() -> None:
    everything = [*rows(2), *rows(3), *rows(2, of_lines=True)]

    assert len(everything) >= 200


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

"""What quick add promises whatever is typed: nothing is lost, and spans are exact."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taskpal.language.moments import Moment
from taskpal.language.preferences import Preferences
from taskpal.language.printing import printed
from taskpal.language.quick_add import QuickAdd, lines, quick_add

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
SAID = (
    "every 1st at 9am",
    "every other friday",
    "tomorrow",
    "next friday 17:00",
    "in 3 days",
    "by jan 27",
    "{15th}",
    "for 45min",
    "start monday",
    "#Home",
    "/Bills",
    "@money",
    "p1",
    "at 7",
    "fri",
    "may",
    "\\tomorrow",
    "// and more",
    "every",
    "the",
    ",",
    "(",
    ")",
    "{",
    "\\",
)
WORDS = st.sampled_from(SAID) | st.text(max_size=12)
LINES = st.lists(WORDS, max_size=9).map(" ".join)


@given(LINES)
@example("// ")
@example("\\")
@example("{fri} {sat}")
@example("İ tomorrow")
def test_nothing_typed_is_lost(line: str) -> None:
    found = quick_add(line, NOW)

    covered = "".join(line[token.start : token.end] for token in found.tokens)
    kept = signs(found.title) + signs(covered)
    assert sorted(kept) == sorted(signs(line)) or not found.tokens


@given(LINES)
def test_spans_are_in_order_and_do_not_overlap(line: str) -> None:
    found = quick_add(line, NOW)

    edges = [edge for token in found.tokens for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(line) for edge in edges)
    assert all(token.start < token.end for token in found.tokens)


@given(LINES)
def test_a_token_alone_means_what_it_meant(line: str) -> None:
    found = quick_add(line, NOW)

    for token in found.tokens:
        part = line[token.start : token.end]
        assert part == part.strip()
        if token.kind in {"list", "section", "label"}:
            value = {
                "list": found.list,
                "section": found.section,
                "label": part[1:] if part[1:] in found.labels else None,
            }[token.kind]
            assert part[1:] == value


@given(st.text())
def test_any_text_at_all_is_taken(text: str) -> None:
    for found in lines(text, NOW):
        assert found.title


@given(LINES)
@example("\\\\tomorrow x p1")
@example("every 12 hours x")
@example("Pay every mon starting 1 dec until 24 dec at 10:00 UTC for 1h // x // y")
def test_the_printed_form_is_read_as_the_same(line: str) -> None:
    found = quick_add(line, NOW)

    again = quick_add(printed(found), NOW)

    assert replace(again, tokens=(), repeat=None) == replace(
        found, tokens=(), repeat=None
    )
    assert (again.repeat and again.repeat.rule) == (found.repeat and found.repeat.rule)


def test_several_lines_make_several_todos_and_indentation_makes_subtasks() -> None:
    text = "Trip #Travel\n  Book flight fri\n    Compare prices\n  Pack\nCall mum"

    found = lines(text, NOW)

    assert [(one.title, one.depth) for one in found] == [
        ("Trip", 0),
        ("Book flight", 1),
        ("Compare prices", 2),
        ("Pack", 1),
        ("Call mum", 0),
    ]


def test_the_span_of_each_token_is_reported() -> None:
    line = "Pay rent every 1st at 9am #Home p1 // now"

    found = quick_add(line, NOW)

    assert [(token.kind, line[token.start : token.end]) for token in found.tokens] == [
        ("repeat", "every 1st at 9am"),
        ("list", "#Home"),
        ("priority", "p1"),
        ("description", "// now"),
    ]


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("Call 3/4", date(2027, 3, 4)),
        ("Call 13/4", date(2027, 4, 13)),
    ],
)
def test_the_order_of_day_and_month_is_a_preference(line: str, due: date) -> None:
    american = Preferences(day_first=False)

    assert quick_add(line, NOW, american).due == Moment(due)


def test_today_is_the_day_it_is_where_they_live() -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)

    here = quick_add("Call today", late, Preferences(zone="America/New_York"))
    there = quick_add("Call today", late, Preferences(zone="Asia/Tokyo"))

    assert here.due == Moment(date(2026, 11, 18))
    assert there.due == Moment(date(2026, 11, 19))


def test_a_time_with_a_zone_is_today_in_that_zone() -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)

    found = quick_add("Call 9am Asia/Tokyo", late)

    assert found.due == Moment(date(2026, 11, 19), time(9), "Asia/Tokyo")


def test_the_week_begins_when_they_say() -> None:
    sunday = Preferences(week_start=6)

    assert quick_add("Plan next week", NOW, sunday).due == Moment(date(2026, 11, 22))


def test_the_morning_begins_when_they_say() -> None:
    early = Preferences(parts={"morning": time(6), "night": time(21)})

    assert quick_add("Run tomorrow morning", NOW, early).due == Moment(
        date(2026, 11, 19), time(6)
    )


def signs(text: str) -> str:
    """What cannot be seen, and punctuation between tokens, is nobody's word."""
    return re.sub(r"[\s,;.:!?()\\]", "", text)


def test_a_line_that_is_only_tokens_stays_a_title() -> None:
    assert quick_add("tomorrow p1", NOW) == QuickAdd(title="tomorrow p1")

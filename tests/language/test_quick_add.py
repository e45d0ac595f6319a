"""What quick add promises whatever is typed: nothing is lost, and spans are exact."""

import re
import time as clock
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from taskpal.language.moments import Moment
from taskpal.language.preferences import Preferences
from taskpal.language.printing import printed
from taskpal.language.quick_add import QuickAdd, lines, quick_add
from tests.language.test_phrases import rows

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
HERE = Preferences(country="US")
PHRASES = [row[0] for row in rows("It means") + rows("Rule Its first dates")]
WHOLE_LINES = [row[0] for row in rows("It becomes")]
SIGNED = (
    *("{15th}", "{fri", "fri}", "for 45min", "1h30", "start monday", "#Home", "/Bills"),
    *(
        "@money",
        "p1",
        "P4",
        "at 7",
        "from 2pm to 3pm",
        "9am-11am",
        "9-11am",
        "\\tomorrow",
        "\\",
    ),
    *("// and more", "//", "every", "the", "on", ",", "(", ")", "!", ".", "()", "and"),
    *(
        "İ",
        "ﬁ",
        "\0",
        "\ud800",
        "\u202e",
        "e\u0301",
        "👩‍👩‍👧",
        "\u2028",
        "\u3000",
        "\t",
    ),
)
WORDS = st.sampled_from(SIGNED) | st.sampled_from(PHRASES) | st.text(max_size=8)
GLUED = st.lists(st.sampled_from((*SIGNED, "fri", "27th")), max_size=4).map("".join)
LINES = (
    st.lists(WORDS | GLUED, max_size=8).map(" ".join)
    | st.sampled_from(WHOLE_LINES)
    | st.text(st.characters(codec=None), max_size=80)
)
MARKS = set(",;:.!?()-–—")  # noqa: RUF001


@given(LINES)
@example("// ")
@example("\\")
@example("{fri} {sat}")
@example("İ tomorrow")
@example("call foo() (tomorrow)")
@example("Buy milk, , tomorrow,")
def test_nothing_typed_is_lost(line: str) -> None:
    found = quick_add(line, NOW, HERE)

    # Every sign is in a token, or in the title in its order, or a mark beside a token.
    # A line of nothing but tokens is its title as it stands.
    whole = found.title in {one_spaced(line), one_spaced(line).rstrip(" ,;:")}
    rest = iter(signs(line if whole else outside(found, line)))
    skipped = [left for sign in signs(found.title) for left in until(sign, rest)]
    skipped += rest
    assert set(skipped) <= MARKS
    assert found.tokens or whole


@given(LINES)
def test_the_description_is_what_stands_behind_its_sign(line: str) -> None:
    found = quick_add(line, NOW, HERE)

    described = [one for one in found.tokens if one.kind == "description"]
    assert len(described) == bool(described)
    for token in described:
        said = line[token.start : token.end].removeprefix("//").strip()
        assert (found.description or "") == said.replace("\n", " ")


@given(LINES)
def test_spans_are_in_order_and_do_not_overlap(line: str) -> None:
    found = quick_add(line, NOW, HERE)

    edges = [edge for token in found.tokens for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(line) for edge in edges)
    assert all(token.start < token.end for token in found.tokens)


@given(LINES)
@example("x {tomorrow} for 2 hours p1 #a /b @c @d start 1 dec 2026-12-24 at 7 // y")
def test_a_token_alone_means_what_it_meant(line: str) -> None:
    found = quick_add(line, NOW, HERE)

    parts = [(one.kind, line[one.start : one.end]) for one in found.tokens]
    assert all(part == part.strip() for _, part in parts)
    alone = {kind: [] for kind, _ in parts}
    for kind, part in parts:
        alone[kind].append(quick_add(f"x {part}", NOW, HERE))
    for kind, name in FIELDS.items():
        for one in alone.get(kind, ()):
            assert getattr(one, name) == getattr(found, name)
    assert [one.labels for one in alone.get("label", ())] == [
        (label,) for label in labels_in_order(found, parts)
    ]


FIELDS = {
    "list": "list",
    "section": "section",
    "priority": "priority",
    "deadline": "deadline",
    "start": "start",
    "description": "description",
}


def labels_in_order(found: QuickAdd, parts: list[tuple[str, str]]) -> list[str]:
    named = [part[1:] for kind, part in parts if kind == "label"]
    assert list(dict.fromkeys(named)) == list(found.labels)
    return named


@given(LINES)
@example("start monday every 12 hours")
@example("start monday after 10 days")
@example("Meet Bob 11-1pm on friday")
def test_a_date_alone_means_what_it_meant(line: str) -> None:
    found = quick_add(line, NOW, HERE)

    parts = [(t.kind, line[t.start : t.end]) for t in found.tokens]
    of_dates = [part for kind, part in parts if kind in {"due", "repeat"}]
    starts = [part for kind, part in parts if kind == "start"]  # no date is before it
    if len(of_dates) == 1:
        alone = quick_add(" ".join(["x", *of_dates, *starts]), NOW, HERE)
        assert (alone.due, said(alone).repeat) == (found.due, said(found).repeat)


@given(LINES)
@example("( \\)")
@example(":")
@example("a,b tomorrow,fri")
def test_a_title_with_every_word_escaped_stays_the_same(line: str) -> None:
    title = quick_add(line, NOW, HERE).title

    escaped = re.sub(r",|[^\s,]+", lambda word: escaped_word(word[0]), title)
    again = quick_add(escaped, NOW, HERE)

    assert again.title == title
    assert {token.kind for token in again.tokens} <= {"escape"}


@given(LINES)
@example("\\\\tomorrow x p1")
@example("every 12 hours x")
@example("every morning")
@example("start monday every hour until friday")
@example("{15th} at 7 {fri")
@example("today RATIO")
@example("tomorrow move to")
@example("Pay every mon starting 1 dec until 24 dec at 10:00 UTC for 1h // x // y")
def test_the_printed_form_is_read_as_the_same(line: str) -> None:
    found = quick_add(line, NOW, HERE)

    form = printed(found, HERE)
    again = quick_add(form, NOW, HERE)

    assert said(again) == said(found)
    assert printed(again, HERE) == form


def said(found: QuickAdd) -> QuickAdd:
    """What is the same however it is written."""
    repeat = found.repeat and replace(found.repeat, text="")
    return replace(found, tokens=(), repeat=repeat)


@settings(max_examples=300)
@given(st.text(st.characters(codec=None)))
def test_any_text_at_all_is_taken(text: str) -> None:
    for found in lines(text, NOW, HERE):
        assert found.title


LONG = (
    *("every ", "mon, ", "every mon, ", "1 ", "1st ", "at 7 ", "in ", "the ", "(", "{"),
    *("{fri} ", "{ ", ")", ".", ", ", "#a ", "p1 ", "\\x ", "// ", "for 1h ", "a " * 3),
    *(
        "first of ",
        "last day of ",
        "1 day after ",
        "every 1 jan, ",
        "from 2pm to ",
        "@",
    ),
    *("start ", "\\", "every! 1st and ", "christmas ", "next ", "monday next ", "1h "),
    *("1st, " * 400 + "of every x ", "last friday, " * 99 + "of every month ", "or "),
    *(
        "9-11am ",
        "half past ",
        "a quarter to ",
        "every mon until ",
        "deadline fri ",
        "today or ",
        "around ",
        "between 2pm and ",
        "day after ",
        "24dec ",
    ),
    *("🎂", "ש", "e\u0301", "\0", "\ud800", "x", "X", "9", "+1d ", "and ", "9am-9pm "),
)


@pytest.mark.parametrize("piece", LONG)
def test_ten_thousand_signs_of_one_kind_are_read_at_once(piece: str) -> None:
    line = (piece * 10_000)[:10_000]

    began = clock.perf_counter()
    found = quick_add(line, NOW, HERE)

    assert clock.perf_counter() - began < 2
    assert found.title


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


def test_a_line_that_is_only_tokens_is_a_title_too() -> None:
    found = quick_add("tomorrow p1", NOW)

    assert found.title == "tomorrow p1"
    assert (found.due, found.priority) == (Moment(date(2026, 11, 19)), "p1")
    assert len(found.tokens) == 2


def outside(found: QuickAdd, line: str) -> str:
    """What of the line is in no token."""
    kept, at = "", 0
    for token in found.tokens:
        kept, at = kept + line[at : token.start], token.end
    return kept + line[at:]


def until(sign: str, rest: Iterator[str]) -> list[str]:
    """The signs before this one, which has to come."""
    passed = []
    for one in rest:
        if one == sign:
            return passed
        passed.append(one)
    pytest.fail(f"{sign!r} of the title was not typed there")


def signs(text: str) -> str:
    """What can be seen."""
    return "".join(text.split())


def one_spaced(text: str) -> str:
    return " ".join(text.split())


def escaped_word(word: str) -> str:
    return word if word == "," else f"\\{word}"

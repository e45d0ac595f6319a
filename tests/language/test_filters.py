"""Filters become conditions, or say where they stop making sense."""

import re
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from taskpal.language.conditions import Kind
from taskpal.language.errors import NotUnderstood
from taskpal.language.filters import (
    LONGEST,
    AllOf,
    AnyOf,
    AssignedTo,
    Condition,
    Contains,
    HasLabel,
    HasPriority,
    InList,
    InSection,
    Is,
    Not,
    When,
    conditions,
)
from tests.language.test_phrases import rows

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
TODAY = date(2026, 11, 18)
WEEK = AllOf((When("due", ">=", TODAY), When("due", "<=", date(2026, 11, 24))))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("today", When("due", "=", TODAY)),
        ("tomorrow", When("due", "=", date(2026, 11, 19))),
        ("overdue", Is("overdue")),
        ("no date", When("due", "=", None)),
        ("no deadline", When("deadline", "=", None)),
        ("7 days", WEEK),
        ("next 7 days", WEEK),
        ("due before: next friday", When("due", "<", date(2026, 11, 27))),
        ("due after: 2026-12-24", When("due", ">", date(2026, 12, 24))),
        ("due on: jan 27", When("due", "=", date(2027, 1, 27))),
        ("deadline <= friday", When("deadline", "<=", date(2026, 11, 20))),
        ("start >= 1 dec", When("start", ">=", date(2026, 12, 1))),
        ("created after: -7 days", When("created", ">", date(2026, 11, 11))),
        ("completed > 3 days ago", When("completed", ">", date(2026, 11, 15))),
        ("friday", When("due", "=", date(2026, 11, 20))),
        ("p1", HasPriority(1)),
        ("no priority", HasPriority(4)),
        ("@work", HasLabel("work")),
        ("@home*", HasLabel("home*")),
        ("no label", Is("no label")),
        ("#Someday", InList("Someday", below=False)),
        ("##Work", InList("Work", below=True)),
        ("#My big list", InList("My big list", below=False)),
        ("/Bills", InSection("Bills")),
        ("search: oat milk", Contains("oat milk")),
        (r"search: salt \& pepper", Contains("salt & pepper")),
        ("recurring", Is("recurring")),
        ("subtask", Is("subtask")),
        ("assigned to: me", AssignedTo("me")),
        ("!p1", Not(HasPriority(1))),
        ("!!p1", HasPriority(1)),
        (
            "p1 | p2 & p3",
            AnyOf((HasPriority(1), AllOf((HasPriority(2), HasPriority(3))))),
        ),
        (
            "(p1 | p2) & p3",
            AllOf((AnyOf((HasPriority(1), HasPriority(2))), HasPriority(3))),
        ),
        ("!(p1, p2)", Not(AnyOf((HasPriority(1), HasPriority(2))))),
    ],
)
def test_a_filter_means_what_it_says(text: str, condition: Condition) -> None:
    assert conditions(text, NOW) == (condition,)


def test_the_example_of_the_guide() -> None:
    found = conditions("today | overdue & (p1, p2) & @work & !#Someday", NOW)

    urgent = AnyOf((HasPriority(1), HasPriority(2)))
    someday = Not(InList("Someday", below=False))
    assert found == (
        AnyOf(
            (
                When("due", "=", TODAY),
                AllOf((Is("overdue"), urgent, HasLabel("work"), someday)),
            )
        ),
    )


def test_a_comma_makes_several_lists() -> None:
    assert conditions("today, overdue", NOW) == (When("due", "=", TODAY), Is("overdue"))


@pytest.mark.parametrize(
    ("text", "sentence", "at"),
    [
        ("", "missing here", 0),
        ("(p1 & p2", "closing bracket", 8),
        ("p1)", "no “(” before it", 2),
        ("p1 & ", "missing here", 5),
        ("p1 & | p2", "missing here", 5),
        ("p1 & nonsense", "“nonsense” is no condition", 5),
        ("due before: whenever", "Here should follow a date", 12),
        ("@", "the name of a label", 1),
        ("search:", "words to look for", 7),
        ("p1 (p2)", "An operator & or | is missing", 3),
        ("due before: 31 feb", "Here should follow a date", 12),
        ("(" * 60 + "p1" + ")" * 60, "too deep", 40),
        ("p" * 2000, "at most 1000", 1000),
    ],
)
def test_an_error_says_where_and_what_was_expected(
    text: str, sentence: str, at: int
) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        conditions(text, NOW)

    assert sentence in refusal.value.sentence
    assert refusal.value.at == at


@pytest.mark.parametrize(("text", "expected"), rows("It finds"))
def test_a_filter_finds_what_the_table_says(text: str, expected: str) -> None:
    assert "; ".join(map(told, conditions(text, NOW))) == expected


@pytest.mark.parametrize(("text", "expected"), rows("Why not"))
def test_a_filter_is_refused_as_the_table_says(text: str, expected: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        conditions(text, NOW)

    assert f"at {refusal.value.at}: {refusal.value.sentence}" == expected


WORDS = (
    *("p1", "today", "&", "|", "!", "(", ")", ",", "\\", "@x", "@", "due <", "due:"),
    *("##Work", "/", "search:", "no date", "7 days", "-3 days", "3 months ago"),
    *("created after:", "999 days", "in 9999 years", "friday", "(p1 | p2)"),
)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(WORDS)).map(" ".join)
    | st.lists(st.sampled_from("()!&|,\\@#/ 1p")).map("".join)
)
@example("(" * LONGEST)
@example("!" * LONGEST)
@example("(p1" * 300)
@example("p1|" * 300)
@example("due < \ud800\0")
@example("İ" * 10 + " & due < ")
def test_any_text_is_a_filter_or_refused_at_a_place_inside(text: str) -> None:
    found = conditions_or_refusal(text)

    if isinstance(found, NotUnderstood):
        assert 0 <= found.at <= len(text)
        assert found.sentence.endswith(".")
    else:
        assert all(told(one) for one in found)


def conditions_or_refusal(text: str) -> tuple[Condition, ...] | NotUnderstood:
    try:
        return conditions(text, NOW)
    except NotUnderstood as refusal:
        return refusal


NAMES = st.text(min_size=1, max_size=12).filter(
    lambda name: name == name.strip() and not name.startswith("#")
)
DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))
MOMENTS = st.sampled_from(("due", "start", "deadline", "created", "completed"))
ONES = st.one_of(
    st.sampled_from(get_args(Kind)).map(Is),
    st.builds(When, MOMENTS, st.sampled_from(("<", "<=", "=", ">=", ">")), DAYS),
    st.sampled_from(("due", "start", "deadline")).map(lambda one: When(one, "=", None)),
    st.integers(1, 4).map(HasPriority),
    NAMES.map(HasLabel),
    st.builds(InList, NAMES, st.booleans()),
    NAMES.map(InSection),
    NAMES.map(Contains),
    NAMES.map(AssignedTo),
)
TREES = st.recursive(
    ONES,
    lambda some: (
        some.filter(lambda one: not isinstance(one, Not)).map(Not)
        | st.lists(some, min_size=2, max_size=3).map(tuple).map(AllOf)
        | st.lists(some, min_size=2, max_size=3).map(tuple).map(AnyOf)
    ),
    max_leaves=12,
)


@given(st.lists(TREES, min_size=1, max_size=3))
@example([InList("Salt & pepper, (the) | best! \\o/", below=True)])
@example([Contains("p1 & p2: \\")])
def test_a_filter_written_down_is_read_as_the_same(trees: list[Condition]) -> None:
    text = ", ".join(map(typed, trees))
    assume(len(text) <= LONGEST)

    assert conditions(text, NOW) == tuple(trees)


def typed(condition: Condition) -> str:  # noqa: C901, PLR0911 - one return a form
    """The condition as people would type it."""
    match condition:
        case Is(kind):
            return kind
        case When(moment, _, None):
            return f"no {moment}"
        case When(moment, sign, day):
            return f"{moment} {sign} {day}"
        case HasPriority(number):
            return f"p{number}"
        case HasLabel(name):
            return f"@{escaped(name)}"
        case InList(name, below):
            return ("##" if below else "#") + escaped(name)
        case InSection(name):
            return f"/{escaped(name)}"
        case Contains(text):
            return f"search: {escaped(text)}"
        case AssignedTo(who):
            return f"assigned to: {escaped(who)}"
        case Not(other):
            return f"!({typed(other)})"
        case AllOf(several):
            return f"({' & '.join(map(typed, several))})"
        case AnyOf(several):
            return f"({' | '.join(map(typed, several))})"


def escaped(name: str) -> str:
    return re.sub(r"[&|!(),\\]", r"\\\g<0>", name)


SIGNS = {"<": "before", "<=": "up to", "=": "on", ">=": "from", ">": "after"}


def told(condition: Condition) -> str:  # noqa: C901, PLR0911 - one return a form
    """The condition in words."""
    match condition:
        case Is(kind) | AssignedTo(kind):
            who = "assigned to " if isinstance(condition, AssignedTo) else ""
            return f"{who}{kind}"
        case When(moment, _, None):
            return f"no {moment}"
        case When(moment, sign, day):
            return f"{moment} {SIGNS[sign]} {day:%a %d %b %Y}"
        case HasPriority(number):
            return f"p{number}"
        case HasLabel(name):
            return f"label {name}"
        case InList(name, below):
            return f"list {name}" + (" or below" if below else "")
        case InSection(name):
            return f"section {name}"
        case Contains(text):
            return f"“{text}”"
        case Not(other):
            return f"not {told(other)}"
        case AllOf(conditions):
            return f"({' and '.join(map(told, conditions))})"
        case AnyOf(conditions):
            return f"({' or '.join(map(told, conditions))})"

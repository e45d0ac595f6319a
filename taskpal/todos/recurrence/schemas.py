"""What is said of how a todo repeats, and how its rounds look outside."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
)

from taskpal.language.rules import Anchor
from taskpal.todos import fields
from taskpal.todos.fields import (
    Clock,
    Cursor,
    Limit,
    NextCursor,
    Sent,
    Total,
    day,
    storable,
)
from taskpal.todos.models import Todo
from taskpal.todos.recurrence.models import Occurrence

LONGEST_RULE: Final = 500
LONGEST_TEXT: Final = 200
MOST_DATES: Final = 50


class RepeatRule(Sent):
    """A rule of recurrence as calendars write it."""

    rule: Annotated[
        str,
        StringConstraints(min_length=1, max_length=LONGEST_RULE),
        AfterValidator(storable),
        Field(
            description="An RRULE (RFC 5545) without DTSTART: it begins on the due "
            "date. Several, one on each line, are their dates together.",
            examples=["FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"],
        ),
    ]
    anchor: Annotated[
        Anchor,
        Field(
            description="Whether the next date follows from the rule (`schedule`) or "
            "from the day the last one was done (`completion`)."
        ),
    ] = "schedule"
    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT),
        AfterValidator(storable),
        Field(description="The rule in words, for people to read."),
    ] = ""


Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(storable),
]
_words = TypeAdapter[str](Words)


def _said(value: object) -> object:
    """One sentence about what is wrong, not one for each thing it could have been."""
    if isinstance(value, str):
        return _words.validate_python(value)
    if isinstance(value, dict):
        return RepeatRule.model_validate(value)
    if value is None or isinstance(value, RepeatRule):
        return value
    raise ValueError("must be words such as “every 2 weeks”, or a rule")


Said = Annotated[Words | RepeatRule, BeforeValidator(_said)]
Repeat = Annotated[
    Words | RepeatRule | None,
    BeforeValidator(_said),
    Field(
        description="How it repeats, in words such as “every 2 weeks” or as a rule; "
        "null when it does not. Its due date moves to the first date of the rule.",
        examples=["every other friday"],
    ),
]


@dataclass(frozen=True, slots=True)
class RepeatView:
    """How a todo repeats."""

    rule: Annotated[
        str,
        Field(
            description="RRULEs (RFC 5545), one on each line.",
            examples=["FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"],
        ),
    ]
    anchor: Annotated[
        Anchor,
        Field(
            description="Whether the next date follows from the rule (`schedule`) or "
            "from the day the last one was done (`completion`).",
            examples=["schedule"],
        ),
    ]
    text: Annotated[
        str,
        Field(description="The rule in words.", examples=["every other friday"]),
    ]

    @classmethod
    def of(cls, todo: Todo) -> "RepeatView | None":
        if todo.repeat_rule is None:
            return None
        return cls(
            todo.repeat_rule, _anchor(todo.repeat_anchor), todo.repeat_text or ""
        )


def _anchor(kept: str | None) -> Anchor:
    return "completion" if kept == "completion" else "schedule"


RoundDue = Annotated[
    date | None,
    Field(
        description="The due date of the round that is meant. If that round is over "
        "by now, nothing happens: a request that comes twice does not take two rounds.",
        examples=["2026-12-24"],
    ),
]
RoundTime = Annotated[
    Clock | None,
    Field(
        description="The due time of the round that is meant, if there are several on "
        "a day.",
        examples=["18:00"],
    ),
]


class RoundMeant(Sent):
    """Which round of a todo that repeats is meant; the current one, if not said."""

    due: Annotated[RoundDue, BeforeValidator(day)] = None
    due_time: RoundTime = None


class WhichRounds(Sent):
    """Which rounds of a todo that repeats a change is meant for."""

    occurrence: Annotated[
        Literal["one", "all"],
        Field(
            description="`all` changes the series, but for another due date, which is "
            "for this round alone. `one` makes this round a todo of its own, which is "
            "the answer; the series moves on without it."
        ),
    ] = "all"


class RoundsQuery(Sent):
    """How many rounds to answer with."""

    limit: Limit = 50
    cursor: Cursor = ""


class DatesQuery(Sent):
    """How many of the next dates to answer with."""

    number: Annotated[
        int,
        Field(ge=1, le=MOST_DATES, description="How many of the next dates."),
        BeforeValidator(fields.number),
    ] = 5


class RepeatAsked(Sent):
    """A rule to try out."""

    repeat: Annotated[
        Said,
        Field(
            description="The rule, in words or as calendars write it.",
            examples=["every 2nd tuesday"],
        ),
    ]
    due: Annotated[
        date | None,
        BeforeValidator(day),
        Field(
            description="The day to begin on or after; today, if it is left out.",
            examples=["2026-12-24"],
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round of a todo that is over."""

    due: Annotated[date, Field(description="The day it was due.")]
    due_time: Annotated[
        str | None, Field(description="The time it was due; null for all day.")
    ]
    skipped: Annotated[bool, Field(description="Whether it was skipped, not done.")]
    at: Annotated[datetime, Field(description="When it was done or skipped.")]

    @classmethod
    def of(cls, row: Occurrence) -> "RoundView":
        clock = row.due_time.isoformat("minutes") if row.due_time else None
        return cls(row.due_on, clock, row.skipped, row.at)


@dataclass(frozen=True, slots=True)
class RoundPage:
    """The rounds of a todo that are over, the latest first."""

    items: Annotated[list[RoundView], Field(description="The rounds on this page.")]
    total: Total
    next_cursor: NextCursor


@dataclass(frozen=True, slots=True)
class DateShown:
    """A date on which a todo comes again."""

    due: Annotated[date, Field(description="The day it is due.")]
    due_time: Annotated[str | None, Field(description="The time; null for all day.")]


Dates = Annotated[list[DateShown], Field(description="The next dates, soonest first.")]


@dataclass(frozen=True, slots=True)
class RepeatShown:
    """What a rule means."""

    repeat: Annotated[RepeatView, Field(description="How the rule is kept.")]
    dates: Dates


@dataclass(frozen=True, slots=True)
class NextDates:
    """When a todo comes again."""

    items: Dates


def dates_shown(moments: list[datetime], *, timed: bool) -> list[DateShown]:
    """The dates; their times, if they have any."""
    return [
        DateShown(one.date(), one.strftime("%H:%M") if timed else None)
        for one in moments
    ]

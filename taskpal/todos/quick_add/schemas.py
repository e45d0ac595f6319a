"""What is sent to quick add, and how each line was understood."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints

from taskpal.language.quick_add import Kind, QuickAdd
from taskpal.todos.fields import Id, Sent, storable
from taskpal.todos.lists.models import INBOX
from taskpal.todos.recurrence.schemas import RepeatView
from taskpal.todos.schemas import TodoView

MOST_LINES: Final = 200
LONGEST: Final = 100_000  # characters


class QuickLines(Sent):
    """Lines as people type them."""

    text: Annotated[
        str,
        StringConstraints(min_length=1, max_length=LONGEST),
        AfterValidator(storable),
        Field(
            description="A todo on each line; those indented deeper are subtasks of "
            "the one above.",
            examples=["Pay rent every 1st at 9am #Home @money p1 for 10min"],
        ),
    ]
    list: Annotated[
        Id,
        Field(
            description="The id of the list for lines that name none, or inbox.",
            examples=["inbox"],
        ),
    ] = INBOX
    preview: Annotated[
        bool, Field(description="Only show how it is understood; add nothing.")
    ] = False


@dataclass(frozen=True, slots=True)
class TokenView:
    """A part of the line that was understood as something."""

    kind: Annotated[Kind, Field(description="What it was understood as.")]
    start: Annotated[int, Field(description="Where it begins: characters before it.")]
    end: Annotated[int, Field(description="Where it ends, likewise.")]


@dataclass(frozen=True, slots=True)
class DueSaid:
    """A due date as it was said."""

    date: Annotated[date, Field(description="The day.", examples=["2026-12-01"])]
    time: Annotated[
        str | None,
        Field(description="The time of day; null for all day.", examples=["09:00"]),
    ]
    zone: Annotated[
        str | None,
        Field(
            description="The zone (IANA) that the time is in; null when it is meant "
            "wherever the user is.",
            examples=["Europe/Berlin"],
        ),
    ]


Tokens = Annotated[
    list[TokenView],
    Field(description="What of the line was understood, from left to right."),
]
Names = list[str]


@dataclass(frozen=True, slots=True)
class NewThing:
    """A list, section or label that there was not before these lines."""

    kind: Annotated[
        Literal["list", "section", "label"], Field(description="What is made.")
    ]
    name: Annotated[str, Field(description="What it is called.", examples=["Garden"])]


NewThings = list[NewThing]


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as it was understood; what was not said is null."""

    text: Annotated[str, Field(description="The line, without its indentation.")]
    title: Annotated[str, Field(description="What is left of it: what to do.")]
    due: Annotated[DueSaid | None, Field(description="When it is due.")]
    start: Annotated[date | None, Field(description="The day to begin.")]
    deadline: Annotated[date | None, Field(description="The last day it is of use.")]
    duration_minutes: Annotated[
        int | None, Field(description="How many minutes it takes.")
    ]
    priority: Annotated[
        str | None, Field(description="p1 to p4; p1 is the most urgent.")
    ]
    list: Annotated[str | None, Field(description="The name of its list.")]
    section: Annotated[str | None, Field(description="The name of its section.")]
    labels: Annotated[Names, Field(description="The names of its labels.")]
    new: Annotated[
        NewThings,
        Field(description="Of these, what there was not: it is made with the todos."),
    ]
    description: Annotated[str | None, Field(description="What follows `//`.")]
    repeat: Annotated[RepeatView | None, Field(description="How it repeats.")]
    depth: Annotated[int, Field(description="How deep it is nested: 0 at the top.")]
    tokens: Tokens

    @classmethod
    def of(cls, text: str, found: QuickAdd, new: NewThings) -> "LineView":
        """The line as it was understood, and what of it is new."""
        due, repeat = found.due, found.repeat
        clock = due.clock.isoformat("minutes") if due and due.clock else None
        return cls(
            text=text,
            title=found.title,
            due=DueSaid(due.day, clock, due.zone) if due else None,
            start=found.start,
            deadline=found.deadline,
            duration_minutes=found.duration_minutes,
            priority=found.priority,
            list=found.list,
            section=found.section,
            labels=[*found.labels],
            new=new,
            description=found.description,
            repeat=RepeatView(repeat.rule, repeat.anchor, repeat.text)
            if repeat
            else None,
            depth=found.depth,
            tokens=[
                TokenView(token.kind, token.start, token.end)
                for token in found.tokens
                if token.kind != "escape"
            ],
        )


@dataclass(frozen=True, slots=True)
class QuickAdded:
    """How each line was understood, and the todos that were made of them."""

    lines: Annotated[list[LineView], Field(description="How each was understood.")]
    todos: Annotated[
        list[TodoView], Field(description="One for each line; none in a preview.")
    ]

"""What callers send about todos, and what they get back."""

import contextlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from taskpal.todos.models import Todo

Priority = Literal["p1", "p2", "p3", "p4"]
Status = Literal["open", "done", "all"]
Sort = Literal["created", "due", "priority", "title", "updated"]

PRIORITIES: tuple[Priority, ...] = ("p1", "p2", "p3", "p4")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"-?[0-9]{1,9}")


def _storable(text: str) -> str:
    """Refuse what a database cannot hold."""
    if "\x00" in text:
        raise ValueError("must not contain NUL characters")
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("must not contain lone surrogates")
    return text


def _day(value: object) -> object:
    """Dates are dates: no times, and none of the other spellings Python would take."""
    if not isinstance(value, str):
        return value
    with contextlib.suppress(ValueError):
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    raise ValueError("must be a date like 2026-12-24")


def _number(value: object) -> object:
    """A query string has only texts."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value


Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_storable),
    Field(
        description="What to do.",
        examples=["Buy milk"],
        json_schema_extra={"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"},
    ),
]
Description = Annotated[
    str,
    StringConstraints(max_length=20_000),
    AfterValidator(_storable),
    Field(
        description="Notes, as plain text.",
        examples=["Oat milk, two cartons."],
        json_schema_extra={"pattern": r"^[^\x00]*$"},
    ),
]
Urgency = Annotated[
    Priority, Field(description="p1 is the most urgent, p4 is normal.", examples=["p2"])
]
Due = Annotated[
    date | None,
    BeforeValidator(_day),
    Field(description="The day it is due; null when none.", examples=["2026-12-24"]),
]
Done = Annotated[bool, Field(description="Whether it is done.", examples=[False])]


class _Sent(BaseModel):
    """Strict: "true" is no boolean, and a field nobody knows is refused by name."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class NewTodo(_Sent):
    """A todo to write down. Only the title is required."""

    title: Title
    description: Description = ""
    priority: Urgency = "p4"
    due: Due = None
    completed: Done = False


class TodoReplacement(NewTodo):
    """All that a todo shall be: a field left out goes back to its default."""


class TodoChanges(_Sent):
    """Any subset of fields; those left out stay as they are. Only `due` may be null."""

    # Factories, because a default would show in the schema and promise a reset.
    title: Title = Field(default_factory=str)
    description: Description = Field(default_factory=str)
    priority: Urgency = Field(default_factory=lambda: "p4")
    due: Due = Field(default_factory=lambda: None)
    completed: Done = Field(default_factory=bool)

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class TodoQuery(_Sent):
    """Which of the user's todos to list, and how many at once."""

    status: Annotated[Status, Field(description="Open todos, done ones, or all.")] = (
        "open"
    )
    query: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=200),
        AfterValidator(_storable),
        Field(description="Words to look for in titles and descriptions."),
    ] = ""
    sort: Annotated[
        Sort,
        Field(
            description="created and updated: newest first; due: soonest first; "
            "priority: p1 first; title: by alphabet."
        ),
    ] = "created"
    limit: Annotated[
        int,
        Field(ge=1, le=100, description="How many todos to answer with."),
        BeforeValidator(_number),
    ] = 50
    cursor: Annotated[
        str,
        StringConstraints(max_length=1000),
        Field(description="The next_cursor of the page before; leave out to begin."),
    ] = ""


@dataclass(slots=True)  # frozen ones take three times as long to make
class TodoView:
    """A todo as everyone outside sees it."""

    id: Annotated[
        str, Field(description="12 letters and digits.", examples=["k3m9qz7xw2ap"])
    ]
    title: Title
    description: Description
    completed: Done
    priority: Urgency
    due: Due
    completed_at: Annotated[
        datetime | None, Field(description="When it was done; null when open.")
    ]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, todo: Todo) -> "TodoView":
        return cls(
            id=todo.id,
            title=todo.title,
            description=todo.description,
            completed=todo.completed,
            priority=PRIORITIES[todo.priority - 1],
            due=todo.due_on,
            completed_at=todo.completed_at,
            created_at=todo.created_at,
            updated_at=todo.updated_at,
        )


@dataclass(frozen=True, slots=True)
class TodoRow:
    """A todo as a list on the dashboard needs it. `gone` ones are in the trash."""

    id: str
    title: str
    priority: Priority
    due: date | None
    completed: bool
    created_at: datetime
    revision: int
    gone: bool
    has_description: bool


@dataclass(frozen=True, slots=True)
class TodoPage:
    """One page of a list. `total` counts the todos on all of its pages."""

    items: list[TodoView]
    total: int
    next_cursor: Annotated[
        str | None, Field(description="Send it as cursor to get the next page.")
    ]

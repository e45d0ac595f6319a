"""What callers say of an import, and what they get back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from taskpal.todos.exchange.records import Format
from taskpal.todos.fields import Sent, storable
from taskpal.todos.schemas import Priority

State = Literal["ready", "running", "interrupted", "done", "stopped"]


class ImportQuery(Sent):
    """How to read the file that is sent."""

    format: Annotated[
        Format | None,
        Field(description="The format of the file; left out, it is found out."),
    ] = None
    name: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=120),
        AfterValidator(storable),
        Field(
            description="The list for todos of which the file says none: CSV from "
            "Todoist, or checklists. Left out, that is the Inbox."
        ),
    ] = ""
    again: Annotated[
        Literal["no", "yes"],
        Field(description="yes: make also what was imported before, a second time."),
    ] = "no"


class ExportQuery(Sent):
    """In which form to get everything."""

    format: Annotated[
        Literal["json", "csv", "markdown"],
        Field(description="json has everything; csv and markdown what fits into them."),
    ] = "json"


@dataclass(slots=True)
class ImportTrouble:
    """Something in the file that could not be taken as it is."""

    line: Annotated[
        int | None, Field(description="The line of the file; null if of none.")
    ]
    sentence: Annotated[str, Field(description="What became of it, for a person.")]


@dataclass(slots=True)
class ImportCounts:
    """How many of each the file holds."""

    lists: int = 0
    sections: int = 0
    labels: int = 0
    filters: int = 0
    todos: int = 0
    comments: int = 0
    occurrences: int = 0


@dataclass(slots=True)
class ImportedTodo:
    """One of the first todos of the file, as it would be made."""

    title: str
    due: date | None
    due_time: Annotated[str | None, Field(description="Such as 18:00.")]
    priority: Priority
    labels: list[str]
    repeat: Annotated[str | None, Field(description="Its rule in words, if any.")]
    completed: bool
    subtask: Annotated[bool, Field(description="Whether it belongs to another one.")]


@dataclass(slots=True)
class ImportView:
    """An import: what the file holds, and how far it has been made."""

    id: Annotated[str, Field(examples=["k3m9qz7xw2ap"])]
    state: Annotated[
        State,
        Field(
            description="ready: nothing is made yet; running; interrupted: the server "
            "stopped meanwhile, start it again and it goes on; done; stopped: `reason` "
            "says why, what was made stays."
        ),
    ]
    format: Format
    counts: ImportCounts
    total: Annotated[int, Field(description="How many things there are to make.")]
    done: Annotated[int, Field(description="How many of them have been dealt with.")]
    known: Annotated[
        int, Field(description="How many were there before, and stay as they are.")
    ]
    first: Annotated[
        list[ImportedTodo], Field(description="The first todos of the file.")
    ]
    warnings: Annotated[
        list[ImportTrouble],
        Field(description="What could not be taken as it is: the first 200."),
    ]
    warning_count: int
    reason: Annotated[str, Field(description="Why it stopped; empty if it did not.")]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The imports that are kept, the latest first."""

    items: list[ImportView]

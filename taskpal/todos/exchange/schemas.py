"""What callers say of an import, and what they get back."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from taskpal.todos.exchange.records import Format
from taskpal.todos.fields import (
    AnyId,
    CreatedAt,
    NextCursor,
    Sent,
    Total,
    UpdatedAt,
    storable,
)
from taskpal.todos.todo_fields import Priority

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
    columns: Annotated[
        str,
        StringConstraints(max_length=2000),
        AfterValidator(storable),
        Field(
            description="What columns of a table are called, where their names do not "
            "say it; with semicolons between them.",
            examples=["title=Aufgabe;due=Zu tun bis"],
        ),
    ] = ""
    again: Annotated[
        Literal["no", "yes"],
        Field(description="`yes`: make also what was imported before, a second time."),
    ] = "no"


class ExportQuery(Sent):
    """In which form to get everything."""

    format: Annotated[
        Literal["json", "csv", "markdown"],
        Field(
            description="`json` has everything; `csv` and `markdown` what fits into "
            "them."
        ),
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

    lists: Annotated[int, Field(description="Lists.")] = 0
    sections: Annotated[int, Field(description="Sections.")] = 0
    labels: Annotated[int, Field(description="Labels.")] = 0
    filters: Annotated[int, Field(description="Saved filters.")] = 0
    todos: Annotated[int, Field(description="Todos, done ones too.")] = 0
    comments: Annotated[int, Field(description="Comments.")] = 0
    occurrences: Annotated[
        int, Field(description="Rounds of series that are over.")
    ] = 0
    preferences: Annotated[
        int,
        Field(
            description="1 if it has preferences: they are taken over by an account "
            "that has chosen none of its own."
        ),
    ] = 0


@dataclass(slots=True)
class ImportedTodo:
    """One of the first todos of the file, as it would be made."""

    title: Annotated[str, Field(description="What to do.")]
    due: Annotated[date | None, Field(description="The day it is due; null when none.")]
    due_time: Annotated[
        str | None, Field(description="The time it is due; null for all day.")
    ]
    priority: Annotated[
        Priority, Field(description="p1 is the most urgent, p4 is normal.")
    ]
    labels: Annotated[list[str], Field(description="The names of its labels.")]
    repeat: Annotated[
        str | None, Field(description="Its rule in words; null when none.")
    ]
    completed: Annotated[bool, Field(description="Whether it is done.")]
    subtask: Annotated[bool, Field(description="Whether it belongs to another one.")]


@dataclass(slots=True)
class ImportView:
    """An import: what the file holds, and how far it has been made."""

    id: AnyId
    state: Annotated[
        State,
        Field(
            description="`ready`: nothing is made yet; `running`; `interrupted`: the "
            "server stopped meanwhile, start it again and it goes on; `done`; "
            "`stopped`: `reason` says why, what was made stays."
        ),
    ]
    format: Annotated[Format, Field(description="What the file was read as.")]
    counts: Annotated[ImportCounts, Field(description="What the file holds, counted.")]
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
    warning_count: Annotated[
        int, Field(description="How many warnings there are in all.")
    ]
    reason: Annotated[str, Field(description="Why it stopped; empty if it did not.")]
    created_at: CreatedAt
    updated_at: UpdatedAt


@dataclass(frozen=True, slots=True)
class ImportPage:
    """All imports that are kept, the latest first, on one page."""

    items: Annotated[list[ImportView], Field(description="The imports.")]
    total: Total
    next_cursor: NextCursor = None

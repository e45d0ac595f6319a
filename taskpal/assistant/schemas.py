"""What an assistant sends with each operation, and what it is answered."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from taskpal.assistant import words
from taskpal.assistant.here import Here
from taskpal.todos.schemas import Sort, Status, TodoQuery, TodoView
from taskpal.todos.todo_fields import Description, Due, Priority, Title

LONGEST_LISTED_TITLE = 300

_QUERY = TodoQuery.model_fields

Ref = Annotated[
    Title,
    Field(description="The todo's id from an earlier answer, or its exact title."),
]
TitleGuard = Annotated[
    Title,
    Field(description="Only act when the todo is titled this; refused otherwise."),
]
RequestId = Annotated[
    Title,
    StringConstraints(max_length=100),
    Field(
        description="Made up by you, new for each todo. Repeat it only to retry the "
        "same call: the todo is then not added twice."
    ),
]
Urgency = Annotated[
    Priority, Field(description="p1 is the most urgent, p4 is normal and the default.")
]
DueDay = Annotated[Due, Field(description="The day it is due, like 2026-11-27.")]
Notes = Annotated[Description, Field(description="Notes, in Markdown.")]


class _Sent(BaseModel):
    """An unknown field is refused by name; null is the same as leaving a field out."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class FindTodos(_Sent):
    """Which todos to list."""

    status: Annotated[
        Status, Field(description="open (the default), done, or all.")
    ] = "open"
    query: Annotated[
        str,
        *_QUERY["query"].metadata,
        Field(description="Words that the title or description must contain."),
    ] = ""
    sort: Annotated[
        Sort,
        Field(
            description="created (the default) and updated: newest first; due: soonest "
            "first; priority: p1 first; title: by alphabet; position: the "
            "user's own order."
        ),
    ] = "created"
    limit: Annotated[
        int,
        *_QUERY["limit"].metadata,
        Field(description="How many at most, up to 100, which is the default."),
    ] = 100
    cursor: Annotated[
        str,
        *_QUERY["cursor"].metadata,
        Field(description="The next_cursor of an earlier answer, for what follows it."),
    ] = ""

    @model_validator(mode="before")
    @classmethod
    def _empty_is_left_out(cls, given: Any) -> Any:
        """Models like to name every parameter, with nothing in it."""
        return {name: value for name, value in dict(given).items() if value != ""}


class NamedTodo(_Sent):
    """One todo, by id or title."""

    ref: Ref


class ChosenTodo(NamedTodo):
    """One todo to act on."""

    title_guard: TitleGuard | None = None


class AddTodo(_Sent):
    """A todo to write down."""

    title: Annotated[Title, Field(description="What to do, in the user's words.")]
    description: Notes | None = None
    priority: Urgency | None = None
    due: DueDay = None
    request_id: RequestId | None = None


class UpdateTodo(ChosenTodo):
    """What to change about one todo."""

    title: Annotated[Title, Field(description="The new title.")] | None = None
    description: (
        Annotated[Notes, Field(description="The new notes, replacing all of the old.")]
        | None
    ) = None
    priority: Urgency | None = None
    due: DueDay = None
    completed: (
        Annotated[bool, Field(description="true marks it done, false reopens it.")]
        | None
    ) = None
    clear: (
        Annotated[
            list[Literal["due", "description", "priority"]],
            Field(max_length=3, description="Fields to empty, such as due."),
        ]
        | None
    ) = None


class ListedTodo(BaseModel):
    """A todo on one line."""

    id: str
    title: str
    completed: bool
    priority: Priority
    due: date | None = None
    due_words: Annotated[
        str | None, Field(description="When it is due, by the user's clock.")
    ] = None
    overdue: Annotated[bool | None, Field(description="true when it is late.")] = None
    repeats: Annotated[
        str | None,
        Field(description="Its rule. Completed, it moves on to its next date."),
    ] = None
    list: Annotated[
        str | None, Field(description="The list it is in, if not the Inbox.")
    ] = None

    @classmethod
    def of(cls, todo: TodoView, here: Here) -> "ListedTodo":
        return cls(
            id=todo.id,
            title=words.line(todo.title, LONGEST_LISTED_TITLE),
            completed=todo.completed,
            priority=todo.priority,
            due=todo.due,
            due_words=here.due(todo),
            overdue=here.overdue(todo) or None,
            repeats=(todo.repeat.text or todo.repeat.rule) if todo.repeat else None,
            list=here.lists.get(todo.list),
        )


class WholeTodo(ListedTodo):
    """All there is to a todo."""

    description: str
    created_at: datetime
    completed_at: datetime | None = None

    @classmethod
    def of(cls, todo: TodoView, here: Here) -> "WholeTodo":
        return cls(
            **ListedTodo.of(todo, here).model_dump(exclude={"title"}),
            title=words.visible(todo.title),
            description=words.visible(todo.description),
            created_at=todo.created_at,
            completed_at=todo.completed_at,
        )


Now = Annotated[str, Field(description="This moment in words, with its zone.")]


class FoundTodos(BaseModel):
    """One page of a list; `note` says when it is not all."""

    now: Now
    total: int | None = Field(
        None, description="Left out when more than 1,000 have the words."
    )
    shown: int
    note: str | None = None
    next_cursor: str | None = None
    todos: list[ListedTodo]


class ShownTodo(BaseModel):
    """One todo."""

    now: Now
    todo: WholeTodo


class Before(BaseModel):
    """What the changed fields were, to put them back."""

    title: str | None = None
    description: str | None = None
    priority: Priority | None = None
    due: date | None = None
    completed: bool | None = None


class ChangedTodo(BaseModel):
    """What was done, in one line, and how the todo now stands."""

    now: Now
    summary: Annotated[str, Field(description="What was done, to tell the user.")]
    todo: WholeTodo
    before: Before | None = None

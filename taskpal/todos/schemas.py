"""What callers send about todos, and what they get back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
)

from taskpal.todos.fields import (
    After,
    Before,
    ClockShown,
    CreatedAt,
    Id,
    NextCursor,
    Sent,
    TotalFound,
    UpdatedAt,
    number,
    storable,
)
from taskpal.todos.lists.models import INBOX
from taskpal.todos.models import Todo
from taskpal.todos.recurrence.schemas import Repeat, RepeatView
from taskpal.todos.todo_fields import (
    ABOUT_DUE_TIME,
    LONGEST_LABEL,
    PRIORITIES,
    Deadline,
    Description,
    Done,
    Due,
    DueTime,
    DueZone,
    Duration,
    InList,
    InSection,
    Labels,
    Parent,
    Priority,
    Start,
    Title,
    Urgency,
    typed_label,
)

Status = Literal["open", "done", "all"]
Sort = Literal["created", "due", "priority", "title", "updated", "position"]


class NewTodo(Sent):
    """A todo to write down. Only the title is required."""

    title: Title
    description: Description = ""
    priority: Urgency = "p4"
    due: Due = None
    due_time: DueTime = None
    due_zone: DueZone = None
    start: Start = None
    deadline: Deadline = None
    duration_minutes: Duration = None
    list: InList = INBOX
    section: InSection = None
    parent: Parent = None
    labels: Labels = []
    repeat: Repeat = None
    completed: Done = False


class TodoReplacement(NewTodo):
    """All that a todo shall be: a field left out goes back to its default."""


def _none() -> list[str]:
    return []


class TodoChanges(Sent):
    """Any subset of fields; those left out stay as they are."""

    # Factories, because a default would show in the schema and promise a reset.
    title: Title = Field(default_factory=str)
    description: Description = Field(default_factory=str)
    priority: Urgency = Field(default_factory=lambda: "p4")
    due: Due = Field(default_factory=lambda: None)
    due_time: DueTime = Field(default_factory=lambda: None)
    due_zone: DueZone = Field(default_factory=lambda: None)
    start: Start = Field(default_factory=lambda: None)
    deadline: Deadline = Field(default_factory=lambda: None)
    duration_minutes: Duration = Field(default_factory=lambda: None)
    list: InList = Field(default_factory=lambda: INBOX)
    section: InSection = Field(default_factory=lambda: None)
    parent: Parent = Field(default_factory=lambda: None)
    labels: Labels = Field(default_factory=_none)
    repeat: Repeat = Field(default_factory=lambda: None)
    completed: Done = Field(default_factory=bool)

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class TodoMove(Sent):
    """Where a todo shall be: right beside another one, or last where it is put."""

    list: InList = Field(default_factory=lambda: INBOX)
    section: InSection = Field(default_factory=lambda: None)
    parent: Parent = Field(default_factory=lambda: None)
    before: Before = None
    after: After = None


class TodoQuery(Sent):
    """Which of the user's todos to list, and how many at once."""

    status: Annotated[
        Status, Field(description="Open todos, those that are done, or all.")
    ] = "open"
    query: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=200),
        AfterValidator(storable),
        Field(
            description="Words to look for in titles, notes and comments, or their "
            "beginnings; all of them must be there.",
            examples=["oat milk"],
        ),
    ] = ""
    list: Annotated[
        Id, Field(description='Only those of the list with this id, or "inbox".')
    ] = ""
    section: Annotated[
        Id, Field(description="Only those of the section with this id.")
    ] = ""
    parent: Annotated[
        Id, Field(description="Only the subtasks of the todo with this id.")
    ] = ""
    label: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=LONGEST_LABEL),
        BeforeValidator(typed_label),
        AfterValidator(storable),
        Field(description="Only those with the label of this name."),
    ] = ""
    filter: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=1000),
        AfterValidator(storable),
        Field(
            description="A filter such as “today | overdue & p1 & @work”: see "
            "docs/language.md. It leaves out done todos unless it speaks of them.",
            examples=["(today | overdue) & !@waiting"],
        ),
    ] = ""
    sort: Annotated[
        Sort,
        Field(
            description="`created` and `updated`: newest first; `due`: soonest first; "
            "`priority`: p1 first; `title`: by alphabet; `position`: as ordered by "
            "hand."
        ),
    ] = "created"
    limit: Annotated[
        int,
        Field(ge=1, le=100, description="How many todos to answer with."),
        BeforeValidator(number),
    ] = 50
    cursor: Annotated[
        str,
        StringConstraints(max_length=1000),
        Field(
            description="The `next_cursor` of the page before; leave it out to begin."
        ),
    ] = ""


@dataclass(slots=True)  # frozen ones take three times as long to make
class TodoView:
    """A todo, with all of its fields."""

    id: Annotated[
        str, Field(description="12 letters and digits.", examples=["k3m9qz7xw2ap"])
    ]
    title: Title
    description: Description
    completed: Done
    priority: Urgency
    due: Due
    due_time: Annotated[ClockShown | None, ABOUT_DUE_TIME]
    due_zone: DueZone
    start: Start
    deadline: Deadline
    duration_minutes: Duration
    list: InList
    section: InSection
    parent: Parent
    labels: Labels
    repeat: Annotated[
        RepeatView | None, Field(description="How it repeats; null when it does not.")
    ]
    completed_at: Annotated[
        datetime | None, Field(description="When it was done; null when open.")
    ]
    created_at: CreatedAt
    updated_at: UpdatedAt

    @classmethod
    def of(cls, todo: Todo, labels: Mapping[str, str]) -> "TodoView":
        """The todo, given the names of its labels by their ids."""
        return cls(
            id=todo.id,
            title=todo.title,
            description=todo.description,
            completed=todo.completed,
            priority=PRIORITIES[todo.priority - 1],
            due=todo.due_on,
            due_time=todo.due_time.isoformat("minutes") if todo.due_time else None,
            due_zone=todo.due_zone,
            start=todo.start_on,
            deadline=todo.deadline_on,
            duration_minutes=todo.duration_minutes,
            list=todo.list_id or INBOX,
            section=todo.section_id,
            parent=todo.parent_id,
            labels=label_names(todo.label_ids, labels),
            repeat=RepeatView.of(todo),
            completed_at=todo.completed_at,
            created_at=todo.created_at,
            updated_at=todo.updated_at,
        )


def label_names(label_ids: str, names: Mapping[str, str]) -> list[str]:
    """The names behind a todo's label ids; one that is in the trash has none."""
    return [names[one] for one in label_ids.split() if one in names]


@dataclass(frozen=True, slots=True)
class TodoRow:
    """A todo as a list on the dashboard needs it.

    `gone` ones are in the trash; `hidden` ones are open, in a list that is archived.
    """

    id: str
    title: str
    priority: Priority
    due: date | None
    due_time: time | None
    due_at: datetime | None
    repeats: bool
    list: str | None
    completed: bool
    created_at: datetime
    revision: int
    gone: bool
    hidden: bool
    has_description: bool


@dataclass(frozen=True, slots=True)
class TodoPage:
    """One page of the todos that were asked for."""

    items: Annotated[list[TodoView], Field(description="The todos on this page.")]
    total: TotalFound
    next_cursor: NextCursor

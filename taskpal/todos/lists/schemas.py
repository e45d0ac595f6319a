"""What callers send about lists, and what they get back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from taskpal.todos.fields import (
    GREY,
    After,
    Before,
    Coloured,
    Cursor,
    Id,
    Limit,
    Name,
    NextCursor,
    Sent,
    Total,
)
from taskpal.todos.lists.models import INBOX, TodoList

ListStatus = Literal["active", "archived", "all"]

Inside = Annotated[
    Id | None,
    Field(
        description="The id of the list it is nested in; null at the top.",
        examples=["h4n8rtw2kc6d"],
    ),
]


class NewList(Sent):
    """A list to make. Only the name is required."""

    name: Name
    colour: Coloured = GREY
    parent: Inside = None


class ListChanges(Sent):
    """Any subset of fields; those left out stay as they are."""

    # Factories, because a default would show in the schema and promise a reset.
    name: Name = Field(default_factory=str)
    colour: Coloured = Field(default_factory=lambda: GREY)
    parent: Inside = Field(default_factory=lambda: None)

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class ListMove(Sent):
    """Where a list shall be: inside another one, or right beside one."""

    parent: Inside = Field(default_factory=lambda: None)
    before: Before = None
    after: After = None


class ListQuery(Sent):
    """Which of the user's lists to show, and how many at once."""

    status: Annotated[
        ListStatus, Field(description="Lists in use, archived ones, or all.")
    ] = "active"
    limit: Limit = 50
    cursor: Cursor = ""


@dataclass(slots=True)
class ListView:
    """A list, and how many open todos are in it."""

    id: Annotated[
        str,
        Field(
            description='12 letters and digits; "inbox" for the Inbox.',
            examples=["k3m9qz7xw2ap"],
        ),
    ]
    name: Name
    colour: Coloured
    parent: Inside
    archived: Annotated[
        bool, Field(description="Whether it is out of sight, with what is in it.")
    ]
    open_todos: Annotated[
        int, Field(description="How many open todos are in it.", examples=[7])
    ]
    created_at: Annotated[
        datetime | None, Field(description="When it was made; null for the Inbox.")
    ]
    updated_at: Annotated[
        datetime | None,
        Field(description="When it was last changed; null for the Inbox."),
    ]

    @classmethod
    def of(cls, row: TodoList, open_todos: int) -> "ListView":
        return cls(
            id=row.id,
            name=row.name,
            colour=row.colour,  # type: ignore[arg-type]
            parent=row.parent_id,
            archived=row.archived_at is not None,
            open_todos=open_todos,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )

    @classmethod
    def inbox(cls, open_todos: int) -> "ListView":
        return cls(
            id=INBOX,
            name="Inbox",
            colour=GREY,
            parent=None,
            archived=False,
            open_todos=open_todos,
            created_at=None,
            updated_at=None,
        )


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the lists, in the order they were put in; the Inbox comes first."""

    items: Annotated[list[ListView], Field(description="The lists on this page.")]
    total: Total
    next_cursor: NextCursor


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes along when a list or a section is deleted, itself included."""

    lists: Annotated[int, Field(description="Lists: itself, and those inside it.")]
    sections: Annotated[int, Field(description="Sections.")]
    open_todos: Annotated[int, Field(description="Open todos, subtasks too.")]
    done_todos: Annotated[int, Field(description="Todos that are done.")]

"""What callers send about comments, and what they get back."""

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints

from taskpal.acting import Kind
from taskpal.todos.comments.models import Comment
from taskpal.todos.fields import (
    AnyId,
    CreatedAt,
    Cursor,
    Id,
    Limit,
    NextCursor,
    Sent,
    Total,
    UpdatedAt,
    storable,
)

LONGEST: Final = 20_000

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
    AfterValidator(storable),
    Field(
        description="What is said, in Markdown.",
        examples=["The shop has **no** oat milk today."],
        json_schema_extra={"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"},
    ),
]
OnTodo = Annotated[
    Id, Field(description="The id of the todo.", examples=["k3m9qz7xw2ap"])
]


class NewComment(Sent):
    """Something to say about a todo."""

    todo: OnTodo
    text: Words


class CommentChanges(Sent):
    """The comment's new text."""

    text: Words


class CommentQuery(Sent):
    """Which todo's comments to show, and how many at once."""

    todo: OnTodo
    limit: Limit = 50
    cursor: Cursor = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a comment."""

    kind: Annotated[
        Kind,
        Field(
            description="`dashboard`: the user in person; `app`: one they connected; "
            "`token`: a script of theirs; `command`: whoever hosts TaskPal; "
            "`taskpal`: by itself.",
            examples=["app"],
        ),
    ]
    name: Annotated[
        str | None,
        Field(
            description="The app's or the token's name; null for others.",
            examples=["ChatGPT"],
        ),
    ]


@dataclass(slots=True)
class CommentView:
    """A comment on a todo."""

    id: AnyId
    todo: OnTodo
    text: Words
    actor: Annotated[Author, Field(description="Who wrote it.")]
    created_at: CreatedAt
    updated_at: UpdatedAt

    @classmethod
    def of(cls, row: Comment) -> "CommentView":
        return cls(
            id=row.id,
            todo=row.todo_id,
            text=row.text,
            actor=Author(row.actor_kind, row.actor_name or None),  # type: ignore[arg-type]
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One page of the comments on a todo, the oldest first."""

    items: Annotated[list[CommentView], Field(description="The comments on this page.")]
    total: Total
    next_cursor: NextCursor

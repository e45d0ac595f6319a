"""What callers send about sections, and what they get back."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from taskpal.todos.fields import (
    After,
    AnyId,
    Before,
    CreatedAt,
    Cursor,
    Id,
    Limit,
    Name,
    NextCursor,
    Sent,
    Total,
    UpdatedAt,
)
from taskpal.todos.lists.models import INBOX, Section

OfList = Annotated[
    Id,
    Field(
        description='The id of the list it is a part of, or "inbox".',
        examples=["inbox"],
    ),
]


class NewSection(Sent):
    """A section to make. Only the name is required."""

    name: Name
    list: OfList = INBOX


class SectionChanges(Sent):
    """Any subset of fields; those left out stay as they are."""

    # Factories, because a default would show in the schema and promise a reset.
    name: Name = Field(default_factory=str)
    list: OfList = Field(default_factory=lambda: INBOX)

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class SectionMove(Sent):
    """Where a section shall be: last in a list, or right beside another section."""

    list: OfList = Field(default_factory=lambda: INBOX)
    before: Before = None
    after: After = None


class SectionQuery(Sent):
    """Which of the user's sections to show, and how many at once."""

    list: Annotated[
        Id, Field(description='Only those of the list with this id, or "inbox".')
    ] = ""
    limit: Limit = 50
    cursor: Cursor = ""


@dataclass(slots=True)
class SectionView:
    """A section of a list."""

    id: AnyId
    name: Name
    list: OfList
    created_at: CreatedAt
    updated_at: UpdatedAt

    @classmethod
    def of(cls, row: Section) -> "SectionView":
        return cls(
            id=row.id,
            name=row.name,
            list=row.list_id or INBOX,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One page of the sections, in the order they were put in."""

    items: Annotated[list[SectionView], Field(description="The sections on this page.")]
    total: Total
    next_cursor: NextCursor

"""What callers send about saved filters, and what they get back."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from taskpal.language import filters
from taskpal.todos.fields import (
    GREY,
    After,
    AnyId,
    Before,
    Coloured,
    CreatedAt,
    Cursor,
    Limit,
    Name,
    NextCursor,
    Sent,
    Total,
    UpdatedAt,
    number,
    storable,
)
from taskpal.todos.finding.models import SavedFilter
from taskpal.todos.schemas import Sort, Status

Query = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=filters.LONGEST),
    AfterValidator(storable),
    Field(
        description="What it finds, in the words of docs/language.md; a comma begins "
        "another list of todos.",
        examples=["today | overdue & (p1, p2) & @work, no date"],
        json_schema_extra={"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"},
    ),
]


class NewFilter(Sent):
    """A filter to keep. Its colour may be left out."""

    name: Name
    query: Query
    colour: Coloured = GREY


class FilterChanges(Sent):
    """Any subset of fields; those left out stay as they are."""

    # Factories, because a default would show in the schema and promise a reset.
    name: Name = Field(default_factory=str)
    query: Query = Field(default_factory=str)
    colour: Coloured = Field(default_factory=lambda: GREY)

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class FilterMove(Sent):
    """Where a filter shall be: right beside another one."""

    before: Before = None
    after: After = None


class FilterQuery(Sent):
    """How many of the user's filters to show at once."""

    limit: Limit = 50
    cursor: Cursor = ""


class FoundQuery(Sent):
    """Which of the todos that a filter finds to list, and how many at once."""

    pane: Annotated[
        Annotated[int, Field(ge=1)] | None,
        BeforeValidator(number),
        Field(
            description="Only the todos of one of its `panes`, counted from 1; left "
            "out, those of any.",
            examples=[1],
        ),
    ] = None
    status: Annotated[
        Status | None,
        Field(
            description="Open todos, done ones, or all. Left out, those that are done "
            "are only found by a filter that speaks of them."
        ),
    ] = None
    sort: Annotated[
        Sort,
        Field(
            description="created and updated: newest first; due: soonest first; "
            "priority: p1 first; title: by alphabet; position: as ordered by hand."
        ),
    ] = "created"
    limit: Limit = 50
    cursor: Cursor = ""


@dataclass(slots=True)
class FilterView:
    """A saved filter as everyone outside sees it."""

    id: AnyId
    name: Name
    query: Query
    panes: Annotated[
        list[str],
        Field(
            description="The query divided at its commas: each stands for a list of "
            "todos of its own.",
            examples=[["today | overdue & (p1, p2) & @work", "no date"]],
        ),
    ]
    colour: Coloured
    created_at: CreatedAt
    updated_at: UpdatedAt

    @classmethod
    def of(cls, row: SavedFilter) -> "FilterView":
        """The filter, given its row."""
        return cls(
            id=row.id,
            name=row.name,
            query=row.query,
            panes=list(filters.panes(row.query)),
            colour=row.colour,  # type: ignore[arg-type]
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


@dataclass(frozen=True, slots=True)
class FilterPage:
    """One page of the filters, in the order they were put in."""

    items: Annotated[list[FilterView], Field(description="The filters of this page.")]
    total: Total
    next_cursor: NextCursor

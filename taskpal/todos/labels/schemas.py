"""What callers send about labels, and what they get back."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from taskpal.todos.fields import (
    GREY,
    After,
    AnyId,
    Before,
    Coloured,
    CreatedAt,
    Cursor,
    Limit,
    NextCursor,
    Sent,
    Total,
    UpdatedAt,
    on_one_line,
    storable,
)
from taskpal.todos.labels.models import Label

LONGEST: Final = 60


def bare(name: object) -> object:
    """The name of a label as it can be typed behind an @."""
    return name.strip().removeprefix("@") if isinstance(name, str) else name


LabelName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST),
    BeforeValidator(bare),
    AfterValidator(storable),
    AfterValidator(on_one_line),
    Field(
        description="What it is called, on one line; no two have the same name.",
        examples=["errands"],
        json_schema_extra={"pattern": r"^[^\x00\r\n]*[^\s\x00@][^\x00\r\n]*$"},
    ),
]


class NewLabel(Sent):
    """A label to make. Only the name is required."""

    name: LabelName
    colour: Coloured = GREY


class LabelChanges(Sent):
    """Any subset of fields; those left out stay as they are."""

    # Factories, because a default would show in the schema and promise a reset.
    name: LabelName = Field(default_factory=str)
    colour: Coloured = Field(default_factory=lambda: GREY)

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class LabelMove(Sent):
    """Where a label shall be: right beside another one."""

    before: Before = None
    after: After = None


class LabelQuery(Sent):
    """How many of the user's labels to show at once."""

    limit: Limit = 50
    cursor: Cursor = ""


@dataclass(slots=True)
class LabelView:
    """A label, and how many open todos carry it."""

    id: AnyId
    name: LabelName
    colour: Coloured
    open_todos: Annotated[
        int, Field(description="How many open todos carry it.", examples=[7])
    ]
    created_at: CreatedAt
    updated_at: UpdatedAt

    @classmethod
    def of(cls, row: Label, open_todos: int) -> "LabelView":
        return cls(
            id=row.id,
            name=row.name,
            colour=row.colour,  # type: ignore[arg-type]
            open_todos=open_todos,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


@dataclass(frozen=True, slots=True)
class LabelPage:
    """One page of the labels, in the order they were put in."""

    items: Annotated[list[LabelView], Field(description="The labels on this page.")]
    total: Total
    next_cursor: NextCursor


@dataclass(frozen=True, slots=True)
class LabelGone:
    """What became of a label that was deleted."""

    todos: Annotated[
        int, Field(description="How many todos carried it.", examples=[12])
    ]

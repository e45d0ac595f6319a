"""What callers send to change many things at once, and what they get back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from taskpal.errors import BadValues
from taskpal.todos.batch.operations import OPERATIONS, Operation
from taskpal.todos.comments.schemas import CommentView
from taskpal.todos.fields import Id, Sent
from taskpal.todos.finding.filters.schemas import FilterView
from taskpal.todos.labels.schemas import LabelGone, LabelView
from taskpal.todos.lists.schemas import Contents, ListView
from taskpal.todos.lists.sections.schemas import SectionView
from taskpal.todos.schemas import TodoView

MOST: Final = 500
"""Operations in one batch."""


def _known(name: str) -> str:
    if name not in OPERATIONS:
        raise ValueError(f"“{name[:40]}” is no operation that can be in a batch")
    return name


OperationName = Annotated[
    str,
    AfterValidator(_known),
    Field(
        description="The name of an operation of this API that changes todos, lists, "
        "sections, labels, comments or filters.",
        examples=["addTodo"],
        json_schema_extra={"enum": list(OPERATIONS)},
    ),
]
Ref = Annotated[
    str | None,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$"),
    Field(
        description="A name of your own for what this operation makes or changes. "
        "Later ones say `$name` where they would say its id.",
        examples=["trip"],
    ),
]


class BatchItem(Sent):
    """One of the operations: what its own request would hold."""

    operation: OperationName
    ref: Ref = None
    id: Annotated[
        Id,
        Field(
            description="The id of the thing it is about, as it would be in the path, "
            "or the `$ref` of an operation before it.",
            examples=["k3m9qz7xw2ap"],
        ),
    ] = ""
    body: Annotated[
        dict[str, Any],
        Field(
            description="The fields that the operation takes by itself. An id in them "
            "may be the `$ref` of an operation before it.",
            examples=[{"title": "Book a train", "list": "$trip"}],
        ),
    ] = {}
    query: Annotated[
        dict[str, Any],
        Field(
            description="What would be behind the ? of its address.",
            examples=[{"occurrence": "one"}],
        ),
    ] = {}
    if_match: Annotated[
        str | None,
        StringConstraints(pattern=r'^"[0-9]{1,19}(\.[0-9]{1,19})?"$'),
        Field(
            description="Act only when the thing still has this ETag.",
            examples=['"1042"'],
        ),
    ] = None


class NewBatch(Sent):
    """Operations to do one after the other."""

    operations: Annotated[
        list[BatchItem],
        Field(
            min_length=1,
            max_length=MOST,
            description="The operations, in the order they are done in.",
        ),
    ]
    atomic: Annotated[
        bool,
        Field(
            description="true: all of them or, when one is refused, none. false: those "
            "that are refused are left out, the others are done."
        ),
    ] = True


@dataclass(frozen=True, slots=True)
class Ready:
    """An operation that was read, and can be done."""

    name: str
    operation: Operation
    ref: str | None
    id: str
    body: BaseModel | None
    asked: BaseModel | None
    only_at: Collection[int] | None


@dataclass(frozen=True, slots=True)
class Misread:
    """An operation that is not as it has to be."""

    name: str
    ref: str | None
    error: BadValues


Content = (
    TodoView
    | ListView
    | SectionView
    | LabelView
    | CommentView
    | FilterView
    | Contents
    | LabelGone
)


@dataclass(slots=True)
class BatchResult:
    """What came of one operation."""

    operation: Annotated[str, Field(description="Its name.", examples=["addTodo"])]
    ref: Annotated[
        str | None, Field(description="The `ref` that was sent with it.")
    ] = None
    status: Annotated[
        int,
        Field(
            description="The status that it would have been answered with by itself.",
            examples=[201],
        ),
    ] = 200
    id: Annotated[
        str | None,
        Field(description="The id of what it made or changed; null when it has none."),
    ] = None
    etag: Annotated[
        str | None,
        Field(description="The version of that, for `if_match`.", examples=['"1042"']),
    ] = None
    content: Annotated[
        Content | None,
        Field(description="The content of that answer; null when it has none."),
    ] = None
    problem: Annotated[
        dict[str, Any] | None,
        Field(
            description="Why it was refused, as a problem document; null when it was "
            "done."
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What came of a batch."""

    batch: Annotated[
        int | None,
        Field(
            description="What undo takes as `batch` to take all of it back; null when "
            "nothing changed.",
            examples=[1042],
        ),
    ]
    done: Annotated[int, Field(description="How many operations were done.")]
    refused: Annotated[int, Field(description="How many were refused.")]
    results: Annotated[
        list[BatchResult],
        Field(description="What came of each operation, in the order they were sent."),
    ]

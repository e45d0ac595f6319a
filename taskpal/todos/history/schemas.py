"""What callers ask about changes, and what they are told."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from taskpal.acting import Kind as ActorKind
from taskpal.todos.fields import Cursor, Id, Limit, NextCursor, Sent
from taskpal.todos.history.recording import Action
from taskpal.todos.history.things import Kind

Order = Literal["newest", "oldest"]

CHANGE_ID = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")
MOST_STEPS = 100

_REVISION = re.compile(r"[0-9]{1,18}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _since(value: object) -> object:
    """A revision, or a moment with its distance from UTC."""
    if not isinstance(value, str):
        return value
    if _REVISION.fullmatch(value):
        return int(value)
    try:
        if _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError("must be a revision like 1042, or a time like 2026-11-23T08:30Z")


def _revision(value: object) -> object:
    """A query string has only texts."""
    if isinstance(value, str) and _REVISION.fullmatch(value):
        return int(value)
    return value


class ChangeQuery(Sent):
    """Which changes to show, and how many at once."""

    since: Annotated[
        int | datetime | None,
        BeforeValidator(_since),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "string", "pattern": f"^{_REVISION.pattern}$"},
                    {"type": "string", "format": "date-time"},
                ]
            }
        ),
        Field(
            description="Only what came after this revision (`latest` of an earlier "
            "answer), or after this time.",
            examples=["1042", "2026-11-23T08:30:00Z"],
        ),
    ] = None
    order: Annotated[
        Order | None,
        Field(
            description="`newest` or `oldest` first. By default, the oldest after "
            "`since`, and the newest when that is left out."
        ),
    ] = None
    todo: Annotated[
        Id, Field(description="Only changes of the todo with this id, or about it.")
    ] = ""
    thing: Annotated[
        Id, Field(description="Only changes of the thing with this id.")
    ] = ""
    client: Annotated[
        Id, Field(description="Only what the app with this id has done.")
    ] = ""
    batch: Annotated[
        Annotated[int, Field(ge=1, lt=10**18)] | None,
        BeforeValidator(_revision),
        Field(description="Only changes of this batch."),
    ] = None
    limit: Limit = 50
    cursor: Cursor = ""

    @property
    def newest_first(self) -> bool:
        """In which order they are asked for."""
        return self.order == "newest" if self.order else self.since is None


@dataclass(slots=True)
class ActorView:
    """Who did something."""

    kind: Annotated[
        ActorKind,
        Field(
            description="`dashboard`: the user in person; `app`: one they connected; "
            "`token`: a script of theirs; `command`: whoever hosts TaskPal; "
            "`taskpal`: by itself."
        ),
    ]
    id: Annotated[str | None, Field(description="The app's id; null for others.")]
    name: Annotated[
        str | None,
        Field(description="The app's or the token's name.", examples=["ChatGPT"]),
    ]


Values = Annotated[
    dict[str, Any] | None,
    Field(
        description="The fields that changed, as they are read elsewhere in the API.",
        examples=[{"title": "Buy milk", "priority": "p4"}],
    ),
]


@dataclass(slots=True)
class ChangeView:
    """What became of one thing."""

    id: Annotated[
        str, Field(description="What undo takes as `change`.", examples=["1042-0"])
    ]
    batch: Annotated[
        int,
        Field(
            description="Changes made in one go have the same; undo takes it.",
            examples=[1042],
        ),
    ]
    revision: Annotated[
        int, Field(description="It grows with each change.", examples=[1042])
    ]
    at: Annotated[datetime, Field(description="When.")]
    actor: Annotated[ActorView, Field(description="Who did it.")]
    action: Annotated[Action, Field(description="What was done.")]
    kind: Annotated[Kind, Field(description="What sort of thing it was done to.")]
    thing: Annotated[
        str, Field(description="The id of the thing.", examples=["k3m9qz7xw2ap"])
    ]
    name: Annotated[
        str, Field(description="What it was called then.", examples=["Buy milk"])
    ]
    before: Values
    after: Values
    undone: Annotated[bool, Field(description="Whether this was taken back.")]
    undoes: Annotated[
        int | None, Field(description="The batch that this took back; null if none.")
    ]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One page of the changes."""

    items: Annotated[list[ChangeView], Field(description="The changes on this page.")]
    next_cursor: NextCursor
    latest: Annotated[
        int,
        Field(
            description="The revision everything was at. After the last page, ask for "
            "what came since.",
            examples=[1042],
        ),
    ]


class Undo(Sent):
    """What to take back: a batch, one change, or the latest batches of your own."""

    batch: Annotated[
        int | None,
        Field(
            ge=1,
            lt=10**18,
            description="All that was done in one go, by whoever. To do again what was "
            "undone, name the batch of the undo.",
            examples=[1042],
        ),
    ] = None
    change: Annotated[
        str | None,
        StringConstraints(pattern=f"^{CHANGE_ID.pattern}$"),
        Field(description="Only this change.", examples=["1042-0"]),
    ] = None
    steps: Annotated[
        int,
        Field(
            ge=1,
            le=MOST_STEPS,
            description="Without batch and change: how many of the batches that you "
            "yourself have made, the latest first.",
        ),
    ] = 1

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if len(self.model_fields_set - {"steps"}) > 1 or (
            "steps" in self.model_fields_set and len(self.model_fields_set) > 1
        ):
            raise ValueError("name a batch, a change, or a number of steps: only one")
        return self


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back."""

    message: Annotated[
        str,
        Field(
            description="What was undone, for a person.",
            examples=["Undone: completing “Buy milk”."],
        ),
    ]
    batch: Annotated[
        int,
        Field(description="Undo this to do again what was undone.", examples=[1050]),
    ]
    undid: Annotated[
        list[int], Field(description="The batches that were undone.", examples=[[1042]])
    ]
    count: Annotated[
        int, Field(description="How many things are as they were before.", examples=[1])
    ]
    changes: Annotated[
        list[ChangeView],
        Field(description="What changed by this; of many, the first hundred."),
    ]

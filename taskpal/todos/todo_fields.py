"""The fields of a todo: what each may hold, and what callers are told of it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from taskpal.accounts.preferences.schemas import ZoneName
from taskpal.todos.fields import Clock, Id, day, storable

Priority = Literal["p1", "p2", "p3", "p4"]

PRIORITIES: tuple[Priority, ...] = ("p1", "p2", "p3", "p4")

LONGEST_DURATION = 60 * 24 * 31
MOST_LABELS = 50
LONGEST_LABEL = 60


def typed_label(name: object) -> object:
    """The name of a label as it can be typed behind an @."""
    return name.strip().removeprefix("@") if isinstance(name, str) else name


Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(storable),
    Field(
        description="What to do.",
        examples=["Buy milk"],
        json_schema_extra={"pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"},
    ),
]
Description = Annotated[
    str,
    StringConstraints(max_length=20_000),
    AfterValidator(storable),
    Field(
        description="Notes, in Markdown.",
        examples=["Oat milk, two cartons."],
        json_schema_extra={"pattern": r"^[^\x00]*$"},
    ),
]
Urgency = Annotated[
    Priority,
    Field(description="`p1` is the most urgent, `p4` is normal.", examples=["p2"]),
]
Due = Annotated[
    date | None,
    BeforeValidator(day),
    Field(description="The day it is due; null when none.", examples=["2026-12-24"]),
]
ABOUT_DUE_TIME = Field(
    description="The time of day it is due, with `due`; null for all day.",
    examples=["18:00"],
)
DueTime = Annotated[Clock | None, ABOUT_DUE_TIME]
DueZone = Annotated[
    ZoneName | None,
    Field(
        description="The zone (IANA) that `due_time` is in; null when it is meant "
        "wherever the user is.",
        examples=["Europe/Berlin"],
    ),
]
Start = Annotated[
    date | None,
    BeforeValidator(day),
    Field(
        description="The day to begin; null when none. It need not be shown before.",
        examples=["2026-12-01"],
    ),
]
Deadline = Annotated[
    date | None,
    BeforeValidator(day),
    Field(
        description="The last day it is of use; null when none.",
        examples=["2026-12-31"],
    ),
]
Duration = Annotated[
    int | None,
    Field(
        ge=1,
        le=LONGEST_DURATION,
        description="How many minutes it takes; null when unknown.",
        examples=[45],
    ),
]
InList = Annotated[
    Id,
    Field(description='The id of its list, or "inbox".', examples=["inbox"]),
]
InSection = Annotated[
    Id | None,
    Field(
        description="The id of its section; null when in none.",
        examples=["h4n8rtw2kc6d"],
    ),
]
Parent = Annotated[
    Id | None,
    Field(
        description="The id of the todo it is a subtask of; null when of none. "
        "Subtasks have subtasks too, up to 20 one inside the other.",
        examples=["k3m9qz7xw2ap"],
    ),
]
LabelName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_LABEL),
    BeforeValidator(typed_label),
    AfterValidator(storable),
]
Labels = Annotated[
    list[LabelName],
    Field(
        max_length=MOST_LABELS,
        description="The names of its labels; one that is new is made.",
        examples=[["errands"]],
    ),
]
Done = Annotated[bool, Field(description="Whether it is done.", examples=[False])]

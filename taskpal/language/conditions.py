"""What a filter finds, as a tree of conditions with dates in full.

A tree says what is meant on the day it is read; `todos` makes SQL of it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Moment = Literal["due", "start", "deadline", "created", "completed"]
Sign = Literal["<", "<=", "=", ">=", ">"]
Kind = Literal[
    "all",
    "done",
    "overdue",
    "recurring",
    "subtask",
    "no label",
    "no section",
    "no time",
]


@dataclass(frozen=True, slots=True)
class Is:
    """A kind of todo: done, recurring, a subtask, without a label.

    One with "no time" is due on a day, whenever on that.
    """

    kind: Kind


@dataclass(frozen=True, slots=True)
class When:
    """A date of the todo compared with a day; `day` None means it has none."""

    moment: Moment
    sign: Sign
    day: date | None


@dataclass(frozen=True, slots=True)
class HasPriority:
    """The priority, 1 to 4."""

    number: int


@dataclass(frozen=True, slots=True)
class HasLabel:
    """A label of this name, where * stands for any letters."""

    name: str


@dataclass(frozen=True, slots=True)
class InList:
    """In the list of this name; `below` counts the lists inside it too."""

    name: str
    below: bool


@dataclass(frozen=True, slots=True)
class InSection:
    """In a section of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Contains:
    """With these words in the title, the notes or a comment."""

    text: str


@dataclass(frozen=True, slots=True)
class AssignedTo:
    """Assigned to someone: "me", or a name."""

    who: str


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the other does not find."""

    other: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """What every one of these finds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What at least one of these finds."""

    conditions: tuple["Condition", ...]


Condition = (
    Is
    | When
    | HasPriority
    | HasLabel
    | InList
    | InSection
    | Contains
    | AssignedTo
    | Not
    | AllOf
    | AnyOf
)

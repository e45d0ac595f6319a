"""What has been understood of a line so far, and where in it that stood."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypedDict

from taskpal.language.moments import Moment
from taskpal.language.preferences import Preferences
from taskpal.language.rules import Recurrence
from taskpal.language.words import Words

Kind = Literal[
    "due",
    "repeat",
    "start",
    "deadline",
    "duration",
    "priority",
    "list",
    "section",
    "label",
    "description",
    "escape",
]


@dataclass(frozen=True, slots=True)
class Token:
    """What a part of the line, from `start` up to `end`, was understood as."""

    kind: Kind
    start: int
    end: int


class Said(TypedDict, total=False):
    """What a line says, besides its title and labels."""

    due: Moment
    start: date
    deadline: date
    duration_minutes: int
    priority: str
    list: str
    section: str
    description: str | None
    repeat: Recurrence


@dataclass(slots=True)
class Reading:
    """A line that is being read; `local` is now where its writer lives."""

    line: str
    words: Words
    now: datetime
    local: datetime
    prefs: Preferences
    tokens: list[Token] = field(default_factory=list)
    said: Said = field(default_factory=Said)
    labels: list[str] = field(default_factory=list)

    def take(self, kind: Kind, first: int, end: int) -> None:
        """The words `first` up to `end` are a token of this kind."""
        self.words.take(first, end)
        self.tokens.append(Token(kind, *self.words.span(first, end)))

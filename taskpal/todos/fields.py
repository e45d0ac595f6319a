"""Fields that todos, lists, sections, labels and comments have in common."""

import contextlib
import re
from datetime import date, datetime, time
from typing import Annotated, Final, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

Colour = Literal[
    "grey",
    "red",
    "orange",
    "amber",
    "yellow",
    "lime",
    "green",
    "teal",
    "cyan",
    "sky",
    "blue",
    "indigo",
    "violet",
    "purple",
    "pink",
    "brown",
]
COLOURS: Final[tuple[str, ...]] = get_args(Colour)
GREY: Final[Colour] = "grey"

LONGEST_NAME: Final = 120

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DIGITS = re.compile(r"-?[0-9]{1,9}")


def storable(text: str) -> str:
    """The text, if a database can hold it.

    Raises:
        ValueError: it has NUL characters or halves of characters.
    """
    if "\x00" in text:
        raise ValueError("must not contain NUL characters")
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("must not contain lone surrogates")
    return text


def on_one_line(text: str) -> str:
    """The text, if it is one line.

    Raises:
        ValueError: it has line breaks.
    """
    if "\n" in text or "\r" in text:
        raise ValueError("must be on one line")
    return text


def day(value: object) -> object:
    """Dates are dates: no times, and none of the other spellings Python would take."""
    if not isinstance(value, str):
        return value
    with contextlib.suppress(ValueError):
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    raise ValueError("must be a date like 2026-12-24")


def clock(value: object) -> object:
    """Times of day to the minute: what clocks show, without a zone."""
    if isinstance(value, time):
        return value
    if isinstance(value, str) and _TIME.fullmatch(value):
        return time.fromisoformat(value)
    raise ValueError("must be a time of day like 18:00")


def number(value: object) -> object:
    """A query string has only texts."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value


class Sent(BaseModel):
    """Strict: "true" is no boolean, and a field nobody knows is refused by name."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


# Not the format "time" of a schema, which has seconds and a zone.
_AS_CLOCK: Final = WithJsonSchema({"type": "string", "pattern": f"^{_TIME.pattern}$"})
Clock = Annotated[time, BeforeValidator(clock), _AS_CLOCK]
ClockShown = Annotated[str, _AS_CLOCK]

Id = Annotated[str, StringConstraints(max_length=64), AfterValidator(storable)]
AnyId = Annotated[
    str, Field(description="12 letters and digits.", examples=["k3m9qz7xw2ap"])
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME),
    AfterValidator(storable),
    AfterValidator(on_one_line),
    Field(
        description="What it is called, on one line.",
        examples=["Groceries"],
        json_schema_extra={"pattern": r"^[^\x00\r\n]*[^\s\x00][^\x00\r\n]*$"},
    ),
]
Coloured = Annotated[
    Colour,
    Field(description="The colour it is shown in.", examples=["teal"]),
]
Before = Annotated[
    Id | None,
    Field(
        description="Put it right before the one with this id.",
        examples=["h4n8rtw2kc6d"],
    ),
]
After = Annotated[
    Id | None,
    Field(
        description="Put it right after the one with this id.",
        examples=["h4n8rtw2kc6d"],
    ),
]
Limit = Annotated[
    int,
    Field(ge=1, le=100, description="How many to answer with."),
    BeforeValidator(number),
]
Cursor = Annotated[
    str,
    StringConstraints(max_length=1000),
    Field(description="The `next_cursor` of the page before; leave it out to begin."),
]
NextCursor = Annotated[
    str | None,
    Field(description="Send it as `cursor` for the next page; null on the last."),
]
Total = Annotated[int, Field(description="How many there are on all pages together.")]
MOST_COUNTED: Final = 1000  # to count more would take longer than to answer with a page
TotalFound = Annotated[
    int | None,
    Field(
        description="How many there are on all pages together; null only when they "
        "were looked for by words, with `query` or with `search:` in a filter, and "
        f"more than {MOST_COUNTED:,} have them.",
        examples=[3],
    ),
]
CreatedAt = Annotated[
    datetime,
    Field(description="When it was made.", examples=["2026-11-23T08:30:00.123456Z"]),
]
UpdatedAt = Annotated[
    datetime,
    Field(
        description="When it was last changed.",
        examples=["2026-11-23T08:30:00.123456Z"],
    ),
]

"""The lists of our own export file, as JSON: everything about todos, without loss.

A field is only ever added. One that older files do not have has a default here.
"""

from datetime import UTC, date, datetime, time
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from taskpal.accounts.preferences.models import AccountPreferences
from taskpal.todos.todo_fields import Priority

FORMAT: Final = "taskpal-export"
MOST_ROUNDS: Final = 2**31 - 1


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        return at.replace(tzinfo=UTC)
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("is beyond the years 1 to 9999") from None


Point = Annotated[datetime, AfterValidator(_in_utc)]
"""A point in time; without an offset it is meant in UTC."""
Minute = Annotated[
    time, PlainSerializer(lambda at: at.isoformat("minutes"), return_type=str)
]


class ExportedPreferences(BaseModel):
    """How the person reads dates and times; `week_start` is 0 on Monday."""

    zone: str | None
    week_start: Annotated[int, Field(ge=0, le=6)]
    day_first: bool
    country: str
    language: str
    morning: Minute | None
    afternoon: Minute | None
    evening: Minute | None
    night: Minute | None
    fixed_times: bool

    @classmethod
    def of(cls, chosen: AccountPreferences) -> Self:
        return cls.model_validate(chosen, from_attributes=True)


class _Exported(BaseModel):
    """What older files do not say is the default; what newer ones add is left out."""

    model_config = ConfigDict(
        extra="ignore", json_schema_serialization_defaults_required=True
    )

    id: str


class _Changing(_Exported):
    created_at: Point | None = None
    updated_at: Point | None = None
    deleted_at: Point | None = None


class ExportedList(_Changing):
    """A list, other than the Inbox. `parent` is the id of the list it is nested in."""

    name: str
    colour: str = ""
    parent: str | None = None
    archived_at: Point | None = None
    position: str = ""


class ExportedSection(_Changing):
    """A section; `list` is the id of its list, or `inbox`."""

    name: str
    list: str = "inbox"
    position: str = ""


class ExportedLabel(_Changing):
    """A label."""

    name: str
    colour: str = ""
    position: str = ""


class ExportedFilter(_Changing):
    """A saved filter."""

    name: str
    query: str
    colour: str = ""
    position: str = ""


class ExportedRepeat(BaseModel):
    """How a todo repeats.

    `rule` is one or more RRULEs, one a line; `begins` is the local date and time of the
    series' beginning, `past` how many rounds are over. If this round was put off,
    `was_due` is the date and time the rule gave it, and `was_time` and `was_zone` are
    those of the other rounds.
    """

    rule: str
    anchor: Literal["schedule", "completion"] = "schedule"
    text: str = ""
    begins: datetime | None = None
    was_due: datetime | None = None
    was_time: Minute | None = None
    was_zone: str | None = None
    past: Annotated[int, Field(ge=0, le=MOST_ROUNDS)] = 0


class ExportedTodo(_Changing):
    """A todo: open, done, or (with `deleted_at`) in the trash."""

    title: str
    description: str = ""
    completed: bool = False
    priority: Priority = "p4"
    labels: list[str] = []  # before a field has the name of the type
    due: date | None = None
    due_time: Minute | None = None
    due_zone: str | None = None
    start: date | None = None
    deadline: date | None = None
    duration_minutes: int | None = None
    repeat: ExportedRepeat | None = None
    list: str = "inbox"
    section: str | None = None
    parent: str | None = None
    position: str = ""
    completed_at: Point | None = None


class ExportedComment(_Changing):
    """A comment on a todo; `by` is the app it was written with, if any."""

    todo: str
    text: str
    by_kind: str = ""
    by: str = ""


class ExportedOccurrence(_Exported):
    """A round of a todo that repeats: when it was due, and done or skipped."""

    todo: str
    due: date
    due_time: Minute | None = None
    skipped: bool = False
    at: Point

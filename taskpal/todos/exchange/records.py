"""What a file to import holds, whichever program wrote it.

Things refer to each other by `source_id`, what the file calls them. A list or parent
that a record names may come later in the file, or not at all.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final, Literal

Format = Literal["json", "csv", "markdown", "todoist-csv", "todoist-json"]
FORMATS: Final[dict[Format, str]] = {
    "json": "an export of TaskPal",
    "csv": "a table with a header",
    "markdown": "checklists in Markdown",
    "todoist-csv": "a project of Todoist as CSV",
    "todoist-json": "a backup of Todoist as JSON",
}
INBOX_ID: Final = "inbox"


def quoted(text: str) -> str:
    """The words as a sentence cites them, the beginning of long ones."""
    text = " ".join(text.split())
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"  # noqa: PLR2004


@dataclass(slots=True, kw_only=True)
class Kept:
    """What an export of TaskPal knows of a thing, and others only in part.

    `position` is its place as TaskPal keeps it, `order` one that another program gave.
    """

    position: str = ""
    order: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class ListRecord(Kept):
    """A list; `parent` is the list it is nested in."""

    source_id: str
    name: str
    colour: str = ""
    parent: str | None = None
    archived_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class SectionRecord(Kept):
    """A section; `list` is None in the Inbox."""

    source_id: str
    name: str
    list: str | None = None


@dataclass(slots=True, kw_only=True)
class LabelRecord(Kept):
    source_id: str
    name: str
    colour: str = ""


@dataclass(slots=True, kw_only=True)
class FilterRecord(Kept):
    source_id: str
    name: str
    query: str
    colour: str = ""


@dataclass(slots=True, kw_only=True)
class Repeat:
    """How a todo repeats, see `language.rules`; from `begins` on it is as in `Todo`."""

    rule: str
    anchor: Literal["schedule", "completion"] = "schedule"
    text: str = ""
    begins: datetime | None = None
    was_due: datetime | None = None
    was_time: time | None = None
    was_zone: str | None = None
    past: int = 0


@dataclass(slots=True, kw_only=True)
class TodoRecord(Kept):
    """A todo; `labels` are names, `list` and `section` None in the Inbox."""

    source_id: str
    title: str
    description: str = ""
    priority: int = 4
    list: str | None = None
    section: str | None = None
    parent: str | None = None
    labels: tuple[str, ...] = ()
    start: date | None = None
    due: date | None = None
    due_time: time | None = None
    due_zone: str | None = None
    deadline: date | None = None
    duration_minutes: int | None = None
    repeat: Repeat | None = None
    completed_at: datetime | None = None
    line: int = 0


@dataclass(slots=True, kw_only=True)
class CommentRecord(Kept):
    source_id: str
    todo: str
    text: str
    actor_kind: str = ""
    actor_name: str = ""
    line: int = 0


@dataclass(slots=True, kw_only=True)
class OccurrenceRecord:
    """A round of a todo that repeats, done or skipped."""

    source_id: str
    todo: str
    due: date
    due_time: time | None = None
    skipped: bool = False
    at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class PreferencesRecord:
    """How whoever exported reads dates; `chosen` is what `PreferenceChanges` takes."""

    source_id: str = "preferences"
    chosen: dict[str, Any]


Record = (
    ListRecord
    | SectionRecord
    | LabelRecord
    | FilterRecord
    | TodoRecord
    | CommentRecord
    | OccurrenceRecord
    | PreferencesRecord
)


@dataclass(slots=True, frozen=True)
class Trouble:
    """Something in the file that could not be taken as it is, in a sentence.

    `line` is 0 when it is about no line in particular.
    """

    line: int
    sentence: str

    def about(self, called: str) -> "Trouble":
        """It with the name of what it is about: all of a JSON file may be one line."""
        return replace(self, sentence=f"{quoted(called)}: {self.sentence}")

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


Found = Record | Trouble

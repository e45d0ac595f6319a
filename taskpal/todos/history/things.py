"""The kinds of things that have a history, and which of their columns it keeps."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, Final, Literal

from sqlalchemy import Date, DateTime, Table, Time

from taskpal.columns import UtcDateTime
from taskpal.todos.comments.models import Comment
from taskpal.todos.finding.models import SavedFilter
from taskpal.todos.labels.models import Label
from taskpal.todos.lists.models import Section, TodoList
from taskpal.todos.models import Todo
from taskpal.todos.recurrence.models import Occurrence

Kind = Literal["todo", "list", "section", "label", "comment", "filter", "occurrence"]
Thing = Todo | TodoList | Section | Label | Comment | SavedFilter | Occurrence

KINDS: Final[dict[Kind, type[Thing]]] = {
    "todo": Todo,
    "list": TodoList,
    "section": Section,
    "label": Label,
    "comment": Comment,
    "filter": SavedFilter,
    "occurrence": Occurrence,
}
KIND_OF: Final[dict[type[Thing], Kind]] = {one: kind for kind, one in KINDS.items()}

# Made from other columns, or kept for readers: taken back by being made anew.
_BOOKKEEPING = {
    "owner_id",
    "id",
    "revision",
    "updated_at",
    "title_key",
    "search_key",
    "name_key",
    "due_at",
}
TABLES: Final[dict[Kind, Table]] = {
    kind: one.__table__  # type: ignore[union-attr]
    for kind, one in KINDS.items()
}

Reader = Callable[[str], Any]
_READERS: Final[tuple[tuple[type, Reader], ...]] = (
    (UtcDateTime, datetime.fromisoformat),
    (DateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (Time, time.fromisoformat),
)


def _reader(type_: object) -> Reader | None:
    """How JSON's value of a column is read; None when it is the same."""
    return next((read for one, read in _READERS if isinstance(type_, one)), None)


COLUMNS: Final[dict[Kind, dict[str, Reader | None]]] = {
    kind: {c.name: _reader(c.type) for c in table.c if c.name not in _BOOKKEEPING}
    for kind, table in TABLES.items()
}
"""The columns that are kept, and how each is read from JSON."""

LONGEST_NAME = 120


def name_of(thing: Thing) -> str:
    """What people call it, as far as there is room."""
    if isinstance(thing, Todo):
        name = thing.title
    elif isinstance(thing, Comment):
        name = thing.text
    elif isinstance(thing, Occurrence):
        name = thing.due_on.isoformat()
    else:
        name = thing.name
    return name[:LONGEST_NAME]

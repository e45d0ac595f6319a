"""How what is sent about a todo becomes its columns.

The caller has taken the owner's next revision before (`live.changed`): from then on
nobody else moves or removes what is looked up here.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.errors import BadValues
from taskpal.todos.folding import search_key, title_key
from taskpal.todos.labels import service as labels
from taskpal.todos.models import Todo
from taskpal.todos.moving import place
from taskpal.todos.recurrence import beginning, standing
from taskpal.todos.recurrence.standing import Due
from taskpal.todos.todo_fields import PRIORITIES

_AS_SENT: Final = {
    "title": "title",
    "description": "description",
    "due": "due_on",
    "due_time": "due_time",
    "due_zone": "due_zone",
    "start": "start_on",
    "deadline": "deadline_on",
    "duration_minutes": "duration_minutes",
}
PLACES: Final = frozenset({"list", "section", "parent"})
_TIMES: Final = ("due", "due_time", "due_zone")


def write(
    session: Session, todo: Todo, fields: Mapping[str, Any], moment: datetime
) -> None:
    """Give the todo these values, under the names they have outside.

    Raises:
        BadValues: some of them do not go together, or name what is not there.
    """
    # What asks the database comes first: asking writes what was changed so far, and
    # nobody could tell any more that it was.
    label_ids = _label_ids(session, todo, fields)
    if places := {name: fields[name] for name in fields.keys() & PLACES}:
        place(session, todo, places)
    with session.no_autoflush:
        todo.label_ids = label_ids
        _write(session, todo, fields, moment)


def _label_ids(session: Session, todo: Todo, fields: Mapping[str, Any]) -> str:
    if "labels" not in fields:
        return todo.label_ids
    owner_id, names = OwnerId(todo.owner_id), fields["labels"]
    return labels.ids_of(session, owner_id, names, make=True)


def _write(
    session: Session, todo: Todo, fields: Mapping[str, Any], moment: datetime
) -> None:
    was = standing.due_of(todo)
    for name, value in fields.items():
        if name in _AS_SENT:
            setattr(todo, _AS_SENT[name], value)
        elif name in _ITS_OWN_WAY:
            _ITS_OWN_WAY[name](todo, value, moment)
    if "title" in fields or "description" in fields:
        write_keys(todo)
    if any(name in fields for name in _TIMES):
        _settle_time(todo, fields)
    _repeat(session, todo, fields, moment, was)


def write_keys(todo: Todo) -> None:
    """Make anew what sorting and searching compare."""
    todo.title_key = title_key(todo.title)
    todo.search_key = search_key(todo.title, todo.description)


def _settle_time(todo: Todo, fields: Mapping[str, Any]) -> None:
    """A time needs a day, a zone a time; what has lost its ground goes with it."""
    if todo.due_on is None:
        if fields.get("due_time"):
            raise BadValues({"due_time": "needs a due date"})
        todo.due_time = None
    if todo.due_time is None:
        if fields.get("due_zone"):
            raise BadValues({"due_zone": "needs a due_time"})
        todo.due_zone = None
    standing.settle(todo)


def _repeat(
    session: Session,
    todo: Todo,
    fields: Mapping[str, Any],
    moment: datetime,
    was: Due,
) -> None:
    """A new rule, none any longer, or another date for this round alone.

    Whoever sends back the rule that it has, with other changes, begins nothing anew.
    """
    moved = standing.due_of(todo)[:2] != was[:2]
    if "repeat" in fields:
        if (said := fields["repeat"]) is None:
            standing.end(todo)
        elif moved or not beginning.goes_on(todo, said):
            beginning.begin(session, todo, said, moment)
    elif todo.repeat_rule and moved:
        standing.put_off(todo, was)


def _prioritise(todo: Todo, value: Any, _moment: datetime) -> None:
    todo.priority = PRIORITIES.index(value) + 1


def _finish(todo: Todo, value: Any, moment: datetime) -> None:
    todo.completed_at = (todo.completed_at or moment) if value else None


_ITS_OWN_WAY: Final[dict[str, Callable[[Todo, Any, datetime], None]]] = {
    "priority": _prioritise,
    "completed": _finish,
}

"""What the history keeps of columns, as everyone outside reads those fields."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from taskpal.todos.history.recording import unpacked
from taskpal.todos.history.things import Kind
from taskpal.todos.lists.models import INBOX
from taskpal.todos.schemas import label_names
from taskpal.todos.todo_fields import PRIORITIES

Names = Mapping[str, str]
"""What labels are called, by their ids."""


def fields(kind: Kind, text: str | None, names: Names) -> dict[str, Any] | None:
    """The fields behind the columns; None for a thing that was new."""
    if text is None:
        return None
    values = unpacked(kind, text)
    shown = dict(_fields(kind, values, names))
    if "repeat_rule" in values or "repeat_anchor" in values or "repeat_text" in values:
        shown["repeat"] = _repeat(values)
    return shown


def label_ids(kind: Kind, *texts: str | None) -> Iterator[str]:
    """The labels whose names `fields` needs."""
    for text in texts:
        if kind == "todo" and text and '"label_ids"' in text:
            yield from unpacked(kind, text)["label_ids"].split()


def _fields(
    kind: Kind, values: Mapping[str, Any], names: Names
) -> Iterator[tuple[str, Any]]:
    for column, value in values.items():
        if column == "label_ids":
            yield "labels", label_names(value, names)
        elif column in _NAMES:
            yield _NAMES[column], _READ_AS.get(column, _as_it_is)(value)
    if kind in ("todo", "section") and "list_id" in values:
        yield "list", values["list_id"] or INBOX


def _repeat(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """As much of the recurrence as changed."""
    if "repeat_rule" in values and values["repeat_rule"] is None:
        return None
    return {
        name: values[f"repeat_{name}"]
        for name in ("rule", "anchor", "text")
        if f"repeat_{name}" in values
    }


def _as_it_is(value: Any) -> Any:
    return value


_AS_THEY_ARE = (
    *("title", "description", "name", "colour", "text", "query"),
    *("due_zone", "duration_minutes", "skipped"),
)
_NAMES: Final[Mapping[str, str]] = {name: name for name in _AS_THEY_ARE} | {
    "priority": "priority",
    "section_id": "section",
    "parent_id": "parent",
    "todo_id": "todo",
    "start_on": "start",
    "due_on": "due",
    "due_time": "due_time",
    "deadline_on": "deadline",
    "completed_at": "completed",
    "archived_at": "archived",
    "deleted_at": "deleted",
}
_READ_AS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "priority": lambda value: PRIORITIES[value - 1],
    "due_time": lambda value: value and value.isoformat("minutes"),
    "completed_at": lambda value: value is not None,
    "archived_at": lambda value: value is not None,
    "deleted_at": lambda value: value is not None,
}

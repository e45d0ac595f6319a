"""Records as TaskPal can keep them: no text too long, no date that is none.

What does not fit is told, and kept in the notes where there is room.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final

from taskpal.language.errors import NotUnderstood
from taskpal.language.filters import conditions
from taskpal.language.rules import checked
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.words import with_notes, zone_named
from taskpal.todos.exchange.records import (
    CommentRecord,
    FilterRecord,
    Found,
    Kept,
    LabelRecord,
    ListRecord,
    OccurrenceRecord,
    PreferencesRecord,
    Record,
    Repeat,
    SectionRecord,
    TodoRecord,
    Trouble,
    quoted,
)
from taskpal.todos.todo_fields import LONGEST_DURATION, LONGEST_LABEL, MOST_LABELS

LONGEST_TITLE: Final = 500
LONGEST_NOTES: Final = 20_000
LONGEST_NAME: Final = 120
_LONGEST_ID: Final = 100
_LONGEST_POSITION: Final = 1000
_NO_TEXT: Final = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""NUL and half characters: no database keeps them."""


def shaped(record: Record, context: Context) -> Iterator[Found]:
    """The record as it can be kept, if it can, and what had to be changed."""
    if isinstance(record, PreferencesRecord):
        yield record
        return
    _clean(record)
    if not 0 < len(record.source_id) <= _LONGEST_ID:
        yield Trouble(_line(record), "Its id is empty or too long; it was left out.")
    elif isinstance(record, TodoRecord):
        yield from _todo(record)
    elif isinstance(record, CommentRecord):
        yield from _comment(record)
    elif isinstance(record, FilterRecord):
        yield from _filter(record, context)
    elif isinstance(record, OccurrenceRecord):
        yield record
    elif not record.name:
        yield Trouble(0, "Something without a name was left out.")
    else:
        yield from _named(record)


def _clean(record: Kept | OccurrenceRecord) -> None:
    """Without what no text holds, and with times in UTC."""
    for name in _TEXTS:
        value = getattr(record, name, None)
        if isinstance(value, str) and (clean := _clean_text(name, value)) != value:
            setattr(record, name, clean)
    for name in _MOMENTS:
        value = getattr(record, name, None)
        if isinstance(value, datetime) and value.tzinfo is None:
            setattr(record, name, value.replace(tzinfo=UTC))
    if isinstance(record, Kept) and not _is_position(record.position):
        record.position = ""


def _clean_text(name: str, text: str) -> str:
    clean = text.strip() if name in {"title", "name"} else text
    if clean.isascii() and "\0" not in clean:
        return clean
    return clean.translate(_NO_TEXT)


def _named(record: ListRecord | SectionRecord | LabelRecord) -> Iterator[Found]:
    longest = LONGEST_LABEL if isinstance(record, LabelRecord) else LONGEST_NAME
    if len(record.name) > longest:
        yield Trouble(0, f"The name {quoted(record.name)} is too long; it was cut.")
    yield replace(record, name=record.name[:longest].strip())


_TEXTS: Final = (
    *("source_id", "title", "name", "description", "text", "query", "colour"),
    *("list", "section", "parent", "todo", "actor_name", "actor_kind"),
)
_MOMENTS: Final = (
    *("created_at", "updated_at", "deleted_at", "completed_at", "archived_at", "at"),
)


def _is_position(text: str) -> bool:
    digits = len(text) <= _LONGEST_POSITION and text.isascii() and text.isalnum()
    return digits and text == text.lower() and not text.endswith("0")


def _todo(todo: TodoRecord) -> Iterator[Found]:
    line, left = todo.line, list[str]()
    if not todo.title:
        yield Trouble(line, "It has no title, so it was left out.")
        return
    if len(todo.title) > LONGEST_TITLE:
        left.append(todo.title)
        yield Trouble(line, "Its title is too long; all of it is in the notes.")
    if todo.due_zone and zone_named(todo.due_zone) is None:
        left.append(f"Zone: {todo.due_zone}")
        yield Trouble(line, f"{quoted(todo.due_zone)} is no zone; it is in the notes.")
        todo.due_zone = None
    if todo.repeat and not _comes_true(todo):
        left.append(f"Repeats: {todo.repeat.text or todo.repeat.rule}")
        yield Trouble(line, "Its rule of recurrence is none; it is in the notes.")
        todo.repeat = None
    yield from _fitting(todo, with_notes(todo.description, left))


def _fitting(todo: TodoRecord, notes: str) -> Iterator[Found]:
    line = todo.line
    if len(notes) > LONGEST_NOTES:
        sentence = f"Its notes have more than {LONGEST_NOTES:,} characters; what goes"
        yield Trouble(line, f"{sentence} beyond is in a comment.")
        for number in range(LONGEST_NOTES, len(notes), LONGEST_NOTES):
            yield CommentRecord(
                source_id=f"{todo.source_id}~{number}"[:_LONGEST_ID],
                todo=todo.source_id,
                text=notes[number : number + LONGEST_NOTES],
                line=line,
            )
    named = (_label(label) for label in todo.labels)
    labels = tuple(dict.fromkeys(name for name in named if name))
    if len(labels) > MOST_LABELS:
        yield Trouble(
            line, f"It has more than {MOST_LABELS} labels; only so many stay."
        )
    minutes = todo.duration_minutes
    if minutes is not None and not 0 < minutes <= LONGEST_DURATION:
        yield Trouble(line, "Its duration is none; it was left out.")
        todo.duration_minutes = None
    todo.title = todo.title[:LONGEST_TITLE].strip()
    todo.description = notes[:LONGEST_NOTES]
    todo.labels = labels[:MOST_LABELS]
    todo.due_time = _to_the_minute(todo.due_time) if todo.due else None
    todo.due_zone = todo.due_zone if todo.due_time else None
    yield todo


def _to_the_minute(clock: time | None) -> time | None:
    return clock and clock.replace(second=0, microsecond=0, tzinfo=None)


def _label(name: str) -> str:
    clean = name.translate(_NO_TEXT).strip().removeprefix("@").strip()
    return clean[:LONGEST_LABEL].strip()


def _comes_true(todo: TodoRecord) -> bool:
    """Whether the rule of a todo is one, and has a date to begin at."""
    repeat = todo.repeat
    if repeat is None or todo.due is None:
        return False
    begins = repeat.begins or datetime.combine(todo.due, todo.due_time or time())
    repeat.begins = begins.replace(tzinfo=None)
    _tidy_what_was(repeat)
    repeat.text = repeat.text.translate(_NO_TEXT)[:LONGEST_TITLE]
    try:
        return bool(checked(repeat.rule, repeat.begins))
    except NotUnderstood:
        return False


def _tidy_what_was(repeat: Repeat) -> None:
    if repeat.was_due is None:
        repeat.was_time = repeat.was_zone = None
        return
    repeat.was_due = repeat.was_due.replace(tzinfo=None)
    repeat.was_time = _to_the_minute(repeat.was_time)
    zone = zone_named(repeat.was_zone or "") if repeat.was_time else None
    repeat.was_zone = zone


def _comment(comment: CommentRecord) -> Iterator[Found]:
    text = comment.text.strip("\n")
    if not text.strip():
        yield Trouble(comment.line, "A comment says nothing; it was left out.")
        return
    for number in range(0, len(text), LONGEST_NOTES):
        source_id = f"{comment.source_id}~{number}" if number else comment.source_id
        part = text[number : number + LONGEST_NOTES]
        yield replace(comment, source_id=source_id[:_LONGEST_ID], text=part)


def _filter(found: FilterRecord, context: Context) -> Iterator[Found]:
    try:
        conditions(found.query, context.now, context.prefs)
    except NotUnderstood as error:
        sentence = f"The filter {quoted(found.name)} was left out: {error.sentence}"
        yield Trouble(0, f"{sentence} It was: {quoted(found.query)}")
        return
    yield replace(found, name=found.name[:LONGEST_NAME].strip() or "Filter")


def _line(record: Record) -> int:
    return getattr(record, "line", 0)

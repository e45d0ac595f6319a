"""An export of TaskPal, the one from the settings included: everything about todos."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Final, TextIO

from pydantic import BaseModel, ValidationError

from taskpal.accounts.preferences.models import AccountPreferences
from taskpal.accounts.preferences.schemas import WEEKDAYS, PreferenceChanges
from taskpal.todos.exchange.file import (
    ExportedComment,
    ExportedFilter,
    ExportedLabel,
    ExportedList,
    ExportedOccurrence,
    ExportedPreferences,
    ExportedSection,
    ExportedTodo,
)
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.fields import text as said_in
from taskpal.todos.exchange.reading.json_stream import Member, members
from taskpal.todos.exchange.records import (
    INBOX_ID,
    CommentRecord,
    FilterRecord,
    Found,
    LabelRecord,
    ListRecord,
    OccurrenceRecord,
    PreferencesRecord,
    Record,
    Repeat,
    SectionRecord,
    TodoRecord,
    Trouble,
)
from taskpal.todos.todo_fields import PRIORITIES


def read(text: TextIO, context: Context) -> Iterator[Found]:
    """Everything in the export that belongs to todos.

    Raises:
        UnreadableFile: it is no JSON, or no object.
    """
    for member in members(text):
        if member.name not in _KINDS:
            continue
        model, made = _KINDS[member.name]
        found, wrong = _validated(model, member)
        if wrong:
            yield Trouble(member.line, wrong).about(_called(member))
        if found is not None and (record := made(found, context, member.line)):
            yield record
        yield from context.take_troubles()


def _validated(model: type[BaseModel], member: Member) -> tuple[BaseModel | None, str]:
    """What is there without the fields that are wrong, if that is enough; and those."""
    try:
        return model.model_validate(member.value), ""
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one["msg"] for one in error.errors() if one["loc"]}
    sentence = ", ".join(f"{name} ({said})" for name, said in wrong.items())
    if isinstance(member.value, dict) and wrong:
        rest = {name: it for name, it in member.value.items() if name not in wrong}
        with suppress(ValidationError):
            return model.model_validate(rest), f"left out was {sentence}."
    return None, f"it was left out, for {sentence or 'it is no JSON object'}."


def _called(member: Member) -> str:
    said = member.value if isinstance(member.value, dict) else {}
    return said_in(said, "title", "name", "text", "id") or member.name


def _kept(found: Any) -> dict[str, Any]:
    """What only our own exports say."""
    return {
        "source_id": found.id,
        "position": getattr(found, "position", ""),
        "created_at": found.created_at,
        "updated_at": found.updated_at,
        "deleted_at": found.deleted_at,
    }


def _list(found: Any, _context: Context, _line: int) -> Record:
    return ListRecord(
        name=found.name,
        colour=found.colour,
        parent=found.parent,
        archived_at=found.archived_at,
        **_kept(found),
    )


def _section(found: Any, _context: Context, _line: int) -> Record:
    return SectionRecord(name=found.name, list=_list_id(found.list), **_kept(found))


def _label(found: Any, _context: Context, _line: int) -> Record:
    return LabelRecord(name=found.name, colour=found.colour, **_kept(found))


def _filter(found: Any, _context: Context, _line: int) -> Record:
    return FilterRecord(
        name=found.name, query=found.query, colour=found.colour, **_kept(found)
    )


def _todo(found: ExportedTodo, context: Context, line: int) -> Record:
    done = found.completed_at or (context.now if found.completed else None)
    repeat = found.repeat
    return TodoRecord(
        title=found.title,
        description=found.description,
        priority=PRIORITIES.index(found.priority) + 1,
        list=_list_id(found.list),
        section=found.section,
        parent=found.parent,
        labels=tuple(found.labels),
        start=found.start,
        due=found.due,
        due_time=found.due_time,
        due_zone=found.due_zone,
        deadline=found.deadline,
        duration_minutes=found.duration_minutes,
        repeat=Repeat(**dict(repeat)) if repeat else None,
        completed_at=done,
        line=line,
        **_kept(found),
    )


def _comment(found: Any, _context: Context, line: int) -> Record:
    return CommentRecord(
        todo=found.todo,
        text=found.text,
        actor_kind=found.by_kind,
        actor_name=found.by,
        line=line,
        **_kept(found),
    )


def _occurrence(found: Any, _context: Context, _line: int) -> Record:
    return OccurrenceRecord(
        source_id=found.id,
        todo=found.todo,
        due=found.due,
        due_time=found.due_time,
        skipped=found.skipped,
        at=found.at,
    )


def _preferences(
    found: ExportedPreferences, context: Context, line: int
) -> Record | None:
    """None when nothing was ever chosen, or something that is none."""
    if found == ExportedPreferences.of(AccountPreferences(account_id="")):
        return None
    said = found.model_dump(mode="json", exclude_none=True)
    said["week_start"] = WEEKDAYS[said["week_start"]]
    said["date_order"] = "day-month" if said.pop("day_first") else "month-day"
    try:
        PreferenceChanges.model_validate(said)
    except ValidationError as error:
        wrong = error.errors()[0]
        where, why = ".".join(map(str, wrong["loc"])), wrong["msg"]
        context.trouble(line, f"The preferences were left out, for {where} ({why}).")
        return None
    return PreferencesRecord(chosen=said)


def _list_id(named: str) -> str | None:
    return None if named == INBOX_ID else named


_KINDS: Final[
    dict[str, tuple[type[BaseModel], Callable[[Any, Context, int], Record | None]]]
] = {
    "lists": (ExportedList, _list),
    "sections": (ExportedSection, _section),
    "labels": (ExportedLabel, _label),
    "filters": (ExportedFilter, _filter),
    "todos": (ExportedTodo, _todo),
    "comments": (ExportedComment, _comment),
    "occurrences": (ExportedOccurrence, _occurrence),
    "preferences": (ExportedPreferences, _preferences),
}

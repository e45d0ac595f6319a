"""A backup of Todoist as its API gives it: Sync v9, and API v1.

Its lists may come in any order, so the file is read twice: the projects first, to know
which of them is the Inbox. What Todoist keeps of deleted things is left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TextIO

from taskpal.todos.exchange.reading import words
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.fields import (
    Json,
    inner,
    number,
    text,
    texts,
    truth,
)
from taskpal.todos.exchange.reading.json_stream import Member, members
from taskpal.todos.exchange.records import (
    CommentRecord,
    FilterRecord,
    Found,
    LabelRecord,
    ListRecord,
    SectionRecord,
    TodoRecord,
    Trouble,
)

KNOWN: Final = frozenset({"items", "tasks", "projects", "sections"})
_DAY: Final = 24 * 60
_GONE: Final = ("is_deleted", "isDeleted")


@dataclass(slots=True)
class _Backup:
    """What the first reading found."""

    context: Context
    inboxes: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)

    def list_of(self, thing: Json) -> str | None:
        """The id of its list; None in the Inbox."""
        named = text(thing, "project_id")
        return None if named in self.inboxes else named or None


def read(opened: Callable[[], TextIO], context: Context) -> Iterator[Found]:
    """Everything in the backup; `opened` gives its text from the beginning.

    Raises:
        UnreadableFile: it is no JSON, or no object.
    """
    backup = _Backup(context)
    for member in members(opened()):
        _note(backup, member)
    for member in members(opened()):
        make = _MAKE.get(member.name)
        if make is None:
            continue
        if not isinstance(member.value, dict):
            yield Trouble(member.line, "This is no JSON object; it was left out.")
        elif not truth(member.value, *_GONE):
            yield from make(backup, member.value, member.line)
            called = text(member.value, "content", "name")
            for trouble in context.take_troubles():
                yield trouble.about(called)


def _note(backup: _Backup, member: Member) -> None:
    if not isinstance(member.value, dict):
        return
    if member.name == "projects" and truth(
        member.value, "inbox_project", "is_inbox_project"
    ):
        backup.inboxes.add(text(member.value, "id"))
    if member.name == "labels":
        name = text(member.value, "name")
        backup.labels[text(member.value, "id")] = name


def _project(backup: _Backup, thing: Json, line: int) -> Iterator[Found]:
    source_id, archived = text(thing, "id"), truth(thing, "is_archived")
    if source_id in backup.inboxes:
        return
    if not source_id or not text(thing, "name"):
        yield Trouble(line, "A project without an id or a name was left out.")
        return
    parent = text(thing, "parent_id")
    yield ListRecord(
        source_id=source_id,
        name=text(thing, "name"),
        colour=text(thing, "color"),
        parent=None if parent in backup.inboxes else parent or None,
        archived_at=backup.context.now if archived else None,
        order=number(thing, "child_order", "order"),
    )


def _section(backup: _Backup, thing: Json, line: int) -> Iterator[Found]:
    source_id, name = text(thing, "id"), text(thing, "name")
    if not source_id or not name:
        yield Trouble(line, "A section without an id or a name was left out.")
        return
    yield SectionRecord(
        source_id=source_id,
        name=name,
        list=backup.list_of(thing),
        order=number(thing, "section_order", "order"),
    )


def _label(_backup: _Backup, thing: Json, _line: int) -> Iterator[Found]:
    source_id, name = text(thing, "id"), text(thing, "name")
    if source_id and name:
        yield LabelRecord(
            source_id=source_id,
            name=name,
            colour=text(thing, "color"),
            order=number(thing, "item_order", "order"),
        )


def _filter(_backup: _Backup, thing: Json, _line: int) -> Iterator[Found]:
    source_id, name, query = (text(thing, each) for each in ("id", "name", "query"))
    if source_id and name and query:
        yield FilterRecord(
            source_id=source_id,
            name=name,
            query=query,
            colour=text(thing, "color"),
            order=number(thing, "item_order", "order"),
        )


def _item(backup: _Backup, thing: Json, line: int) -> Iterator[Found]:
    source_id, title = text(thing, "task_id", "id"), text(thing, "content")
    if not source_id or not title.strip():
        yield Trouble(line, "A task without an id or a name was left out.")
        return
    context, due = backup.context, inner(thing, "due")
    said = words.Written(
        due=text(due, "datetime", "date"),
        zone=text(due, "timezone"),
        repeat=text(due, "string") if truth(due, "is_recurring") else "",
    )
    when = words.times(context, line, said)
    deadline = text(inner(thing, "deadline"), "date")
    yield TodoRecord(
        source_id=source_id,
        title=title,
        description=words.with_notes(text(thing, "description"), when.left),
        priority=_priority(thing),
        list=backup.list_of(thing),
        section=text(thing, "section_id") or None,
        parent=text(thing, "parent_id") or None,
        labels=tuple(backup.labels.get(one, one) for one in texts(thing, "labels")),
        due=when.due.day if when.due else None,
        due_time=when.due.clock if when.due else None,
        due_zone=when.due.zone if when.due else None,
        deadline=words.day(context, line, "its deadline", deadline),
        duration_minutes=_duration(context, thing, line),
        repeat=when.repeat,
        completed_at=_done(context, thing),
        created_at=words.point(context, text(thing, "added_at", "created_at")),
        order=number(thing, "child_order", "order"),
        line=line,
    )


def _priority(thing: Json) -> int:
    """Todoist counts up to the most urgent."""
    said = number(thing, "priority") or 1
    return 5 - said if 1 <= said <= 4 else 4  # noqa: PLR2004


def _duration(context: Context, thing: Json, line: int) -> int | None:
    said = inner(thing, "duration")
    days = text(said, "unit") == "day"
    amount = number(said, "amount") * (_DAY if days else 1)
    return words.minutes(context, line, str(amount)) if amount else None


def _done(context: Context, thing: Json) -> datetime | None:
    said = text(thing, "completed_at", "date_completed")
    if not said and not truth(thing, "checked", "is_completed"):
        return None
    return words.point(context, said) or context.now


def _note_of(backup: _Backup, thing: Json, line: int) -> Iterator[Found]:
    source_id, said = text(thing, "id"), text(thing, "content")
    todo = text(thing, "item_id", "task_id")
    file = inner(thing, "file_attachment") or inner(thing, "attachment")
    if address := text(file, "file_url", "resource_url"):
        said = f"{said}\n[{text(file, 'file_name') or 'file'}]({address})".strip()
    if not source_id or not todo or not said:
        sentence = "A comment that belongs to no task, or says nothing, was left out."
        yield Trouble(line, sentence)
        return
    yield CommentRecord(
        source_id=source_id,
        todo=todo,
        text=said,
        created_at=words.point(backup.context, text(thing, "posted_at")),
        line=line,
    )


_MAKE: Final[dict[str, Callable[[_Backup, Json, int], Iterator[Found]]]] = {
    "projects": _project,
    "sections": _section,
    "labels": _label,
    "filters": _filter,
    "items": _item,
    "tasks": _item,
    "notes": _note_of,
    "comments": _note_of,
}

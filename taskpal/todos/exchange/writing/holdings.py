"""What there is about todos, as our export file has it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal.accounts.models import OwnerId
from taskpal.todos.comments.models import Comment
from taskpal.todos.exchange.file import (
    ExportedComment,
    ExportedFilter,
    ExportedLabel,
    ExportedList,
    ExportedOccurrence,
    ExportedRepeat,
    ExportedSection,
    ExportedTodo,
)
from taskpal.todos.exchange.writing.parts import Part, each
from taskpal.todos.finding.models import SavedFilter
from taskpal.todos.labels import queries as labels
from taskpal.todos.labels.models import Label
from taskpal.todos.lists.models import INBOX, Section, TodoList
from taskpal.todos.models import Todo
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.schemas import label_names
from taskpal.todos.todo_fields import PRIORITIES


def _changing(one: Any) -> dict[str, Any]:
    return {
        "id": one.id,
        "created_at": one.created_at,
        "updated_at": one.updated_at,
        "deleted_at": one.deleted_at,
    }


def _list(row: Any) -> ExportedList:
    one: TodoList = row[0]
    return ExportedList(
        name=one.name,
        colour=one.colour,
        parent=one.parent_id,
        archived_at=one.archived_at,
        position=one.position,
        **_changing(one),
    )


def _section(row: Any) -> ExportedSection:
    one: Section = row[0]
    return ExportedSection(
        name=one.name,
        list=one.list_id or INBOX,
        position=one.position,
        **_changing(one),
    )


def _label(row: Any) -> ExportedLabel:
    one: Label = row[0]
    return ExportedLabel(
        name=one.name, colour=one.colour, position=one.position, **_changing(one)
    )


def _filter(row: Any) -> ExportedFilter:
    one: SavedFilter = row[0]
    return ExportedFilter(
        name=one.name,
        query=one.query,
        colour=one.colour,
        position=one.position,
        **_changing(one),
    )


def _todos(
    session: Session, owner_id: OwnerId, rows: Sequence[Any]
) -> Iterable[ExportedTodo]:
    ids = {label for (todo, *_) in rows for label in todo.label_ids.split()}
    names = labels.names_of(session, owner_id, ids) if ids else {}
    for todo, *_ in rows:
        yield exported(todo, label_names(todo.label_ids, names))


def exported(one: Todo, names: list[str]) -> ExportedTodo:
    """The todo with all that is known of it."""
    return ExportedTodo(
        title=one.title,
        description=one.description,
        completed=one.completed,
        priority=PRIORITIES[one.priority - 1],
        labels=names,
        due=one.due_on,
        due_time=one.due_time,
        due_zone=one.due_zone,
        start=one.start_on,
        deadline=one.deadline_on,
        duration_minutes=one.duration_minutes,
        repeat=_repeat(one),
        list=one.list_id or INBOX,
        section=one.section_id,
        parent=one.parent_id,
        position=one.position,
        completed_at=one.completed_at,
        **_changing(one),
    )


def _repeat(one: Todo) -> ExportedRepeat | None:
    if one.repeat_rule is None:
        return None
    return ExportedRepeat(
        rule=one.repeat_rule,
        anchor="completion" if one.repeat_anchor == "completion" else "schedule",
        text=one.repeat_text or "",
        begins=one.repeat_from,
        was_due=one.repeat_due,
        was_time=one.repeat_time,
        was_zone=one.repeat_zone,
        past=one.repeat_past,
    )


def _comment(row: Any) -> ExportedComment:
    one: Comment = row[0]
    return ExportedComment(
        todo=one.todo_id,
        text=one.text,
        by_kind=one.actor_kind,
        by=one.actor_name,
        **_changing(one),
    )


def _occurrence(row: Any) -> ExportedOccurrence:
    one: Occurrence = row[0]
    return ExportedOccurrence(
        id=one.id,
        todo=one.todo_id,
        due=one.due_on,
        due_time=one.due_time,
        skipped=one.skipped,
        at=one.at,
    )


PARTS: Final = (
    Part(
        "lists",
        sa.select(TodoList),
        col(TodoList.owner_id),
        (col(TodoList.created_at), col(TodoList.id)),
        each(_list),
    ),
    Part(
        "sections",
        sa.select(Section),
        col(Section.owner_id),
        (col(Section.created_at), col(Section.id)),
        each(_section),
    ),
    Part(
        "labels",
        sa.select(Label),
        col(Label.owner_id),
        (col(Label.created_at), col(Label.id)),
        each(_label),
    ),
    Part(
        "filters",
        sa.select(SavedFilter),
        col(SavedFilter.owner_id),
        (col(SavedFilter.created_at), col(SavedFilter.id)),
        each(_filter),
    ),
    Part(
        "todos",
        sa.select(Todo),
        col(Todo.owner_id),
        (col(Todo.created_at), col(Todo.id)),
        _todos,
    ),
    Part(
        "comments",
        sa.select(Comment),
        col(Comment.owner_id),
        (col(Comment.id),),
        each(_comment),
    ),
    Part(
        "occurrences",
        sa.select(Occurrence).where(col(Occurrence.deleted_at).is_(None)),
        col(Occurrence.owner_id),
        (col(Occurrence.id),),
        each(_occurrence),
    ),
)

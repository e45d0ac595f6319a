"""Todos of a file, and what was said and done about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import col, select

from taskpal.columns import now
from taskpal.security import new_id
from taskpal.todos import days, queries
from taskpal.todos.by_hand import positions
from taskpal.todos.errors import MOST, TooManyTodos
from taskpal.todos.exchange.making.counting import recount
from taskpal.todos.exchange.making.memory import Making, Row
from taskpal.todos.exchange.records import (
    CommentRecord,
    OccurrenceRecord,
    Repeat,
    TodoRecord,
    quoted,
)
from taskpal.todos.folding import fold, search_key, searchable, title_key
from taskpal.todos.labels import queries as labels
from taskpal.todos.labels import service as making_labels
from taskpal.todos.labels.errors import TooManyLabels
from taskpal.todos.lists.models import Section
from taskpal.todos.models import Todo

_MANY: Final = 100  # todos at once
_Place = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Around:
    """What the todos of a piece refer to, by what the file calls it."""

    lists: Mapping[str, str]
    sections: Mapping[str, str]
    parents: Mapping[str, str]
    labels: Mapping[str, str]
    section_lists: Mapping[str, str | None]
    places: dict[str, _Place]


def todos(making: Making, records: Sequence[TodoRecord]) -> None:
    """Make the todos that are new; one that was imported before stays as it is.

    Raises:
        TooManyTodos: the account has no room for them.
    """
    known = making.known_of("todos", records)
    news = [record for record in records if record.source_id not in known]
    making.known += len(records) - len(news)
    if not news:
        return
    _check_room(making, len(news))
    around = _around(making, news)
    free = making.free("todos", [one.source_id for one in news])
    parents, rows, begins = dict(around.parents), dict[str, Row](), now()
    for number, record in enumerate(news):
        id_ = record.source_id if record.source_id in free else new_id()
        moment = begins + timedelta(microseconds=number)
        parent = parents.get(record.parent) if record.parent else None
        row = _row(making, record, id_, moment)
        around.places[id_] = place = _place(making, around, record, parent)
        row["parent_id"] = parent
        row["list_id"], row["section_id"] = place
        row["label_ids"] = _label_ids(around, record.labels)
        parents[record.source_id], rows[record.source_id] = id_, row
    making.insert("todos", rows, "title")
    if len(rows) > _MANY:
        recount(making.session)


def comments(making: Making, records: Sequence[CommentRecord]) -> None:
    """Make the comments that are new, on todos that are there."""
    known = making.known_of("comments", records)
    about = making.things("todos", (one.todo for one in records))
    free = making.free("comments", [one.source_id for one in records])
    rows, begins = dict[str, Row](), now()
    for number, record in enumerate(records):
        if record.source_id in known:
            making.known += 1
        elif record.todo not in about:
            sentence = f"The todo of the comment {quoted(record.text)} is not there."
            making.trouble(record.line, f"{sentence} It was left out.")
        else:
            moment = begins + timedelta(microseconds=number)
            rows[record.source_id] = {
                "owner_id": making.owner_id,
                "id": record.source_id if record.source_id in free else new_id(),
                "todo_id": about[record.todo],
                "text": record.text,
                "search_key": searchable(record.text),
                "actor_kind": record.actor_kind[:10] or "taskpal",
                "actor_name": record.actor_name[:100],
                "created_at": record.created_at or moment,
                "updated_at": record.updated_at or record.created_at or moment,
                "deleted_at": record.deleted_at,
                "revision": making.revision,
            }
    making.insert("comments", rows, "text")


def occurrences(making: Making, records: Sequence[OccurrenceRecord]) -> None:
    """Make the rounds that are new, of todos that are there."""
    known = making.known_of("occurrences", records)
    about = making.things("todos", (one.todo for one in records))
    free = making.free("occurrences", [one.source_id for one in records])
    making.known += len(known)
    rows = {
        record.source_id: {
            "owner_id": making.owner_id,
            "id": record.source_id if record.source_id in free else new_id(),
            "todo_id": about[record.todo],
            "due_on": record.due,
            "due_time": record.due_time,
            "skipped": record.skipped,
            "at": record.at or now(),
            "deleted_at": None,
            "revision": making.revision,
        }
        for record in records
        if record.source_id not in known and record.todo in about
    }
    making.insert("occurrences", rows, "due_on")


def _check_room(making: Making, more: int) -> None:
    if queries.are_there(making.session, making.owner_id, MOST - more + 1):
        raise TooManyTodos


def _around(making: Making, records: Sequence[TodoRecord]) -> _Around:
    session, owner_id = making.session, making.owner_id
    parents = making.things("todos", (one.parent for one in records))
    sections = making.things("sections", (one.section for one in records))
    of_sections = select(Section.id, Section.list_id).where(
        Section.owner_id == owner_id, col(Section.id).in_(sections.values())
    )
    of_parents = select(Todo.id, Todo.list_id, Todo.section_id).where(
        Todo.owner_id == owner_id, col(Todo.id).in_(parents.values())
    )
    return _Around(
        lists=making.things("lists", (one.list for one in records)),
        sections=sections,
        parents=parents,
        labels=_labels(making, records),
        section_lists=dict(session.exec(of_sections).all()),
        places={id_: (at, section) for id_, at, section in session.exec(of_parents)},
    )


def _labels(making: Making, records: Sequence[TodoRecord]) -> Mapping[str, str]:
    """The ids of all labels by their folded names; those that are new are made."""
    by_key = {fold(name): name for one in records for name in one.labels}
    session, owner_id = making.session, making.owner_id
    found = labels.ids_by_key(session, owner_id, by_key) if by_key else {}
    for key in by_key.keys() - found.keys():
        try:
            found[key] = making_labels.ids_of(
                session, owner_id, [by_key[key]], make=True
            )
        except TooManyLabels as error:
            making.trouble(0, f"{error.message} {quoted(by_key[key])} was left out.")
            break
    return found


def _label_ids(around: _Around, names: Sequence[str]) -> str:
    ids = (around.labels.get(fold(name)) for name in names)
    return " ".join(dict.fromkeys(one for one in ids if one))


def _place(
    making: Making, around: _Around, record: TodoRecord, parent: str | None
) -> _Place:
    """Its list and section; a subtask is where its parent is."""
    if parent:
        return around.places[parent]
    list_id = around.lists.get(record.list) if record.list else None
    if record.list and list_id is None:
        sentence = f"The list of {quoted(record.title)} is not in the file; it is in"
        making.trouble(record.line, f"{sentence} the Inbox.")
    section_id = around.sections.get(record.section) if record.section else None
    if section_id and around.section_lists.get(section_id) != list_id:
        section_id = None
    return list_id, section_id


def _row(making: Making, record: TodoRecord, id_: str, moment: datetime) -> Row:
    return {
        "owner_id": making.owner_id,
        "id": id_,
        "title": record.title,
        "title_key": title_key(record.title),
        "description": record.description,
        "search_key": search_key(record.title, record.description),
        "priority": record.priority,
        "position": record.position or positions.last(moment),
        "start_on": record.start,
        "due_on": record.due,
        "due_time": record.due_time,
        "due_zone": record.due_zone,
        "due_at": days.due_instant(record.due, record.due_time, record.due_zone),
        "deadline_on": record.deadline,
        "duration_minutes": record.duration_minutes,
        **_repeat(record.repeat),
        "completed_at": record.completed_at,
        "created_at": record.created_at or moment,
        "updated_at": record.updated_at or moment,
        "deleted_at": record.deleted_at,
        "revision": making.revision,
    }


def _repeat(repeat: Repeat | None) -> Row:
    return {
        "repeat_rule": repeat and repeat.rule,
        "repeat_anchor": repeat and repeat.anchor,
        "repeat_text": repeat and repeat.text,
        "repeat_from": repeat and repeat.begins,
        "repeat_due": repeat and repeat.was_due,
        "repeat_time": repeat and repeat.was_time,
        "repeat_zone": repeat and repeat.was_zone,
        "repeat_past": repeat.past if repeat else 0,
    }

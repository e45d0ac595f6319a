"""Todos made of lines. The caller owns the transaction; nothing commits here."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.todos import queries, repeats, service
from taskpal.todos.folding import fold
from taskpal.todos.labels import queries as labels
from taskpal.todos.lists import queries as lists
from taskpal.todos.lists.models import INBOX
from taskpal.todos.models import Todo
from taskpal.todos.quick_add import places
from taskpal.todos.quick_add.places import Places
from taskpal.todos.quick_add.reading import Line, read
from taskpal.todos.quick_add.schemas import (
    LineView,
    NewThing,
    QuickAdded,
    QuickLines,
)
from taskpal.todos.repeats import Answered
from taskpal.todos.schemas import NewTodo

_SENTENCES = {"string_too_long": "has more than {max_length:,} characters"}


def preview(session: Session, owner_id: OwnerId, sent: QuickLines) -> QuickAdded:
    """How the lines are understood; nothing is added.

    Raises:
        BadValues: there is no such list, or there are no lines, or too many.
    """
    lines, named = _lines(session, owner_id, sent)
    return QuickAdded(_views(session, owner_id, lines, named), [])


def add(
    session: Session, owner_id: OwnerId, sent: QuickLines, key: str | None = None
) -> Any:
    """The todos that the lines make.

    All of them are one step of the history. With a key used within a day it is the
    first answer again, as plain JSON.

    Raises:
        BadValues: there is no such list, or a line cannot be a todo; nothing is added.
        TooManyLists, TooManySections, TooManyLabels: there is no room for a new one.
        KeyUsedBefore: the key was used for something else.
    """

    def work() -> Answered:
        return Answered(_added(session, owner_id, sent), 0)

    asked = f"quickAdd {sent.model_dump_json()}"
    return repeats.answered(session, owner_id, key, asked, work).content


def _added(session: Session, owner_id: OwnerId, sent: QuickLines) -> QuickAdded:
    live.hold(session, owner_id)
    lines, named = _lines(session, owner_id, sent)
    views = _views(session, owner_id, lines, named)
    checked = [_new(line, number) for number, line in enumerate(lines, 1)]
    ids = places.make(session, owner_id, named)
    made: list[Todo] = []
    above: list[Todo] = []
    for line, new in zip(lines, checked, strict=True):
        del above[line.said.depth :]
        where = _where(line, ids, above[-1].id if above else None)
        above.append(service.add(session, owner_id, new.model_copy(update=where)))
        made.append(above[-1])
    return QuickAdded(views, queries.views(session, owner_id, made))


def _where(line: Line, ids: Mapping[str, str], parent: str | None) -> dict[str, str]:
    """Where its todo goes; a subtask is in the list of its parent."""
    list_id, section_id = line.list_id or INBOX, line.section_id
    where = {"parent": parent} if parent else {"list": ids.get(list_id, list_id)}
    if section_id:
        where["section"] = ids.get(section_id, section_id)
    return where


def _lines(
    session: Session, owner_id: OwnerId, sent: QuickLines
) -> tuple[list[Line], Places]:
    list_id = lists.list_id_of(session, owner_id, sent.list)
    return read(session, owner_id, sent.text, now(), list_id)


def _new(line: Line, number: int) -> NewTodo:
    """The todo of a line.

    Raises:
        BadValues: some of it is too long to be kept.
    """
    said, due = line.said, line.said.due
    fields: dict[str, Any] = {
        "title": said.title,
        "description": said.description,
        "priority": said.priority,
        "due": due and due.day,
        "due_time": due and due.clock,
        "due_zone": due and due.zone,
        "start": said.start,
        "deadline": said.deadline,
        "duration_minutes": said.duration_minutes,
        "labels": list(said.labels) or None,
    }
    if said.repeat:
        fields["repeat"] = {
            "rule": said.repeat.rule,
            "anchor": said.repeat.anchor,
            "text": said.repeat.text[:200],
        }
    try:
        return NewTodo.model_validate({n: v for n, v in fields.items() if v})
    except ValidationError as error:
        raise BadValues({"text": _sentence(error, number)}) from None


def _sentence(error: ValidationError, number: int) -> str:
    wrong = error.errors(include_url=False)[0]
    field = str(wrong["loc"][0])
    why = _SENTENCES.get(wrong["type"], wrong["msg"]).format(**wrong.get("ctx", {}))
    return f"line {number}: its {field} {why}"


def _views(
    session: Session, owner_id: OwnerId, lines: Sequence[Line], named: Places
) -> list[LineView]:
    """How each line was understood, and what of it there was not before."""
    keys = {fold(label) for line in lines for label in line.said.labels}
    known = labels.ids_by_key(session, owner_id, keys) if keys else {}
    return [
        LineView.of(line.text, line.said, list(_news(line, named, known)))
        for line in lines
    ]


def _news(line: Line, named: Places, labels: Collection[str]) -> Iterator[NewThing]:
    said = line.said
    if said.list and line.list_id in named.new_lists:
        yield NewThing("list", said.list)
    if said.section and line.section_id in named.new_sections:
        yield NewThing("section", said.section)
    for label in said.labels:
        if fold(label) not in labels:
            yield NewThing("label", label)

"""Todos made of lines. The caller owns the transaction; nothing commits here."""

from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from taskpal import live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.todos import queries, repeats, service
from taskpal.todos.lists import queries as lists
from taskpal.todos.lists.models import INBOX
from taskpal.todos.models import Todo
from taskpal.todos.quick_add.reading import Line, read
from taskpal.todos.quick_add.schemas import (
    MOST_LINES,
    LineView,
    QuickAdded,
    QuickLines,
)
from taskpal.todos.repeats import Answered
from taskpal.todos.schemas import NewTodo

_SENTENCES = {"string_too_long": "has more than {max_length:,} characters"}


def add(
    session: Session, owner_id: OwnerId, sent: QuickLines, key: str | None = None
) -> Any:
    """The todos that the lines make; in a preview, only how they are understood.

    All of them are one step of the history. With a key used within a day it is the
    first answer again, as plain JSON.

    Raises:
        BadValues: there is no such list, or a line cannot be a todo; nothing is added.
        KeyUsedBefore: the key was used for something else.
    """
    if sent.preview:
        return QuickAdded([_view(line) for line in _lines(session, owner_id, sent)], [])

    def work() -> Answered:
        return Answered(_added(session, owner_id, sent), 0)

    asked = f"quickAdd {sent.model_dump_json()}"
    return repeats.answered(session, owner_id, key, asked, work).content


def _added(session: Session, owner_id: OwnerId, sent: QuickLines) -> QuickAdded:
    live.hold(session, owner_id)
    lines = _lines(session, owner_id, sent)
    checked = [_new(line, number) for number, line in enumerate(lines, 1)]
    made: list[Todo] = []
    above: list[Todo] = []
    for line, new in zip(lines, checked, strict=True):
        del above[line.said.depth :]
        below = {"parent": above[-1].id} if above else {}
        above.append(service.add(session, owner_id, new.model_copy(update=below)))
        made.append(above[-1])
    return QuickAdded(
        [_view(line) for line in lines], queries.views(session, owner_id, made)
    )


def _lines(session: Session, owner_id: OwnerId, sent: QuickLines) -> list[Line]:
    list_id = lists.list_id_of(session, owner_id, sent.list)
    found = read(session, owner_id, sent.text, now(), list_id)
    if not found:
        raise BadValues({"text": "must not be empty"})
    if len(found) > MOST_LINES:
        raise BadValues({"text": f"must have at most {MOST_LINES} lines"})
    return found


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
        "section": line.section_id,
    }
    if not said.depth:  # a subtask is where its parent is
        fields["list"] = line.list_id or INBOX
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


def _view(line: Line) -> LineView:
    return LineView.of(line.text, line.said)

"""The todos that carry a label: what becomes of them when it changes."""

import sqlalchemy as sa
from sqlmodel import Session

from taskpal import live
from taskpal.columns import now
from taskpal.todos.history import recording
from taskpal.todos.history.recording import Noted
from taskpal.todos.labels.models import Label, TodoLabel
from taskpal.todos.models import Todo

_todo = Todo.__table__  # type: ignore[attr-defined]
_carried = TodoLabel.__table__.c  # type: ignore[attr-defined]


def take_off(session: Session, label: Label) -> int:
    """Take the label off every todo that carries it; how many those were."""
    session.flush()
    carriers = _carriers(label)
    read = sa.select(_todo.c.id, _todo.c.title, _todo.c.label_ids).where(carriers)
    found = session.connection().execute(read).all()
    revision = live.changed(session, label.owner_id)
    left = sa.func.replace(" " + _todo.c.label_ids + " ", f" {label.id} ", " ")
    session.connection().execute(
        sa.update(_todo)
        .where(carriers)
        .values(label_ids=sa.func.trim(left), revision=revision, updated_at=now())
    )
    noted = (
        Noted(
            one,
            revision,
            title,
            {"label_ids": ids},
            {"label_ids": _without(ids, label)},
        )
        for one, title, ids in found
    )
    recording.note_many(session, label.owner_id, "todo", noted, "changed")
    session.expire_all()
    return len(found)


def show_anew(session: Session, label: Label) -> None:
    """Give the todos that carry it a new version: they look different now."""
    session.flush()
    session.connection().execute(
        sa.update(_todo)
        .where(_carriers(label))
        .values(revision=live.changed(session, label.owner_id))
    )
    session.expire_all()


def _carriers(label: Label) -> sa.ColumnElement[bool]:
    carriers = sa.select(_carried.todo_id).where(
        _carried.owner_id == label.owner_id, _carried.label_id == label.id
    )
    return sa.and_(_todo.c.owner_id == label.owner_id, _todo.c.id.in_(carriers))


def _without(label_ids: str, label: Label) -> str:
    return " ".join(one for one in label_ids.split() if one != label.id)

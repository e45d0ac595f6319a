"""Requests to add that may come twice: the second gets the first one's answer.

A caller that lost the answer repeats its request with the same `Idempotency-Key`. The
key is written before the todo is, so of two requests at once one waits for the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete

from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import queries, service
from taskpal.todos.errors import KeyUsedBefore
from taskpal.todos.models import KeptAnswer
from taskpal.todos.schemas import NewTodo, TodoView

KEPT_FOR = timedelta(hours=24)

_views = TypeAdapter(TodoView)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request was answered the first time, and the revision that led to."""

    content: Any
    revision: int


@dataclass(frozen=True, slots=True)
class Added:
    """The todo as it was when it was added, and its revision then."""

    todo: TodoView
    revision: int


def answered(
    session: Session,
    owner_id: OwnerId,
    key: str | None,
    asked: str,
    work: Callable[[], Answered],
) -> Answered:
    """What the work answers; with a key used within a day, the first answer instead.

    That comes as plain JSON, made of dicts and lists. `asked` is all of the request.

    Raises:
        KeyUsedBefore: the key was used for something else.
    """
    if key is None:
        return work()
    fingerprint = sha256(asked.encode()).hexdigest()
    kept = _kept(session, owner_id, key, fingerprint)
    if kept.answer:
        if kept.fingerprint != fingerprint:
            raise KeyUsedBefore
        return Answered(orjson.loads(kept.answer), kept.revision)
    done = work()
    kept.answer = orjson.dumps(done.content, option=orjson.OPT_UTC_Z).decode()
    kept.revision = done.revision
    return done


def add(
    session: Session, owner_id: OwnerId, new: NewTodo, key: str | None = None
) -> Added:
    """Add a todo; with a key used within a day, the first answer again instead.

    Raises:
        KeyUsedBefore: the key was used for something else.
    """

    def work() -> Answered:
        todo = service.add(session, owner_id, new)
        return Answered(queries.view(session, todo), todo.revision)

    asked = f"addTodo {new.model_dump_json()}" if key else ""
    done = answered(session, owner_id, key, asked, work)
    todo = done.content
    if not isinstance(todo, TodoView):
        todo = _views.validate_python(todo)
    return Added(todo, done.revision)


def purge(session: Session) -> None:
    """Forget every owner's keys that are too old."""
    session.execute(delete(KeptAnswer).where(_too_old()))


def _kept(
    session: Session, owner_id: OwnerId, key: str, fingerprint: str
) -> KeptAnswer:
    """The key's row: an earlier request's, or a new one that nobody else can make."""
    mine = col(KeptAnswer.owner_id) == owner_id
    session.execute(delete(KeptAnswer).where(mine, _too_old()))
    found = session.get(KeptAnswer, (owner_id, key))
    if found:
        return found
    made = KeptAnswer(owner_id=owner_id, key=key, fingerprint=fingerprint)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # another request was quicker, and has just committed
        return session.get_one(KeptAnswer, (owner_id, key))
    return made


def _too_old() -> ColumnElement[bool]:
    return col(KeptAnswer.created_at) < now() - KEPT_FOR

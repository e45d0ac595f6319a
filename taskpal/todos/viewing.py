"""Work on a todo whose outcome is looked at in the same transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import queries
from taskpal.todos.models import Todo
from taskpal.todos.schemas import TodoView

P = ParamSpec("P")
Work = Callable[Concatenate[Session, OwnerId, P], Todo]


@dataclass(frozen=True, slots=True)
class Viewed:
    """A todo as everyone outside sees it, and the revision it is at."""

    todo: TodoView
    revision: int


def viewed(
    session: Session,
    owner_id: OwnerId,
    work: Work[P],
    *args: P.args,
    **named: P.kwargs,
) -> Viewed:
    """The todo that the work returns."""
    todo = work(session, owner_id, *args, **named)
    return Viewed(queries.view(session, todo), todo.revision)

"""How the todo an assistant names is found. Every query takes the owner."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal.accounts.models import Account, OwnerId
from taskpal.assistant.errors import MANY, NoSuchTodo, SeveralTodos
from taskpal.assistant.here import Here, here
from taskpal.assistant.schemas import ListedTodo
from taskpal.todos import queries as todos
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.folding import fold, title_key
from taskpal.todos.lists import queries as lists
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.schemas import NewTodo, TodoQuery
from taskpal.todos.todo_fields import PRIORITIES

# More todos than this with one title are not told apart by their titles anyway.
_SAME_KEY = 500
_LONGEST_SEARCH = 200


def named(session: Session, owner_id: OwnerId, ref: str) -> TodoId:
    """The id of the owner's todo with this id or title.

    Open ones come first, and of those the ones that are in no archived list.

    Raises:
        NoSuchTodo: none has this id or title, in any case of its letters.
        SeveralTodos: more than one has this title.
    """
    try:
        return TodoId(todos.todo(session, owner_id, TodoId(ref)).id)
    except TodoNotFound:
        return _titled(session, owner_id, ref)


def added_lately(
    session: Session, owner_id: OwnerId, new: NewTodo, since: datetime
) -> Todo | None:
    """The todo that was added just like this one since then.

    The owner's row stays locked, so that two equal calls at once find each other.
    """
    own = sa.select(col(Account.id)).where(col(Account.id) == owner_id)
    session.execute(own.with_for_update())
    wanted = sa.select(Todo).where(
        col(Todo.owner_id) == owner_id,
        col(Todo.created_at) > since,
        col(Todo.deleted_at).is_(None),
        col(Todo.title) == new.title,
        col(Todo.description) == new.description,
        col(Todo.priority) == PRIORITIES.index(new.priority) + 1,
        col(Todo.due_on) == new.due if new.due else col(Todo.due_on).is_(None),
    )
    found: Todo | None = session.execute(wanted.limit(1)).scalar_one_or_none()
    return found


def completed_lately(
    session: Session, owner_id: OwnerId, todo_id: str, since: datetime
) -> bool:
    """Whether a round of this todo was done since then."""
    wanted = sa.select(col(Occurrence.id)).where(
        col(Occurrence.owner_id) == owner_id,
        col(Occurrence.todo_id) == todo_id,
        col(Occurrence.at) > since,
        col(Occurrence.skipped).is_(False),
        col(Occurrence.deleted_at).is_(None),
    )
    return session.execute(wanted.limit(1)).first() is not None


def _titled(session: Session, owner_id: OwnerId, ref: str) -> TodoId:
    wanted = (
        sa.select(Todo)
        .where(
            col(Todo.owner_id) == owner_id,
            col(Todo.deleted_at).is_(None),
            col(Todo.title_key) == title_key(ref),
        )
        .order_by(col(Todo.created_at).desc())
        .limit(_SAME_KEY)
    )
    found = [
        todo
        for todo in session.execute(wanted).scalars()
        if fold(todo.title) == fold(ref)
    ]
    found = [todo for todo in found if not todo.completed] or found
    if len(found) > 1:
        archived = lists.archived(session, owner_id)
        found = [todo for todo in found if todo.list_id not in archived] or found
    if not found:
        at = here(session, owner_id)
        raise NoSuchTodo(ref, _near(session, owner_id, ref, at), at.now)
    if len(found) > 1:
        at = here(session, owner_id)
        views = todos.views(session, owner_id, found)
        raise SeveralTodos(ref, [ListedTodo.of(view, at) for view in views], at.now)
    return TodoId(found[0].id)


def _near(session: Session, owner_id: OwnerId, ref: str, at: Here) -> list[ListedTodo]:
    """Todos that have these words somewhere."""
    if len(ref) > _LONGEST_SEARCH:
        return []
    query = TodoQuery(query=ref, status="all", limit=MANY)
    near = todos.page(session, owner_id, query).items
    return [ListedTodo.of(view, at) for view in near]

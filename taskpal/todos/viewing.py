"""How a todo looks from outside, with the tag of its version."""

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import queries
from taskpal.todos.models import Todo
from taskpal.todos.schemas import TodoView
from taskpal.todos.seen import Seen


def look(session: Session, _owner_id: OwnerId, todo: Todo) -> Seen[TodoView]:
    """The todo as everyone outside sees it."""
    return Seen(queries.view(session, todo), str(todo.revision))

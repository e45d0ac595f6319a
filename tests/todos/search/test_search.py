"""What a search finds, and in which order."""

from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.todos import service
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import NewComment
from taskpal.todos.schemas import NewTodo
from taskpal.todos.search import queries
from taskpal.todos.search.schemas import SearchQuery


def add(session: Session, owner: OwnerId, title: str, notes: str = "") -> str:
    return service.add(session, owner, NewTodo(title=title, description=notes)).id


def say(session: Session, owner: OwnerId, todo_id: str, text: str) -> str:
    return comments.add(session, owner, NewComment(todo=todo_id, text=text)).id


def found(session: Session, owner: OwnerId, query: str, **more: object) -> list[str]:
    asked = SearchQuery.model_validate({"query": query, **more})
    return [hit.todo.title for hit in queries.page(session, owner, asked).items]


def test_titles_come_before_notes_and_those_before_comments(
    session: Session, ana: OwnerId
) -> None:
    say(session, ana, add(session, ana, "5"), "on oats")
    say(session, ana, add(session, ana, "4"), "an oat")
    add(session, ana, "3", "many oats")
    add(session, ana, "2", "oat")
    add(session, ana, "Oats 1")
    add(session, ana, "Oat 0")
    add(session, ana, "Boat")

    assert found(session, ana, "oat") == ["Oat 0", "Oats 1", "2", "3", "4", "5"]

"""The index follows every way of writing, and nothing of it stays behind."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, delete

from taskpal.accounts.models import Account, OwnerId
from taskpal.columns import now
from taskpal.todos import service
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import CommentChanges, NewComment
from taskpal.todos.history import trash
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.schemas import NewTodo, TodoChanges
from taskpal.todos.search import queries
from taskpal.todos.search.index import ENTRY
from taskpal.todos.search.schemas import SearchQuery


def found(session: Session, owner: OwnerId, query: str) -> list[str]:
    session.flush()
    page = queries.page(session, owner, SearchQuery(query=query))
    return [hit.todo.title for hit in page.items]


@pytest.fixture
def milk(session: Session, ana: OwnerId) -> TodoId:
    new = NewTodo(title="Buy milk", description="oat")
    return TodoId(service.add(session, ana, new).id)


def test_what_was_changed_is_found_by_what_it_says_now(
    session: Session, ana: OwnerId, milk: TodoId
) -> None:
    service.change(session, ana, milk, TodoChanges(title="Bake bread"))

    assert found(session, ana, "milk") == []
    assert found(session, ana, "bread oat") == ["Bake bread"]


def test_what_was_deleted_is_found_again_once_restored(
    session: Session, ana: OwnerId, milk: TodoId
) -> None:
    service.delete(session, ana, milk)
    gone = found(session, ana, "milk")

    service.restore(session, ana, milk)

    assert (gone, found(session, ana, "milk")) == ([], ["Buy milk"])


def test_comments_are_found_as_they_are_now(
    session: Session, ana: OwnerId, milk: TodoId
) -> None:
    new = NewComment(todo=milk, text="in the fridge")
    comment = comments.add(session, ana, new).id
    comments.add(session, ana, NewComment(todo=milk, text="or the cellar"))
    assert found(session, ana, "fridge cellar") == ["Buy milk"]

    comments.change(session, ana, comment, CommentChanges(text="on the shelf"))
    assert found(session, ana, "fridge") == []
    assert found(session, ana, "shelf") == ["Buy milk"]

    comments.delete(session, ana, comment)
    assert found(session, ana, "shelf") == []
    assert found(session, ana, "cellar") == ["Buy milk"]

    comments.restore(session, ana, comment)
    service.change(session, ana, milk, TodoChanges(title="Milk"))
    assert found(session, ana, "shelf cellar milk") == ["Milk"]


def test_what_went_from_the_trash_for_good_is_not_in_the_index(
    session: Session, ana: OwnerId, milk: TodoId
) -> None:
    comments.add(session, ana, NewComment(todo=milk, text="in the fridge"))
    service.delete(session, ana, milk)
    session.flush()
    long_ago = now() - timedelta(days=31)
    session.execute(sa.update(Todo).values(deleted_at=long_ago))

    while trash.empty(session):
        pass

    assert entries(session) == 0
    check(session)


def test_nothing_of_a_removed_account_is_in_the_index(
    session: Session, ana: OwnerId, ben: OwnerId, milk: TodoId
) -> None:
    comments.add(session, ana, NewComment(todo=milk, text="in the fridge"))
    service.add(session, ben, NewTodo(title="Milk of Ben's"))
    session.flush()

    session.execute(delete(Account).where(Account.id == ana))  # type: ignore[arg-type]

    assert entries(session) == 1
    check(session)
    assert found(session, ben, "milk") == ["Milk of Ben's"]


def entries(session: Session) -> int:
    return session.execute(sa.select(sa.func.count()).select_from(ENTRY)).scalar_one()


def check(session: Session) -> None:
    """FTS5 looks whether its index is that of the entries, word by word."""
    if session.get_bind().dialect.name == "sqlite":
        told = (
            "INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)"
        )
        session.execute(sa.text(told))

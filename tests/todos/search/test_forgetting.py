"""Nothing that somebody wrote can be read in the database's files when it is gone."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, update

from taskpal import database, upkeep
from taskpal.accounts import service as accounts
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import service
from taskpal.todos.comments import service as comments
from taskpal.todos.comments.schemas import NewComment
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.queries import TRASH_KEEPS
from taskpal.todos.schemas import NewTodo
from taskpal.todos.search import forgetting
from tests.conftest import make_account

SECRETS = ("zyxwvut", "plughnotes", "wibblecomment")


def write_down(owner_id: OwnerId) -> list[TodoId]:
    """Some todos with the secrets, as one would: each in a transaction of its own."""
    made = []
    for number in range(20):
        with database.transaction() as session:
            title, notes, said = (f"{secret}{number}x" for secret in SECRETS)
            new = NewTodo(title=f"Call {title}", description=f"{notes} it is")
            todo = service.add(session, owner_id, new)
            comments.add(session, owner_id, NewComment(todo=todo.id, text=said))
            made.append(TodoId(todo.id))
    return made


def readable(url: str) -> set[str]:
    """Which of the secrets are still somewhere in the files, or in the index."""
    if url.startswith("sqlite"):
        file = sa.make_url(url).database
        assert file
        kept = [Path(file), Path(f"{file}-wal")]
        text = b"".join(one.read_bytes() for one in kept).decode("latin-1")
    else:
        with database.reading() as session:
            words = sa.text("SELECT string_agg(words::text, ' ') FROM search_entry")
            text = session.execute(words).scalar() or ""
    return {secret for secret in SECRETS if secret in text.lower()}


async def test_the_words_of_a_deleted_account_are_written_over(
    db: None, database_url: str
) -> None:
    ana, ben = make_account("ana"), make_account("ben")
    with database.transaction() as session:
        service.add(session, ben, NewTodo(title="Buy milk"))
    write_down(ana)
    assert readable(database_url) == set(SECRETS)

    with database.transaction() as session:
        accounts.remove(session, ana)
    await upkeep.throw_away()

    assert readable(database_url) == set()


async def test_so_are_those_of_what_leaves_the_trash(
    db: None, database_url: str
) -> None:
    ana = make_account("ana")
    for todo_id in write_down(ana):
        with database.transaction() as session:
            service.delete(session, ana, todo_id)
    with database.transaction() as session:
        mine = update(Todo).where(col(Todo.owner_id) == ana)
        long_ago = now() - TRASH_KEEPS - timedelta(minutes=1)
        session.execute(mine.values(deleted_at=long_ago))

    await upkeep.throw_away()

    assert readable(database_url) == set()


@pytest.mark.usefixtures("database_url")
def test_when_nothing_is_gone_nothing_is_written(session: Session) -> None:
    while forgetting.forget(session):
        pass

    assert forgetting.forget(session) == 0

"""Work that may be refused alone, in a transaction that goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from taskpal import live
from taskpal.errors import TaskPalError
from taskpal.todos.history import batches


@contextmanager
def attempt(session: Session) -> Iterator[None]:
    """If what is done inside is refused, it is as if nothing of it had been done.

    What was noted of it for the watchers and for the history is forgotten too.
    """
    ways_back = live.way_back(session), batches.way_back(session)
    try:
        with session.begin_nested():
            yield
    except TaskPalError:
        for go_back in ways_back:
            go_back()
        session.expire_all()
        raise

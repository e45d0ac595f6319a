"""Doing things as somebody, each in a transaction of its own, as doors do."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from taskpal import acting, database
from taskpal.accounts.models import OwnerId
from taskpal.todos.history import queries, service
from taskpal.todos.history.schemas import ChangePage, ChangeQuery, Undo, Undone

T = TypeVar("T")

CHATGPT = acting.Actor("app", "client-1", "ChatGPT")


class Person:
    """Somebody's todos, reached as the dashboard or as an app of theirs."""

    def __init__(self, owner_id: OwnerId, actor: acting.Actor) -> None:
        self.id, self.actor = owner_id, actor

    def through(self, actor: acting.Actor) -> "Person":
        return Person(self.id, actor)

    def does(self, work: Callable[..., T], *args: Any, **named: Any) -> T:
        with database.transaction() as session:
            acting.acts(session, self.actor)
            return work(session, self.id, *args, **named)

    def undo(self, *, may_delete: bool = True, **what: Any) -> Undone:
        return self.does(service.undo, Undo(**what), may_delete=may_delete)

    def changes(self, **query: Any) -> ChangePage:
        return self.does(queries.changes, ChangeQuery(**query))


@pytest.fixture
def anas(ana: OwnerId) -> Person:
    return Person(ana, acting.DASHBOARD)


@pytest.fixture
def bens(ben: OwnerId) -> Person:
    return Person(ben, acting.DASHBOARD)

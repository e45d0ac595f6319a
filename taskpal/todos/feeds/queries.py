"""How calendar feeds are found, and the todos they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from taskpal import security
from taskpal.accounts.models import Account, OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.security import is_id
from taskpal.todos.feeds.errors import FeedNotFound, NoSuchFeed
from taskpal.todos.feeds.models import Feed
from taskpal.todos.feeds.schemas import FeedPage, FeedView
from taskpal.todos.finding.filters import queries as filters
from taskpal.todos.finding.filters.errors import FilterNotFound
from taskpal.todos.finding.matching import Matching, understood
from taskpal.todos.history.models import Change
from taskpal.todos.labels import queries as labels
from taskpal.todos.lists.models import TodoList
from taskpal.todos.models import Todo

_todo = Todo.__table__.c  # type: ignore[attr-defined]

MOST_SHOWN: Final = 1000
"""Todos in a feed, those that are due first."""


def page(session: Session, owner_id: OwnerId) -> FeedPage:
    """The owner's feeds, oldest first."""
    mine = select(Feed).where(Feed.owner_id == owner_id)
    found = session.exec(mine.order_by(col(Feed.created_at), col(Feed.id))).all()
    return FeedPage([FeedView.of(feed) for feed in found], len(found))


def feed(session: Session, owner_id: OwnerId, feed_id: str) -> Feed:
    """The owner's feed.

    Raises:
        FeedNotFound: there is none, or it is someone else's.
    """
    found = session.get(Feed, (owner_id, feed_id)) if is_id(feed_id) else None
    if found is None:
        raise FeedNotFound
    return found


def one(session: Session, owner_id: OwnerId, feed_id: str) -> FeedView:
    """The owner's feed as everyone outside sees it, without its address.

    Raises:
        FeedNotFound: there is none, or it is someone else's.
    """
    return FeedView.of(feed(session, owner_id, feed_id))


def feed_at(session: Session, token: str) -> Feed:
    """The feed whose address has this token.

    Raises:
        NoSuchFeed: nobody has it.
    """
    wanted = select(Feed).where(Feed.token_hash == security.hash_token(token))
    found = session.exec(wanted).first()
    if found is None:
        raise NoSuchFeed
    return found


@dataclass(frozen=True, slots=True)
class Version:
    """What a feed stands at: as long as it is the same, so is what it shows."""

    revision: int
    changed_at: datetime


def version(session: Session, found: Feed) -> Version:
    """What the owner's todos stand at."""
    of_owner = select(col(Account.revision)).where(Account.id == found.owner_id)
    latest = (
        select(col(Change.at))
        .where(Change.owner_id == found.owner_id)
        .order_by(col(Change.revision).desc())
        .limit(1)
    )
    changed_at = session.exec(latest).first() or found.created_at
    return Version(session.exec(of_owner).one(), max(changed_at, found.created_at))


def todos(session: Session, found: Feed, *, dated: bool) -> Sequence[Todo]:
    """The open todos that the feed shows, soonest due first; `dated`: only those due.

    What is in an archived list is out of sight.
    """
    wanted = select(Todo).where(
        Todo.owner_id == found.owner_id,
        col(Todo.deleted_at).is_(None),
        col(Todo.completed_at).is_(None),
        _in_sight(found),
    )
    if found.filter_id:
        wanted = wanted.where(_filtered(session, found, found.filter_id))
    if dated:
        wanted = wanted.where(col(Todo.due_on).is_not(None))
    no_due = sa.case((col(Todo.due_on).is_(None), 1), else_=0)
    ordered = wanted.order_by(no_due, col(Todo.due_on), col(Todo.id))
    return session.exec(ordered.limit(MOST_SHOWN)).all()


def _in_sight(found: Feed) -> sa.ColumnElement[bool]:
    archived = sa.select(col(TodoList.id)).where(
        col(TodoList.owner_id) == found.owner_id, col(TodoList.archived_at).is_not(None)
    )
    return sa.or_(col(Todo.list_id).is_(None), col(Todo.list_id).not_in(archived))


def _filtered(session: Session, found: Feed, filter_id: str) -> sa.ColumnElement[bool]:
    """What the filter finds; nothing, while it is in the trash or cannot be read.

    Whoever has the address shall never see more than was meant for them.
    """
    owner_id, moment = OwnerId(found.owner_id), now()
    prefs = preferences.preferences(session, owner_id)
    try:
        row = filters.saved_filter(session, owner_id, filter_id)
        condition = understood(row.query, moment, prefs)
    except (FilterNotFound, BadValues):
        return sa.false()
    return Matching(_todo, owner_id, moment, prefs).condition(condition)


def label_names(
    session: Session, owner_id: OwnerId, found: Sequence[Todo]
) -> dict[str, str]:
    """The names of all labels of these todos, by their ids."""
    ids = {one for todo in found for one in todo.label_ids.split()}
    return labels.names_of(session, owner_id, ids) if ids else {}

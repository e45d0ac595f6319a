"""What can be done with calendar feeds. The caller owns the transaction."""

from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from taskpal import acting, live, security
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.security import is_id
from taskpal.settings import settings
from taskpal.todos.feeds import queries
from taskpal.todos.feeds.errors import MOST, NotForApps, TooManyFeeds
from taskpal.todos.feeds.models import Feed
from taskpal.todos.feeds.schemas import FeedView, MadeFeed, NewFeed
from taskpal.todos.finding.models import SavedFilter

NOTED: Final = timedelta(minutes=10)
PREFIX: Final = "tp_cal_"


def make(session: Session, owner_id: OwnerId, new: NewFeed) -> MadeFeed:
    """Make a feed; its address is shown this once.

    Raises:
        NotForApps: an app asks for it.
        TooManyFeeds: the owner has as many as there can be.
        BadValues: there is no such filter.
    """
    if acting.actor(session).kind == "app":
        raise NotForApps
    live.hold(session, owner_id)
    _check_room(session, owner_id)
    _check_filter(session, owner_id, new.filter)
    token = security.new_token(PREFIX)
    feed = Feed(
        owner_id=owner_id,
        token_hash=security.hash_token(token),
        name=new.name or "TaskPal",
        filter_id=new.filter,
        shows=new.shows,
    )
    session.add(feed)
    session.flush()
    seen = FeedView.of(feed)
    said = {name: getattr(seen, name) for name in FeedView.__slots__}
    address = f"{settings().public_url}/feeds/{token}.ics"
    link = f"webcal:{address.partition(':')[2]}"
    return MadeFeed(**said, url=address, webcal_url=link)


def revoke(session: Session, owner_id: OwnerId, feed_id: str) -> None:
    """Let the feed's address lead nowhere from now on.

    Raises:
        FeedNotFound: the owner has no such feed.
    """
    session.delete(queries.feed(session, owner_id, feed_id))
    session.flush()


def note_use(session: Session, owner_id: OwnerId, feed_id: str) -> None:
    """Note that a program asked for it; it may have been revoked a moment ago."""
    mine = col(Feed.owner_id) == owner_id, col(Feed.id) == feed_id
    session.execute(sa.update(Feed).where(*mine).values(used_at=now()))


def is_to_be_noted(feed: Feed) -> bool:
    """Whether its use was not noted lately: a write for each request is too much."""
    return feed.used_at is None or feed.used_at < now() - NOTED


def _check_room(session: Session, owner_id: OwnerId) -> None:
    mine = sa.select(sa.func.count()).where(col(Feed.owner_id) == owner_id)
    if session.execute(mine).scalar_one() >= MOST:
        raise TooManyFeeds


def _check_filter(session: Session, owner_id: OwnerId, filter_id: str | None) -> None:
    if filter_id is None:
        return
    key = (owner_id, filter_id)
    found = session.get(SavedFilter, key) if is_id(filter_id) else None
    if found is None or found.deleted_at:
        raise BadValues({"filter": "There is no saved filter with this id."})

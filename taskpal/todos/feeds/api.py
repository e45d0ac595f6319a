"""Calendar feeds over HTTP: making them, and what a calendar program asks for."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from taskpal import __version__, throttle
from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.database import in_reading, in_transaction
from taskpal.oauth import access
from taskpal.oauth.scopes import READ, WRITE
from taskpal.settings import settings
from taskpal.throttle import Limit
from taskpal.todos.feeds import calendar, queries, service
from taskpal.todos.feeds.errors import NoSuchFeed
from taskpal.todos.feeds.models import Feed
from taskpal.todos.feeds.schemas import (
    FeedPage,
    FeedQuery,
    FeedView,
    MadeFeed,
    NewFeed,
    Shows,
)
from taskpal.web.addresses import client_address
from taskpal.web.answers import HEADERS, answer
from taskpal.web.openapi import operation
from taskpal.web.requests import asked, sent, tags
from taskpal.web.routes import DirectRoute

FEEDS: Final = Limit("feeds", 60, 600)
UNKNOWN: Final = Limit("unknown-feeds", 60, 60)
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{20,100}")

router = APIRouter(
    prefix="/api/feeds", tags=["Calendar feeds"], route_class=DirectRoute
)
calendars = APIRouter(include_in_schema=False, route_class=DirectRoute)


@router.get("", **operation("listFeeds", READ, gives=FeedPage))
async def list_feeds(request: Request) -> Response:
    """List calendar feeds.

    Their addresses are secret, and not among what is shown.
    """
    return answer(await access.of(request, READ).read(queries.page))


@router.post(
    "", **operation("addFeed", WRITE, takes=NewFeed, gives=MadeFeed, status=201)
)
async def add_feed(request: Request) -> Response:
    """Add a calendar feed.

    That is an address for Google's calendar, Apple's or Outlook. Whoever knows the
    address reads the todos, without signing in: it is shown only now.
    """
    caller, new = access.of(request, WRITE), await sent(request, NewFeed)
    made = await caller.write(service.make, new)
    return answer(made, 201, {"Location": f"{router.prefix}/{made.id}"})


@router.get(
    "/{feed_id}",
    **operation("getFeed", READ, gives=FeedView, one="feed_id", versioned=False),
)
async def get_feed(request: Request) -> Response:
    """Read a calendar feed.

    Its address is secret, and not among what is shown.
    """
    caller = access.of(request, READ)
    return answer(await caller.read(queries.one, request.path_params["feed_id"]))


@router.delete(
    "/{feed_id}",
    **operation("removeFeed", WRITE, status=204, one="feed_id", versioned=False),
)
async def remove_feed(request: Request) -> Response:
    """Remove a calendar feed.

    Its address leads nowhere from then on.
    """
    caller = access.of(request, WRITE)
    await caller.write(service.revoke, request.path_params["feed_id"])
    return Response(status_code=204)


@calendars.get("/feeds/{token}.ics")
async def get_calendar(request: Request) -> Response:
    """The calendar; 304 when the program has it already."""
    query = asked(request, FeedQuery)
    found = await _found(request)
    if service.is_to_be_noted(found.feed):
        await in_transaction(service.note_use, found.owner_id, found.feed.id)
    shows: Shows = query.as_ or found.feed.shows  # type: ignore[assignment]
    headers = _headers(found, shows)
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    content = await in_reading(_calendar, found.feed, shows)
    kind = "text/calendar; charset=utf-8"
    return Response(content, headers=headers, media_type=kind)


@dataclass(frozen=True, slots=True)
class _Found:
    """A feed, and what it stands at."""

    feed: Feed
    version: queries.Version

    @property
    def owner_id(self) -> OwnerId:
        return OwnerId(self.feed.owner_id)


async def _found(request: Request) -> _Found:
    """The feed at this address; who asks for others is slowed down.

    Raises:
        NoSuchFeed: there is none.
        TooManyAttempts: the program asks too often, or for many that are none.
    """
    try:
        found = await in_reading(_read, request.path_params["token"])
    except NoSuchFeed:
        address = client_address(request)
        await asyncio.to_thread(throttle.hit, UNKNOWN, address)
        raise
    await asyncio.to_thread(throttle.hit, FEEDS, found.feed.id)
    return found


def _read(session: Session, token: str) -> _Found:
    if not _TOKEN.fullmatch(token):  # NUL and the like need not be looked for
        raise NoSuchFeed
    feed = queries.feed_at(session, token)
    return _Found(feed, queries.version(session, feed))


def _calendar(session: Session, feed: Feed, shows: Shows) -> bytes:
    owner_id = OwnerId(feed.owner_id)
    todos = queries.todos(session, feed, dated=shows == "events")
    page = calendar.Page(
        name=feed.name,
        owner_id=owner_id,
        public_url=settings().public_url,
        labels=queries.label_names(session, owner_id, todos),
        zone=preferences.row(session, owner_id).zone,
    )
    return calendar.written(page, todos, shows)


def _headers(found: _Found, shows: Shows) -> dict[str, str]:
    """A filter may find others an hour later: the hour is part of the version."""
    hour = now().replace(minute=0, second=0, microsecond=0)
    still = f".{hour:%Y%m%d%H}" if found.feed.filter_id else ""
    tag = f'"{found.version.revision}.{shows[0]}.{__version__}{still}"'
    changed = found.version.changed_at.astimezone(UTC)
    if still:
        changed = max(changed, hour)
    return {
        **HEADERS,
        "ETag": tag,
        "Last-Modified": format_datetime(changed, usegmt=True),
        "Content-Disposition": 'inline; filename="taskpal.ics"',
        "X-Robots-Tag": "noindex",
    }


def _is_known(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the program has this version; what it says of tags comes first."""
    if "if-none-match" in request.headers:
        known = tags(request.headers["if-none-match"])
        return known is None or headers["ETag"].strip('"') in known
    since = request.headers.get("if-modified-since", "")
    try:
        moment = parsedate_to_datetime(since)
    except (ValueError, OverflowError):
        return False
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return parsedate_to_datetime(headers["Last-Modified"]) <= moment

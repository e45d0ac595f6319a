"""What apps say in their documents, kept in the table of clients.

    await documents.ready(client_id, caller)

A document is read at most every few minutes, however many people arrive with it, and
nobody can make TaskPal ask the servers of others often. Errors and wrong documents are
not kept (§5.2): they are simply not asked for often.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from taskpal import throttle
from taskpal.columns import now
from taskpal.database import in_reading, in_transaction
from taskpal.errors import TooManyAttempts
from taskpal.oauth import queries
from taskpal.oauth.documents import document, urls
from taskpal.oauth.documents.errors import DocumentRefused, DocumentUnreachable
from taskpal.oauth.documents.fetching import Fetcher
from taskpal.oauth.models import Client
from taskpal.oauth.registration.schemas import Metadata
from taskpal.oauth.registration.service import describe, make_room

STALE_KEPT = timedelta(days=7)
AT_ONCE = 20
OF_ONE_CALLER = throttle.Limit("documents-caller", 30, 600)
OF_ONE_HOST = throttle.Limit("documents-host", 10, 60)
OF_ALL = throttle.Limit("documents", 120, 60)

log = logging.getLogger(__name__)

_under_way: dict[str, asyncio.Task[None]] = {}


@dataclass(frozen=True, slots=True)
class Known:
    """What TaskPal has of a document: nothing, something old, or something fresh."""

    fresh_until: datetime | None

    @property
    def fresh(self) -> bool:
        return self.fresh_until is not None and self.fresh_until > now()

    @property
    def usable(self) -> bool:
        """Fresh, or not too old to do while its website is down (RFC 5861 §4)."""
        return self.fresh_until is not None and self.fresh_until > now() - STALE_KEPT


async def ready(client_id: str | None, caller: str) -> None:
    """See to it that TaskPal knows what this app's document says, if it has one.

    Raises:
        DocumentRefused: it has one, and that cannot be used.
        TooManyAttempts: this caller, or everybody, made TaskPal read too many.
    """
    if client_id is None or not urls.is_address(client_id):
        return
    host = urls.check(client_id)
    known = await in_reading(_known, client_id)
    if known.fresh:
        return
    try:
        await _read_once(client_id, host, caller)
    except (DocumentUnreachable, TooManyAttempts):
        if not known.usable:
            raise
    except DocumentRefused as error:
        log.info("The document %s was refused: %s", client_id, error.message)
        raise


async def _read_once(address: str, host: str, caller: str) -> None:
    """Whoever asks for a document that is being read waits for that."""
    reading = _under_way.get(address)
    if reading is None:
        if len(_under_way) >= AT_ONCE:
            raise TooManyAttempts(5, "apps at once")
        reading = asyncio.create_task(_read(address, host, caller))
        _under_way[address] = reading
        reading.add_done_callback(lambda done: _forget(address, done))
    await asyncio.shield(reading)  # others wait too when this caller has gone


async def _read(address: str, host: str, caller: str) -> None:
    await asyncio.to_thread(_count, host, caller)
    fetched = await fetcher().fetch(address)
    said = document.read(address, fetched.body)
    await in_transaction(keep, address, said, fetched.fresh_for)


def keep(session: Session, address: str, said: Metadata, fresh_for: timedelta) -> None:
    """Keep what a document says, in place of what it said before.

    Tokens that people gave stay; what they agreed to may have changed, so they are
    asked again when the app comes for more.

    Raises:
        TooManyAttempts: too many apps were never connected.
    """
    described = select(Client).where(Client.document_url == address).with_for_update()
    client = session.exec(described).first()
    if client is None:
        make_room(session)
        client = Client(kind=said.kind, name=said.name, document_url=address)
    else:
        describe(client, said)
    client.redirect_uris, client.about = said.redirect_uris, said.about
    client.fresh_until = now() + fresh_for
    try:
        with session.begin_nested():
            session.add(client)
    except IntegrityError:
        return  # another worker was quicker, and read the same


@cache
def fetcher() -> Fetcher:
    """The one that reads documents from the internet."""
    return Fetcher()


def _known(session: Session, address: str) -> Known:
    client = queries.client(session, address)
    return Known(client.fresh_until if client else None)


def _count(host: str, caller: str) -> None:
    throttle.hit(OF_ONE_CALLER, caller)
    throttle.hit(OF_ONE_HOST, host)
    throttle.hit(OF_ALL)


def _forget(address: str, done: asyncio.Task[None]) -> None:
    _under_way.pop(address, None)
    if not done.cancelled():
        done.exception()  # somebody has seen it, even if everybody has gone

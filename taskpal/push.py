"""Tells this worker's open dashboards what `taskpal.live` announces.

A dashboard is sent an event that carries only the owner's new revision. The browser
sends it back as its own, and its state reads the database again: that stays right even
when the state has expired meanwhile. With REDIS_URL every worker hears of every change.

Delivery never holds up the request that caused it; what piles up for one owner is
delivered once.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from reflex.event import Event, EventHandler
from reflex.state import StateUpdate
from reflex.utils.format import format_event_handler

from taskpal import live, relay
from taskpal.settings import settings

# A tab that made a change itself has seen it by then, and need not be told.
PAUSE = 0.002


@dataclass(slots=True)
class Tab:
    """A dashboard open on this worker; `asks` is the event its page reads anew by."""

    owner_id: str
    session_id: str
    asks: str
    seen: int = -1


@dataclass(slots=True)
class Tabs:
    """The dashboards open on this worker, by the token Reflex knows each by."""

    _all: dict[str, Tab] = field(default_factory=dict)
    _of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, token: str, owner_id: str, session_id: str, asks: str) -> None:
        """Remember whose tab this is, under which session, and what it shows."""
        known = self._all.get(token)
        if known and known.asks == asks and known.session_id == session_id:
            return
        self.remove(token)
        self._all[token] = Tab(owner_id, session_id, asks)
        self._of[owner_id].add(token)

    def remove(self, token: str) -> None:
        """Forget a tab that was closed."""
        if tab := self._all.pop(token, None):
            self._of[tab.owner_id].discard(token)
            if not self._of[tab.owner_id]:
                del self._of[tab.owner_id]

    def asks(self, token: str) -> str:
        """The event by which the tab's page reads anew."""
        tab = self._all.get(token)
        return tab.asks if tab else ""

    def saw(self, token: str, revision: int) -> None:
        """Note how far a tab has read: it is not told of what it knows."""
        if tab := self._all.get(token):
            tab.seen = revision

    def behind(self, owner_id: str, revision: int) -> list[str]:
        """The owner's tabs that have not read up to this revision."""
        tokens = self._of.get(owner_id, ())
        return [token for token in tokens if self._all[token].seen < revision]

    def under(self, owner_id: str, session_id: str | None) -> list[str]:
        """The owner's tabs under one session, or under any."""
        return [
            token
            for token in self._of.get(owner_id, ())
            if session_id in {None, self._all[token].session_id}
        ]

    def owners(self) -> list[str]:
        """Whose tabs are open."""
        return list(self._of)


tabs = Tabs()


@asynccontextmanager
async def delivery(app: rx.App, *, signed_out: EventHandler) -> AsyncIterator[None]:
    """Deliver while the app runs; `signed_out` is the event of a tab that must go."""
    loop = asyncio.get_running_loop()
    postman = Postman(app, signed_out)
    stop = live.listen(lambda news: loop.call_soon_threadsafe(postman.take, news))
    try:
        if url := settings().redis_url:
            async with relay.between_workers(url, postman.take, postman.take_all):
                yield
        else:
            yield
    finally:
        stop()


class Postman:
    """Brings announcements to the tabs they concern."""

    def __init__(self, app: rx.App, signed_out: EventHandler) -> None:
        self._app = app
        self._signed_out = format_event_handler(signed_out)
        self._due: dict[str, int] = {}
        self._errands: set[asyncio.Task[None]] = set()

    def take(self, news: live.Announcement) -> None:
        """Accept an announcement; it is delivered later."""
        match news:
            case live.SignedOut(owner_id, session_id):
                self._run(self._turn_away(owner_id, session_id))
            case live.Changed(owner_id, revision):
                idle = owner_id not in self._due
                self._due[owner_id] = max(revision, self._due.get(owner_id, 0))
                if idle:
                    self._run(self._bring(owner_id))

    def take_all(self) -> None:
        """Have every tab look again: announcements may have been missed."""
        for owner_id in tabs.owners():
            self._run(self._send(tabs.under(owner_id, None), revision=-1))

    async def _bring(self, owner_id: str) -> None:
        await asyncio.sleep(PAUSE)
        revision = self._due.pop(owner_id)
        await self._send(tabs.behind(owner_id, revision), revision=revision)

    async def _turn_away(self, owner_id: str, session_id: str | None) -> None:
        for token in tabs.under(owner_id, session_id):
            await self._emit(token, Event(name=self._signed_out))

    async def _send(self, tokens: list[str], *, revision: int) -> None:
        for token in tokens:
            if name := tabs.asks(token):
                await self._emit(
                    token, Event(name=name, payload={"revision": revision})
                )

    async def _emit(self, token: str, event: Event) -> None:
        sockets = self._app.event_namespace
        assert sockets is not None  # noqa: S101 - an app with states has one
        record = sockets._token_manager.token_to_socket.get(token)
        if record and record.instance_id == sockets._token_manager.instance_id:
            await sockets.emit_update(StateUpdate(events=[event]), token)
        else:
            tabs.remove(token)

    def _run(self, errand: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(errand)
        self._errands.add(task)  # or it might be collected before it is done
        task.add_done_callback(self._errands.discard)

"""Who gets a dashboard's socket, how many of them, and how much may come through one.

Reflex makes a state for whoever sends it an event, and keeps it for hours. So only who
is signed in gets a socket at all: there is nothing to see without a session. A tab that
is refused asks here why, and goes to /sign-in (assets/leave.jsx).
"""

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from taskpal import throttle
from taskpal.accounts import cookies, queries
from taskpal.accounts.schemas import SignedIn
from taskpal.database import in_reading
from taskpal.errors import TooManyAttempts
from taskpal.settings import settings
from taskpal.throttle import Limit
from taskpal.web.addresses import client_address

EVENTS = "/_event"  # where Reflex's sockets open
TABS = 50  # of one account, in each worker
LONGEST = 1024 * 1024  # of one message: any todo fits in many times
PER_SECOND, AT_ONCE = 100, 500  # messages; a tab asks anew for each change it hears of

OPENED_BY_ACCOUNT = Limit("sockets-of-account", 120, 60)
OPENED_BY_ADDRESS = Limit("sockets-by-address", 1200, 60)

_TAB = re.compile(r"[A-Za-z0-9-]{1,64}")


class Sockets:
    """The ASGI layer in front of Reflex's sockets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path", "").rstrip("/") != EVENTS:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            who = await in_reading(queries.under, _session_id(scope))
            told = HTTPStatus.NO_CONTENT if who else HTTPStatus.UNAUTHORIZED
            answer = Response(status_code=told, headers={"Cache-Control": "no-store"})
            await answer(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = client_address(HTTPConnection(scope))
        who = await _who(scope, address) if _names_a_tab(scope) else None
        if who is None or not self._has_room(who.owner_id, address):
            await send({"type": "websocket.close", "code": 1008})
            return
        self.open.update((who.owner_id, address))
        try:
            await self.app(_without_token(scope), _Measured(receive), send)
        finally:
            self._closed(who.owner_id, address)

    def _has_room(self, owner_id: str, address: str) -> bool:
        most = settings().tabs_per_address
        return self.open[owner_id] < TABS and self.open[address] < most

    def _closed(self, *counted: str) -> None:
        self.open.subtract(counted)
        for one in counted:
            if not self.open[one]:
                del self.open[one]


async def _who(scope: Scope, address: str) -> SignedIn | None:
    """Whose socket it would be; None when it should try again later, or sign in."""
    try:
        return await in_reading(_admit, _session_id(scope), address)
    except (TooManyAttempts, SQLAlchemyError):
        return None


def _admit(session: Session, session_id: str | None, address: str) -> SignedIn | None:
    who = queries.under(session, session_id)
    if who:
        throttle.hit(OPENED_BY_ACCOUNT, who.owner_id)
        throttle.hit(OPENED_BY_ADDRESS, address)
    return who


def _names_a_tab(scope: Scope) -> bool:
    """Whether it brings one token, of the kind by which Reflex finds a tab's state."""
    named = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
    return len(named) == 1 and _TAB.fullmatch(named[0]) is not None


def _session_id(scope: Scope) -> str | None:
    return cookies.session_id(_state_cookie(scope))


def _state_cookie(scope: Scope) -> str:
    return cookies.for_state("; ".join(Headers(scope=scope).getlist("cookie")))


def _without_token(scope: Scope) -> Scope:
    """The socket as a state may know it: nobody could sign in with what it keeps."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
    cookie = _state_cookie(scope).encode()
    return dict(scope) | {"headers": [*headers, (b"cookie", cookie)]}


@dataclass(slots=True)
class _Measured:
    """What comes through a socket: nothing too long, and no faster than it is read.

    Nothing is lost of what comes too fast: it waits where it is, at the sender's.
    """

    receive: Receive
    left: float = AT_ONCE
    at: float = field(default_factory=time.monotonic)

    async def __call__(self) -> Message:
        message = await self.receive()
        if message["type"] == "websocket.receive":
            if len(message.get("text") or message.get("bytes") or "") > LONGEST:
                return {"type": "websocket.disconnect", "code": 1009}
            await self._wait()
        return message

    async def _wait(self) -> None:
        now = time.monotonic()
        self.left = min(AT_ONCE, self.left + (now - self.at) * PER_SECOND) - 1
        self.at = now
        if self.left < 0:
            await asyncio.sleep(-self.left / PER_SECOND)

"""Who a dashboard's socket belongs to, and what only they may do through it.

Every handler of every state begins with `as_user`: the session of the socket is looked
up in the same thread hop that does the work. The socket's cookie holds only the id of
the session by then: see `cookies.for_state`.

    @rx.event
    async def complete(self, todo_id: str) -> None:
        await as_user(self, service.complete, TodoId(todo_id))
"""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, TypeVar

import reflex as rx
from reflex.constants import CompileVars
from reflex.event import Event
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex.utils.format import format_event_handler
from sqlmodel import Session
from starlette.requests import HTTPConnection

from taskpal import acting, push
from taskpal.accounts import cookies, queries, sessions
from taskpal.accounts.log import Where
from taskpal.accounts.models import OwnerId
from taskpal.accounts.schemas import SignedIn
from taskpal.database import in_reading, in_transaction
from taskpal.errors import TaskPalError
from taskpal.ui.frame import Frame
from taskpal.web.addresses import client_address

# With these events a browser asks for all of a state, whenever it connects.
_HYDRATES = frozenset(
    format_event_handler(rx.State.event_handlers[name])
    for name in (CompileVars.HYDRATE, CompileVars.HYDRATE_AND_LOAD)
)

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Session, OwnerId, P], T]


class SignedOut(TaskPalError):
    """The session has ended, here or in another tab."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__("You are signed out.")


async def as_user(
    state: rx.State, work: Work[P, T], *args: P.args, **named: P.kwargs
) -> T:
    """What `work(session, owner_id, ...)` returns, done in one transaction.

    Raises:
        SignedOut: nobody is signed in; the tab moves to /sign-in.
    """
    return await _act_as(in_transaction, state, work, args, named)


async def as_user_to_the_end(
    state: rx.State, work: Work[P, T], *args: P.args, **named: P.kwargs
) -> T:
    """As `as_user`, for what gives access: undone if the session ended meanwhile.

    Raises:
        SignedOut: nobody is signed in, or not any longer; the tab moves to /sign-in.
    """
    session_id = _session_id(state)

    def to_the_end(session: Session, owner_id: OwnerId) -> T:
        done = work(session, owner_id, *args, **named)
        _signed_in(session, session_id)
        return done

    return await as_user(state, to_the_end)


async def as_reader(
    state: rx.State, work: Work[P, T], *args: P.args, **named: P.kwargs
) -> T:
    """What `work(session, owner_id, ...)` returns, without a transaction.

    Raises:
        SignedOut: nobody is signed in; the tab moves to /sign-in.
    """
    return await _act_as(in_reading, state, work, args, named)


async def signed_in_user(state: rx.State) -> SignedIn:
    """Who uses this dashboard.

    Raises:
        SignedOut: nobody is signed in; the tab moves to /sign-in.
    """
    who = await in_reading(_signed_in, _session_id(state))
    await _keep(who)
    _watch(state, who)
    return who


def where(state: rx.State) -> Where:
    """Where a dashboard is open, for the account's log."""
    headers = state.router.headers.raw_headers
    hops = headers.get("x-forwarded-for", "").encode()
    opened = {
        "type": "http",
        "client": (state.router.session.client_ip, 0),
        "headers": [(b"x-forwarded-for", hops)],
    }
    address = client_address(HTTPConnection(opened))
    return Where(address, state.router.headers.user_agent)


class SessionState(rx.State):
    """The session that this tab's state was filled under."""

    _session: str = ""

    @rx.event
    async def check(self) -> None:
        """See who is signed in; a tab where nobody is moves to /sign-in."""
        frame = await self.get_state(Frame)
        try:
            who = await signed_in_user(self)
        except SignedOut:
            ended = self._session
            await _forget(self._get_root_state())
            self._session = ended  # or, back with another, it would leave again
            frame.leave = "/sign-in"
        else:
            frame.name = who.name or who.email


class SessionBinding(Middleware):
    """Forgets what a tab has seen when its session ended, or another takes it over.

    A state is found by a token that the browser makes up. Whoever learns it still sees
    nothing without the session cookie it was filled under, nor after signing out.
    """

    async def preprocess(
        self,
        app: rx.App,  # noqa: ARG002
        state: BaseState,
        event: Event,
    ) -> StateUpdate | None:
        """Reset the state unless it was filled under this very session."""
        root = state._get_root_state()
        session = _session_id(root) or "nobody"
        bound = await root.get_state(SessionState)
        if bound._session and (
            bound._session != session
            or (event.name in _HYDRATES and await _ended(root))
        ):
            await _forget(root)
        bound._session = session
        return None


async def _ended(root: BaseState) -> bool:
    return await in_reading(queries.under, _session_id(root)) is None


async def _forget(root: BaseState) -> None:
    """Reset every state: of a tree in Redis, only what the event needs is at hand."""
    for state in _below(type(root)):
        await root.get_state(state)
    root.reset()


def _below(state: type[BaseState]) -> Iterator[type[BaseState]]:
    for substate in state.get_substates():
        yield substate
        yield from _below(substate)


async def _act_as(
    hop: Callable[..., Any],
    state: rx.State,
    work: Callable[..., T],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> T:
    """Find out who it is and do the work in the same hop; then watch their changes."""
    who, result = await hop(_act, _session_id(state), work, args, named)
    await _keep(who)
    _watch(state, who)
    return result


def _act(
    session: Session,
    session_id: str | None,
    work: Callable[..., T],
    args: tuple[Any, ...],
    named: dict[str, Any],
) -> tuple[SignedIn, T]:
    who = _signed_in(session, session_id)
    acting.acts(session, acting.DASHBOARD)
    return who, work(session, who.owner_id, *args, **named)


def _signed_in(session: Session, session_id: str | None) -> SignedIn:
    who = queries.under(session, session_id)
    if who is None:
        raise SignedOut
    return who


async def _keep(who: SignedIn) -> None:
    """Note now and then that the session is in use; never while work holds locks."""
    if sessions.due(who):
        await in_transaction(sessions.keep, who)


def _session_id(state: BaseState) -> str | None:
    return cookies.session_id(state.router.headers.cookie)


def _watch(state: rx.State, who: SignedIn) -> None:
    """Have the tab told of changes; a state that wants to know has a handler `sync`."""
    token = state.router.session.client_token
    if token and (sync := state.event_handlers.get("sync")):
        name = format_event_handler(sync)
        push.tabs.add(token, who.owner_id, who.session_id, asks=name)

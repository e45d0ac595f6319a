"""How an API route acts for whoever sent the request: with one scope, in one hop.

    caller = access.of(request, "todos:read")
    todo = await caller.read(queries.todo, todo_id)

The bearer token is only taken from the header here; it is checked inside the one
thread hop that also does the work, by one indexed query. A request that is refused
before that, for what it holds, has its token checked first after all: whoever may not
ask learns nothing else. That a token was used is noted in a hop of its own, at most
once in ten minutes.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from taskpal import acting, throttle
from taskpal.accounts.models import OwnerId
from taskpal.acting import Actor
from taskpal.database import in_reading, in_transaction
from taskpal.oauth import scopes, service, uses
from taskpal.oauth.errors import TokenUnknown
from taskpal.oauth.service import Caller
from taskpal.throttle import Limit
from taskpal.web.addresses import client_address
from taskpal.web.routes import FIRST

# So many that the users of an assistant, who share its addresses, may be disconnected
# all at once.
GUESSES = Limit("unknown-token", 300, 60)

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Session, OwnerId, P], T]


@dataclass(frozen=True, slots=True)
class Access:
    """Whoever holds `token`, if it allows `scope`; refused when it is first used."""

    token: str
    scope: str
    audience: str
    request: Request

    async def write(self, work: Work[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work(session, owner_id, ...)` returns, done in one transaction."""
        caller, done = await in_transaction(self._act, work, args, named)
        await note_use(caller)
        return done

    async def read(self, work: Work[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work(session, owner_id, ...)` returns, without a transaction."""
        caller, done = await in_reading(self._act, work, args, named)
        await note_use(caller)
        return done

    async def check(self) -> None:
        """See that the token may be used for this scope, without doing anything.

        Raises:
            TaskPalError: it may not.
        """
        await in_reading(_authenticated, self)

    def _act(
        self,
        session: Session,
        work: Callable[..., T],
        args: tuple[Any, ...],
        named: dict[str, Any],
    ) -> tuple[Caller, T]:
        self.request.scope.pop(FIRST, None)  # or a guess would count twice
        caller = _authenticated(session, self)
        acting.acts(session, _actor(caller))
        return caller, work(session, caller.owner_id, *args, **named)


def of(request: Request, scope: str, audience: str = scopes.API) -> Access:
    """The access that the request's bearer token gives, to be used for this scope.

    Raises:
        TokenMissing: there is no bearer token.
    """
    header = request.headers.get("authorization")
    token = service.bearer(header, scope, audience)
    access = Access(token, scope, audience, request)
    request.scope[FIRST] = access.check
    return access


async def note_use(caller: Caller) -> None:
    """Note that a token was used: a second hop, but not for ten minutes after it."""
    if caller.unnoted is None:
        return
    try:
        await in_transaction(uses.note, caller.unnoted)
    except SQLAlchemyError:
        log.warning("When a token was last used could not be noted.", exc_info=True)


def _actor(caller: Caller) -> Actor:
    """Who the history says it was: the app the user connected, or a script."""
    if caller.client_id is None:
        return Actor("token", caller.token_id, caller.token_name)
    return Actor("app", caller.client_id, caller.client_name or "")


def _authenticated(session: Session, access: Access) -> Caller:
    """Only tokens nobody has are counted: a good one works from any address."""
    try:
        return service.authenticate(
            session, access.token, access.scope, access.audience
        )
    except TokenUnknown:
        throttle.hit(GUESSES, client_address(access.request))
        raise

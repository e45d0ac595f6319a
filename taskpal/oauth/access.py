"""How an API route acts for whoever sent the request: with one scope, in one hop.

    caller = access.of(request, "todos:read")
    todo = await caller.read(queries.todo, todo_id)

The bearer token is only taken from the header here; it is checked inside the one
thread hop that also does the work, by one indexed query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

from fastapi import Request
from sqlmodel import Session

from taskpal.accounts.models import OwnerId
from taskpal.database import in_reading, in_transaction
from taskpal.oauth import service

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Session, OwnerId, P], T]


@dataclass(frozen=True, slots=True)
class Access:
    """Whoever holds `token`, if it allows `scope`; refused when it is first used."""

    token: str
    scope: str

    async def write(self, work: Work[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work(session, owner_id, ...)` returns, done in one transaction."""
        return await in_transaction(self._act, work, args, named)

    async def read(self, work: Work[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work(session, owner_id, ...)` returns, without a transaction."""
        return await in_reading(self._act, work, args, named)

    def _act(
        self,
        session: Session,
        work: Callable[..., T],
        args: tuple[Any, ...],
        named: dict[str, Any],
    ) -> T:
        caller = service.authenticate(session, self.token, self.scope)
        return work(session, caller.owner_id, *args, **named)


def of(request: Request, scope: str) -> Access:
    """The access that the request's bearer token gives, to be used for this scope.

    Raises:
        TokenMissing: there is no bearer token.
    """
    return Access(service.bearer(request.headers.get("authorization")), scope)

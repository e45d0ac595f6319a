"""What an API route declares to say which access it needs, and how it then acts.

    @router.get("/{todo_id}", operation_id="getTodo")
    async def get_todo(caller: TodoReader, todo_id: TodoIdPath) -> TodoView:
        return TodoView.of(await caller.read(queries.todo, todo_id))

The bearer token is only taken from the header here; it is checked inside the one
thread hop that also does the work, by one indexed query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import Depends, Request
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


def needs(scope: str) -> Any:
    """A dependency: the request's bearer token, to be used for this scope."""

    async def access(request: Request) -> Access:
        return Access(service.bearer(request.headers.get("authorization")), scope)

    return Depends(access)


TodoReader = Annotated[Access, needs("todos:read")]
TodoWriter = Annotated[Access, needs("todos:write")]
TodoDeleter = Annotated[Access, needs("todos:delete")]
ProfileReader = Annotated[Access, needs("profile:read")]

"""What stands before every route: no foreign host, no huge body, no bare 500."""

import logging
import re
from http import HTTPStatus

from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from taskpal.errors import TaskPalError
from taskpal.settings import settings
from taskpal.web import problems

MOST_BYTES = 1024 * 1024
# A file to import is larger than anything else that is sent. Its route checks the token
# before it reads on.
MORE_BYTES = {("POST", "/api/imports"): 32 * MOST_BYTES}

_PROBES = {"/healthz", "/readyz", "/metrics"}  # asked by address, not by name
_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^:\[\]]*?)\.?)(?::[0-9]*)?")
_log = logging.getLogger("taskpal")


class BodyTooLarge(TaskPalError):
    """More was sent than any request needs."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, most: int = MOST_BYTES) -> None:
        mebibytes = most // MOST_BYTES
        super().__init__(
            f"The body is larger than {mebibytes} MiB, the most that is accepted."
        )


class WrongHost(TaskPalError):
    """The Host header names another site: DNS rebinding, or a wrong setting."""

    status = HTTPStatus.MISDIRECTED_REQUEST

    def __init__(self) -> None:
        super().__init__(
            f"This TaskPal answers at {settings().public_url} only. "
            "Whoever hosts it can change that with TASKPAL_PUBLIC_URL."
        )


class Guard:
    """The outermost ASGI layer of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.hosts = settings().hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket" and not self._knows_host(scope):
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(send)
        try:
            self._check_host(scope)
            if scope["method"] not in {"GET", "HEAD"}:
                receive = _bounded(scope, receive)
            await self.app(scope, receive, answer)
        except Exception as error:
            if answer.started:
                raise
            response = _explain(scope["path"], error)
            await response(scope, receive, send)

    def _check_host(self, scope: Scope) -> None:
        if not self._knows_host(scope) and scope["path"] not in _PROBES:
            raise WrongHost

    def _knows_host(self, scope: Scope) -> bool:
        named = [value for name, value in scope["headers"] if name == b"host"]
        return len(named) == 1 and _without_port(named[0]) in self.hosts


class _Answer:
    """Sends on, and knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        self.started = True
        await self.send(message)


def _without_port(host: bytes) -> str:
    written = _HOST.fullmatch(host.decode("latin-1").lower())
    return (written[1] or written[2]) if written else ""


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """The body, as long as it is not too large; also when it says no length."""
    most = MORE_BYTES.get((scope["method"], scope["path"]), MOST_BYTES)
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit() and int(value) > most:
            raise BodyTooLarge(most)
    received = 0

    async def receive_some() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            raise BodyTooLarge(most)
        return message

    return receive_some


def _explain(path: str, error: Exception) -> ASGIApp:
    if isinstance(error, TaskPalError):
        return problems.refusal(path, error)
    _log.error("%r failed", path, exc_info=error)
    if isinstance(error, OperationalError | InterfaceError):
        status, later = HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "5"}
        return problems.explained(path, status, problems.UNREACHABLE, later)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return problems.explained(path, status, problems.UNEXPECTED)

"""Routes that cost little, and answers for addresses that are none."""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Message, Receive, Scope, Send

from taskpal.errors import TaskPalError
from taskpal.web.problems import NOTHING_HERE, explained

FIRST = "taskpal.first"
"""In a request's scope: what to await before anything else is refused."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class DirectRoute(APIRoute):
    """A route whose function takes the request and gives the response.

    FastAPI finds and documents it, but reads and writes nothing: that costs a third
    of what a list takes (docs/decisions/light-routes.md).
    """

    def get_route_handler(self) -> Handler:
        endpoint: Handler = self.endpoint

        async def handle(request: Request) -> Response:
            try:
                return await endpoint(request)
            except TaskPalError:
                if first := request.scope.get(FIRST):
                    await first()
                raise

        return handle


class Elsewhere:
    """The last route under a prefix: answers the addresses no other route knows."""

    def __init__(self, router: APIRouter) -> None:
        self.router = router

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        methods = set(self._methods(scope))
        if scope["method"] == "HEAD" and "GET" in methods:
            as_get = dict(scope, method="GET")
            await self.router(as_get, receive, _without_body(send))
            return
        response = self._refusal(scope, methods)
        await response(scope, receive, send)

    def _refusal(self, scope: Scope, methods: set[str]) -> Response:
        path: str = scope["path"]
        if methods:
            known = methods | ({"HEAD"} if "GET" in methods else set())
            allow = {"Allow": ", ".join(sorted(known))}
            sentence = f"This address takes {' and '.join(sorted(methods))} only."
            return explained(path, 405, sentence, allow)
        shorter = path.rstrip("/")
        if shorter != path and set(self._methods(dict(scope, path=shorter))):
            sentence = "This address is written without a slash at its end."
            return explained(path, 308, sentence, {"Location": _target(scope)})
        return explained(path, 404, NOTHING_HERE)

    def _methods(self, scope: Scope) -> Iterable[str]:
        """The methods that the real routes take at this path."""
        for route in self.router.routes:
            methods = _methods_of(route)
            if methods and route.matches(scope)[0] is not Match.NONE:
                yield from methods


def _methods_of(route: BaseRoute) -> set[str]:
    return getattr(route, "methods", None) or set()


def _target(scope: Scope) -> str:
    path = quote(scope["path"].rstrip("/"))  # it comes decoded: no newlines, please
    query = scope["query_string"].decode("latin-1")
    return f"{path}?{query}" if query else path


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head

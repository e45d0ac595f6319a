"""Lets apps that live in pages of other sites fetch their tokens.

Reflex stands before every route of ours and refuses what a browser asks for another
site. Where apps fetch tokens, give them back and register, where devices begin, and the
metadata are for everybody and say so themselves; they take no cookies. So is MCP.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_FOR_EVERYBODY = re.compile(
    r"/oauth/(token|revoke|device_authorization|register(/[^/]+)?)|/mcp"
    r"|/\.well-known/.*"
)
_ORIGIN = "taskpal.origin"


class Anywhere:
    """The outermost ASGI layer: hides from Reflex which site asks for these."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _FOR_EVERYBODY.fullmatch(scope["path"]):
            named = [pair for pair in scope["headers"] if pair[0] != b"origin"]
            scope = {**scope, "headers": named, _ORIGIN: origin(scope)}
        await self.app(scope, receive, send)


def origin(scope: Scope) -> str | None:
    """The site whose page a browser asks for, hidden from Reflex or not."""
    if _ORIGIN in scope:
        hidden: str | None = scope[_ORIGIN]
        return hidden
    named = [value for name, value in scope["headers"] if name == b"origin"]
    return b" ".join(named).decode("latin-1") if named else None

"""Lets apps that live in pages of other sites fetch their tokens.

Reflex stands before every route of ours and refuses what a browser asks for another
site. The token endpoint, registration, where devices begin, and the metadata are for
everybody and say so themselves; they take no cookies.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_FOR_EVERYBODY = re.compile(
    r"/oauth/(token|device_authorization|register(/[^/]+)?)|/\.well-known/.*"
)


class Anywhere:
    """The outermost ASGI layer: hides from Reflex which site asks for these."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _FOR_EVERYBODY.fullmatch(scope["path"]):
            named = [pair for pair in scope["headers"] if pair[0] != b"origin"]
            scope = {**scope, "headers": named}
        await self.app(scope, receive, send)

"""How the built dashboard is served: to whom, under which rules, and for how long.

Reflex mounts the files it built; this stands before them. A page of the dashboard is
the same for everybody and holds no data, yet without a session there is nothing to see
on it, so the browser is sent to /sign-in at once.
"""

import base64
import hashlib
import re
from functools import cache
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from reflex.utils.prerequisites import get_web_dir
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from taskpal.accounts import cookies
from taskpal.accounts.destination import sign_in_address
from taskpal.web import problems

# The addresses of the dashboard's pages; behind some there is one for each todo.
PAGES = re.compile(r"/(inbox|trash|connections|settings|todo/[^/]+)/?")
FOREVER = "public, max-age=31536000, immutable"  # names carry a hash of the content
A_WEEK = "public, max-age=604800"
ASK_FIRST = "no-cache"
CLOSED = {"/ping", "/_health"}  # Reflex's own; ours are /healthz and /readyz
_INLINE = re.compile(r"<script(?![^>]* src=)[^>]*>(.*?)</script>", re.DOTALL)


class Dashboard:
    """The ASGI layer in front of the files that Reflex built."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] in CLOSED:
            await _missing(scope["path"])(scope, receive, send)
        elif page := PAGES.fullmatch(scope["path"]):
            await self._page(page[0].rstrip("/"), scope, receive, send)
        else:
            await self._file(scope["path"], scope, receive, send)

    async def _page(
        self, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if cookies.session_token(Headers(scope=scope).get("cookie")) is None:
            away = RedirectResponse(
                sign_in_address(path), 303, {"cache-control": "no-store"}
            )
            await away(scope, receive, send)
            return
        # Files are found as /inbox/index.html; asked for /inbox, it would redirect.
        inner = dict(scope) | {"path": f"{path}/"}
        await self._file(path, inner, receive, send)

    async def _file(
        self, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        answer = _Kept(path, send)
        await self.app(scope, receive, answer)
        if answer.missing:
            await _missing(path)(scope, receive, send)


def _missing(path: str) -> ASGIApp:
    return problems.explained(path, HTTPStatus.NOT_FOUND, problems.NOTHING_HERE)


class _Kept:
    """Sends on, and says how long to keep it and what a page may do.

    Only of what is missing it sends nothing: that is told on a page of our own.
    """

    def __init__(self, path: str, send: Send) -> None:
        self.path = path
        self.send = send
        self.missing = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.missing = message["status"] == HTTPStatus.NOT_FOUND
            headers = MutableHeaders(scope=message)
            found = message["status"] in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}
            headers["cache-control"] = _kept_for(self.path) if found else ASK_FIRST
            if _is_page(self.path, message["status"], headers):
                headers["content-security-policy"] = policy()
                headers["cross-origin-opener-policy"] = "same-origin"
        if not self.missing:
            await self.send(message)


def _is_page(path: str, status: int, headers: Headers) -> bool:
    """Whether it is one, or says of one in the browser's cache that it still holds."""
    if status == HTTPStatus.NOT_MODIFIED:
        return PurePosixPath(path).suffix in {"", ".html"}
    return headers.get("content-type", "").startswith("text/html")


def _kept_for(path: str) -> str:
    if path.startswith("/assets/"):
        return FOREVER
    return A_WEEK if path.startswith("/fonts/") else ASK_FIRST


@cache
def policy() -> str:
    """What the dashboard's pages may load and run: only what was built."""
    inline = " ".join(sorted(_inline_scripts(get_web_dir() / "build" / "client")))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {inline}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _inline_scripts(built: Path) -> set[str]:
    """The hashes by which a policy allows the scripts inside the built pages."""
    return {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for page in built.rglob("*.html")
        for script in _INLINE.findall(page.read_text())
    }

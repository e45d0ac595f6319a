"""What every answer tells browsers not to do with it, whichever door it came from.

An answer that says nothing of its own gets the strictest; whoever makes pages says in
a Content-Security-Policy what those need.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from taskpal.settings import settings

Pairs = tuple[tuple[bytes, bytes], ...]

ALWAYS = {
    # For what is no page: JSON, a redirect, a file. Nothing runs in it, or around it.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Nothing here sees, hears, locates or pays; dictating to ChatGPT happens over there.
ON_PAGES = {
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "camera", "display-capture", "geolocation"),
            *("gyroscope", "magnetometer", "microphone", "midi", "payment", "usb"),
        )
    )
}
# RFC 6797. Other names below ours are not ours to speak for: no includeSubDomains.
ON_HTTPS = {"Strict-Transport-Security": "max-age=63072000"}


class SafeHeaders:
    """The outermost ASGI layer: completes the headers of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        always = ALWAYS | (ON_HTTPS if settings().secure else {})
        self._always = _written(always)
        self._on_pages = _written(always | ON_PAGES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_completed(message: Message) -> None:
            # What a 304 says replaces what the browser has kept with the page itself.
            if (
                message["type"] == "http.response.start"
                and message["status"] != HTTPStatus.NOT_MODIFIED
            ):
                message["headers"] = self._completed(message.get("headers", ()))
            await send(message)

        await self.app(scope, receive, send_completed)

    def _completed(
        self, headers: Iterable[tuple[bytes, bytes]]
    ) -> list[tuple[bytes, bytes]]:
        said = {name.lower(): value for name, value in headers}
        is_page = said.get(b"content-type", b"").startswith(b"text/html")
        wanted = self._on_pages if is_page else self._always
        return [*headers, *(pair for pair in wanted if pair[0] not in said)]


def _written(headers: Mapping[str, str]) -> Pairs:
    return tuple((name.lower().encode(), v.encode()) for name, v in headers.items())

"""A browser's websocket to the dashboard, by hand: for what no page would send."""

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import socketio
from playwright.sync_api import BrowserContext, Page
from socketio.exceptions import ConnectionError as ConnectionRefused
from socketio.exceptions import TimeoutError as NothingMore

QUIET_AFTER = 1.5  # seconds without a word, after which nothing more is expected


class Socket:
    """One connection; `token` is the tab's own, which any page may claim."""

    def __init__(self, url: str, token: str, cookies: Mapping[str, str]) -> None:
        own_origin = {"suppress_origin": True}  # or there would be two of them
        self._client = socketio.SimpleClient(websocket_extra_options=own_origin)
        self._client.connect(
            f"{url}?token={token}",
            headers={
                "Origin": url,
                "Cookie": "; ".join(f"{name}={kept}" for name, kept in cookies.items()),
            },
            transports=["websocket"],
            socketio_path="/_event",
            namespace="/_event",
        )

    def send(self, event: str, /, path: str = "/inbox", **payload: Any) -> None:
        """Send a state event, as the dashboard's own script does."""
        self._client.emit(
            "event",
            {
                "name": event,
                "payload": payload,
                "router_data": {"pathname": path, "query": {}, "asPath": path},
            },
        )

    def send_raw(self, *words: Any) -> None:
        """Send something that no dashboard would."""
        self._client.emit(*words)

    def heard(self) -> str:
        """Everything the server has said, once it has fallen silent."""
        said: list[Any] = []
        with contextlib.suppress(NothingMore):
            while True:
                said.append(self._client.receive(timeout=QUIET_AFTER))
        return json.dumps(said)

    def close(self) -> None:
        self._client.disconnect()


@contextlib.contextmanager
def socket(
    url: str, token: str, cookies: Mapping[str, str] | None = None
) -> Iterator[Socket]:
    """A connection for as long as the block runs."""
    opened = Socket(url, token, cookies or {})
    try:
        yield opened
    finally:
        opened.close()


def is_refused(url: str, token: str, cookies: Mapping[str, str]) -> bool:
    """Whether who brings these cookies gets no connection at all."""
    try:
        Socket(url, token, cookies).close()
    except ConnectionRefused:
        return True
    return False


def token_of(page: Page) -> str:
    """The token of an open tab; whoever knows it can claim to be that tab."""
    token: str = page.evaluate("JSON.parse(JSON.stringify(sessionStorage.token))")
    return token


def cookies_of(context: BrowserContext) -> dict[str, str]:
    """What the browser would send along."""
    return {cookie["name"]: cookie["value"] for cookie in context.cookies()}

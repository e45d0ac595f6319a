"""Reading a document from its website (§5): one GET, little time, few bytes."""

import asyncio
import ssl
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import timedelta

import httpcore2

from taskpal.oauth.documents import addresses, network, urls
from taskpal.oauth.documents.errors import DocumentRefused, DocumentUnreachable
from taskpal.oauth.documents.freshness import fresh_for
from taskpal.oauth.documents.network import CheckedNetwork, Resolver, Rule

MOST_BYTES = 5 * 1024  # §8.7
SECONDS = 5.0  # for everything, from the name to the last byte

_PATIENCE = {"connect": 3.0, "read": 3.0, "write": 3.0, "pool": 3.0}
_HEADERS = [
    (b"Accept", b"application/json"),
    (b"Accept-Encoding", b"identity"),
    (b"User-Agent", b"TaskPal"),
]
_FAILURES = (
    TimeoutError,
    OSError,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
)
_OK, _TOO_MANY, _SERVERS_FAULT = 200, 429, 500


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it came, and how long it holds."""

    body: bytes
    fresh_for: timedelta


class Fetcher:
    """Reads documents from servers that `rule` allows, whose certificates are right."""

    def __init__(
        self,
        resolve: Resolver = network.resolve,
        rule: Rule = addresses.is_public,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self.network = CheckedNetwork(resolve, rule)
        self.trusted = trusted or httpcore2.default_ssl_context()

    async def fetch(self, address: str) -> Fetched:
        """The document at this address, which was checked before.

        Raises:
            DocumentRefused: what is there is no document.
            DocumentUnreachable: nothing answers, or not in time, or not right now.
        """
        try:
            async with asyncio.timeout(SECONDS):
                return await self._fetch(address)
        except _FAILURES as error:
            host = urls.host_of(address)
            raise DocumentUnreachable(f"{host} does not answer right now.") from error

    async def _fetch(self, address: str) -> Fetched:
        # A pool for each: nothing is kept open to servers that strangers chose.
        async with (
            httpcore2.AsyncConnectionPool(
                ssl_context=self.trusted, network_backend=self.network
            ) as pool,
            pool.stream(
                "GET", address, headers=_HEADERS, extensions={"timeout": _PATIENCE}
            ) as response,
        ):
            headers = _readable(response.headers)
            _check(response.status, headers, urls.host_of(address))
            body = await _body(response.aiter_stream())
        return Fetched(body, fresh_for(headers))


def _check(status: int, headers: dict[str, str], host: str) -> None:
    """§4, §5: 200 only, no redirects, and JSON."""
    if status == _TOO_MANY or status >= _SERVERS_FAULT:
        raise DocumentUnreachable(f"{host} does not answer right now ({status}).")
    if status != _OK:
        raise DocumentRefused(f"There is no document at its client_id ({status}).")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    as_json = kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )
    if not as_json or headers.get("content-encoding", "identity") != "identity":
        raise DocumentRefused("What is at its client_id is not plain JSON.")


async def _body(chunks: AsyncIterable[bytes]) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MOST_BYTES:
            raise DocumentRefused("Its document is larger than 5 KB.")
    return bytes(body)


def _readable(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers that occur twice become a list (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found

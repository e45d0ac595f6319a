"""How a stranger's server is reached: by a name that is resolved once, and checked.

The connection goes to the very address that was checked, so a name that changes its
mind in between (DNS rebinding) gains nothing. No proxy and no redirect is involved.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import httpcore2

from taskpal.oauth.documents.errors import DocumentRefused, DocumentUnreachable

MOST_ADDRESSES = 4

Resolver = Callable[[str], Awaitable[list[str]]]
Rule = Callable[[str], bool]


class CheckedNetwork(httpcore2.AsyncNetworkBackend):
    """Connects only where `rule` allows it, after resolving the name."""

    def __init__(self, resolve: Resolver, rule: Rule) -> None:
        self.resolve = resolve
        self.rule = rule
        self.network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        for address in await self._checked(host):
            try:
                return await self.network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue  # no route to IPv6, say
        raise DocumentUnreachable(f"{host} cannot be reached right now.")

    async def connect_unix_socket(
        self, path: str, *_args: Any, **_named: Any
    ) -> httpcore2.AsyncNetworkStream:
        raise DocumentRefused(f"{path} is not on the internet.")

    async def sleep(self, seconds: float) -> None:
        await self.network.sleep(seconds)

    async def _checked(self, host: str) -> list[str]:
        """The host's addresses, all of which have to be allowed."""
        found = await self.resolve(host)
        if not all(self.rule(address) for address in found):
            raise DocumentRefused(f"{host} is not on the public internet.")
        return found[:MOST_ADDRESSES]


async def resolve(host: str) -> list[str]:
    """The addresses of a host, as the system knows them."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.run_in_executor(_threads(), _look_up, host)
    except (OSError, UnicodeError):
        raise DocumentUnreachable(f"{host} cannot be found right now.") from None
    return list(dict.fromkeys(found))


def _look_up(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


@cache
def _threads() -> ThreadPoolExecutor:
    """Of its own: a name server that never answers holds up nothing else."""
    return ThreadPoolExecutor(20, thread_name_prefix="names")

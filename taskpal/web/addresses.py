"""Where a request comes from, also behind proxies."""

from collections.abc import Iterator
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from starlette.requests import HTTPConnection

from taskpal.settings import settings

Address = IPv4Address | IPv6Address


def client_address(request: HTTPConnection) -> str:
    """The caller's address, for counting tries.

    The socket's other end, unless that is a proxy of ours: then whoever the proxies
    vouch for, read from the right, because anybody can write what stands further left.
    An IPv6 caller owns a whole /64, so that is what counts.
    """
    caller = _address(request.client.host if request.client else "")
    for hop in _hops(request):
        if caller is None or hop is None or not _ours(caller):
            break
        caller = hop
    return _counted(caller)


def _hops(request: HTTPConnection) -> Iterator[Address | None]:
    listed = ",".join(request.headers.getlist("x-forwarded-for"))
    return (_address(hop) for hop in reversed(listed.split(",")))


def _address(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found


def _counted(address: Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), 64), strict=False))
    return str(address or "unknown")


def _ours(address: Address) -> bool:
    return any(address in network for network in _proxies())


@cache
def _proxies() -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(proxy) for proxy in settings().trusted_proxies)

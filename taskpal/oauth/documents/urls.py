"""Which client ids are addresses of documents, and which of those are asked (§3)."""

import re
from urllib.parse import unquote, urlsplit

from taskpal.oauth.documents.errors import DocumentRefused
from taskpal.settings import settings

MAX_LENGTH = 500

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?"
_CHARACTER = r"(?:[a-zA-Z0-9._~!$&'()*+,;=:@/-]|%[0-9a-fA-F]{2})"
_ADDRESS = re.compile(
    rf"https://(?P<host>{_HOST})(?::(?P<port>[1-9][0-9]{{3,4}}))?"
    rf"(?P<path>/{_CHARACTER}+)(?:\?(?:{_CHARACTER}|\?)*)?",
    re.ASCII,
)
_PORTS = range(1024, 65536)


def is_address(client_id: str | None) -> bool:
    """Whether the app says that a document tells who it is."""
    return client_id is not None and client_id.startswith("https://")


def check(address: str) -> str:
    """The host that the address names, if it is one that may be asked.

    Lower case and no default port, so that there is one way to write it; no numbers
    for a host, as people could not tell whose it is; and of the ports only 443 and
    those where no system service of someone else's listens.

    Raises:
        DocumentRefused: it is not.
    """
    found = _ADDRESS.fullmatch(address) if len(address) <= MAX_LENGTH else None
    if found is None or (found["port"] and int(found["port"]) not in _PORTS):
        raise DocumentRefused(
            "Its client_id has to be https://, a host name in lower case and a path, "
            "without user name or fragment."
        )
    if any(unquote(part) in {".", ".."} for part in found["path"].split("/")):
        raise DocumentRefused("The path of its client_id must not hold . or ..")
    host: str = found["host"]
    if host in settings().hosts:
        raise DocumentRefused("Its client_id leads to this TaskPal.")
    return host


def host_of(address: str) -> str:
    """The host that an address, checked before, names; with its port if it has one."""
    return urlsplit(address).netloc

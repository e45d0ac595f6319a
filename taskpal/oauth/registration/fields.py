"""The fields of an app's metadata: each has its type and length; null is left out."""

from typing import Any

from taskpal.oauth import redirects
from taskpal.oauth.kinds import HTTPS, Kind
from taskpal.oauth.registration.errors import MetadataRefused
from taskpal.web.objects import Object

MOST = 20  # values in one list

_WEBSITE = Kind(False, False, frozenset(), frozenset({HTTPS}))


def text(sent: Object, name: str, longest: int = 100) -> str | None:
    """A line of plain text, if there is one."""
    value = sent.get(name)
    if value is None or value == "":
        return None
    return _plain(name, value, longest)


def texts(sent: Object, name: str, longest: int = 100) -> list[str] | None:
    """A list of such lines, each once, if there is one."""
    values = sent.get(name)
    if values is None:
        return None
    if not isinstance(values, list) or len(values) > MOST:
        raise MetadataRefused(f"{name} must be a list of at most {MOST} values.")
    return list(dict.fromkeys(_plain(name, value, longest) for value in values))


def website(sent: Object, name: str) -> str | None:
    """The address of a page, if there is one."""
    address = text(sent, name, redirects.MAX_LENGTH)
    if address and (why := redirects.problem(address, _WEBSITE)):
        raise MetadataRefused(f"{name} {why}.")
    return address


def _plain(name: str, value: Any, longest: int) -> str:
    # `isprintable` also refuses the invisible characters that turn text around.
    if isinstance(value, str) and len(value) <= longest and value.isprintable():
        return value
    raise MetadataRefused(f"{name} must be plain text of up to {longest} characters.")

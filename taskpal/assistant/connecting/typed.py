"""What a browser sent, made into what was asked for: it may be anything."""

from taskpal.oauth import scopes

_LONGEST = 30_000  # characters: room for fifty redirect URIs


def text(value: object, name: str = "") -> str:
    """A line of text, or the one in the form's field of this name; else nothing."""
    found = _field(value, name)
    return found if found.isprintable() else ""


def block(value: object, name: str) -> str:
    """The lines of text in the form's field of this name; else nothing."""
    found = _field(value, name)
    return found if len(found) <= _LONGEST else ""


def number(value: object, name: str) -> int:
    """The whole number in the form's field of this name; else 0."""
    found = _field(value, name)
    return int(found) if found.isascii() and found.isdigit() and len(found) < 9 else 0  # noqa: PLR2004


def ticks(value: object) -> list[str]:
    """The scopes whose boxes were ticked in the form."""
    return [scope for scope in scopes.IN_WORDS if _field(value, scope)]


def _field(value: object, name: str) -> str:
    if name:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""

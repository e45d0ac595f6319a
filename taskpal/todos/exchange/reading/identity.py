"""Names for what a file gives none: the same todo gets the same one the next time.

Of todos that look the same, each gets one of its own, by how many came before it.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

_SEPARATOR = "\x1f"
_LENGTH = 24  # characters, 96 bits


@dataclass(slots=True)
class Identities:
    """For one file."""

    _seen: Counter[bytes] = field(default_factory=Counter)

    def of(self, *parts: str | None) -> str:
        """A name made of what makes up the thing, and of how often it was seen."""
        known = _digest(parts)
        self._seen[known] += 1
        return _digest((known.hex(), str(self._seen[known]))).hex()[:_LENGTH]


def fixed(*parts: str | None) -> str:
    """The same name for the same parts, however often."""
    return _digest(parts).hex()[:_LENGTH]


def _digest(parts: tuple[str | None, ...]) -> bytes:
    text = _SEPARATOR.join(part or "" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]

"""A large JSON object, one member of one of its lists at a time.

Only what is between two commas is in memory, never the whole file.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TextIO

from taskpal.todos.exchange.errors import UnreadableFile

LONGEST: Final = 1 << 20  # characters of one thing
_AT_ONCE: Final = 1 << 16
_BLANK: Final = re.compile(r"[ \t\r\n]*")
_decoder = json.JSONDecoder()


class Member(NamedTuple):
    """Something in the list called `name`, or the value itself if that is no list."""

    name: str
    value: Any
    line: int


def members(text: TextIO) -> Iterator[Member]:
    """All there is in the object, in its order.

    Raises:
        UnreadableFile: it is no JSON, or no object.
    """
    reading = _Reading(text)
    reading.expect("{")
    if reading.skip("}"):
        return
    while True:
        name = reading.value()
        if not isinstance(name, str):
            raise reading.broken()
        reading.expect(":")
        yield from _of(reading, name)
        if not reading.skip(","):
            break
    reading.expect("}")


def _of(reading: "_Reading", name: str) -> Iterator[Member]:
    if not reading.skip("["):
        yield Member(name, reading.value(), reading.line)
        return
    if reading.skip("]"):
        return
    while True:
        line = reading.at_line()
        yield Member(name, reading.value(), line)
        if not reading.skip(","):
            break
    reading.expect("]")


@dataclass(slots=True)
class _Reading:
    """The text from where it has been read to."""

    text: TextIO
    _buffer: str = ""
    _at: int = 0
    _ended: bool = False
    line: int = 1

    def skip(self, sign: str) -> bool:
        """Whether the sign comes next; then it is read."""
        self._blank()
        if not self._buffer.startswith(sign, self._at):
            return False
        self._at += 1
        return True

    def expect(self, sign: str) -> None:
        if not self.skip(sign):
            raise self.broken()

    def at_line(self) -> int:
        """The line at which the next value begins."""
        self._blank()
        return self.line

    def value(self) -> Any:
        """The next value."""
        self._blank()
        while True:
            try:
                value, end = _decoder.raw_decode(self._buffer, self._at)
            except (ValueError, RecursionError):
                if not self._more():
                    raise self.broken() from None
                continue
            if end == len(self._buffer) and self._more():
                continue  # a number may go on
            self.line += self._buffer.count("\n", self._at, end)
            self._at = end
            return value

    def broken(self) -> UnreadableFile:
        return UnreadableFile(f"Line {self.line}: this is no valid JSON from here on.")

    def _blank(self) -> None:
        while True:
            found = _BLANK.match(self._buffer, self._at)
            end = found.end() if found else self._at
            self.line += self._buffer.count("\n", self._at, end)
            self._at = end
            if self._at < len(self._buffer) or not self._more():
                return

    def _more(self) -> bool:
        """Read on, unless what is there is long enough or all."""
        left = len(self._buffer) - self._at
        if self._ended or left > LONGEST:
            return False
        more = self.text.read(max(_AT_ONCE, left))
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        self._ended = not more
        return bool(more)

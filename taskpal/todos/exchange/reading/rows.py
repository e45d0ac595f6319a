"""The rows of a CSV file, each with the line it begins at.

A quote that is never closed spoils its own line only: without a limit it would swallow
all that follows.
"""

import csv
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple, TextIO

from taskpal.todos.exchange.records import Trouble

LONGEST: Final = 100_000  # characters of a row
_DELIMITERS: Final = ",;\t|"


class Row(NamedTuple):
    """The cells of a row, and where it begins."""

    line: int
    cells: list[str]


class _Lines:
    """Lines of the file; those of a row that was no row are given once more."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._length = 0
        self.number = 0  # of the line the row begins at

    def begin(self) -> None:
        """A new row begins."""
        self.number += len(self._taken) if self._taken else (self.number == 0)
        self._taken, self._length = [], 0

    def drop_all_but_first(self) -> None:
        """Only the first line is wrong: give the others again."""
        self._again.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._length > LONGEST:
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._text)
        self._taken.append(line)
        self._length += len(line)
        return line


def rows(text: TextIO, delimiter: str) -> Iterator[Row | Trouble]:
    """Every row that is not empty; in place of a row that is broken, what is wrong."""
    lines = _Lines(text)
    reader = _reader(lines, delimiter)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.drop_all_but_first()
            reader = _reader(lines, delimiter)
            yield Trouble(lines.number, _in_words(str(error)))
            continue
        if any(cells):
            yield Row(lines.number, cells)


def delimiter_of(text: TextIO) -> str:
    """What stands most often between the names in the header."""
    header = next((line for line in islice(text, 20) if line.strip()), "")
    if header.lower().startswith("sep=") and len(header) > 4:  # noqa: PLR2004 - Excel
        return header[4]
    return max(_DELIMITERS, key=header.count)


def _reader(lines: _Lines, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _in_words(error: str) -> str:
    if "expected after" in error:
        return (
            "Behind a closing quote something else follows; a quote inside a cell is "
            "written twice. The line was left out."
        )
    if "field larger" in error:
        return "A cell is longer than any that is needed. The line was left out."
    return "A quote is opened here and never closed. The line was left out."

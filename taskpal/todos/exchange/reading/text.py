"""Bytes as text: UTF-8, UTF-16 or what Windows wrote before, and nothing else."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final, TextIO

from taskpal.todos.exchange.errors import UnreadableFile

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARCHIVES: Final = {
    b"PK\x03\x04": "a ZIP archive or an Excel file. Unpack it, or save it as CSV, and "
    "import that",
    b"\x1f\x8b": "a compressed file. Unpack it first",
    b"%PDF": "a PDF. Export your todos as CSV, JSON or Markdown",
    b"SQLite format": "a database. Export your todos as CSV, JSON or Markdown",
}
_MANY, _FEW = 0.4, 0.1
_AT_ONCE: Final = 1 << 16
_OLD: Final = ("cp1252", "latin-1")


def encoding_of(file: IO[bytes]) -> str:
    """In which encoding the file is written; afterwards it is at its beginning again.

    Raises:
        UnreadableFile: it is no text.
    """
    file.seek(0)
    head = file.read(_AT_ONCE)
    for begins, what in _ARCHIVES.items():
        if head.startswith(begins):
            raise UnreadableFile(f"This is {what}.")
    if not head.strip():
        raise UnreadableFile("The file is empty.")
    wanted = [_marked(head)] if _marked(head) else ["utf-8", *_OLD]
    for encoding in wanted:
        if _is_written_in(file, encoding):
            file.seek(0)
            return encoding
    raise UnreadableFile("This file is no text: it holds bytes that are no characters.")


@contextmanager
def opened(file: IO[bytes], encoding: str) -> Iterator[TextIO]:
    """The file as text, from its beginning, with the line ends it has."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield text
    finally:
        text.detach()  # or it would close the file


def is_old(encoding: str) -> bool:
    """Whether the encoding is a guess: accented letters may be others than meant."""
    return encoding in _OLD


def _marked(head: bytes) -> str:
    """The encoding the file says itself, or shows by many zeros in every other byte."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    even, odd = _zeros(head[0:400:2]), _zeros(head[1:400:2])
    if odd > _MANY and even < _FEW:
        return "utf-16-le"
    if even > _MANY and odd < _FEW:
        return "utf-16-be"
    return ""


def _zeros(some: bytes) -> float:
    """How many of these bytes are zero: 0 for none, 1 for all."""
    return some.count(0) / len(some) if some else 0


def _is_written_in(file: IO[bytes], encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while some := file.read(_AT_ONCE):
            if "\0" in decoder.decode(some):
                return False
        return "\0" not in decoder.decode(b"", final=True)
    except UnicodeError:
        return False

"""Which format a file is in, and its records."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import IO, Final, TextIO

from taskpal.todos.exchange.errors import UnreadableFile
from taskpal.todos.exchange.file import FORMAT
from taskpal.todos.exchange.reading import (
    markdown,
    own_json,
    plain_csv,
    todoist_csv,
    todoist_json,
)
from taskpal.todos.exchange.reading.columns import columns
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.reading.json_stream import members
from taskpal.todos.exchange.reading.rows import Row, delimiter_of, rows
from taskpal.todos.exchange.reading.text import encoding_of, is_old, opened
from taskpal.todos.exchange.records import FORMATS, Format, Found, Trouble

_BOX: Final = re.compile(
    r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]", re.MULTILINE
)
_HEADING: Final = re.compile(r"(?m)^#{1,6} ")
_LOOKED_AT: Final = 20_000  # characters
_KINDS: Final[dict[str, Format]] = {
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
}


def read(file: IO[bytes], format_: Format, context: Context) -> Iterator[Found]:
    """What is in the file, in any order, and what is wrong with it.

    Raises:
        UnreadableFile: it is not in this format at all.
    """
    encoding = encoding_of(file)
    if is_old(encoding):
        yield Trouble(0, _OLD)
    with ExitStack() as all_opened:

        def text() -> TextIO:
            all_opened.close()
            return all_opened.enter_context(opened(file, encoding))

        yield from _records(format_, text, context)


def format_of(file: IO[bytes], kind: str = "") -> Format:
    """The format that the file seems to be in; `kind` is the media type it came with.

    Raises:
        UnreadableFile: it looks like none that can be imported.
    """
    encoding = encoding_of(file)
    with opened(file, encoding) as text:
        head = text.read(_LOOKED_AT).lstrip("\ufeff")
    if kind in _KINDS:
        return _KINDS[kind]
    if head.lstrip().startswith("{"):
        return _json(file, encoding)
    with opened(file, encoding) as text:
        table = _table(text)
    if table and not (table == "csv" and _BOX.search(head)):
        return table
    if _BOX.search(head) or _HEADING.search(head):
        return "markdown"
    known = ", ".join(f"{what} (format={name})" for name, what in FORMATS.items())
    raise UnreadableFile(
        f"This is none of the files that can be imported: {known}. If it is a table, "
        "say which column is which, as in title=Name of a column."
    )


_OLD: Final = (
    "The file is not in UTF-8. It was read as Windows wrote texts before (Windows-1252)"
    "; look whether letters with accents are right."
)


def _records(
    format_: Format, text: Callable[[], TextIO], context: Context
) -> Iterator[Found]:
    match format_:
        case "json":
            return own_json.read(text(), context)
        case "todoist-json":
            return todoist_json.read(text, context)
        case "markdown":
            return markdown.read(text, context)
        case "todoist-csv":
            delimiter = delimiter_of(text())
            return todoist_csv.read(text(), delimiter, context)
        case "csv":
            delimiter = delimiter_of(text())
            return plain_csv.read(text(), delimiter, context)


def _json(file: IO[bytes], encoding: str) -> Format:
    with opened(file, encoding) as text:
        for member in members(text):
            if member.name == "format" and member.value == FORMAT:
                return "json"
            if member.name in todoist_json.KNOWN:
                return "todoist-json"
    raise UnreadableFile(
        "This JSON is neither an export of TaskPal nor a backup of Todoist."
    )


def _table(text: TextIO) -> Format | None:
    delimiter = delimiter_of(text)
    text.seek(0)
    for row in islice(rows(text, delimiter), 3):
        if not isinstance(row, Row):
            return None
        if todoist_csv.is_header(row.cells):
            return "todoist-csv"
        if "title" in columns(row.cells):
            return "csv"
    return None

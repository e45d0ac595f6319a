r"""Tokens that begin with a sign: #list, /section, @label, p1, {deadline}, \word."""

import re
from collections.abc import Callable
from typing import Final, Literal

from taskpal.language.dates import day_at
from taskpal.language.reading import Reading, Token
from taskpal.language.vocabulary import ARTICLES
from taskpal.language.words import Words

PlaceKind = Literal["list", "section"]
Takes = Callable[[PlaceKind, str], bool]
"""Whether a todo can be in the list, or then in the section, of that name."""

_SIGIL = re.compile(
    r"[#/@](?!\d+$)[^\s#@/\\,;:!?()\[\]{}\"]*[^\s#@/\\,.;:!?()\[\]{}\"]"
)
_DEADLINE = re.compile(r"(?:^|(?<=\s))\{([^{}]*)\}")
_PLACES: Final[dict[PlaceKind, str]] = {"list": "#", "section": "/"}
_PRIORITIES = frozenset({"p1", "p2", "p3", "p4"})


def any_place(_kind: PlaceKind, _name: str) -> bool:
    """Every list and every section can be that of the todo."""
    return True


def read_marks(reading: Reading, takes: Takes = any_place) -> None:
    """Take every token of the line that is known by its sign."""
    if "\\" in reading.line:
        _escapes(reading)
    if "{" in reading.line:
        _deadline(reading)
    _signs(reading)
    _places(reading, takes)


def _escapes(reading: Reading) -> None:
    r"""A word behind a \ means nothing but itself."""
    words = reading.words
    for index, raw in enumerate(words.raw):
        if raw[0] == "\\" and len(raw) > 1:
            words.take(index, index + 1)
            start = words.start[index]
            reading.tokens.append(Token("escape", start, start + 1))


def _deadline(reading: Reading) -> None:
    words = reading.words
    body_end = words.end[-1] + 1 if len(words) else 0
    for found in _DEADLINE.finditer(reading.line, 0, body_end):
        inner = Words(found[1])
        day = day_at(inner, 0, reading.local, reading.prefs) if len(inner) else None
        if day is None or not inner.only_taken(day.end):
            continue
        covered = [
            index
            for index in range(len(words))
            if found.start() <= words.start[index] < found.end()
        ]
        words.take(covered[0], covered[-1] + 1)
        reading.tokens.append(Token("deadline", found.start(), found.end()))
        reading.said["deadline"] = day.day
        return


def _signs(reading: Reading) -> None:
    words = reading.words
    for index, raw in enumerate(words.raw):
        if words.taken(index):
            continue
        if raw[0] == "@" and _SIGIL.fullmatch(raw):
            if raw[1:] not in reading.labels:
                reading.labels.append(raw[1:])
            reading.take("label", index, index + 1)
        elif words.low[index] in _PRIORITIES and _is_free(reading, index):
            reading.said["priority"] = words.low[index]
            reading.take("priority", index, index + 1)


def _is_free(reading: Reading, index: int) -> bool:
    """The first one says how urgent it is; "the p2 bus" is a bus."""
    called = index > 0 and reading.words.low[index - 1] in ARTICLES
    return "priority" not in reading.said and not called


def _places(reading: Reading, takes: Takes) -> None:
    """The list, then the section: the first name each that is taken."""
    words = reading.words
    for kind, sign in _PLACES.items():
        for index, raw in enumerate(words.raw):
            if raw[0] != sign or words.taken(index) or not _SIGIL.fullmatch(raw):
                continue
            if takes(kind, raw[1:]):
                reading.said[kind] = raw[1:]
                reading.take(kind, index, index + 1)
                break
            words.take(index, index + 1)  # it means nothing but itself

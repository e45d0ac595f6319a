"""Quick add: one line becomes a todo, and every token says where it stood.

    Pay rent every 1st at 9am #Home /Bills @money p1 for 10min {15th} // from savings

What is not understood stays in the title, so nothing typed is ever lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from taskpal.language.marks import Takes, any_place, read_marks
from taskpal.language.moments import Moment
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.language.reading import Kind, Reading, Token
from taskpal.language.rules import Recurrence
from taskpal.language.timing import read_times
from taskpal.language.titles import title_of
from taskpal.language.words import Words

__all__ = ["Kind", "QuickAdd", "Token", "lines", "outline", "quick_add"]

_DESCRIPTION = re.compile(r"(?:^|(?<=\s))//(?!/)\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """A line as understood; what was not said is None.

    `due` of a recurring todo is its first date. `depth` is how far the line was
    indented below the ones before it.
    """

    title: str
    due: Moment | None = None
    start: date | None = None
    deadline: date | None = None
    duration_minutes: int | None = None
    priority: str | None = None
    list: str | None = None
    section: str | None = None
    labels: tuple[str, ...] = ()
    description: str | None = None
    repeat: Recurrence | None = None
    tokens: tuple[Token, ...] = ()
    depth: int = 0


def quick_add(
    line: str, now: datetime, prefs: Preferences = DEFAULT, takes: Takes = any_place
) -> QuickAdd:
    """One line as a todo; `now` is any aware time. Never fails.

    `takes` says of each list, and then of each section, whether it can be that of the
    todo; a name that it refuses stays a word.
    """
    line = line.replace("\n", " ")
    described = _DESCRIPTION.search(line)
    body = line[: described.start()] if described else line
    reading = Reading(line, Words(body), now, prefs.local(now), prefs)
    read_marks(reading, takes)
    read_times(reading)
    if described:
        _describe(reading, described)
    return _finished(reading)


def lines(text: str, now: datetime, prefs: Preferences = DEFAULT) -> list[QuickAdd]:
    """Several lines as todos; those indented deeper belong to the one above."""
    return [
        replace(quick_add(line, now, prefs), depth=depth)
        for depth, line in outline(text)
    ]


def outline(text: str) -> Iterator[tuple[int, str]]:
    """The lines without their indentation, and how deep each of them is nested."""
    indents: list[int] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while indents and indent <= indents[-1]:
            indents.pop()
        yield len(indents), line.strip()
        indents.append(indent)


def _describe(reading: Reading, found: re.Match[str]) -> None:
    line = reading.line
    reading.tokens.append(Token("description", found.start(), len(line.rstrip())))
    reading.said["description"] = line[found.end() :].strip() or None


def _finished(reading: Reading) -> QuickAdd:
    tokens = tuple(sorted(reading.tokens, key=lambda token: token.start))
    # A todo needs a title: when all is understood, the whole line is it.
    title = title_of(reading.line, tokens) or title_of(reading.line, ())
    labels = tuple(reading.labels)
    return QuickAdd(title=title, labels=labels, tokens=tokens, **reading.said)

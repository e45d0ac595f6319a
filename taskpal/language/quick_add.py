"""Quick add: one line becomes a todo, and every token says where it stood.

    Pay rent every 1st at 9am #Home /Bills @money p1 for 10min {15th} // from savings

What is not understood stays in the title, so nothing typed is ever lost.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from taskpal.language.dates import Day, day_at
from taskpal.language.durations import Duration, duration_at
from taskpal.language.moments import Moment, Phrase, phrases, settled
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.language.recurrence import Repeating, recurrence_at
from taskpal.language.rules import Recurrence
from taskpal.language.times import minutes_between, time_at
from taskpal.language.vocabulary import WEEKDAYS
from taskpal.language.words import Words

Kind = Literal[
    "due",
    "repeat",
    "start",
    "deadline",
    "duration",
    "priority",
    "list",
    "section",
    "label",
    "description",
    "escape",
]

_DESCRIPTION = re.compile(r"(?:^|(?<=\s))//(?:\s+|$|(?=\S))")
_SIGIL = re.compile(
    r"[#/@](?!\d+$)[^\s#@/\\,;:!?()\[\]{}\"]*[^\s#@/\\,.;:!?()\[\]{}\"]"
)
_DEADLINE = re.compile(r"(?:^|(?<=\s))\{([^{}]*)\}")
_KINDS: dict[str, Kind] = {"#": "list", "/": "section", "@": "label"}
_EMPTY = re.compile(r"\(\s*\)|(?<=\s)[.:;,](?=\s|$)(?=\s*$)")
_FIRST = re.compile(r"^(?:[,;.:!?)]+(?:\s+|$))+")
_STRAY = re.compile(r"\s+(?=[,;.:!?](?:\s|$))")
_TO = frozenset({"to", "till", "until", "-", "–"})  # noqa: RUF001
_PRIORITIES = frozenset({"p1", "p2", "p3", "p4"})


@dataclass(frozen=True, slots=True)
class Token:
    """What a part of the line, from `start` up to `end`, was understood as."""

    kind: Kind
    start: int
    end: int


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


@dataclass(slots=True)
class _Reading:
    """What has been understood of a line so far."""

    line: str
    words: Words
    now: datetime
    local: datetime
    prefs: Preferences
    tokens: list[Token] = field(default_factory=list)
    said: dict[str, object] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)

    def take(self, kind: Kind, first: int, end: int) -> None:
        """The words `first` up to `end` are a token of this kind."""
        self.words.take(first, end)
        self.tokens.append(Token(kind, *self.words.span(first, end)))


def quick_add(line: str, now: datetime, prefs: Preferences = DEFAULT) -> QuickAdd:
    """One line as a todo; `now` is any aware time. Never fails."""
    line = line.replace("\n", " ")
    body = line
    description = _DESCRIPTION.search(line)
    if description:
        body = line[: description.start()]
    reading = _Reading(line, Words(body), now, prefs.local(now), prefs)
    _escapes(reading)
    _deadline(reading)
    _sigils(reading)
    _durations(reading)
    _start(reading)
    _due(reading)
    if description:
        start, end = description.start(), len(line.rstrip())
        reading.tokens.append(Token("description", start, end))
        reading.said["description"] = line[description.end() :].strip() or None
    return _finished(reading)


def lines(text: str, now: datetime, prefs: Preferences = DEFAULT) -> list[QuickAdd]:
    """Several lines as todos; those indented deeper belong to the one above."""
    found: list[QuickAdd] = []
    indents: list[int] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        while indents and indent <= indents[-1]:
            indents.pop()
        one = quick_add(line.strip(), now, prefs)
        found.append(_at_depth(one, len(indents)))
        indents.append(indent)
    return found


# ---- One kind of token after the other -----------------------------------------------


def _escapes(reading: _Reading) -> None:
    r"""A word behind a \ means nothing but itself."""
    words = reading.words
    for index, raw in enumerate(words.raw):
        if raw.startswith("\\") and len(raw) > 1:
            words.take(index, index + 1)
            start = words.start[index]
            reading.tokens.append(Token("escape", start, start + 1))


def _deadline(reading: _Reading) -> None:
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


def _sigils(reading: _Reading) -> None:
    words = reading.words
    for index, raw in enumerate(words.raw):
        if words.taken[index]:
            continue
        low = words.low[index]
        if low in _PRIORITIES and "priority" not in reading.said:
            reading.said["priority"] = low
            reading.take("priority", index, index + 1)
        elif raw[0] in _KINDS and _SIGIL.fullmatch(raw):
            _named(reading, index, _KINDS[raw[0]], raw[1:])


def _named(reading: _Reading, index: int, kind: Kind, name: str) -> None:
    if kind == "label":
        if name not in reading.labels:
            reading.labels.append(name)
    elif kind in reading.said:
        return
    else:
        reading.said[kind] = name
    reading.take(kind, index, index + 1)


def _durations(reading: _Reading) -> None:
    words = reading.words
    for index in range(len(words)):
        if words.at(index) != "for" and words.at(index - 1) in {"in", "every"}:
            continue
        found = duration_at(words, index)
        if found and (found.sure or _compact_at_end(words, index, found)):
            reading.said["duration_minutes"] = found.minutes
            reading.take("duration", index, found.end)
            return
    _range(reading)


def _range(reading: _Reading) -> None:
    """From 9am to 11am: the end of it says how long."""
    words, prefs = reading.words, reading.prefs
    for index in range(len(words) if _TO & set(words.low) else 0):
        begins = time_at(words, index, prefs)
        if begins is None or words.at(begins.end) not in _TO:
            continue
        ends = time_at(words, begins.end + 1, prefs)
        if ends and begins.sure and ends.sure:
            reading.said["duration_minutes"] = minutes_between(begins, ends)
            reading.take("duration", begins.end, ends.end)
            return


def _compact_at_end(words: Words, index: int, found: Duration) -> bool:
    """Without "for", only something short such as 1h30 or 1h 30m at the end."""
    word = words.at(index)
    compact = word[0].isdecimal() and not word.isdecimal()
    last = words.only_taken(found.end) and index > 0
    return found.sure is not None and compact and last


def _start(reading: _Reading) -> None:
    words = reading.words
    for index in range(len(words)):
        if words.at(index) not in {"start", "starts"}:
            continue
        on = index + 2 if words.at(index + 1) == "on" else index + 1
        day = day_at(words, on, reading.local, reading.prefs)
        if day and _may_start(words, on, day):
            reading.said["start"] = day.day
            reading.take("start", index, day.end)
            return


def _may_start(words: Words, index: int, day: Day) -> bool:
    """Start monday counts anywhere; "start march to the sea" is none."""
    return day.sure or words.at(index) in WEEKDAYS or words.only_taken(day.end)


def _due(reading: _Reading) -> None:
    """A recurrence, or a date; a time may stand somewhere else."""
    repeating = _repeating(reading)
    found = list(phrases(reading.words, reading.local, reading.prefs))
    clock = next((one for one in found if one.day is None), None)
    if repeating:
        _take_repeating(reading, repeating, clock)
        return
    days = [one for one in found if one.day is not None]
    chosen = _chosen(reading.words, days) if days else clock
    if chosen is None:
        return
    reading.take("due", chosen.first, chosen.end)
    if chosen is not clock and clock and chosen.clock is None:
        reading.take("due", clock.first, clock.end)
        chosen = chosen._replace(clock=clock.clock, zone=clock.zone)
    reading.said["due"] = settled(chosen, reading.now, reading.prefs)


def _chosen(words: Words, days: list[Phrase]) -> Phrase:
    """Of several dates the one at the end, where people add it; else the first."""
    at_end = [one for one in days if words.only_taken(one.end)]
    return at_end[0] if at_end else days[0]


def _repeating(reading: _Reading) -> Repeating | None:
    words = reading.words
    for index in range(len(words)):
        found = recurrence_at(words, index, reading.local, reading.prefs)
        if found:
            reading.take("repeat", found.first, found.end)
            return found
    return None


def _take_repeating(
    reading: _Reading, repeating: Repeating, clock: Phrase | None
) -> None:
    if clock and clock.clock and repeating.clock is None:
        reading.take("due", clock.first, clock.end)
        again = recurrence_at(
            Words(repeating.recurrence.text),
            0,
            reading.local,
            reading.prefs,
            (clock.clock, clock.zone),
        )
        repeating = again or repeating
    reading.said["repeat"] = repeating.recurrence
    reading.said["due"] = Moment(repeating.day, repeating.clock, repeating.zone)


# ---- The result ----------------------------------------------------------------------


def _finished(reading: _Reading) -> QuickAdd:
    tokens = tuple(sorted(reading.tokens, key=lambda token: token.start))
    title = _without(reading.line, tokens)
    said = reading.said
    if not title:  # a todo needs a title: then the words are it
        line = reading.line
        return QuickAdd(title=_tidy(line) or " ".join(line.split()))
    return QuickAdd(title=title, labels=tuple(reading.labels), tokens=tokens, **said)  # type: ignore[arg-type]


def _without(line: str, tokens: tuple[Token, ...]) -> str:
    """What is left of the line, each gap closed."""
    kept, at = [], 0
    for token in tokens:
        kept.append(line[at : token.start])
        if token.kind != "escape":
            kept.append(" ")
        at = token.end
    title = _tidy("".join(kept) + line[at:])
    return title if line[:1] == title[:1] else _FIRST.sub("", title)


def _tidy(text: str) -> str:
    """Without the brackets and commas around what was taken out."""
    left = _EMPTY.sub(" ", text)
    return _STRAY.sub("", " ".join(left.split())).strip(" ,;")


def _at_depth(one: QuickAdd, depth: int) -> QuickAdd:
    return QuickAdd(
        **{name: getattr(one, name) for name in QuickAdd.__slots__ if name != "depth"},
        depth=depth,
    )

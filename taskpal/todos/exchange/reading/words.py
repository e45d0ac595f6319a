"""The words of a cell: dates, priorities, durations, yes and no.

What is not understood is no reason to lose it: it goes to the notes of its todo.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from taskpal.language import rules
from taskpal.language.clocks import clock_time
from taskpal.language.durations import LONGEST, duration_at
from taskpal.language.errors import NotUnderstood
from taskpal.language.moments import Moment, moment
from taskpal.language.recurrence import recurrence
from taskpal.language.words import Words
from taskpal.todos.exchange.reading.context import Context
from taskpal.todos.exchange.records import Repeat, quoted

_ISO: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[T ](\d{2}:\d{2})(?::\d{2})?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_PRIORITIES: Final = {
    **{f"{p}{number}": number for p in ("", "p") for number in (1, 2, 3, 4)},
    **dict.fromkeys(("urgent", "highest", "critical", "asap", "!!!"), 1),
    **dict.fromkeys(("high", "important", "!!"), 2),
    **dict.fromkeys(("medium", "middle", "!"), 3),
    **dict.fromkeys(("low", "lowest", "normal", "none", "no", "-", ""), 4),
}
_YES: Final = frozenset(
    [
        *("yes", "y", "true", "t", "x", "1", "✓", "✔", "☑", "done", "completed"),
        *("complete", "checked", "closed", "finished"),
    ]
)
_NO: Final = frozenset(
    [
        *("no", "n", "false", "f", "0", "-", "open", "todo", "pending", "unchecked"),
        *("incomplete", "needs-action"),
    ]
)


class Written(NamedTuple):
    """What the cells of a row say about its times, each "" when it says nothing."""

    due: str = ""
    clock: str = ""
    zone: str = ""
    repeat: str = ""


@dataclass(slots=True)
class Times:
    """When a todo is due, as far as it was understood; `left` goes to its notes."""

    due: Moment | None = None
    repeat: Repeat | None = None
    left: list[str] = field(default_factory=list)


def times(context: Context, line: int, said: Written) -> Times:
    """The date, time and recurrence that these words say together."""
    found = Times()
    if said.due:
        _due(context, line, said, found)
    if said.clock:
        _clock(context, line, said, found)
    if said.zone and zone_named(said.zone) is None:
        found.left.append(f"Zone: {said.zone}")
        context.trouble(line, f"{quoted(said.zone)} is no zone; it is in the notes.")
    if said.repeat:
        _repeat(context, line, said.repeat, found)
    return found


def day(context: Context, line: int, what: str, text: str) -> date | None:
    """The day that the words say; when none, it is told."""
    if not text:
        return None
    try:
        return _moment(context, text).day
    except NotUnderstood:
        context.trouble(line, f"{quoted(text)} is no date; {what} was left out.")
        return None


def point(context: Context, text: str) -> datetime | None:
    """The moment that an ISO 8601 time says, local if it has no offset."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=ZoneInfo(context.prefs.zone))
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return None


def priority(context: Context, line: int, text: str) -> int:
    """1 for the most urgent to 4; 4 when the words say none."""
    said = _PRIORITIES.get(text.strip().lower().removeprefix("priority "))
    if said is None:
        context.trouble(line, f"{quoted(text)} is no priority; p4 was taken.")
    return said or 4


def completed(context: Context, line: int, text: str) -> datetime | None:
    """When it was done: the time in the cell, or now for a yes."""
    said = text.strip().lower()
    if not said or said in _NO:
        return None
    if said in _YES:
        return context.now
    if at := point(context, text):
        return at
    zone = ZoneInfo(context.prefs.zone)
    try:
        done = _moment(context, text)
        return datetime.combine(done.day, done.clock or time(12), zone).astimezone(UTC)
    except (NotUnderstood, OverflowError):
        sentence = f"{quoted(text)} is neither yes nor no; it was taken as not done."
        context.trouble(line, sentence)
        return None


def minutes(context: Context, line: int, text: str) -> int | None:
    """How long it takes: 45, 45min, 1h30, 1:30."""
    text = text.strip()
    if not text:
        return None
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", text)
    said = int(text) if text.isdecimal() and len(text) < 6 else None  # noqa: PLR2004
    if clock:
        said = int(clock[1]) * 60 + int(clock[2])
    if said is None:
        words = Words(text)
        found = duration_at(words, 0)
        said = found.minutes if found and words.only_taken(found.end) else None
    if said is None or not 0 < said <= LONGEST:
        context.trouble(line, f"{quoted(text)} is no duration of up to a day.")
        return None
    return said


def zone_named(text: str) -> str | None:
    """The IANA name, if it is one."""
    return text if text in _zones() else None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # it looks through the disk each time


def _due(context: Context, line: int, said: Written, found: Times) -> None:
    text = said.due
    try:
        found.due = _moment(context, text, zone_named(said.zone))
    except NotUnderstood:
        if _recurs(text):
            _repeat(context, line, text, found)
            return
        found.left.append(f"Due: {text}")
        sentence = f"{quoted(text)} is no date TaskPal understands; it is in the notes."
        context.trouble(line, sentence)


def _recurs(text: str) -> bool:
    return text.lower().startswith(
        ("every", "ev ", "after ", "daily", "weekly", "monthly", "yearly", "quarterly")
    )


def _clock(context: Context, line: int, said: Written, found: Times) -> None:
    text = said.clock
    clock = clock_time("".join(text.lower().split()))
    if clock is None:
        found.left.append(f"Time: {text}")
        context.trouble(line, f"{quoted(text)} is no time of day; it is in the notes.")
        return
    due = found.due or Moment(context.prefs.local(context.now).date())
    found.due = Moment(due.day, clock, due.zone or zone_named(said.zone))


def _repeat(context: Context, line: int, text: str, found: Times) -> None:
    due = found.due
    try:
        if "FREQ=" in text.upper():
            found.repeat = _rule(context, text, due)
            return
        said = recurrence(
            text,
            context.now,
            context.prefs,
            since=due.day if due else None,
            clock=due.clock if due else None,
        )
    except NotUnderstood:
        found.left.append(f"Repeats: {text}")
        sentence = f"{quoted(text)} is no rule TaskPal understands; it is in the notes."
        context.trouble(line, sentence)
        return
    if due is None:
        due = found.due = Moment(said.day, said.clock, said.zone)
    elif due.clock is None and said.clock is not None:
        due = found.due = Moment(due.day, said.clock, said.zone or due.zone)
    rule = said.recurrence
    begins = datetime.combine(due.day, due.clock or time())
    found.repeat = Repeat(
        rule=rule.rule, anchor=rule.anchor, text=rule.text, begins=begins
    )


def _rule(context: Context, text: str, due: Moment | None) -> Repeat:
    """A rule as RFC 5545 writes it."""
    day = due.day if due else context.prefs.local(context.now).date()
    begins = datetime.combine(day, (due.clock if due else None) or time())
    rule = rules.checked(rules.as_sent(text, context.prefs.zone), begins)
    return Repeat(rule=rule, text="", begins=begins)


def _moment(context: Context, text: str, zone: str | None = None) -> Moment:
    """What the words say; a time with an offset becomes one in the person's zone.

    Raises:
        NotUnderstood: they are no date.
    """
    text = text.strip()
    written = _ISO.fullmatch(text)
    if written is None:
        said = moment(text, context.now, context.prefs)
        return said if said.zone or not said.clock else said._replace(zone=zone)
    try:
        if written[3]:
            at = datetime.fromisoformat(f"{written[1]}T{written[2]}{written[3]}")
            zone = zone or context.prefs.zone
            local = at.astimezone(ZoneInfo(zone))
            return Moment(
                local.date(), local.time().replace(second=0, microsecond=0), zone
            )
        day = date.fromisoformat(written[1])
        clock = time.fromisoformat(written[2]) if written[2] else None
    except (ValueError, OverflowError):
        raise NotUnderstood(f"{quoted(text)} is no day of the calendar.") from None
    return Moment(day, clock, zone if clock else None)


def with_notes(text: str, left: list[str]) -> str:
    """The notes, and below them what was not understood."""
    return "\n\n".join(part for part in (text.strip("\n"), "\n".join(left)) if part)

"""One condition of a filter, in words: today, p1, @home*, due before: next friday."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from taskpal.language.conditions import (
    AllOf,
    AssignedTo,
    Condition,
    Contains,
    HasLabel,
    HasPriority,
    InList,
    InSection,
    Is,
    Kind,
    Moment,
    Sign,
    When,
)
from taskpal.language.dates import day_at
from taskpal.language.distances import day_away, distance_at
from taskpal.language.errors import NotUnderstood
from taskpal.language.preferences import Preferences
from taskpal.language.words import Words

_MOMENTS: dict[str, Moment] = {
    "due": "due",
    "due date": "due",
    "date": "due",
    "start": "start",
    "deadline": "deadline",
    "created": "created",
    "added": "created",
    "completed": "completed",
    "done": "completed",
}
_WORDED: dict[str, Sign] = {"before": "<", "after": ">", "on": "="}
_SYMBOLS: dict[str, Sign] = {
    "<": "<",
    "<=": "<=",
    "=": "=",
    ":": "=",
    ">=": ">=",
    ">": ">",
}
_COMPARED = re.compile(
    r"(due date|due|date|start|deadline|created|added|completed|done)\s*"
    r"(?:(before|after|on)\s*:|(<=|>=|<|>|=|:))\s*(.*)",
    re.DOTALL,
)
_MISSING = re.compile(r"no (due date|due|date|start|deadline|label|labels)")
_DAYS = re.compile(r"(?:next )?(\d{1,3}) days?")
_KINDS: dict[str, Kind] = {
    "all": "all",
    "view all": "all",
    "done": "done",
    "completed": "done",
    "overdue": "overdue",
    "over due": "overdue",
    "od": "overdue",
    "recurring": "recurring",
    "subtask": "subtask",
    "subtasks": "subtask",
    "no section": "no section",
    "no time": "no time",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """An operator, or the words between two of them."""

    text: str
    at: int
    operator: bool


def condition(piece: Piece, now: datetime, prefs: Preferences) -> Condition:
    """What one piece of a filter finds; `now` is local time.

    Raises:
        NotUnderstood: where, and what was expected there.
    """
    low = " ".join(piece.text.lower().split())
    found = (
        _plain(low)
        or _named(piece)
        or _compared(piece, now, prefs)
        or _ahead(low, now.date())
        or _on_day(low, now, prefs)
    )
    if found is None:
        raise NotUnderstood(
            f"“{piece.text[:60]}” is no condition. Try “today”, “p1”, “@label”, "
            "“#list”, “due before: friday” or “search: words”.",
            piece.at,
        )
    return found


def _plain(low: str) -> Condition | None:
    if low in _KINDS:
        return Is(_KINDS[low])
    if low in {"p1", "p2", "p3", "p4"}:
        return HasPriority(int(low[1]))
    if low == "no priority":
        return HasPriority(4)
    if found := _MISSING.fullmatch(low):
        if found[1].startswith("label"):
            return Is("no label")
        return When(_MOMENTS.get(found[1].split()[0], "due"), "=", None)
    return None


def _named(  # noqa: PLR0911 - one return a form
    piece: Piece,
) -> Condition | None:
    text = piece.text
    sign, name = text[0], text[1:].strip()
    lead, colon, rest = text.partition(":")
    if colon and lead.lower().strip() == "search":
        return Contains(_given(rest.strip(), piece, "words to look for"))
    if colon and " ".join(lead.lower().split()) == "assigned to":
        return AssignedTo(_given(rest.strip(), piece, "a name or “me”"))
    if text.startswith("##"):
        return InList(_given(text[2:].strip(), piece, "the name of a list"), below=True)
    if sign == "#":
        return InList(_given(name, piece, "the name of a list"), below=False)
    if sign == "/":
        return InSection(_given(name, piece, "the name of a section"))
    if sign == "@":
        return HasLabel(_given(name, piece, "the name of a label"))
    return None


def _given(value: str, piece: Piece, expected: str) -> str:
    if not value:
        at = piece.at + len(piece.text)
        raise NotUnderstood(f"Here should follow {expected}.", at)
    return value


def _compared(piece: Piece, now: datetime, prefs: Preferences) -> Condition | None:
    found = _COMPARED.fullmatch(piece.text.lower())
    if found is None:
        return None
    moment, worded, symbol, said = found.groups()
    day = _day(said, now, prefs)
    if day is None:
        expected = "a date such as “friday”, “3 days” or “2026-12-24”"
        raise NotUnderstood(
            f"Here should follow {expected}.", piece.at + found.start(4)
        )
    sign = _WORDED[worded] if worded else _SYMBOLS[symbol]
    return When(_MOMENTS[moment], sign, day)


def _ahead(low: str, today: date) -> Condition | None:
    """7 days: today and the six days after it."""
    found = _DAYS.fullmatch(low)
    if found is None or int(found[1]) < 1:
        return None
    last = today + timedelta(days=int(found[1]) - 1)
    return AllOf((When("due", ">=", today), When("due", "<=", last)))


def _on_day(low: str, now: datetime, prefs: Preferences) -> Condition | None:
    day = _day(low, now, prefs)
    return When("due", "=", day) if day else None


def _day(text: str, now: datetime, prefs: Preferences) -> date | None:
    """A day, also one that is so many days ago: "-3 days", "3 days ago"."""
    if text.startswith("-") or text.endswith(" ago"):
        return _ago(Words(text.lstrip("- ").removesuffix(" ago")), now.date())
    words = Words(text)
    found = day_at(words, 0, now, prefs) if len(words) else None
    return found.day if found and words.only_taken(found.end) else None


def _ago(words: Words, today: date) -> date | None:
    far = distance_at(words, 0) if len(words) else None
    if far is None or not far.of_days or not words.only_taken(far.end):
        return None
    try:
        return day_away(today, far, -1)
    except (OverflowError, ValueError):  # further than calendars reach
        return None

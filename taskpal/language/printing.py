"""A todo written as the line that quick add reads as the same todo."""

import re
from datetime import datetime

from taskpal.language.following import BEGINNING
from taskpal.language.moments import Moment
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.language.quick_add import QuickAdd, quick_add

_BACKSLASH = re.compile(r"(?:^|(?<=[\s,]))(\(*)\\(?=[^\s,])")
_WORD = re.compile(r"[^\s,]+")
_AROUND = (
    *(("x ", follows) for follows in ("", " x", " 2026-01-01", " 9:00", " every day")),
    ("", " x"),  # at 7, which needs no more at the beginning of a line
)
"""Behind an x: a line of nothing but tokens would be a title again."""
_PASSES = 8
_ANY_TIME = datetime.fromisoformat("2026-01-01T12:00+00:00")


def printed(found: QuickAdd, prefs: Preferences = DEFAULT) -> str:
    r"""The line, with dates in full; words that would mean something get a \."""
    said = (
        _escaped(found.title, prefs),
        _when(found, prefs),
        f"start {found.start}" if found.start else "",
        f"for {found.duration_minutes}min" if found.duration_minutes else "",
        f"{{{found.deadline}}}" if found.deadline else "",
        f"#{found.list}" if found.list else "",
        f"/{found.section}" if found.section else "",
        *(f"@{label}" for label in found.labels),
        found.priority or "",
        f"// {found.description}" if found.description else "",
    )
    return " ".join(part for part in said if part)


def _when(found: QuickAdd, prefs: Preferences) -> str:
    if found.due is None:
        return ""
    if found.repeat is None:
        return f"{found.due.day}{_clock(found.due)}"
    phrase, clock = found.repeat.text, _clock(found.due)
    parts = {prefs.parts[word] for word in phrase.split() if word in prefs.parts}
    if found.due.clock in parts:
        clock = ""  # "every morning" says it
    begins = "" if BEGINNING & set(phrase.split()) else f" starting {found.due.day}"
    return f"{phrase}{begins}{clock}"


def _clock(due: Moment) -> str:
    zone = f" {due.zone}" if due.zone else ""
    return f" {due.clock:%H:%M}{zone}" if due.clock else ""


def _escaped(title: str, prefs: Preferences) -> str:
    escaped = _BACKSLASH.sub(r"\1\\\\", title)
    for _ in range(_PASSES):
        meant = _meant(escaped, prefs)
        if not meant:
            return escaped
        escaped = _escaped_at(escaped, meant)
    return _WORD.sub(r"\\\g<0>", title)  # dates and nothing else: then every word


def _meant(title: str, prefs: Preferences) -> set[int]:
    """Where the title would be read as something else, whatever follows it.

    So would a last word that leans on what follows: "move to" makes no date of it.
    """
    places: set[int] = set()
    last = (_WORD.findall(title) or ["\\"])[-1]
    escaped = last.startswith("\\")
    for before, follows in _AROUND:
        shift = len(before)
        tokens = quick_add(f"{before}{title}{follows}", _ANY_TIME, prefs).tokens
        meant = [one for one in tokens if one.kind != "escape"]
        places |= {one.start - shift for one in meant if one.start - shift < len(title)}
        leaning = all(one.end - shift <= len(title) for one in meant)
        if leaning and follows.strip("x ") and not escaped:
            places.add(len(title) - 1)
    return places


def _escaped_at(title: str, places: set[int]) -> str:
    r"""A \ before each word in which one of these places is."""
    begins = [word.start() for word in _WORD.finditer(title)]
    words = {max(at for at in begins if at <= place) for place in places}
    return "".join(
        f"\\{sign}" if at in words else sign for at, sign in enumerate(title)
    )

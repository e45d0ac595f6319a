"""A todo written as the line that quick add reads as the same todo."""

from datetime import datetime

from taskpal.language.moments import Moment
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.language.quick_add import QuickAdd, quick_add

_ANY_TIME = datetime.fromisoformat("2026-01-01T12:00+00:00")


def printed(found: QuickAdd, prefs: Preferences = DEFAULT) -> str:
    r"""The line, with dates in full; words that would mean something get a \."""
    said = (
        _escaped(found.title, prefs),
        _when(found),
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


def _when(found: QuickAdd) -> str:
    if found.due is None:
        return ""
    if found.repeat is None:
        return f"{found.due.day}{_clock(found.due)}"
    phrase = found.repeat.text
    begins = "" if _BEGINS & set(phrase.split()) else f" starting {found.due.day}"
    return f"{phrase}{begins}{_clock(found.due)}"


_BEGINS = {"starting", "from", "beginning"}


def _clock(due: Moment) -> str:
    zone = f" {due.zone}" if due.zone else ""
    return f" {due.clock:%H:%M}{zone}" if due.clock else ""


def _escaped(title: str, prefs: Preferences) -> str:
    words = [
        f"\\{word}" if word[0] == "\\" else word for word in title.split(" ") if word
    ]
    for _ in words:
        meant = _first_meant(" ".join(words), prefs)
        if meant is None:
            break
        words = _escape_at(words, meant)
    return " ".join(words)


def _first_meant(title: str, prefs: Preferences) -> int | None:
    """Where the title would be read as something else, whatever follows it."""
    starts = [
        token.start - 2
        for follows in ("", " x", " 2026-01-01", " 9:00", " every day")
        # Behind an x: a line of nothing but tokens would be a title again.
        for token in quick_add(f"x {title}{follows}", _ANY_TIME, prefs).tokens
        if token.kind != "escape" and token.start - 2 < len(title)
    ]
    return min(starts, default=None)


def _escape_at(words: list[str], start: int) -> list[str]:
    at = 0
    for index, word in enumerate(words):
        if at <= start < at + len(word):
            return [*words[:index], f"\\{word}", *words[index + 1 :]]
        at += len(word) + 1
    return words

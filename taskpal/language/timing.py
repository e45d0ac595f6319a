"""What a line says of time: how long, from when on, when it is due, how often."""

from typing import Literal

from taskpal.language.clocks import Clock, number_at
from taskpal.language.dates import Day, day_at
from taskpal.language.durations import Duration, duration_at
from taskpal.language.every import EVERY
from taskpal.language.foreign import phrase
from taskpal.language.moments import Phrase, phrases, settled
from taskpal.language.preferences import Preferences
from taskpal.language.reading import Reading
from taskpal.language.recurrence import Repeating
from taskpal.language.repeating import repeating_in, take_repeating
from taskpal.language.times import minutes_between, time_at
from taskpal.language.vocabulary import ARTICLES, LEANING, UNITS, WEEKDAYS
from taskpal.language.words import Words

_TO = frozenset({"to", "till", "until", "and", "-", "–"})  # noqa: RUF001
_ON = frozenset({"on", "by", "from"})
_MOST_COMPACT = 12 * 60  # minutes: the 19h of "milk 19h" may be the evening
_STARTS = frozenset({"start", "starts", "starting"})
_DEADLINES = frozenset({"deadline"})
_NO_LENGTHS = (
    EVERY | LEANING | ARTICLES | UNITS.keys() | {"in", "within", "at", "@", "+"}
)
"""After one of these a "30 min" at the end is no length."""


def read_times(reading: Reading) -> None:
    """Take the words that say how long, from when on, when and how often."""
    _duration(reading)
    repeating = repeating_in(reading)
    _day_behind(reading, "start", _STARTS)
    if "deadline" not in reading.said:
        _day_behind(reading, "deadline", _DEADLINES)
    if repeating is None and not reading.said.keys().isdisjoint({"start", "deadline"}):
        repeating = repeating_in(reading)  # monthly start monday: now it is at the end
    _due(reading, repeating)
    _lasting(reading)
    if "duration_minutes" not in reading.said:
        _compact(reading)  # the end may be where a date stood


# ---- How long ------------------------------------------------------------------------


def _duration(reading: Reading) -> None:
    words = reading.words
    for index, word in enumerate(words.low):
        if word != "for":
            continue
        found = duration_at(words, index)
        if found and found.sure:
            _take_duration(reading, index, found)
            return
    _compact(reading)
    if "duration_minutes" not in reading.said and not _TO.isdisjoint(words.low):
        _range(reading)


def _compact(reading: Reading) -> None:
    """Without "for", only something short such as 1h30 or 1h 30m at the end."""
    words = reading.words
    if reading.prefs.foreign:
        return
    for index in range(1, len(words)):
        word = words.at(index)
        if not word[:1].isdecimal() or words.at(index - 1) in _NO_LENGTHS:
            continue
        found = duration_at(words, index)
        if found is None or found.sure is None or found.minutes > _MOST_COMPACT:
            continue
        if words.only_taken(found.end):
            _take_duration(reading, index, found)
            return


def _take_duration(reading: Reading, index: int, found: Duration) -> None:
    reading.said["duration_minutes"] = found.minutes
    reading.take("duration", index, found.end)


def _range(reading: Reading) -> None:
    """From 9am to 11am, between 9am and 11am: the end of it says how long."""
    words, prefs = reading.words, reading.prefs
    for index in range(len(words)):
        begins = time_at(words, index, prefs)
        if begins is None or words.at(begins.end) not in _TO:
            continue
        if words.at(begins.end) == "and" and words.at(index - 1) != "between":
            continue
        ends = _end_at(words, begins.end + 1, prefs)
        if ends and begins.sure and ends.sure:
            reading.said["duration_minutes"] = minutes_between(begins, ends)
            reading.take("duration", begins.end, ends.end)
            return


def _end_at(words: Words, index: int, prefs: Preferences) -> Clock | None:
    """11am, or the bare 11 of "from 9am to 11", which is no time alone."""
    ends = time_at(words, index, prefs)
    if ends is None and (ends := number_at(words, index)):
        ends = ends._replace(sure=ends.sure or words.only_taken(ends.end))
    return ends


def _lasting(reading: Reading) -> None:
    """9-11am: when it is due says how long as well."""
    for index, minutes in reading.words.lasting.items():
        if reading.words.taken(index):
            reading.said.setdefault("duration_minutes", minutes)


# ---- From when on, and until when ----------------------------------------------------


def _day_behind(
    reading: Reading, kind: Literal["start", "deadline"], leads: frozenset[str]
) -> None:
    """Start monday, starting on 1 dec; deadline friday."""
    words = reading.words
    if leads.isdisjoint(words.low):
        return
    for index in range(len(words)):
        if words.at(index) not in leads or words.at(index - 1) in ARTICLES:
            continue
        at = index + 1
        at += words.at(at) == ":"
        at += words.at(at) in _ON
        day = day_at(words, at, reading.local, reading.prefs)
        if day and _may_follow(words, at, day):
            reading.said[kind] = day.day
            reading.take(kind, index, day.end)
            return


def _may_follow(words: Words, index: int, day: Day) -> bool:
    """Start monday counts anywhere; "start march to the sea" is none."""
    return day.sure or words.at(index) in WEEKDAYS or words.only_taken(day.end)


# ---- When, and how often -------------------------------------------------------------


def _due(reading: Reading, repeating: Repeating | None) -> None:
    """A recurrence, or a date; a time may stand somewhere else."""
    found = list(phrases(reading.words, reading.local, reading.prefs))
    if not repeating and reading.prefs.foreign:
        found = _with_foreign(reading, found)
    clock = next((one for one in found if one.day is None), None)
    days = [one for one in found if one.day is not None]
    if repeating:
        begins = _chosen(reading.words, days) if days else None
        take_repeating(reading, repeating, clock, begins)
        return
    chosen = _chosen(reading.words, days) if days else clock
    if chosen is None:
        return
    reading.take("due", chosen.first, chosen.end)
    if chosen is not clock and clock and chosen.clock is None:
        reading.take("due", clock.first, clock.end)
        chosen = chosen._replace(clock=clock.clock, zone=clock.zone)
    reading.said["due"] = settled(chosen, reading.now, reading.prefs)


def _with_foreign(reading: Reading, found: list[Phrase]) -> list[Phrase]:
    """The dates found, or that in another language which says more than they do."""
    other = phrase(reading.words, reading.local, reading.prefs)
    if other is None:
        return found
    apart = [one for one in found if one.end <= other.first or one.first >= other.end]
    if any(one.day for one in (apart if other.day else found)):
        return found
    if len(apart) == len(found) and other.day is None:
        return found or [other]
    return [other, *apart]


def _chosen(words: Words, days: list[Phrase]) -> Phrase:
    """Of several dates the one at the end, where people add it; else the first."""
    at_end = [one for one in days if words.only_taken(one.end)]
    return at_end[0] if at_end else days[0]

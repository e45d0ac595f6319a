"""What a line says of time: how long, from when on, when it is due, how often."""

from taskpal.language.dates import Day, day_at
from taskpal.language.durations import Duration, duration_at
from taskpal.language.every import BEGINNINGS
from taskpal.language.foreign import phrase
from taskpal.language.moments import Moment, Phrase, phrases, settled
from taskpal.language.reading import Reading
from taskpal.language.recurrence import Repeating, recurrence_at
from taskpal.language.times import minutes_between, time_at
from taskpal.language.vocabulary import WEEKDAYS
from taskpal.language.words import Words

_TO = frozenset({"to", "till", "until", "-", "–"})  # noqa: RUF001
_STARTS = frozenset({"start", "starts"})
_LONGER_THAN_A_DAY = frozenset({"in", "every", "within"})


def read_times(reading: Reading) -> None:
    """Take the words that say how long, from when on, when and how often."""
    _duration(reading)
    _start(reading)
    _due(reading)


# ---- How long ------------------------------------------------------------------------


def _duration(reading: Reading) -> None:
    words, english = reading.words, not reading.prefs.foreign
    for index, word in enumerate(words.low):
        if word != "for" and not word[0].isdecimal():
            continue
        if word != "for" and words.at(index - 1) in _LONGER_THAN_A_DAY:
            continue
        found = duration_at(words, index)
        if found and (found.sure or (english and _compact_at_end(words, index, found))):
            reading.said["duration_minutes"] = found.minutes
            reading.take("duration", index, found.end)
            return
    if not _TO.isdisjoint(words.low):
        _range(reading)


def _compact_at_end(words: Words, index: int, found: Duration) -> bool:
    """Without "for", only something short such as 1h30 or 1h 30m at the end."""
    compact = not words.at(index).isdecimal()
    last = words.only_taken(found.end) and index > 0
    return found.sure is not None and compact and last


def _range(reading: Reading) -> None:
    """From 9am to 11am: the end of it says how long."""
    words, prefs = reading.words, reading.prefs
    for index in range(len(words)):
        begins = time_at(words, index, prefs)
        if begins is None or words.at(begins.end) not in _TO:
            continue
        ends = time_at(words, begins.end + 1, prefs)
        if ends and begins.sure and ends.sure:
            reading.said["duration_minutes"] = minutes_between(begins, ends)
            reading.take("duration", begins.end, ends.end)
            return


# ---- From when on --------------------------------------------------------------------


def _start(reading: Reading) -> None:
    words = reading.words
    if _STARTS.isdisjoint(words.low):
        return
    for index in range(len(words)):
        if words.at(index) not in _STARTS:
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


# ---- When, and how often -------------------------------------------------------------


def _due(reading: Reading) -> None:
    """A recurrence, or a date; a time may stand somewhere else."""
    repeating = _repeating(reading)
    found = list(phrases(reading.words, reading.local, reading.prefs))
    if not repeating and reading.prefs.foreign:
        found = _with_foreign(reading, found)
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


def _with_foreign(reading: Reading, found: list[Phrase]) -> list[Phrase]:
    """The dates found, or that in another language which says more than they do."""
    other = phrase(reading.words, reading.local, reading.prefs)
    if other is None:
        return found
    apart = [one for one in found if one.end <= other.first or one.first >= other.end]
    if any(one.day for one in apart):
        return found
    if len(apart) == len(found) and other.day is None:
        return found or [other]
    return [other, *apart]


def _chosen(words: Words, days: list[Phrase]) -> Phrase:
    """Of several dates the one at the end, where people add it; else the first."""
    at_end = [one for one in days if words.only_taken(one.end)]
    return at_end[0] if at_end else days[0]


def _repeating(reading: Reading) -> Repeating | None:
    words = reading.words
    for index, word in enumerate(words.low):
        if word not in BEGINNINGS:
            continue
        found = recurrence_at(words, index, reading.local, reading.prefs)
        if found:
            reading.take("repeat", found.first, found.end)
            return found
    return None


def _take_repeating(
    reading: Reading, repeating: Repeating, clock: Phrase | None
) -> None:
    if clock and clock.clock and repeating.clock is None:
        reading.take("due", clock.first, clock.end)
        repeating = _again_at(reading, repeating, clock)
    reading.said["repeat"] = repeating.recurrence
    reading.said["due"] = Moment(repeating.day, repeating.clock, repeating.zone)


def _again_at(reading: Reading, repeating: Repeating, clock: Phrase) -> Repeating:
    """The recurrence with the time that stands elsewhere; its first date may differ."""
    words = Words(repeating.recurrence.text)
    at = (clock.clock, clock.zone) if clock.clock else None
    again = recurrence_at(words, 0, reading.local, reading.prefs, at)
    return again or repeating

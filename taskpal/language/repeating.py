"""What a line says of how often, with a time or a first day that stand elsewhere."""

from dataclasses import replace
from datetime import date
from itertools import takewhile

from taskpal.language.dates import day_at
from taskpal.language.every import starts
from taskpal.language.following import BEGINNING, UNTIL
from taskpal.language.moments import Moment, Phrase
from taskpal.language.reading import Reading
from taskpal.language.recurrence import Repeating, recurrence_at
from taskpal.language.words import Words


def repeating_in(reading: Reading) -> Repeating | None:
    """Take the first recurrence of the line, if there is one."""
    words = reading.words
    for index in starts(words):
        found = recurrence_at(words, index, reading.local, reading.prefs)
        if found:
            reading.take("repeat", found.first, found.end)
            return _ended(reading, found)
    return None


def take_repeating(
    reading: Reading, repeating: Repeating, clock: Phrase | None, day: Phrase | None
) -> None:
    """The recurrence with what stands elsewhere: its time, and where it begins."""
    if day and _says_days(repeating):
        day = None
    since = day.day if day else reading.said.get("start")
    timed = day if day and day.clock else None
    if clock and not timed and not repeating.timed:
        timed = clock
    for one in {day, timed}:
        if one:
            reading.take("due", one.first, one.end)
    if since or timed:
        repeating = _again(reading, repeating, since, timed)
    reading.said["repeat"] = repeating.recurrence
    reading.said["due"] = Moment(repeating.day, repeating.clock, repeating.zone)


def _ended(reading: Reading, repeating: Repeating) -> Repeating:
    """The recurrence with its end, if other words stand before that."""
    words, rule = reading.words, repeating.recurrence
    bound = "UNTIL" in rule.rule or "COUNT" in rule.rule
    if bound or (UNTIL | {"for"}).isdisjoint(words.low):
        return repeating
    for index in range(len(words)):
        if not _may_end(reading, index):
            continue
        rest = list(takewhile(bool, map(words.at, range(index, len(words)))))
        text = " ".join([rule.text, *rest])
        longer = repeating._replace(recurrence=replace(rule, text=text))
        ended = _again(reading, longer, None, None)
        said = ended.recurrence
        if ended is not longer and ("UNTIL" in said.rule or "COUNT" in said.rule):
            reading.take("repeat", index, index + ended.end - len(Words(rule.text)))
            return ended
    return repeating


def _may_end(reading: Reading, index: int) -> bool:
    """Until a day that counts there; for 3 weeks right behind what is understood."""
    words = reading.words
    if words.at(index) not in UNTIL:
        behind = index > 0 and words.taken(index - 1)
        return behind and words.at(index) == "for"
    day = day_at(words, index + 1, reading.local, reading.prefs)
    return bool(day and (day.sure or words.only_taken(day.end)))


def _again(
    reading: Reading, repeating: Repeating, since: date | None, timed: Phrase | None
) -> Repeating:
    """The recurrence from another day or at another time: so is its first date."""
    clock, zone = repeating.clock, repeating.zone
    if timed:
        clock, zone = timed.clock, timed.zone
    words, at = Words(repeating.recurrence.text), (clock, zone) if clock else None
    again = recurrence_at(words, 0, reading.local, reading.prefs, at, since=since)
    return again or repeating


def _says_days(repeating: Repeating) -> bool:
    """Whether the words of the rule say its days, or where it begins."""
    if not BEGINNING.isdisjoint(repeating.recurrence.text.split()):
        return True
    return "BY" in repeating.recurrence.rule

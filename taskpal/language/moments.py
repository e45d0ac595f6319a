"""When something is due: a day, a time, or both, wherever they stand in a line."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from taskpal.language import holidays
from taskpal.language.dates import BEGINNINGS, day_at
from taskpal.language.errors import NotUnderstood
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.language.times import Clock, part_at, time_at, time_in_part, within
from taskpal.language.vocabulary import (
    ARTICLES,
    COUNTED,
    LEANING,
    NAMED_DAYS,
    NAMED_PEOPLE,
    NUMBERS,
    PEOPLE_FOLLOW,
    WEEKDAYS,
)
from taskpal.language.words import Words

_PREPOSITIONS = frozenset({"on", "by", "before"})
_OPENING = frozenset({"for", "from", "between"})
_BEGINNINGS = (
    BEGINNINGS
    | _PREPOSITIONS
    | _OPENING
    | {"due", "at", "@", "noon", "midday", "midnight"}
)
_FIGURES = frozenset("+0123456789")
_ONE_DAY = frozenset({"today", "tomorrow", "yesterday", "tonight"})


class Moment(NamedTuple):
    """A date, perhaps with a time, which is floating unless it has a zone."""

    day: date
    clock: time | None = None
    zone: str | None = None


class Phrase(NamedTuple):
    """Words `first` up to `end` that say a day, a time, or both."""

    first: int
    end: int
    day: date | None
    clock: time | None
    zone: str | None


def moment(text: str, now: datetime, prefs: Preferences = DEFAULT) -> Moment:
    """What the whole text says, `now` being any aware time.

    Raises:
        NotUnderstood: some of it is no date and no time.
    """
    words = Words(text)
    local = prefs.local(now)
    phrase = phrase_at(words, 0, local, prefs)
    if phrase is None or not words.only_taken(phrase.end):
        raise NotUnderstood(f"“{text.strip()}” is not a date TaskPal understands.")
    return settled(phrase, now, prefs)


def phrases(words: Words, now: datetime, prefs: Preferences) -> Iterator[Phrase]:
    """Every phrase in the line that counts, from left to right; `now` is local."""
    beginnings = _beginnings(prefs.country, now.year)
    end = 0
    for index, word in enumerate(words.low):
        # Most words are none of ours.
        if index < end or not (word in beginnings or word[0] in _FIGURES):
            continue
        found = phrase_at(words, index, now, prefs)
        if found and not _is_a_choice(words, found, now, prefs):
            yield found
            end = found.end


def _is_a_choice(
    words: Words, phrase: Phrase, now: datetime, prefs: Preferences
) -> bool:
    """Today or tomorrow: nobody knows which."""
    if words.at(phrase.first - 1) == "or":
        return True
    other = phrase.end + 1
    return words.at(phrase.end) == "or" and (
        phrase_at(words, other, now, prefs) is not None
        or day_at(words, other, now, prefs) is not None
    )


@lru_cache(64)
def _beginnings(country: str, year: int) -> frozenset[str]:
    return _BEGINNINGS | holidays.beginnings(country, year)


def phrase_at(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Phrase | None:
    """The phrase that begins at this word, if one does and it counts here."""
    if not words.at(index):
        return None
    first = index
    if words.at(index) == "due":
        index += 1
        index += words.at(index) == ":"
    if words.at(index) in _PREPOSITIONS:
        index += 1
    if words.at(index) in _OPENING:
        return _introduced(words, index, now, prefs)
    found = _day_first(words, index, now, prefs) or _time_first(
        words, index, now, prefs
    )
    if found is None:
        return None
    phrase, sure = found
    if first != index:
        return phrase._replace(first=first)
    counts = sure or _may_be_bare(words, first, phrase.end, prefs)
    return phrase if counts and not _is_a_name(words, phrase) else None


def settled(phrase: Phrase, now: datetime, prefs: Preferences) -> Moment:
    """The phrase as a moment: a time alone is today, or tomorrow when it is past."""
    local = _local(now, phrase.zone, prefs)
    if phrase.day is not None:
        return Moment(phrase.day, phrase.clock, phrase.zone)
    past = phrase.clock is not None and phrase.clock < local.time()
    day = local.date() + timedelta(days=1 if past else 0)
    return Moment(day, phrase.clock, phrase.zone)


def _introduced(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Phrase | None:
    """Slides for friday, open from 9am; "for 3 days" says how long."""
    if words.at(index) != "for":
        found = _time_first(words, index + 1, now, prefs)
        return found[0]._replace(first=index) if found and found[1] else None
    if words.at(index + 1).isdecimal() or words.at(index + 1) in NUMBERS:
        return None
    found = _day_first(words, index + 1, now, prefs)
    if found is None or not (found[1] or words.only_taken(found[0].end)):
        return None
    return found[0]._replace(first=index)


def _local(now: datetime, zone: str | None, prefs: Preferences) -> datetime:
    if zone is None:
        return prefs.local(now)
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _day_first(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> tuple[Phrase, bool] | None:
    day = day_at(words, index, now, prefs)
    if day is None:
        return None
    plain = Phrase(index, day.end, day.day, day.clock, day.zone)
    if day.clock is None:
        clock = _after(words, day.end, prefs)
    elif words.at(index) in {"this", "tonight"}:
        clock = time_in_part(words, day.end, day.clock)
    else:
        clock = None
    if clock is None:
        return plain, day.sure
    return plain._replace(end=clock.end, clock=clock.clock, zone=clock.zone), True


def _time_first(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> tuple[Phrase, bool] | None:
    clock = time_at(words, index, prefs)
    if clock is None:
        return None
    after = clock.end
    after += words.at(after) == ","
    after += words.at(after) == "on"
    day = day_at(words, after, now, prefs) if after < len(words) else None
    if day is None or day.clock is not None:
        return Phrase(index, clock.end, None, clock.clock, clock.zone), clock.sure
    end = day.end
    if part := part_at(words, end, prefs):
        clock, end = within(part.clock, clock), part.end
    return Phrase(index, end, day.day, clock.clock, clock.zone), True


def _after(words: Words, index: int, prefs: Preferences) -> Clock | None:
    """The time that follows a day, perhaps after a comma."""
    at = index + 1 if words.at(index) == "," else index
    return time_at(words, at, prefs, after_date=True)


def _may_be_bare(words: Words, first: int, end: int, prefs: Preferences) -> bool:
    """At the end a bare "friday" is a date, unless it is "the friday".

    A short word may be another in the person's language: "mar" is the sea in Spanish.
    """
    begins, before = words.at(first), words.at(first - 1)
    if prefs.foreign and len(begins) <= len("mar") and begins.isalpha():
        return False
    if before in ARTICLES or before in LEANING:
        return False
    return words.only_taken(end) and words.at(first - 2) not in {"every", "each"}


def _is_a_name(words: Words, phrase: Phrase) -> bool:
    """Whether it is part of what something is called, and so no date.

    The tonight show, the 3pm call, Black Friday, version 2.10., Call April, Watch
    Tomorrow Never Dies; "moved to 3pm" is what becomes of something else.
    """
    first, before = phrase.first, words.at(phrase.first - 1)
    begins = words.at(first)
    if before == "to" or (phrase.day is None and before in ARTICLES):
        return True
    if begins[0].isdecimal():
        return before in COUNTED
    if begins in NAMED_PEOPLE and before in PEOPLE_FOLLOW:
        return words.raw[first].istitle() and phrase.end == first + 1
    if before in NAMED_DAYS and begins in WEEKDAYS:
        return True
    if before in ARTICLES and begins in _ONE_DAY:
        return True
    follows = words.raw[phrase.end] if words.at(phrase.end) else ""
    capitals = words.raw[first][0].isupper() and follows[:1].isupper()
    figures = any(raw[0].isdecimal() for raw in words.raw[first : phrase.end])
    several = first > 0 or all(
        raw[0].isupper() for raw in words.raw[first + 1 : phrase.end]
    )
    return capitals and not figures and several and (first > 0 or phrase.end > 1)

"""Dates in other languages: "morgen um 15 Uhr", "le 1er décembre", "el lunes".

dateparser reads them, in the one language a person has chosen. It is asked only about
words that can be nothing else and stand where dates stand: at the end of the line, or
behind a word such as "am" or "le".
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from taskpal.language.foreign_words import Vocabulary, vocabulary
from taskpal.language.moments import Phrase
from taskpal.language.numeric_dates import date_at
from taskpal.language.preferences import ENGLISH, Preferences
from taskpal.language.words import Words

_LONGEST = 5  # words
_HOUR = re.compile(r"(\d{1,2})(?:([:.h])(\d{2})?)?")
_FIGURES = re.compile(r"\d{1,4}(?:\.|er|º|ª|e|o|ste|de)?")
_MORNING = "morgen"  # means tomorrow too, but not as a noun: "Guten Morgen"


class _Day(NamedTuple):
    end: int
    day: date
    clock: time | None
    bare: bool


class _Clock(NamedTuple):
    end: int
    clock: time
    sure: bool


def speaks_english(prefs: Preferences) -> bool:
    """Whether dates are read in English only."""
    return prefs.language[:2].lower() in {ENGLISH, ""}


def phrase(words: Words, now: datetime, prefs: Preferences) -> Phrase | None:
    """The date in the person's language, preferably at the end; `now` is local time."""
    known = vocabulary(prefs.language[:2].lower())
    if known is None:
        return None
    found = list(_phrases(words, now, prefs, known))
    at_end = [one for one in found if words.only_taken(one.end)]
    dated = [one for one in found if one.day is not None]
    return next(iter((*at_end, *dated, *found)), None)


def _phrases(
    words: Words, now: datetime, prefs: Preferences, known: Vocabulary
) -> Iterator[Phrase]:
    index = 0
    while index < len(words):
        found = _phrase_at(words, index, now, prefs, known)
        yield from [found] if found else []
        index = found.end if found else index + 1


def _phrase_at(
    words: Words, index: int, now: datetime, prefs: Preferences, known: Vocabulary
) -> Phrase | None:
    first, around = index, known.around
    clock = _clock_at(words, index, known)
    index = clock.end if clock else index
    introduced = words.at(index) in around.before_days
    day = _special(words, index, now, prefs, known) or _day_at(
        words, index + introduced, now, prefs, known, introduced=introduced
    )
    if day is None:
        return _alone(first, clock)
    later = clock or _behind(words, day.end, prefs, known)
    end = day.end if clock or later is None else later.end
    if not (introduced or clock or words.only_taken(end)):
        return None
    if not introduced and words.at(first - 1) in around.never_after:
        return None
    if day.bare and not introduced and not words.only_taken(end):
        return None
    return Phrase(first, end, day.day, later.clock if later else day.clock, None)


def _alone(first: int, clock: _Clock | None) -> Phrase | None:
    """A time without a day."""
    if clock is None or not clock.sure:
        return None
    return Phrase(first, clock.end, None, clock.clock, None)


# ---- Days ----------------------------------------------------------------------------


def _special(
    words: Words, index: int, now: datetime, prefs: Preferences, known: Vocabulary
) -> _Day | None:
    """Ce soir, pasado mañana."""
    around = known.around
    said = f"{words.at(index)} {words.at(index + 1)}"
    if said == around.in_two_days:
        return _Day(index + 2, now.date() + timedelta(days=2), None, bare=False)
    part = around.parts.get(words.at(index + 1), "")
    if words.at(index) in around.coming and part in prefs.parts:
        return _Day(index + 2, now.date(), prefs.parts[part], bare=False)
    return None


def _day_at(  # noqa: PLR0913
    words: Words,
    index: int,
    now: datetime,
    prefs: Preferences,
    known: Vocabulary,
    *,
    introduced: bool,
) -> _Day | None:
    """The day whose words begin here; the longest that dateparser understands."""
    numeric = _numeric(words, index, now, prefs)
    if numeric:
        return numeric
    for end in range(_longest(words, index, known), index, -1):
        said = words.low[index:end]
        if not _can_be_a_date(words, index, end, known, introduced=introduced):
            continue
        typed = _typed(words, index, end)
        plain = " ".join(one for one in typed.split() if one not in known.around.coming)
        timed = not known.short.isdisjoint(said)
        for text in dict.fromkeys((typed, plain)):
            if found := _asked(text, now, prefs):
                clock = time(found.hour, found.minute) if timed else None
                return _Day(end, found.date(), clock, bare=len(said) == 1)
    return None


def _typed(words: Words, first: int, end: int) -> str:
    """The words with what stands between them: the dot of "1. Dezember"."""
    begins, ends = words.span(first, end)
    return words.line[begins:ends].lower().replace("’", "'")  # noqa: RUF001


def _numeric(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> _Day | None:
    if not words.at(index)[:1].isdecimal():
        return None
    try:
        found = date_at(words, index, now, prefs)
    except ValueError:
        return None
    bare = found is not None and not found.sure
    return _Day(found.end, found.day, found.clock, bare) if found else None


def _longest(words: Words, index: int, known: Vocabulary) -> int:
    """How far words go on that dates consist of."""
    end = index
    while end < index + _LONGEST and (word := words.at(end)):
        plain = word.replace("’", "'")  # noqa: RUF001
        fits = plain in known.all or plain in known.around.coming
        dot = word == "." and words.at(end - 1).isdecimal() and end > index
        if not (fits or dot or _FIGURES.fullmatch(word)):
            break
        end += 1
    return end


def _can_be_a_date(
    words: Words, index: int, end: int, known: Vocabulary, *, introduced: bool
) -> bool:
    said = [word.replace("’", "'") for word in words.low[index:end]]  # noqa: RUF001
    if len(said) > 1:
        whole = said[-1] in known.carrying or said[-1][0].isdecimal()
        whole = whole or said[-1] in known.around.coming
        return whole and not known.carrying.isdisjoint(said)
    noun = said[0] == _MORNING and index > 0 and words.raw[index][0].isupper()
    return said[0] in (known.introduced if introduced else known.alone) and not noun


def _asked(text: str, now: datetime, prefs: Preferences) -> datetime | None:
    """What dateparser makes of the words, if that is no day long past."""
    import dateparser  # with its languages it takes 0.4 s, and few need it

    found: datetime | None = dateparser.parse(
        text,
        languages=[prefs.language[:2].lower()],
        settings={
            "RELATIVE_BASE": now,
            "PREFER_DATES_FROM": "future",
            "PREFER_DAY_OF_MONTH": "first",
            "DATE_ORDER": "DMY" if prefs.day_first else "MDY",
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
    if found is None or found.date() < now.date() - timedelta(days=1):
        return None
    return found.replace(tzinfo=None)


# ---- Times ---------------------------------------------------------------------------


def _behind(
    words: Words, index: int, prefs: Preferences, known: Vocabulary
) -> _Clock | None:
    """The time or part of the day behind a day."""
    index += words.at(index) == ","
    part = known.around.parts.get(words.at(index), "")
    if part in prefs.parts:
        return _Clock(index + 1, prefs.parts[part], sure=True)
    return _clock_at(words, index, known)


def _clock_at(words: Words, index: int, known: Vocabulary) -> _Clock | None:
    """Um 15 Uhr, 15:30 Uhr, à 15h30, a las 9."""
    introduced = False
    for before in known.around.before_times:
        if tuple(words.low[index : index + len(before)]) == before:
            index, introduced = index + len(before), True
            break
    found = _HOUR.fullmatch(words.at(index))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[3] or 0)
    units = known.around.behind_times
    unit = words.at(index + 1) in units
    clear = unit or found[2] == ":"
    short = found[2] == "h" and "h" in units
    if not (introduced or clear or short) or hour > 23 or minute > 59:  # noqa: PLR2004
        return None
    if (found[2] == "h" and not short) or (found[2] == ":" and not found[3]):
        return None
    return _Clock(index + 1 + unit, time(hour, minute), clear or introduced)

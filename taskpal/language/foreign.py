"""Dates in other languages: "morgen um 15 Uhr", "le 1er décembre", "el lunes".

dateparser reads them, in the one language a person has chosen. It is asked only about
words that can be nothing else and stand where dates stand: at the end of the line, or
behind a word such as "am" or "le".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from taskpal.language.foreign_words import Vocabulary, vocabulary
from taskpal.language.moments import Phrase
from taskpal.language.numeric_dates import date_at
from taskpal.language.preferences import Preferences
from taskpal.language.words import Words

_LONGEST = 5  # words of a day
_MOST_QUESTIONS = 30  # about one line: each takes a millisecond
_HOUR = re.compile(r"(\d{1,2})(?:([:.h])(\d{2})?)?")
_FIGURES = re.compile(r"\d{1,4}(?:\.|er|º|ª|e|o|ste|de)?")
_MORNING = "morgen"  # means tomorrow too, but not as a noun: "Guten Morgen"


class _Day(NamedTuple):
    end: int
    day: date
    clock: time | None = None


class _Clock(NamedTuple):
    end: int
    clock: time
    sure: bool


def phrase(words: Words, now: datetime, prefs: Preferences) -> Phrase | None:
    """The date in the person's language, preferably at the end; `now` is local time."""
    known = vocabulary(prefs.foreign)
    if known is None:
        return None
    found = list(_Reader(words, now, prefs, known).phrases())
    at_end = [one for one in found if words.only_taken(one.end)]
    dated = [one for one in found if one.day is not None]
    return next(iter((*at_end, *dated, *found)), None)


@dataclass(slots=True)
class _Reader:
    words: Words
    now: datetime
    prefs: Preferences
    known: Vocabulary
    questions: int = 0

    def phrases(self) -> Iterator[Phrase]:
        index = 0
        while index < len(self.words):
            found = self.phrase_at(index)
            yield from [found] if found else []
            index = found.end if found else index + 1

    def phrase_at(self, first: int) -> Phrase | None:
        """A day, a time or both, if they count where they stand."""
        words, around = self.words, self.known.around
        clock = self.clock_at(first)
        index = clock.end if clock else first
        introduced = words.at(index) in around.before_days
        barred = words.at(first - 1) in around.never_after
        if not introduced and (barred or not (clock or self.may_be_last(index))):
            return _alone(first, clock)
        day = self.special(index) or self.day_at(index + introduced, introduced)
        if day is None:
            return _alone(first, clock)
        later = clock or self.behind(day.end)
        end = day.end if clock or later is None else later.end
        if not (introduced or clock or words.only_taken(end)):
            return None
        return Phrase(first, end, day.day, later.clock if later else day.clock, None)

    def may_be_last(self, index: int) -> bool:
        """Whether so few words follow that all may be of one date."""
        end = index + _LONGEST + 4
        return end >= len(self.words) or self.words.only_taken(end)

    # ---- Days

    def special(self, index: int) -> _Day | None:
        """Ce soir, pasado mañana."""
        words, around = self.words, self.known.around
        if f"{words.at(index)} {words.at(index + 1)}" == around.in_two_days:
            return _Day(index + 2, self.now.date() + timedelta(days=2))
        part = around.parts.get(words.at(index + 1), "")
        if words.at(index) in around.coming and part in self.prefs.parts:
            return _Day(index + 2, self.now.date(), self.prefs.parts[part])
        return None

    def day_at(self, index: int, introduced: bool) -> _Day | None:
        """The day whose words begin here; the longest that dateparser understands."""
        if found := self.numeric(index):
            return found
        for end in range(self.longest(index), index, -1):
            if self.can_be_a_day(index, end, introduced):
                found = self.understood(index, end)
                if found:
                    return found
        return None

    def numeric(self, index: int) -> _Day | None:
        if not self.words.at(index)[:1].isdecimal():
            return None
        try:
            found = date_at(self.words, index, self.now, self.prefs)
        except ValueError:
            return None
        return _Day(found.end, found.day, found.clock) if found else None

    def longest(self, index: int) -> int:
        """How far words go on that dates consist of."""
        words, known, end = self.words, self.known, index
        while end < index + _LONGEST and (word := words.at(end)):
            dot = word == "." and end > index and words.at(end - 1).isdecimal()
            fits = _plain(word) in known.all or word in known.around.coming
            if not (fits or dot or _FIGURES.fullmatch(word)):
                break
            end += 1
        return end

    def can_be_a_day(self, index: int, end: int, introduced: bool) -> bool:
        known = self.known
        said = [_plain(word) for word in self.words.low[index:end]]
        if len(said) > 1:
            ends = said[-1] in known.carrying or said[-1] in known.around.coming
            whole = ends or said[-1][0].isdecimal()
            return whole and not known.carrying.isdisjoint(said)
        if said[0] == _MORNING and index and self.words.raw[index][0].isupper():
            return False
        return said[0] in (known.introduced if introduced else known.alone)

    def understood(self, index: int, end: int) -> _Day | None:
        begins, ends = self.words.span(index, end)
        typed = _plain(self.words.line[begins:ends].lower())
        said, coming = typed.split(), self.known.around.coming
        plain = " ".join(word for word in said if word not in coming)
        for text in dict.fromkeys((typed, plain)):
            if found := self.ask(text):
                timed = not self.known.short.isdisjoint(said)
                clock = time(found.hour, found.minute) if timed else None
                return _Day(end, found.date(), clock)
        return None

    def ask(self, text: str) -> datetime | None:
        self.questions += 1
        if self.questions > _MOST_QUESTIONS:
            return None
        minute = self.now.replace(second=0, microsecond=0, fold=0)
        found = _asked(text, minute, self.prefs.foreign, self.prefs.day_first)
        long_past = found and found.date() < minute.date() - timedelta(days=1)
        return None if long_past else found

    # ---- Times

    def behind(self, index: int) -> _Clock | None:
        """The time or part of the day behind a day."""
        index += self.words.at(index) == ","
        part = self.known.around.parts.get(self.words.at(index), "")
        if part in self.prefs.parts:
            return _Clock(index + 1, self.prefs.parts[part], sure=True)
        return self.clock_at(index)

    def clock_at(self, index: int) -> _Clock | None:
        """Um 15 Uhr, 15:30 Uhr, à 15h30, a las 9."""
        words, around, first = self.words, self.known.around, index
        for before in around.before_times:
            if tuple(words.low[index : index + len(before)]) == before:
                index += len(before)
                break
        found = _HOUR.fullmatch(words.at(index))
        unit = words.at(index + 1) in around.behind_times
        if found is None or (found[2] == "h" and "h" not in around.behind_times):
            return None
        hour, minute = int(found[1]), int(found[3] or 0)
        clear = unit or index > first or bool(found[2] == ":" and found[3])
        if not (clear or found[2] == "h") or hour > 23 or minute > 59:  # noqa: PLR2004
            return None
        return _Clock(index + 1 + unit, time(hour, minute), sure=clear)


def _alone(first: int, clock: _Clock | None) -> Phrase | None:
    """A time without a day."""
    if clock is None or not clock.sure:
        return None
    return Phrase(first, clock.end, None, clock.clock, None)


def _plain(text: str) -> str:
    return text.replace("’", "'")  # noqa: RUF001


@lru_cache(1024)
def _asked(text: str, now: datetime, language: str, day_first: bool) -> datetime | None:
    """What dateparser makes of the words."""
    import dateparser  # with its languages it takes 0.4 s, and few need it

    found: datetime | None = dateparser.parse(
        text,
        languages=[language],
        settings={
            "RELATIVE_BASE": now,
            "PREFER_DATES_FROM": "future",
            "PREFER_DAY_OF_MONTH": "first",
            "DATE_ORDER": "DMY" if day_first else "MDY",
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
    return found and found.replace(tzinfo=None)

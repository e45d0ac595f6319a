"""When something is due: a day, a time, or both, wherever they stand in a line."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from taskpal.language import holidays, looks_alike
from taskpal.language.clocks import Clock
from taskpal.language.dates import BEGINNINGS, day_at
from taskpal.language.errors import NotUnderstood
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.language.times import part_at, time_at, time_in_part, within
from taskpal.language.vocabulary import HOURS, NAMED_PEOPLE, NUMBERS
from taskpal.language.words import Words
from taskpal.language.zone_words import zone_at

_PREPOSITIONS = frozenset({"on", "by", "before"})
_OPENING = frozenset({"for", "from", "between"})
_NEARLY = frozenset({"around", "after"})
_BEGINNINGS = (
    BEGINNINGS
    | _PREPOSITIONS
    | _OPENING
    | _NEARLY
    | {"due", "at", "@", "noon", "midday", "midnight", "half", "quarter"}
    | HOURS.keys()
)
_DASHES = frozenset({"-", "–"})  # noqa: RUF001
_FIGURES = frozenset("+0123456789")


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
    names = holidays.beginnings(words, prefs, now.year)
    end, dated = 0, False
    for index, word in enumerate(words.low):
        # Most words are none of ours.
        if index < end or not (
            word in _BEGINNINGS or word[0] in _FIGURES or word in names
        ):
            continue
        found = phrase_at(words, index, now, prefs)
        if found and found.day and dated and index - 1 == end:
            continue  # the 26 dec of "24 dec - 26 dec"
        if found and not _is_a_choice(words, found, now, prefs):
            yield found
            end = found.end
            dated = found.day is not None and words.at(end) in _DASHES


def _is_a_choice(
    words: Words, phrase: Phrase, now: datetime, prefs: Preferences
) -> bool:
    """Today or tomorrow, at 4 or 5: nobody knows which."""
    if words.at(phrase.first - 1) == "or":
        return True
    other = phrase.end + 1
    return words.at(phrase.end) == "or" and (
        (phrase.clock is not None and words.at(other).isdecimal())
        or phrase_at(words, other, now, prefs) is not None
        or day_at(words, other, now, prefs) is not None
    )


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
    elif words.at(index) in _NEARLY:
        return _nearly(words, index, now, prefs)
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
    counts = sure or looks_alike.may_be_bare(words, first, phrase.end, prefs)
    timed = phrase.day is None
    is_a_name = looks_alike.is_a_name(words, first, phrase.end, timed=timed)
    return phrase if counts and not is_a_name else None


def _nearly(
    words: Words, index: int, now: datetime, prefs: Preferences
) -> Phrase | None:
    """Around 5pm, after 5pm tomorrow; what else is after something is no date."""
    found = _time_first(words, index + 1, now, prefs)
    return found[0]._replace(first=index) if found and found[1] else None


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
    """Slides for friday, taxi for 7pm; "for 3 days" says how long."""
    if words.at(index) != "for":
        found = _time_first(words, index + 1, now, prefs)
        return found[0]._replace(first=index) if found and found[1] else None
    named = words.at(index + 1)
    if named.isdecimal() or named in NUMBERS:
        return None
    if named in NAMED_PEOPLE and words.only_taken(index + 2):
        return None  # a present for June
    found = _day_first(words, index + 1, now, prefs)
    if found is None:
        found = _time_first(words, index + 1, now, prefs)
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
    if index == 0 and words.at(0) == "at":
        clock = clock._replace(sure=True)  # at 7 call Bob
    after = clock.end
    after += words.at(after) == ","
    after += words.at(after) == "on"
    day = day_at(words, after, now, prefs) if after < len(words) else None
    if day and day.clock and words.at(after) == "tonight":
        clock = within(day.clock, clock)  # 7:30 tonight
    elif day is None or day.clock is not None:
        return Phrase(index, clock.end, None, clock.clock, clock.zone), clock.sure
    end = day.end
    if part := part_at(words, end, prefs):
        clock, end = within(part.clock, clock), part.end
    zone = clock.zone or zone_at(words, end)
    end += zone is not None and clock.zone is None
    return Phrase(index, end, day.day, clock.clock, zone), True


def _after(words: Words, index: int, prefs: Preferences) -> Clock | None:
    """The time that follows a day, perhaps after a comma or an "around"."""
    at = index + 1 if words.at(index) == "," else index
    if words.at(at) in _NEARLY or words.at(at) in {"by", "before"}:
        return time_at(words, at + 1, prefs)
    return time_at(words, at, prefs, after_date=True)

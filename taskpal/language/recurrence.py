"""Recurrence in a line: every other friday, every last day, every! 3 days, monthly."""

from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from taskpal.language import calendars, rules
from taskpal.language.errors import NotUnderstood
from taskpal.language.every import EVERY, pattern_at
from taskpal.language.following import Said, ending, more
from taskpal.language.pattern import Pattern
from taskpal.language.preferences import DEFAULT, Preferences
from taskpal.language.rule_lines import in_lines
from taskpal.language.rules import Recurrence
from taskpal.language.vocabulary import ARTICLES
from taskpal.language.words import Words

_MOST_COUNTED = 400


class Repeating(NamedTuple):
    """A recurrence read from the words `first` up to `end`, and its first date."""

    first: int
    end: int
    recurrence: Recurrence
    day: date
    clock: time | None
    zone: str | None
    timed: bool
    """Whether the words say the time: "every 12 hours" begins now."""


def recurrence(
    text: str,
    now: datetime,
    prefs: Preferences = DEFAULT,
    *,
    since: date | None = None,
    clock: time | None = None,
) -> Repeating:
    """What the whole text says of how often something comes again.

    It begins on its first date from today on, or from `since` on, unless it says when;
    at `clock`, unless it says that.

    Raises:
        NotUnderstood: it says no rule, or one without any date.
    """
    words = Words(text)
    local, at = prefs.local(now), (clock, None) if clock else None
    found = recurrence_at(words, 0, local, prefs, at, since=since)
    if found is None and pattern_at(words, 0, prefs):
        raise NotUnderstood(f"“{text.strip()}” has no date: it never comes true.")
    if found is None or not words.only_taken(found.end):
        raise NotUnderstood(
            f"“{text.strip()}” is not a rule TaskPal understands; "
            "try “every 2 weeks” or “every 1st at 9am”."
        )
    return found


def recurrence_at(  # noqa: PLR0913
    words: Words,
    index: int,
    now: datetime,
    prefs: Preferences,
    clock: tuple[time, str | None] | None = None,
    *,
    since: date | None = None,
) -> Repeating | None:
    """The recurrence that begins at this word, if one does; `now` is local time.

    `clock` is a time of day that stands elsewhere in the line, `since` the day to begin
    on or after, if it does not say.
    """
    found = pattern_at(words, index, prefs)
    if found is None:
        return None
    said = Said(found, found.end, found.pattern.clock, zone=found.zone, since=since)
    try:
        while more(said, words, now, prefs):
            pass
        ending(said, words, now, prefs)
        if said.clock is None and clock:
            said.clock, said.zone = clock
        return (
            _settled(said, words, index, now, prefs)
            if _counts(said, words, index)
            else None
        )
    except (OverflowError, ValueError, NotUnderstood):
        return None


def _counts(said: Said, words: Words, index: int) -> bool:
    """A bare "monthly" only at the end; "the monthly" never."""
    if said.found.sure or said.end > said.found.end:
        return True
    return words.only_taken(said.end) and words.at(index - 1) not in ARTICLES


# ---- The rule ------------------------------------------------------------------------


def _settled(
    said: Said, words: Words, index: int, now: datetime, prefs: Preferences
) -> Repeating | None:
    pattern = _without(said.pattern, said.except_for)
    if said.months:
        pattern = pattern.in_months(said.months)
    start = _start(said, now, pattern)
    begins = pattern.first(start)
    if begins is None:
        return None
    rule = pattern.rule(prefs.week_start)
    in_lines(rule)
    until = _until(said, rule, begins)
    if until and until < begins.date():
        return None
    if bound := _bound(said, rule, until):
        rule = rules.bounded(rule, bound)
    clock = said.clock if not pattern.by_the_hour else begins.time()
    recurrence = Recurrence(rule, said.found.anchor, _text(said, words, index))
    return Repeating(
        *(index, said.end, recurrence, begins.date(), clock, said.zone),
        timed=said.clock is not None,
    )


def _text(said: Said, words: Words, first: int) -> str:
    """The phrase as typed, in small letters; the time of day is the due date's."""
    found = said.found
    kept = [
        _kept(words, at, said)
        for at in range(found.end if found.said else first, said.end)
        if at not in said.clock_words
    ]
    text = " ".join(filter(None, [found.said, *kept]))
    return text.replace(" ,", ",").strip(" ,")


def _kept(words: Words, at: int, said: Said) -> str:
    """The word; but “every evening at 8” is “every day”."""
    if at != said.found.part or not said.clock_words:
        return words.low[at]
    return "day" if words.low[at - 1] in EVERY else ""


def _without(pattern: Pattern, days: set[int]) -> Pattern:
    if not days:
        return pattern
    kept = [day for day in range(7) if day not in days]
    if not kept:
        raise NotUnderstood("No day of the week is left.")
    return pattern.on_weekdays(kept)


def _start(said: Said, now: datetime, pattern: Pattern) -> datetime:
    """From when on the first date is looked for."""
    if pattern.by_the_hour:
        return _hours_start(said, now)
    said_day = said.starts or said.since
    begins = datetime.combine(said_day or now.date(), said.clock or time())
    too_late = said_day is None and said.clock is not None and begins < now
    return begins + timedelta(days=1) if too_late else begins


def _hours_start(said: Said, now: datetime) -> datetime:
    said_day = said.starts or said.since
    day = said_day or now.date()
    if said.clock is None and said.starts is None and day <= now.date():
        return now.replace(second=0, microsecond=0)
    begins = datetime.combine(day, said.clock or time())
    if said_day is None and begins < now:
        step = timedelta(hours=said.pattern.lines[0].interval)
        begins += -((begins - now) // step) * step
    return begins


def _until(said: Said, rule: str, begins: datetime) -> date | None:
    """The last day; it also says how often, where COUNT cannot."""
    until = said.until
    if said.lasts:
        after = calendars.shifted(begins.date(), *said.lasts)
        until = min(until or after, after - timedelta(days=1))
    if said.count and (until or "\n" in rule):
        if said.count > _MOST_COUNTED:
            raise NotUnderstood("So many dates are not counted up to their end.")
        last = _nth(rule, begins, said.count, until)
        until = min(until or last, last)
    return until


def _bound(said: Said, rule: str, until: date | None) -> str:
    if until is None:
        return f"COUNT={said.count}" if said.count else ""
    with_time = said.clock is not None or "HOURLY" in rule
    return f"UNTIL={until:%Y%m%d}" + ("T235959" if with_time else "")


def _nth(rule: str, begins: datetime, number: int, until: date | None) -> date:
    last = begins
    for moment in islice(rules.dates(rule, begins), number):
        last = moment
        if until and last.date() >= until:
            break
    return last.date()

"""When a series comes again: pure functions of its rule, its dates and the clock.

All moments here are local and without a zone: those of the clock the series goes by,
which is that of the due time's zone, or the user's. A date without a time is midnight.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from taskpal.language import rules
from taskpal.language.rules import Anchor

_DAY = timedelta(days=1)
_LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Series:
    """A series, and where it stands.

    Attributes:
        rule: RRULEs as `language.rules` keeps them.
        anchor: whether the next date follows from the rule (schedule) or from the day
            the last one was done (completion).
        begins: its first date; for a series from completion the current one.
        scheduled: the date that the rule gave the current round.
        timed: whether its dates have a time of day.
        past: how many rounds are over.
    """

    rule: str
    anchor: Anchor
    begins: datetime
    scheduled: datetime
    timed: bool
    past: int = 0


def after_done(series: Series, at: datetime) -> Series | None:
    """The series when its current round was done at this moment; None at its end.

    What was missed meanwhile is not asked for again: the next date is later than the
    moment; of dates without a time, later than its day.
    """
    if series.anchor == "completion":
        return _from_completion(series, at)
    return _at(series, max(series.scheduled, at if series.timed else _end_of(at)))


def after_skipped(series: Series, at: datetime) -> Series | None:
    """The series when its current round was left out; None at its end.

    A round of today that is still to come stays: only what is over is passed by.
    """
    if series.anchor == "completion":
        return _from_completion(series, max(at, series.scheduled))
    return _at(series, max(series.scheduled, _end_of(at - _DAY)))


def upcoming(
    series: Series, number: int, due: datetime | None = None
) -> list[datetime]:
    """The dates after the current one, as they will be if each is done on its day.

    `due` is the day of the current one, if it was put off.
    """
    due = due or series.scheduled
    if series.anchor == "schedule":
        after = max(series.scheduled, due if series.timed else _end_of(due))
        return rules.preview(series.rule, series.begins, after, number)
    following = _on_time(series, due)
    return [one.scheduled for one, _ in zip(following, range(number), strict=False)]


def shifted(day: date | None, was: datetime, becomes: datetime) -> date | None:
    """A date that keeps its distance, in days, to a due date that moves."""
    if day is None:
        return None
    try:
        return day + (becomes.date() - was.date())
    except OverflowError:  # further than calendars reach
        return None


def _at(series: Series, after: datetime) -> Series | None:
    found = rules.first(series.rule, series.begins, after)
    if found is None:
        return None
    return replace(series, scheduled=found, past=series.past + 1)


def _from_completion(series: Series, at: datetime) -> Series | None:
    """The next date counts from when it was done; its time of day stays."""
    count = rules.count(series.rule)
    if count is not None and series.past + 1 >= count:
        return None
    rule = rules.uncounted(series.rule)
    if rules.by_the_hour(rule):
        begins = at.replace(second=0, microsecond=0)
    else:
        begins = datetime.combine(at, series.begins.time())
    found = rules.first(rule, begins, begins)
    if found is None:
        return None
    return replace(series, begins=found, scheduled=found, past=series.past + 1)


def _on_time(series: Series, due: datetime) -> Iterator[Series]:
    following = _from_completion(series, due)
    while following is not None:
        yield following
        following = _from_completion(following, following.scheduled)


def _end_of(moment: datetime) -> datetime:
    return datetime.combine(moment, _LAST_MOMENT)

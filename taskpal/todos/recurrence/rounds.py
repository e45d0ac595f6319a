"""The rounds of a todo that repeats: how it moves on when one is done or skipped.

The callers have taken the owner's next revision and given it to the todo; they write
down what became of the todo itself. What changes besides is written down here.
"""

from dataclasses import astuple
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.errors import BadValues
from taskpal.language import rules
from taskpal.language.errors import NotUnderstood
from taskpal.language.recurrence import recurrence
from taskpal.todos import days
from taskpal.todos.history import recording
from taskpal.todos.models import Todo
from taskpal.todos.moving import below
from taskpal.todos.recurrence import series
from taskpal.todos.recurrence.errors import OtherRound
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.recurrence.schemas import LONGEST_TEXT, RepeatRule
from taskpal.todos.recurrence.series import Series

SAME_REQUEST: Final = timedelta(minutes=1)
"""Within this time a round is not done twice: the request came twice."""

_MIDNIGHT: Final = time()


class Beginning(NamedTuple):
    """A rule as it is kept, and the first date it has."""

    rule: str
    anchor: rules.Anchor
    text: str
    day: date
    clock: time | None
    zone: str | None


class Due(NamedTuple):
    """When a round is due."""

    day: date | None
    clock: time | None
    zone: str | None


def series_of(todo: Todo) -> Series:
    """Where the series of a todo that repeats stands."""
    due = due_moment(todo)
    assert todo.repeat_rule and due and todo.repeat_from  # noqa: S101, PT018
    return Series(
        rule=todo.repeat_rule,
        anchor="completion" if todo.repeat_anchor == "completion" else "schedule",
        begins=todo.repeat_from,
        scheduled=todo.repeat_due or due,
        timed=_clock_of(todo)[0] is not None,
        past=todo.repeat_past,
    )


def _clock_of(todo: Todo) -> tuple[time | None, str | None]:
    """The time and the zone of its rounds, whatever this one was given by hand."""
    if todo.repeat_due is None:
        return todo.due_time, todo.due_zone
    return todo.repeat_time, todo.repeat_zone


def due_of(todo: Todo) -> Due:
    """When this round is due."""
    return Due(todo.due_on, todo.due_time, todo.due_zone)


def due_moment(todo: Todo) -> datetime | None:
    """The due date and time on the clock that the todo goes by."""
    if todo.due_on is None:
        return None
    return datetime.combine(todo.due_on, todo.due_time or _MIDNIGHT)


def finish(session: Session, todo: Todo, moment: datetime) -> None:
    """The round is done: the todo moves on, or is done with it, if it was the last."""
    _over(session, todo, moment, skipped=False)
    following = series.after_done(series_of(todo), _clock(session, todo, moment))
    if following is None:
        todo.completed_at = moment
    else:
        _move_on(session, todo, following, moment)


def skip(session: Session, todo: Todo, moment: datetime) -> None:
    """The round is left out: the todo moves on, or is done, if it was the last."""
    _over(session, todo, moment, skipped=True)
    following = series.after_skipped(series_of(todo), _clock(session, todo, moment))
    if following is None:
        todo.completed_at = moment
    else:
        _move_on(session, todo, following, moment)


def reopened(session: Session, todo: Todo, done_at: datetime) -> None:
    """The last round, with which the todo was done, is not over after all."""
    wanted = _of(todo).where(col(Occurrence.at) == done_at)
    for last in session.exec(wanted):
        last.deleted_at, last.revision = todo.updated_at, todo.revision
        recording.note(session, todo.owner_id, last, "deleted")


def is_current(
    session: Session, todo: Todo, due: date | None, clock: time | None = None
) -> bool:
    """Whether the round that was due then is the current one; False when it is over.

    Raises:
        OtherRound: it is neither: another date was given to it, or to all of them.
    """
    if due is None or todo.repeat_rule is None:
        return True
    over = _of(todo).where(col(Occurrence.due_on) == due)
    if clock is not None:
        over = over.where(col(Occurrence.due_time) == clock)
    for moment in (due_moment(todo), todo.repeat_due):
        if moment and moment.date() == due and clock in (None, moment.time()):
            return not _is_repeated(session, todo, over)
    if session.exec(over.limit(1)).first() is None:
        raise OtherRound
    return False


def _is_repeated(
    session: Session, todo: Todo, over: SelectOfScalar[Occurrence]
) -> bool:
    """Whether the round before was due then too, and was done just now.

    What is done early, and counts from then, may be due again on the same day.
    """
    if todo.repeat_anchor != "completion" or todo.repeat_due is not None:
        return False
    just_now = col(Occurrence.at) > now() - SAME_REQUEST
    return session.exec(over.where(just_now).limit(1)).first() is not None


def _of(todo: Todo) -> SelectOfScalar[Occurrence]:
    """Its rounds that are over."""
    return select(Occurrence).where(
        col(Occurrence.owner_id) == todo.owner_id,
        col(Occurrence.todo_id) == todo.id,
        col(Occurrence.deleted_at).is_(None),
    )


def end(todo: Todo) -> None:
    """The todo repeats no longer; it stays due as it is."""
    todo.repeat_rule = todo.repeat_anchor = todo.repeat_text = None
    todo.repeat_from, todo.repeat_past = None, 0
    _as_scheduled(todo)


def put_off(todo: Todo, was: Due) -> None:
    """This round was moved by hand: remember when the rule has it, and the others."""
    if todo.due_on is None:
        sentence = "A todo that repeats needs a date; send repeat: null with it."
        raise BadValues({"due": sentence})
    if todo.repeat_due is None and was.day is not None:
        todo.repeat_due = datetime.combine(was.day, was.clock or _MIDNIGHT)
        todo.repeat_time, todo.repeat_zone = was.clock, was.zone
    clock, zone = _clock_of(todo)
    if (due_moment(todo), todo.due_time) == (todo.repeat_due, clock):
        todo.due_zone = todo.due_zone or zone
        _as_scheduled(todo)
        settle(todo)


def _as_scheduled(todo: Todo) -> None:
    """This round is not put off, or not any longer."""
    todo.repeat_due = todo.repeat_time = todo.repeat_zone = None


def goes_on(todo: Todo, said: str | RepeatRule) -> bool:
    """Whether the todo repeats like this already, so that its series is left alone."""
    if isinstance(said, str):
        return " ".join(said.lower().split()) == todo.repeat_text
    if (said.rule, said.anchor) != (todo.repeat_rule, todo.repeat_anchor):
        return False
    todo.repeat_text = said.text or todo.repeat_text
    return True


def begin(
    session: Session, todo: Todo, said: str | RepeatRule, moment: datetime
) -> None:
    """The todo repeats from its due date on, which moves to the rule's first date.

    Raises:
        BadValues: it is no rule, or one that never comes true.
    """
    owner_id = OwnerId(todo.owner_id)
    try:
        found = beginning(
            session, owner_id, said, moment, todo.due_on, todo.due_time, todo.due_zone
        )
    except NotUnderstood as error:
        raise BadValues({"repeat": str(error)}) from None
    todo.repeat_rule, todo.repeat_anchor = found.rule, found.anchor
    todo.repeat_text, todo.repeat_past = found.text, 0
    todo.due_on, todo.due_time, todo.due_zone = found.day, found.clock, found.zone
    todo.repeat_from = due_moment(todo)
    _as_scheduled(todo)
    settle(todo)


def beginning(  # noqa: PLR0913, PLR0917
    session: Session,
    owner_id: OwnerId,
    said: str | RepeatRule,
    moment: datetime,
    day: date | None = None,
    clock: time | None = None,
    zone: str | None = None,
) -> Beginning:
    """The rule, and its first date from this day on, or from today on.

    Raises:
        NotUnderstood: it is no rule, or one that never comes true.
    """
    prefs = preferences.preferences(session, owner_id)
    if isinstance(said, str):
        found = recurrence(said, moment, prefs, since=day, clock=clock)
        rule, anchor, text = astuple(found.recurrence)
        rule = rules.with_short_months(rule, found.day)
        text, zone = text[:LONGEST_TEXT], found.zone or zone
        return Beginning(rule, anchor, text, found.day, found.clock, zone)
    local = moment.astimezone(ZoneInfo(zone or prefs.zone)).replace(tzinfo=None)
    rule = rules.as_sent(said.rule, zone or prefs.zone)
    hourly = rules.by_the_hour(rule)
    if hourly and clock is None:
        clock = local.time().replace(second=0, microsecond=0)
    start = datetime.combine(day or local.date(), clock or _MIDNIGHT)
    rule = rules.with_short_months(rule, start.date())
    first = rules.first(rules.checked(rule, start), start)
    if first is None:
        raise NotUnderstood("This rule never comes true: it has no date.")
    clock = first.time() if hourly else clock
    return Beginning(rule, said.anchor, said.text, first.date(), clock, zone)


def settle(todo: Todo) -> None:
    """Make anew what is kept of a due time that has a zone."""
    todo.due_at = days.due_instant(todo.due_on, todo.due_time, todo.due_zone)


def _clock(session: Session, todo: Todo, moment: datetime) -> datetime:
    """The moment on the clock that the todo goes by."""
    _, zone = _clock_of(todo)
    if zone is None:
        zone = preferences.preferences(session, OwnerId(todo.owner_id)).zone
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _over(session: Session, todo: Todo, moment: datetime, *, skipped: bool) -> None:
    """Write down what came of the round."""
    assert todo.due_on  # noqa: S101 - whatever repeats has a date
    row = Occurrence(
        owner_id=todo.owner_id,
        todo_id=todo.id,
        due_on=todo.due_on,
        due_time=todo.due_time,
        skipped=skipped,
        at=moment.astimezone(UTC),
        revision=todo.revision,
    )
    session.add(row)
    recording.note(session, todo.owner_id, row, "added")


def _move_on(session: Session, todo: Todo, following: Series, moment: datetime) -> None:
    """The next round: its dates, and its subtasks open again."""
    was, (clock, zone) = series_of(todo).scheduled, _clock_of(todo)
    todo.start_on = series.shifted(todo.start_on, was, following.scheduled)
    todo.deadline_on = series.shifted(todo.deadline_on, was, following.scheduled)
    todo.due_on = following.scheduled.date()
    todo.due_time = following.scheduled.time() if clock else None
    todo.due_zone = zone
    todo.repeat_from, todo.repeat_past = following.begins, following.past
    _as_scheduled(todo)
    settle(todo)
    for one in below(session, todo):
        if one.completed_at is not None:
            one.completed_at = None
            one.revision, one.updated_at = todo.revision, moment
            recording.note(session, todo.owner_id, one, "reopened")

"""The rounds of a todo that repeats: how it moves on when one is done or skipped.

The callers have taken the owner's next revision and given it to the todo; they write
down what became of the todo itself. What changes besides is written down here.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from taskpal.accounts.models import OwnerId
from taskpal.accounts.preferences import queries as preferences
from taskpal.columns import now
from taskpal.todos.history import recording
from taskpal.todos.models import Todo
from taskpal.todos.moving import below
from taskpal.todos.recurrence import series
from taskpal.todos.recurrence.errors import OtherRound
from taskpal.todos.recurrence.models import Occurrence
from taskpal.todos.recurrence.series import Series
from taskpal.todos.recurrence.standing import (
    as_scheduled,
    clock_of,
    due_moment,
    series_of,
    settle,
)

SAME_REQUEST: Final = timedelta(minutes=1)
"""Within this time a round is not done twice: the request came twice."""


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


def _clock(session: Session, todo: Todo, moment: datetime) -> datetime:
    """The moment on the clock that the todo goes by."""
    _, zone = clock_of(todo)
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
    was, (clock, zone) = series_of(todo).scheduled, clock_of(todo)
    todo.start_on = series.shifted(todo.start_on, was, following.scheduled)
    todo.deadline_on = series.shifted(todo.deadline_on, was, following.scheduled)
    todo.due_on = following.scheduled.date()
    todo.due_time = following.scheduled.time() if clock else None
    todo.due_zone = zone
    todo.repeat_from, todo.repeat_past = following.begins, following.past
    as_scheduled(todo)
    settle(todo)
    for one in below(session, todo):
        if one.completed_at is not None:
            one.completed_at = None
            one.revision, one.updated_at = todo.revision, moment
            recording.note(session, todo.owner_id, one, "reopened")

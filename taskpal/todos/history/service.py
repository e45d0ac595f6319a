"""Taking back what was done. The caller owns the transaction; nothing commits here."""

from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from taskpal import acting, live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos.history import (
    batches,
    finding,
    obstacles,
    queries,
    rules,
)
from taskpal.todos.history.errors import NothingToUndo
from taskpal.todos.history.finding import Target
from taskpal.todos.history.models import Change
from taskpal.todos.history.schemas import ChangeView, Undo, Undone
from taskpal.todos.history.taking_back import TakingBack
from taskpal.todos.history.things import TABLES, Kind
from taskpal.todos.lists.errors import DEEPEST as DEEPEST_LIST
from taskpal.todos.moving import DEEPEST

SHOWN = 100

_change = Change.__table__  # type: ignore[attr-defined]
_c = _change.c


def undo(
    session: Session, owner_id: OwnerId, what: Undo, *, may_delete: bool = True
) -> Undone:
    """Take back a batch, one change, or the latest batches of whoever acts.

    All of it or, when something stands in the way, nothing. It is a batch itself, which
    can be taken back. `may_delete` says whether the caller may move to the trash what
    others have added.

    Raises:
        ChangeNotFound: the owner has no such change.
        CannotUndo: something newer stands on it, or what it needs is gone.
        NeedsDeleting: it deletes, and the caller may not.
    """
    revision = live.changed(session, owner_id)
    session.flush()
    taking = TakingBack(session, owner_id, now(), revision)
    taking.may_delete = may_delete
    undid: list[int] = []
    for target in _targets(session, owner_id, what):
        taking.take_back(target)
        undid.append(target.batch)
        _mark(session, target, revision)
    _check(session, owner_id, taking)
    _show_again(session, owner_id, taking)
    session.expire_all()
    return Undone(
        message=f"Undone: {taking.told}.",
        batch=batches.batch_of(session, owner_id) or revision,
        undid=undid,
        count=taking.count,
        changes=_changes(session, owner_id, revision),
    )


def _targets(session: Session, owner_id: OwnerId, what: Undo) -> Iterator[Target]:
    """One after the other: what is the latest changes with each that is undone."""
    if what.change is not None:
        revision, number = what.change.split("-")
        yield finding.change(session, owner_id, int(revision), int(number))
    elif what.batch is not None:
        yield finding.batch(session, owner_id, what.batch)
    else:
        for step in range(what.steps):
            latest = finding.latest(session, owner_id, acting.actor(session))
            if latest is None and not step:
                raise NothingToUndo
            if latest is None:
                return
            yield finding.batch(session, owner_id, latest)


def _mark(session: Session, target: Target, revision: int) -> None:
    """The entries are undone; if they were an undo, what it took back holds again."""
    connection = session.connection()
    undos = sa.select(_c.revision, _c.undoes).where(
        target.entries(), _c.undoes.is_not(None)
    )
    holds = sa.update(_change).values(undone_by=None)
    for undo_revision, batch in connection.execute(undos.distinct()).all():
        again = [
            _c.owner_id == target.owner_id,
            _c.revision.between(batch, undo_revision),
            _c.batch == batch,
            _c.undone_by == undo_revision,
        ]
        if target.only:
            its = sa.select(_c.thing_id).where(target.entries()).scalar_subquery()
            again.append(_c.thing_id == its)
        connection.execute(holds.where(*again))
    undone = sa.update(_change).values(undone_by=revision)
    connection.execute(undone.where(target.entries()))


def _check(session: Session, owner_id: OwnerId, taking: TakingBack) -> None:
    """See that everything fits together; the session is rolled back if not."""
    obstacles.check_places(session, owner_id, taking.revision, taking.placed)
    rules.check_comments(session, owner_id, taking.added)
    rules.check_labels(session, owner_id, taking.revision)
    if "list" in taking.placed:
        rules.check_archive(session, owner_id, taking.revision)
    for kind, deepest in _DEEPEST.items():
        if kind in taking.placed:
            rules.check_depth(session, owner_id, taking.revision, (kind, deepest))


_DEEPEST: Final[dict[Kind, int]] = {"todo": DEEPEST, "list": DEEPEST_LIST}


def _show_again(session: Session, owner_id: OwnerId, taking: TakingBack) -> None:
    """Let open dashboards read the todos of (un)archived lists: they come, or go."""
    todo = TABLES["todo"]
    theirs = sa.update(todo).where(
        todo.c.owner_id == owner_id,
        todo.c.list_id.in_(taking.shown),
        todo.c.completed_at.is_(None),
        todo.c.deleted_at.is_(None),
    )
    if taking.shown:
        session.connection().execute(theirs.values(revision=taking.revision))


def _changes(session: Session, owner_id: OwnerId, revision: int) -> list[ChangeView]:
    wanted = (
        sa.select(*_c)
        .where(_c.owner_id == owner_id, _c.revision == revision)
        .order_by(_c.number)
        .limit(SHOWN)
    )
    return queries.views(session, owner_id, session.connection().execute(wanted).all())

"""What a list on a dashboard is sent: all of its rows once, then only what changed.

A patch leads from one of the owner's revisions to another: `{"from": 7, "to": 8,
"put": [...], "gone": [...]}`. A dashboard that missed the one before asks again from
where it stands. `{"from": None, "to": 8, "rows": [...]}` starts a list. With each come
the zone that decides what is due today, and the names of the lists that are new to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, select

from taskpal.accounts.models import Account, OwnerId
from taskpal.accounts.preferences.models import AccountPreferences
from taskpal.todos import queries
from taskpal.todos.lists import queries as lists
from taskpal.todos.schemas import Status, TodoRow
from taskpal.todos.todo_fields import PRIORITIES

Patch = dict[str, Any]
Shown = Status | Literal["trash"]

MOST_CHANGES = 5000  # beyond that a list is sent anew: an import's pieces are smaller


@dataclass(frozen=True, slots=True)
class View:
    """Which todos a list shows: the open ones, say, that contain a word."""

    shown: Shown = "open"
    query: str = ""

    @property
    def name(self) -> str:
        """What tells the lists of one dashboard apart."""
        return "trash" if self.shown == "trash" else "todos"


def everything(session: Session, owner_id: OwnerId, view: View) -> Patch:
    """All rows of the list."""
    standing = _standing(session, owner_id)
    if view.shown == "trash":
        found = queries.trash(session, owner_id)
    else:
        found = queries.rows(session, owner_id, view.shown, view.query)
    return standing | {
        "view": view.name,
        "from": None,
        "rows": [wire(row) for row in found],
        "lists": lists.names(session, owner_id),
    }


def since(session: Session, owner_id: OwnerId, view: View, revision: int) -> Patch:
    """What changed in the list after a revision; everything, when that is too much."""
    standing = _standing(session, owner_id)
    if not 0 <= revision <= standing["to"]:
        return everything(session, owner_id, view)
    changed = queries.changes_since(session, owner_id, revision, MOST_CHANGES)
    if len(changed) >= MOST_CHANGES:
        return everything(session, owner_id, view)
    shown = _shown(session, owner_id, view, changed)
    patch = standing | {
        "view": view.name,
        "from": revision,
        "put": [wire(row) for row in changed if row.id in shown],
        "gone": [row.id for row in changed if row.id not in shown],
    }
    named = lists.names(session, owner_id, since=revision)
    return patch | {"lists": named} if named else patch


def again(session: Session, owner_id: OwnerId, view: View, todo_id: str) -> Patch:
    """The row as it is, for a dashboard that showed a change which was refused."""
    standing = _standing(session, owner_id)
    found = queries.rows_of(session, owner_id, [todo_id])
    shown = _shown(session, owner_id, view, found)
    return standing | {
        "view": view.name,
        "from": standing["to"],
        "put": [wire(row) for row in found if row.id in shown],
        "gone": [] if shown else [todo_id],
    }


def wire(row: TodoRow) -> list[Any]:
    """A row as it travels, without names: `read` in assets/todo_store.js knows them.

    What most todos have not comes last, and is left out from there on.
    """
    most = [
        row.id,
        row.title,
        PRIORITIES.index(row.priority) + 1,
        row.due.isoformat() if row.due else None,
        int(row.completed),
        _milliseconds(row.created_at),
        row.revision,
        int(row.has_description),
    ]
    some = [
        row.list,
        row.due_time.isoformat("minutes") if row.due_time else None,
        _milliseconds(row.due_at) if row.due_at else None,
        int(row.repeats),
    ]
    while some and not some[-1]:
        some.pop()
    return most + some


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _standing(session: Session, owner_id: OwnerId) -> Patch:
    """Read before the rows: what comes in between is sent twice rather than lost."""
    zone = col(AccountPreferences.account_id) == col(Account.id)
    wanted = (
        select(Account.revision, AccountPreferences.zone)
        .outerjoin(AccountPreferences, zone)
        .where(col(Account.id) == owner_id)
    )
    revision, name = session.exec(wanted).one()
    return {"to": revision, "zone": name}


def _shown(
    session: Session, owner_id: OwnerId, view: View, rows: Iterable[TodoRow]
) -> set[str]:
    """Which of these rows belong in the list."""
    fitting = {row.id for row in rows if _fits(row, view.shown)}
    if not view.query or not fitting:
        return fitting
    return queries.containing(session, owner_id, view.query, fitting)


def _fits(row: TodoRow, shown: Shown) -> bool:
    match shown:
        case "trash":
            return row.gone
        case "all":
            return not row.gone and not row.hidden
        case _:
            there = not row.gone and not row.hidden
            return there and row.completed == (shown == "done")

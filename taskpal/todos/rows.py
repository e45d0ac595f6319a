"""What a list on a dashboard is sent: all of its rows once, then only what changed.

A patch leads from one of the owner's revisions to another: `{"from": 7, "to": 8,
"put": [...], "gone": [...]}`. A dashboard that missed the one before asks again from
where it stands. `{"from": None, "to": 8, "rows": [...]}` starts a list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session, col, select

from taskpal.accounts.models import Account, OwnerId
from taskpal.todos import queries
from taskpal.todos.schemas import PRIORITIES, Status, TodoRow

Patch = dict[str, Any]
Shown = Status | Literal["trash"]

MOST_CHANGES = 500  # beyond that a list is sent anew


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
    to = _revision(session, owner_id)
    if view.shown == "trash":
        found = queries.trash(session, owner_id)
    else:
        found = queries.rows(session, owner_id, view.shown, view.query)
    rows = [wire(row) for row in found]
    return {"view": view.name, "from": None, "to": to, "rows": rows}


def since(session: Session, owner_id: OwnerId, view: View, revision: int) -> Patch:
    """What changed in the list after a revision; everything, when that is too much."""
    to = _revision(session, owner_id)
    if not 0 <= revision <= to:
        return everything(session, owner_id, view)
    changed = queries.changes_since(session, owner_id, revision, MOST_CHANGES)
    if len(changed) >= MOST_CHANGES:
        return everything(session, owner_id, view)
    shown = _shown(session, owner_id, view, changed)
    return {
        "view": view.name,
        "from": revision,
        "to": to,
        "put": [wire(row) for row in changed if row.id in shown],
        "gone": [row.id for row in changed if row.id not in shown],
    }


def again(session: Session, owner_id: OwnerId, view: View, todo_id: str) -> Patch:
    """The row as it is, for a dashboard that showed a change which was refused."""
    to = _revision(session, owner_id)
    found = queries.rows_of(session, owner_id, [todo_id])
    shown = _shown(session, owner_id, view, found)
    return {
        "view": view.name,
        "from": to,
        "to": to,
        "put": [wire(row) for row in found if row.id in shown],
        "gone": [] if shown else [todo_id],
    }


def wire(row: TodoRow) -> list[Any]:
    """A row as it travels, without names: `read` in assets/todo_store.js knows them."""
    return [
        row.id,
        row.title,
        PRIORITIES.index(row.priority) + 1,
        row.due.isoformat() if row.due else None,
        int(row.completed),
        int(row.created_at.timestamp() * 1000),
        row.revision,
        int(row.has_description),
    ]


def _revision(session: Session, owner_id: OwnerId) -> int:
    """Read before the rows: what comes in between is sent twice rather than lost."""
    return session.exec(
        select(Account.revision).where(col(Account.id) == owner_id)
    ).one()


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
            return not row.gone
        case _:
            return not row.gone and row.completed == (shown == "done")

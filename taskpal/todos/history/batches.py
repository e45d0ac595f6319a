"""What a session noted since its last commit: batches, and rows not yet flushed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from taskpal.todos.history.things import Kind

_NOTED = "history.noted"

Key = tuple[Kind, str]


@dataclass(slots=True)
class Batch:
    """Its number, which is its first revision, and the number of its next entry."""

    first: int
    next: int = 0


@dataclass(slots=True)
class Transaction:
    """What was noted since the session's last commit.

    `unnoted` has the old values of columns that were flushed before they were noted;
    `noted` names those that were noted and not yet flushed.
    """

    root: SessionTransaction | None
    batches: dict[str, Batch] = field(default_factory=dict)
    unnoted: dict[Key, dict[str, Any]] = field(default_factory=dict)
    noted: dict[Key, frozenset[str]] = field(default_factory=dict)

    def copy(self) -> "Transaction":
        """As it is now, for when what comes next is rolled back."""
        return Transaction(
            self.root,
            {owner: replace(batch) for owner, batch in self.batches.items()},
            {key: dict(values) for key, values in self.unnoted.items()},
            dict(self.noted),
        )


def transaction(session: Session) -> Transaction:
    """What the session noted since its last commit."""
    root = session.get_transaction()
    kept: Transaction | None = session.info.get(_NOTED)
    if kept is None or kept.root is not root:
        kept = session.info[_NOTED] = Transaction(root)
    return kept


def batch_of(session: Session, owner_id: str) -> int | None:
    """The batch of what was noted in this transaction; None, if nothing was."""
    found = transaction(session).batches.get(owner_id)
    return found.first if found else None


def go_on(session: Session, owner_id: str, batch: int) -> None:
    """Let what this transaction does belong to a batch that an earlier one began."""
    session.connection()  # begins the transaction, if nothing did
    transaction(session).batches[owner_id] = Batch(batch)


def way_back(session: Session) -> Callable[[], None]:
    """What to call when all that is done from now on is rolled back, but no more."""
    session.connection()  # begins the transaction, if nothing did
    kept = transaction(session).copy()

    def go_back() -> None:
        session.info[_NOTED] = kept

    return go_back

"""Changing a thing only where it still is what the caller has read."""

from collections.abc import Collection
from typing import Protocol

from taskpal.errors import TaskPalError

Revisions = Collection[int] | None
"""The revisions a caller accepts a thing to be at; None accepts any."""


class Versioned(Protocol):
    """A row that knows the owner's revision of its last change."""

    revision: int


def check(row: Versioned, only_at: Revisions, changed: type[TaskPalError]) -> None:
    """Refuse to go on with a row that is at none of these revisions.

    Raises:
        TaskPalError: `changed`, as somebody changed it meanwhile.
    """
    if only_at is not None and row.revision not in only_at:
        raise changed()

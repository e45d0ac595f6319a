"""How todos are found. Every query takes the owner, so none can be forgotten.

Lists are read column by column from statements built once: making table objects and
building the same statement anew would cost more than the database does.
"""

from taskpal.todos.queries.dashboard import (
    changes_since,
    containing,
    rows,
    rows_of,
    trash,
)
from taskpal.todos.queries.narrowing import with_status
from taskpal.todos.queries.pages import page
from taskpal.todos.queries.shown import view, views, views_by_id
from taskpal.todos.queries.single import (
    TRASH_KEEPS,
    are_there,
    todo,
    todo_to_change,
    todo_to_restore,
    trash_begins,
)

__all__ = [
    "TRASH_KEEPS",
    "are_there",
    "changes_since",
    "containing",
    "page",
    "rows",
    "rows_of",
    "todo",
    "todo_to_change",
    "todo_to_restore",
    "trash",
    "trash_begins",
    "view",
    "views",
    "views_by_id",
    "with_status",
]

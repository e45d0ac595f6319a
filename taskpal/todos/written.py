"""Writing a changed row: what lists, sections, labels, comments and filters share."""

from typing import TypeVar

from sqlmodel import Session

from taskpal import live
from taskpal.columns import now
from taskpal.todos.comments.models import Comment
from taskpal.todos.finding.models import SavedFilter
from taskpal.todos.history import recording
from taskpal.todos.labels.models import Label
from taskpal.todos.lists.models import Section, TodoList

Row = TypeVar("Row", TodoList, Section, Label, Comment, SavedFilter)


def written(session: Session, row: Row, action: recording.Action) -> Row:
    """The row, noted and written; when nothing is news, nobody is disturbed."""
    if session.is_modified(row):
        row.revision = live.changed(session, row.owner_id)
        row.updated_at = now()
        recording.note(session, row.owner_id, row, action)
        session.flush()
    return row

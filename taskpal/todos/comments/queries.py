"""How comments are found. Every query takes the owner."""

from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from taskpal.accounts.models import OwnerId
from taskpal.security import is_id
from taskpal.todos import cursors
from taskpal.todos import queries as todos
from taskpal.todos.comments.errors import CommentNotFound
from taskpal.todos.comments.models import Comment
from taskpal.todos.comments.schemas import CommentPage, CommentQuery, CommentView
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.seen import Seen

_FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
_comment = Comment.__table__.c  # type: ignore[attr-defined]


def comment(
    session: Session, owner_id: OwnerId, comment_id: str, *, trashed: bool = False
) -> Comment:
    """The owner's comment as it is now; `trashed`, be it in the trash.

    Raises:
        CommentNotFound: there is none, or it is someone else's; it is in the trash, or
            its todo is.
    """
    there = sa.and_(
        col(Todo.owner_id) == col(Comment.owner_id),
        col(Todo.id) == col(Comment.todo_id),
        col(Todo.deleted_at).is_(None),
    )
    wanted = (
        select(Comment)
        .join(Todo, there)
        .where(Comment.owner_id == owner_id, Comment.id == comment_id)
        .execution_options(populate_existing=True)
    )
    found = session.exec(wanted).first() if is_id(comment_id) else None
    if found is None or (found.deleted_at and not trashed):
        raise CommentNotFound
    return found


def one(session: Session, owner_id: OwnerId, comment_id: str) -> Seen[CommentView]:
    """One comment as everyone outside sees it.

    Raises:
        CommentNotFound: there is none, or it is someone else's; it is in the trash, or
            its todo is.
    """
    return view(session, owner_id, comment(session, owner_id, comment_id))


def view(_session: Session, _owner_id: OwnerId, row: Comment) -> Seen[CommentView]:
    """The comment as everyone outside sees it."""
    return Seen(CommentView.of(row), str(row.revision))


def page(session: Session, owner_id: OwnerId, query: CommentQuery) -> CommentPage:
    """One page of the comments on a todo, the oldest first.

    Raises:
        TodoNotFound: the owner has no such todo.
        BadValues: the cursor was not made for this owner and todo.
    """
    asked = ["comments", query.todo]
    after = _after(owner_id, asked, query.cursor)
    todo = todos.todo(session, owner_id, TodoId(query.todo))
    wanted = (
        select(Comment)
        .where(
            Comment.owner_id == owner_id,
            Comment.todo_id == todo.id,
            col(Comment.deleted_at).is_(None),
            sa.tuple_(_comment.created_at, _comment.id)
            > sa.tuple_(sa.literal(after[0], _comment.created_at.type), after[1]),
        )
        .order_by(_comment.created_at, _comment.id)
        .limit(query.limit + 1)
    )
    found = session.exec(wanted).all()
    shown = found[: query.limit]
    next_cursor = None
    if len(found) > query.limit:
        last = [shown[-1].created_at.isoformat(), shown[-1].id]
        next_cursor = cursors.made(owner_id, asked, last)
    total = how_many(session, owner_id, todo.id)
    return CommentPage([CommentView.of(row) for row in shown], total, next_cursor)


def how_many(session: Session, owner_id: OwnerId, todo_id: str) -> int:
    """How many comments there are on the todo."""
    wanted = select(func.count()).where(
        Comment.owner_id == owner_id,
        Comment.todo_id == todo_id,
        col(Comment.deleted_at).is_(None),
    )
    return session.exec(wanted).one()


def _after(owner_id: OwnerId, asked: list[str], cursor: str) -> tuple[datetime, str]:
    if not cursor:
        return _FIRST, ""
    at, last = cursors.read(owner_id, asked, cursor)
    return datetime.fromisoformat(at), last

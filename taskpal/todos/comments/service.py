"""What can be done to comments. Nothing commits here."""

from sqlmodel import Session

from taskpal import acting, live, revisions
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.revisions import Revisions
from taskpal.todos import queries as todos
from taskpal.todos.comments import queries
from taskpal.todos.comments.errors import (
    MOST,
    CommentChangedMeanwhile,
    CommentGone,
    NothingToCommentOn,
    TooManyComments,
)
from taskpal.todos.comments.models import Comment
from taskpal.todos.comments.schemas import CommentChanges, NewComment
from taskpal.todos.errors import TodoNotFound
from taskpal.todos.folding import searchable
from taskpal.todos.history import recording
from taskpal.todos.models import TodoId
from taskpal.todos.written import written


def add(session: Session, owner_id: OwnerId, new: NewComment) -> Comment:
    """Say something about a todo, in the name of whoever acts.

    Raises:
        NothingToCommentOn: the owner has no such todo.
        TooManyComments: the todo has as many as there can be.
    """
    revision, moment = live.changed(session, owner_id), now()
    try:
        todo = todos.todo(session, owner_id, TodoId(new.todo))
    except TodoNotFound:
        raise NothingToCommentOn from None
    _check_room(session, owner_id, todo.id)
    actor = acting.actor(session)
    row = Comment(
        owner_id=owner_id,
        todo_id=todo.id,
        text=new.text,
        search_key=searchable(new.text),
        actor_kind=actor.kind,
        actor_name=actor.name[:100],
        created_at=moment,
        updated_at=moment,
        revision=revision,
    )
    session.add(row)
    recording.note(session, owner_id, row, "added")
    session.flush()
    return row


def change(
    session: Session,
    owner_id: OwnerId,
    comment_id: str,
    changes: CommentChanges,
    *,
    only_at: Revisions = None,
) -> Comment:
    """Write the comment anew.

    Raises:
        CommentNotFound: the owner has no such comment.
        CommentChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    row = _to_change(session, owner_id, comment_id, only_at)
    row.text, row.search_key = changes.text, searchable(changes.text)
    return written(session, row, "changed")


def delete(
    session: Session, owner_id: OwnerId, comment_id: str, *, only_at: Revisions = None
) -> None:
    """Move the comment to the trash, from where it can be restored for 30 days.

    Raises:
        CommentNotFound: the owner has no such comment, or it is in the trash already.
        CommentChangedMeanwhile: it is at none of the revisions `only_at` names.
    """
    row = _to_change(session, owner_id, comment_id, only_at)
    row.deleted_at = now()
    written(session, row, "deleted")


def restore(
    session: Session, owner_id: OwnerId, comment_id: str, *, only_at: Revisions = None
) -> Comment:
    """Take the comment out of the trash; one that is not in it stays as it is.

    Raises:
        CommentNotFound: the owner has no such comment.
        CommentGone: it was deleted more than 30 days ago.
        CommentChangedMeanwhile: it is at none of the revisions `only_at` names.
        TooManyComments: the todo has as many as there can be.
    """
    row = _to_change(session, owner_id, comment_id, only_at, trashed=True)
    if row.deleted_at is None:
        return row
    if row.deleted_at < todos.trash_begins():
        raise CommentGone
    _check_room(session, owner_id, row.todo_id)
    row.deleted_at = None
    return written(session, row, "restored")


def _to_change(
    session: Session,
    owner_id: OwnerId,
    comment_id: str,
    only_at: Revisions,
    *,
    trashed: bool = False,
) -> Comment:
    live.hold(session, owner_id)
    row = queries.comment(session, owner_id, comment_id, trashed=trashed)
    revisions.check(row, only_at, CommentChangedMeanwhile)
    return row


def _check_room(session: Session, owner_id: OwnerId, todo_id: str) -> None:
    if queries.how_many(session, owner_id, todo_id) >= MOST:
        raise TooManyComments

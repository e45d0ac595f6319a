"""What can be wrong with a request about comments."""

from http import HTTPStatus
from typing import Final

from taskpal.errors import BadValues, TaskPalError
from taskpal.todos.errors import ChangedMeanwhile, Gone, NotFound

MOST: Final = 1000  # comments on one todo, without those in the trash


class CommentNotFound(NotFound):
    """No such comment, or it belongs to someone else."""

    thing = "comment"


class CommentGone(Gone):
    """The comment was in the trash for so long that it cannot come back."""

    thing = "comment"


class CommentChangedMeanwhile(ChangedMeanwhile):
    """The caller decided on a version of the comment that is no longer the latest."""

    thing = "comment"


class NothingToCommentOn(BadValues):
    """A comment was to be made on a todo that is not there."""

    def __init__(self) -> None:
        super().__init__({"todo": "There is no todo with this id."})


class TooManyComments(TaskPalError):
    """The todo has as many comments as there can be."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            f"This todo has {MOST:,} comments, and there can be no more. "
            "Delete one first."
        )

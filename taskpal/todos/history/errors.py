"""Why a change cannot be taken back."""

from http import HTTPStatus
from typing import Any

from taskpal.errors import TaskPalError


class ChangeNotFound(TaskPalError):
    """No such change, or it was made for somebody else: both look the same."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("There is no change with this number.")


class CannotUndo(TaskPalError):
    """Something stands in the way; nothing was taken back.

    `standing` names the change that has to be undone first, if there is one.
    """

    status = HTTPStatus.CONFLICT

    def __init__(self, sentence: str, **standing: Any) -> None:
        super().__init__(sentence)
        self.more = standing


class NothingToUndo(CannotUndo):
    """Whoever asks has changed nothing lately that is not undone."""

    def __init__(self) -> None:
        super().__init__("There is nothing of yours to undo in the last 30 days.")


class UndoneAlready(CannotUndo):
    """Somebody was faster, or asked twice."""

    def __init__(self) -> None:
        super().__init__("This was undone already.")


class NeedsDeleting(TaskPalError):
    """Taking this back deletes what the caller has not added."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "Undoing this moves to the trash what somebody else added. That needs "
            "access to delete todos."
        )

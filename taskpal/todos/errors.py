"""What can be wrong with a request about todos."""

from http import HTTPStatus

from taskpal.errors import TaskPalError

MOST = 100_000  # todos of one account, done ones and the trash included


class NotFound(TaskPalError):
    """There is none, or it belongs to someone else: both look the same from outside."""

    status = HTTPStatus.NOT_FOUND
    thing = "todo"

    def __init__(self) -> None:
        super().__init__(f"There is no {self.thing} with this id.")


class Gone(TaskPalError):
    """It was in the trash for so long that it cannot come back."""

    status = HTTPStatus.GONE
    thing = "todo"

    def __init__(self) -> None:
        super().__init__(
            f"This {self.thing} was deleted more than 30 days ago and is gone."
        )


class ChangedMeanwhile(TaskPalError):
    """The caller decided on a version that is no longer the latest."""

    status = HTTPStatus.PRECONDITION_FAILED
    thing = "todo"

    def __init__(self) -> None:
        super().__init__(
            f"This {self.thing} was changed meanwhile. Read it again, then repeat "
            "your change."
        )


class TodoNotFound(NotFound):
    """No such todo, or it belongs to someone else."""


class TodoGone(Gone):
    """The todo was in the trash for so long that it cannot come back."""


class TodoChangedMeanwhile(ChangedMeanwhile):
    """The caller decided on a version of the todo that is no longer the latest."""


class TooManyTodos(TaskPalError):
    """The account has as many todos as there can be."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            f"You have {MOST:,} todos, and there can be no more. What is deleted makes "
            "room after 30 days."
        )


class KeyUsedBefore(TaskPalError):
    """An `Idempotency-Key` came back with another payload."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for something else. Use a new key."
        )

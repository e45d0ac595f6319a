"""What can be wrong with a request about a series."""

from http import HTTPStatus

from taskpal.errors import TaskPalError


class DoesNotRepeat(TaskPalError):
    """The todo has no next round."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("This todo does not repeat, or its last round is done.")

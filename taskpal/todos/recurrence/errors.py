"""What can be wrong with a request about a series."""

from http import HTTPStatus

from taskpal.errors import TaskPalError


class OtherRound(TaskPalError):
    """The round that is meant was given another date, and is not over."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("This todo is due at another time now. Look at it again.")


class DoesNotRepeat(TaskPalError):
    """The todo has no next round."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("This todo does not repeat, or its last round is done.")

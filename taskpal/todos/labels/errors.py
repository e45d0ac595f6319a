"""What can be wrong with a request about labels."""

from http import HTTPStatus
from typing import Final

from taskpal.errors import TaskPalError

MOST: Final = 500  # labels of one account


class TooManyLabels(TaskPalError):
    """The account has as many labels as there can be."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            f"You have {MOST} labels, and there can be no more. Delete one first."
        )

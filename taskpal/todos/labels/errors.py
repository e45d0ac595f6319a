"""What can be wrong with a request about labels."""

from http import HTTPStatus
from typing import Final

from taskpal.errors import TaskPalError
from taskpal.todos.errors import ChangedMeanwhile, NotFound

MOST: Final = 500  # labels of one account, without those in the trash


class LabelNotFound(NotFound):
    """No such label, or it belongs to someone else."""

    thing = "label"


class LabelChangedMeanwhile(ChangedMeanwhile):
    """The caller decided on a version of the label that is no longer the latest."""

    thing = "label"


class LabelExists(TaskPalError):
    """Two labels of one name could not be told apart where people type them."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("There is a label of this name already.")


class TooManyLabels(TaskPalError):
    """The account has as many labels as there can be."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            f"You have {MOST} labels, and there can be no more. Delete one first."
        )

"""What can be wrong with a request about preferences."""

from http import HTTPStatus

from taskpal.errors import TaskPalError


class PreferencesChangedMeanwhile(TaskPalError):
    """The caller decided on a version that is no longer the latest."""

    status = HTTPStatus.PRECONDITION_FAILED

    def __init__(self) -> None:
        super().__init__(
            "The preferences were changed meanwhile. Read them again, then repeat "
            "your change."
        )

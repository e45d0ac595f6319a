"""What can be wrong with a batch."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from taskpal.errors import BadValues, TaskPalError, phrase


class Refused(TaskPalError):
    """One of the operations is refused, and so nothing at all was done.

    It is refused as it would have been alone; `failed` tells which one it is.
    """

    def __init__(self, number: int, name: str, error: TaskPalError) -> None:
        super().__init__(
            f"operations.{number} ({name}): {error.message} Nothing was changed."
        )
        self.status = error.status
        self.more = {**error.more, "failed": number}
        if isinstance(error, BadValues):
            self.more["errors"] = placed(number, error.problems)


class NoSuchRef(BadValues):
    """An operation names what none before it has made."""

    def __init__(self, field: str, ref: str) -> None:
        super().__init__({field: f"No operation before this one has the ref “{ref}”."})


class RefRefused(TaskPalError):
    """An operation needs what one before it was to make, and that was refused."""

    status = HTTPStatus.FAILED_DEPENDENCY

    def __init__(self, ref: str) -> None:
        super().__init__(f"The operation with the ref “{ref}” was refused.")


def placed(number: int, problems: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the fields of an operation, under their places in all."""
    return {f"operations.{number}.{field}": why for field, why in problems.items()}


def described(error: TaskPalError) -> dict[str, Any]:
    """The problem document that the operation alone would have been answered with."""
    status = int(error.status)
    told = {"type": "about:blank", "title": phrase(status), "status": status}
    return {**told, "detail": error.message, **error.more}

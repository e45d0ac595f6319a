"""What can be wrong with an import."""

from http import HTTPStatus

from taskpal.errors import TaskPalError


class UnreadableFile(TaskPalError):
    """Nothing in the file can be imported; the sentence says why."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class ImportNotFound(TaskPalError):
    """No such import, or it belongs to someone else."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("There is no import with this id.")


class ImportRunning(TaskPalError):
    """One import at a time: two would get in each other's way."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "An import is running. Wait until it is done; after one that broke off you "
            "can begin again in a minute."
        )

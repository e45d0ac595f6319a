"""What can be wrong with a file to import."""

from http import HTTPStatus

from taskpal.errors import TaskPalError


class UnreadableFile(TaskPalError):
    """Nothing in the file can be imported; the sentence says why."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

"""The base of every error raised on purpose. Its message is shown to people."""

from collections.abc import Mapping
from http import HTTPStatus


class TaskPalError(Exception):
    """Something a caller did wrong, or asked for that is not there.

    Attributes:
        status: the HTTP status that tells a client the kind of error.
        headers: HTTP headers a refusal must carry (`WWW-Authenticate`, `Retry-After`).
    """

    status: int = HTTPStatus.BAD_REQUEST
    headers: Mapping[str, str] = {}

    @property
    def message(self) -> str:
        """The sentence shown to a person."""
        return str(self)


class BadValues(TaskPalError):
    """Some fields are wrong; each is named with its own sentence."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, problems: Mapping[str, str]) -> None:
        sentences = "; ".join(f"{field}: {why}" for field, why in problems.items())
        super().__init__(sentences)
        self.problems = dict(problems)


class TooManyAttempts(TaskPalError):
    """A throttle closed; the caller may come back after a while."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many attempts. Try again in {retry_after} seconds.")
        self.headers = {"Retry-After": str(retry_after)}

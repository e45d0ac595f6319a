"""The base of every error raised on purpose. Its message is shown to people."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

_REWORDED: Final = {413: "Content Too Large", 422: "Unprocessable Content"}


class TaskPalError(Exception):
    """Something a caller did wrong, or asked for that is not there.

    Attributes:
        status: the HTTP status that tells a client the kind of error.
        headers: HTTP headers a refusal must carry (`WWW-Authenticate`, `Retry-After`).
        more: what a program is told besides the sentence, by name.
    """

    status: int = HTTPStatus.BAD_REQUEST
    headers: Mapping[str, str] = {}
    more: Mapping[str, Any] = {}

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
        self.more = {"errors": self.problems}


class TooManyAttempts(TaskPalError):
    """A throttle closed; the caller may come back after a while."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, retry_after: int, what: str = "attempts") -> None:
        super().__init__(f"Too many {what}. Try again in {_in_words(retry_after)}.")
        self.headers = {"Retry-After": str(retry_after)}


def phrase(status: int) -> str:
    """A status in words, as RFC 9110 has them, whatever this Python calls it."""
    return _REWORDED.get(status) or HTTPStatus(status).phrase


def _in_words(seconds: int) -> str:
    if seconds == 1:
        return "a second"
    return f"{seconds} seconds" if seconds <= 90 else f"{-(-seconds // 60)} minutes"  # noqa: PLR2004

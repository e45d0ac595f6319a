"""What can be wrong with a request about calendar feeds."""

from http import HTTPStatus
from typing import Final

from taskpal.errors import TaskPalError
from taskpal.todos.errors import NotFound

MOST: Final = 20  # feeds of one account


class FeedNotFound(NotFound):
    """No such feed, or it belongs to someone else."""

    thing = "feed"


class NoSuchFeed(TaskPalError):
    """Nobody has, or no longer has, the token in the address."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("There is no calendar at this address, or no longer.")


class TooManyFeeds(TaskPalError):
    """The account has as many feeds as there can be."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            f"You have {MOST} calendar feeds, and there can be no more. Remove one "
            "first."
        )


class NotForApps(TaskPalError):
    """An app that the user let in would keep its sight after being disconnected."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "Apps cannot make calendar feeds, as those go on when the app is "
            "disconnected. Make one yourself, with a personal token."
        )

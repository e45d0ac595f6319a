"""What can be wrong with a request about saved filters."""

from http import HTTPStatus
from typing import Final

from taskpal.errors import BadValues, TaskPalError
from taskpal.todos.errors import ChangedMeanwhile, Gone, NotFound

MOST: Final = 200  # filters of one account, without those in the trash


class FilterNotFound(NotFound):
    """No such filter, or it belongs to someone else."""

    thing = "filter"


class FilterGone(Gone):
    """The filter was in the trash for so long that it cannot come back."""

    thing = "filter"


class FilterChangedMeanwhile(ChangedMeanwhile):
    """The caller decided on a version of the filter that is no longer the latest."""

    thing = "filter"


class NotAFilter(BadValues):
    """A query cannot be read; the sentence says where, and what was expected."""

    def __init__(self, sentence: str) -> None:
        super().__init__({"query": sentence})


class CannotBeRead(TaskPalError):
    """A filter that was read when it was kept, in an order of dates now given up."""

    status = HTTPStatus.CONFLICT

    def __init__(self, sentence: str) -> None:
        super().__init__(f"This filter cannot be read any longer: {sentence}")


class NoSuchPane(BadValues):
    """The filter has fewer lists than were counted."""

    def __init__(self, many: int) -> None:
        super().__init__({"pane": f"must be at most {many}: so many this filter has"})


class TooManyFilters(TaskPalError):
    """The account has as many filters as there can be."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            f"You have {MOST} filters, and there can be no more. Delete one first."
        )

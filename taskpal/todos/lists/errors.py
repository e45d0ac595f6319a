"""What can be wrong with a request about lists and sections."""

from http import HTTPStatus
from typing import Final

from taskpal.errors import BadValues, TaskPalError
from taskpal.todos.errors import ChangedMeanwhile, Gone, NotFound

MOST_LISTS: Final = 500  # of one account, without those in the trash
MOST_SECTIONS: Final = 200  # of one list
DEEPEST: Final = 10
"""So many lists, one inside the other."""


class NoSuchList(BadValues):
    """What a caller says about something else names a list that is not there."""

    def __init__(self, field: str = "list") -> None:
        super().__init__({field: "There is no list with this id."})


class Archived(BadValues):
    """Something was to be put into a list that is out of sight, where it would be lost.

    What is in one already can stay.
    """

    def __init__(self, field: str = "list") -> None:
        super().__init__({field: "is archived; take it out of the archive first"})


class NoSuchSection(BadValues):
    """What a caller says about something else names a section that is not there."""

    def __init__(self, field: str = "section") -> None:
        super().__init__({field: "There is no section with this id."})


class ListNotFound(NotFound):
    """No such list, or it belongs to someone else."""

    thing = "list"


class ListGone(Gone):
    """The list was in the trash for so long that it cannot come back."""

    thing = "list"


class ListChangedMeanwhile(ChangedMeanwhile):
    """The caller decided on a version of the list that is no longer the latest."""

    thing = "list"


class SectionNotFound(NotFound):
    """No such section, or it belongs to someone else."""

    thing = "section"


class SectionGone(Gone):
    """The section was in the trash for so long that it cannot come back."""

    thing = "section"


class SectionChangedMeanwhile(ChangedMeanwhile):
    """The caller decided on a version of the section that is no longer the latest."""

    thing = "section"


class InboxStays(TaskPalError):
    """The Inbox is always there, always first, and always called that."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "The Inbox cannot be renamed, moved, archived or deleted. Its todos can."
        )


class InsideItself(BadValues):
    """A list was to be moved into itself, or into one that is inside it."""

    def __init__(self, field: str) -> None:
        super().__init__({field: "is the list itself, or a list inside it"})


class TooDeep(BadValues):
    """So many lists would be one inside the other that nobody finds anything."""

    def __init__(self, field: str) -> None:
        super().__init__(
            {field: f"has so many lists above it that there can be no more ({DEEPEST})"}
        )


class ParentArchived(TaskPalError):
    """A list cannot be in use inside one that is not."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__(
            "The list it is in is archived. Take that one out of the archive first."
        )


class ListInTrash(TaskPalError):
    """A section cannot be brought back into a list that is in the trash."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("The list it was in is in the trash. Restore that one first.")


class TooManyLists(TaskPalError):
    """The account has as many lists as there can be."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            f"You have {MOST_LISTS} lists, and there can be no more. Delete one first."
        )


class TooManySections(TaskPalError):
    """The list has as many sections as there can be."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            f"This list has {MOST_SECTIONS} sections, and there can be no more. "
            "Delete one first."
        )

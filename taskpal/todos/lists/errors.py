"""What can be wrong with a request about lists and sections."""

from taskpal.errors import BadValues


class NoSuchList(BadValues):
    """What a caller says about something else names a list that is not there."""

    def __init__(self) -> None:
        super().__init__({"list": "There is no list with this id."})


class NoSuchSection(BadValues):
    """What a caller says about something else names a section that is not there."""

    def __init__(self) -> None:
        super().__init__({"section": "There is no section with this id."})

"""What can be wrong with the code of a device."""

from http import HTTPStatus

from taskpal.errors import BadValues


class NoSuchCode(BadValues):
    """No device waits with this code: mistyped, too old, answered, or made up."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(
            {
                "user_code": "No device is waiting with this code. Compare it with "
                "the one on your device, or ask the device for a new one."
            }
        )

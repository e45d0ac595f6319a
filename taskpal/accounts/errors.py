"""What can be wrong with signing up and in."""

from http import HTTPStatus

from taskpal.errors import BadValues, TaskPalError


class WrongCredentials(TaskPalError):
    """No account has this address and password; which of them is off stays private."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__("This email address and password do not belong together.")


class EmailTaken(BadValues):
    """There is one account for each address.

    Signing up therefore tells whether an address has an account. Only an email sent to
    it could avoid that, and TaskPal sends none; the throttle keeps lists from being
    tried out.
    """

    def __init__(self) -> None:
        super().__init__({"email": "There is already an account with this address."})


class SignUpClosed(TaskPalError):
    """Whoever hosts this TaskPal adds accounts themselves."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("Whoever runs this TaskPal adds new accounts themselves.")

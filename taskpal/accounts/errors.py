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
    """Whoever hosts this TaskPal invites people, or adds their accounts."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "New accounts need an invitation. Ask whoever hosts this TaskPal for one."
        )


class SessionNotFound(TaskPalError):
    """It has ended, or is somebody else's: both look the same from outside."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__("That browser is signed out already.")


class WrongPassword(TaskPalError):
    """Somebody signed in is asked for their password, and this is not it."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("This is not your password.")


class WrongCode(TaskPalError):
    """Not the code of this half minute, or used before, or no recovery code."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("This code is wrong or was used already.")


class TwoStepIsOn(TaskPalError):
    """An authenticator counts already: it is turned off before another is added."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("Two-step sign-in is on already.")


class TwoStepIsOff(TaskPalError):
    """There is nothing to confirm, renew or turn off."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("Two-step sign-in is not on.")


class SetUpIsOver(TaskPalError):
    """The secret was shown too long ago, or another one since."""

    status = HTTPStatus.CONFLICT

    def __init__(self) -> None:
        super().__init__("That took too long. Please set it up from the beginning.")


class SignInAgain(TaskPalError):
    """The first half of a sign-in is over, or no longer true."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__("That took too long. Please sign in again.")


class TooManyWrongCodes(SignInAgain):
    """Guessing codes begins with the password again, each few times."""

    def __init__(self) -> None:
        TaskPalError.__init__(self, "Too many wrong codes. Please sign in again.")


class InvitationOver(TaskPalError):
    """The link was used, is too old, was taken back, or never was one."""

    status = HTTPStatus.GONE

    def __init__(self) -> None:
        super().__init__(
            "This invitation was used or is too old. "
            "Ask whoever hosts this TaskPal for a new one."
        )


class InvitedSomeoneElse(BadValues):
    """The invitation is bound to an address, and not to this one."""

    def __init__(self) -> None:
        super().__init__({"email": "This invitation is for another address."})

"""Proof that a form was shown by TaskPal, to this browser.

The token is a signature over the session's cookie, or, where nobody is signed in, over
a cookie made for that purpose. Another site can make a browser post, but can neither
read nor set either cookie.
"""

from http import HTTPStatus

from fastapi import Request, Response

from taskpal import security
from taskpal.accounts import cookies
from taskpal.errors import TaskPalError
from taskpal.web.forms import Form


class StaleForm(TaskPalError):
    """The form was not shown to this browser, or somebody signed in or out since."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__("This form is out of date. Please send it again.")


def csrf_token(request: Request) -> str:
    """The token for the forms of this page; give the page to `bind` before sending."""
    return security.sign("form", _binding(request) or _new_binding(request))


def check_csrf(request: Request, form: Form) -> None:
    """Let the form pass if it was shown to this browser.

    Raises:
        StaleForm: it was not.
    """
    binding = _binding(request)
    if not binding or not security.same(
        form.get("csrf", ""), security.sign("form", binding)
    ):
        raise StaleForm


def bind(request: Request, response: Response) -> None:
    """Have a browser that had no cookie yet keep the one its form is tied to."""
    if made := getattr(request.state, "form_binding", None):
        cookies.keep(response, cookies.form_cookie(), made)


def _binding(request: Request) -> str | None:
    return cookies.of_session(request) or cookies.of_form(request)


def _new_binding(request: Request) -> str:
    if not hasattr(request.state, "form_binding"):
        request.state.form_binding = security.new_token()
    made: str = request.state.form_binding
    return made

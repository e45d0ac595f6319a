"""Shows a form of the settings to its owner, takes it back, and checks who it is."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

from taskpal.account_settings import queries
from taskpal.account_settings.asked import Asked
from taskpal.accounts import proof
from taskpal.accounts.destination import sign_in_address
from taskpal.accounts.schemas import Credentials, SignedIn
from taskpal.accounts.web import check_csrf, csrf_token, see, signed_in, where
from taskpal.database import in_reading
from taskpal.errors import TaskPalError
from taskpal.web import forms
from taskpal.web.forms import Form

Page = Callable[[Asked], Response]
Deed = Callable[[Request, SignedIn, Form], Awaitable[Response]]


async def show(request: Request, page: Page) -> Response:
    """The page, for whoever is signed in; others sign in first and come back."""
    person = await signed_in(request)
    if person is None:
        return see(sign_in_address(request.url.path))
    return page(await asked(request, person))


async def take(request: Request, page: Page, deed: Deed) -> Response:
    """What follows a form: the deed, or the page again with what is wrong."""
    form = await forms.read(request)
    person = await signed_in(request)
    if person is None:
        return see(sign_in_address(request.url.path))
    try:
        check_csrf(request, form)
        return await deed(request, person, form)
    except TaskPalError as error:
        return page(await asked(request, person, error))


async def proven(request: Request, person: SignedIn, form: Form) -> Credentials:
    """The account, after its password and, where that is on, a code was typed.

    Raises:
        WrongPassword, WrongCode, TooManyAttempts.
    """
    checked = await proof.password(person, form.get("password", ""))
    if checked.two_step:
        await proof.code(person, form.get("code", ""), where(request))
    return checked


async def asked(
    request: Request, person: SignedIn, error: TaskPalError | None = None
) -> Asked:
    """What a page is to ask of whom."""
    second, goes = await in_reading(queries.standing, person.owner_id)
    return Asked(csrf_token(request), person.email, second, goes, error)

"""Signing up, in and out, as plain pages, and what the plain pages of others need.

    person = await signed_in(request)
    if person is None:
        return see(sign_in_address("/here?and=there"))
    return page("Title", form("/action", csrf_token(request), ...))

and where that form arrives:

    form = await forms.read(request)
    check_csrf(request, form)
"""

from fastapi import APIRouter, Request, Response

from taskpal.accounts import cookies, entry, service, views
from taskpal.accounts.csrf import StaleForm, bind, check_csrf, csrf_token
from taskpal.accounts.destination import HOME, destination
from taskpal.accounts.errors import SignUpClosed
from taskpal.accounts.schemas import new_account
from taskpal.accounts.views import Filled
from taskpal.accounts.visitor import see, signed_in, visitor, where
from taskpal.database import in_transaction
from taskpal.errors import TaskPalError
from taskpal.settings import settings
from taskpal.ui.plain import PlainRoute
from taskpal.web import forms
from taskpal.web.forms import Form

__all__ = ["check_csrf", "csrf_token", "router", "see", "signed_in", "where"]

router = APIRouter(route_class=PlainRoute, include_in_schema=False)
SHOWN = ["GET", "HEAD"]


@router.api_route("/sign-in", methods=SHOWN)
async def show_sign_in(request: Request) -> Response:
    goal = _goal(request)
    if await signed_in(request):
        return see(goal)
    return _bound(request, views.sign_in_page(Filled(csrf_token(request), goal)))


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    form = await forms.read(request)
    email = form.get("email", "")
    try:
        check_csrf(request, form)
        token = await entry.sign_in(visitor(request), email, form.get("password", ""))
    except TaskPalError as error:
        return _bound(request, views.sign_in_page(_again(request, form, error)))
    return _welcome(email, token, form)


@router.api_route("/sign-up", methods=SHOWN)
async def show_sign_up(request: Request) -> Response:
    goal = _goal(request)
    if await signed_in(request):
        return see(goal)
    if settings().sign_up == "closed":
        return views.sign_up_closed_page(SignUpClosed(), goal)
    return _bound(request, views.sign_up_page(Filled(csrf_token(request), goal)))


@router.post("/sign-up")
async def sign_up(request: Request) -> Response:
    form = await forms.read(request)
    typed = [form.get(field, "") for field in ("email", "password", "name")]
    try:
        check_csrf(request, form)
        new = new_account(*typed)
        token = await entry.sign_up(visitor(request), new)
    except SignUpClosed as closed:
        return views.sign_up_closed_page(closed, destination(form.get("next")))
    except TaskPalError as error:
        return _bound(request, views.sign_up_page(_again(request, form, error)))
    return _welcome(new.email, token, form)


@router.api_route("/sign-out", methods=SHOWN)
async def show_sign_out(request: Request) -> Response:
    person = await signed_in(request)
    if person is None:
        return see("/sign-in")
    return views.sign_out_page(person.email, csrf_token(request), None)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    form = await forms.read(request)
    person = await signed_in(request)
    if person is None:
        return see("/sign-in")
    try:
        check_csrf(request, form)
    except StaleForm as stale:
        return views.sign_out_page(person.email, csrf_token(request), stale)
    await in_transaction(
        service.sign_out, person.owner_id, person.session_id, where(request)
    )
    response = see("/sign-in")
    cookies.forget(response, cookies.session_cookie())
    return response


def _goal(request: Request) -> str:
    wanted = request.query_params.getlist("next")
    return destination(wanted[0]) if len(wanted) == 1 else HOME


def _bound(request: Request, response: Response) -> Response:
    bind(request, response)
    return response


def _again(request: Request, form: Form, error: TaskPalError) -> Filled:
    """The form as it was typed, without the password."""
    return Filled(
        csrf=csrf_token(request),
        goal=destination(form.get("next")),
        email=form.get("email", ""),
        name=form.get("name", ""),
        error=error,
    )


def _welcome(email: str, token: str, form: Form) -> Response:
    """Let them in: a new session each time, so that nobody can plant one."""
    response = see(destination(form.get("next")))
    cookies.keep(response, cookies.session_cookie(), token, cookies.KEPT_FOR)
    known = entry.known_as(email)
    cookies.keep(response, cookies.known_browser_cookie(), known, cookies.KEPT_FOR)
    cookies.forget(response, cookies.form_cookie())
    return response

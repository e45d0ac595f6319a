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

from taskpal.accounts import cookies, entry, second_step, service, views
from taskpal.accounts.code_page import CODE_DOOR, code_page
from taskpal.accounts.csrf import StaleForm, bind, check_csrf, csrf_token
from taskpal.accounts.destination import HOME, destination, sign_in_address
from taskpal.accounts.doorstep import known_as
from taskpal.accounts.errors import (
    InvitationOver,
    SignInAgain,
    SignUpClosed,
    WrongCredentials,
)
from taskpal.accounts.schemas import Entered, HalfWay, new_account
from taskpal.accounts.views import Filled
from taskpal.accounts.visitor import see, signed_in, visitor, where
from taskpal.database import in_reading, in_transaction
from taskpal.errors import TaskPalError
from taskpal.ui.plain import SHOWN, PlainRoute
from taskpal.web import forms
from taskpal.web.forms import Form

__all__ = ["check_csrf", "csrf_token", "router", "see", "signed_in", "where"]

router = APIRouter(route_class=PlainRoute, include_in_schema=False)


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
        found = await entry.sign_in(visitor(request), email, form.get("password", ""))
    except TaskPalError as error:
        return _bound(request, views.sign_in_page(_again(request, form, error)))
    return _let_in(found, form)


@router.api_route(CODE_DOOR, methods=SHOWN)
async def show_code(request: Request) -> Response:
    goal = _goal(request)
    try:
        await second_step.of(cookies.of_half_way(request))
    except SignInAgain:
        return see(sign_in_address(goal))
    recovery = request.query_params.get("with") == "recovery-code"
    return _bound(request, code_page(Filled(csrf_token(request), goal), recovery))


@router.post(CODE_DOOR)
async def take_code(request: Request) -> Response:
    form = await forms.read(request)
    half_way = cookies.of_half_way(request)
    try:
        check_csrf(request, form)
        code = form.get("code", "")
        entered = await second_step.finish(visitor(request), half_way, code)
    except (SignInAgain, WrongCredentials) as error:
        response: Response = views.sign_in_page(_again(request, form, error))
    except TaskPalError as error:
        recovery = form.get("with") == "recovery-code"
        return _bound(request, code_page(_again(request, form, error), recovery))
    else:
        response = _let_in(entered, form)
    cookies.forget(response, cookies.half_way_cookie())
    return _bound(request, response)


@router.api_route("/sign-up", methods=SHOWN)
async def show_sign_up(request: Request) -> Response:
    goal = _goal(request)
    if await signed_in(request):
        return see(goal)
    invitation = request.query_params.get("invitation", "")
    try:
        email = await in_reading(entry.invited, invitation)
    except (SignUpClosed, InvitationOver) as error:
        return views.no_sign_up_page(error, goal)
    filled = Filled(csrf_token(request), goal, email, invitation=invitation)
    return _bound(request, views.sign_up_page(filled))


@router.post("/sign-up")
async def sign_up(request: Request) -> Response:
    form = await forms.read(request)
    typed = [form.get(field, "") for field in ("email", "password", "name", "zone")]
    invitation = form.get("invitation", "")
    try:
        check_csrf(request, form)
        entered = await entry.sign_up(visitor(request), new_account(*typed), invitation)
    except (SignUpClosed, InvitationOver) as error:
        return views.no_sign_up_page(error, destination(form.get("next")))
    except TaskPalError as error:
        return _bound(request, views.sign_up_page(_again(request, form, error)))
    return _let_in(entered, form)


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
        invitation=form.get("invitation", ""),
        error=error,
    )


def _let_in(found: Entered | HalfWay, form: Form) -> Response:
    """Let them in: a new session each time, so that nobody can plant one."""
    goal = destination(form.get("next"))
    if isinstance(found, HalfWay):
        response = see(sign_in_address(goal, CODE_DOOR))
        kept_for = second_step.WITHIN
        cookies.keep(response, cookies.half_way_cookie(), found.token, kept_for)
        return response
    response = see(goal)
    cookies.keep(
        response, cookies.session_cookie(), found.session_token, cookies.KEPT_FOR
    )
    known = known_as(found.email)
    cookies.keep(response, cookies.known_browser_cookie(), known, cookies.KEPT_FOR)
    cookies.forget(response, cookies.form_cookie())
    return response

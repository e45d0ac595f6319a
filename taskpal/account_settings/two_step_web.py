"""Turning two-step sign-in on and off, as plain pages."""

from fastapi import APIRouter, Request, Response

from taskpal import security
from taskpal.account_settings import notices
from taskpal.account_settings import two_step_views as views
from taskpal.account_settings.asking import asked, proven, show, take
from taskpal.accounts import two_step
from taskpal.accounts.errors import SetUpIsOver, WrongCode
from taskpal.accounts.schemas import SignedIn
from taskpal.accounts.two_step import NewSecret
from taskpal.accounts.web import see, where
from taskpal.database import in_reading, in_transaction
from taskpal.ui.plain import SHOWN, PlainRoute
from taskpal.web.forms import Form

router = APIRouter(route_class=PlainRoute, include_in_schema=False)


@router.api_route("/settings/two-step", methods=SHOWN)
async def show_two_step(request: Request) -> Response:
    return await show(request, views.two_step_page)


@router.post("/settings/two-step")
async def begin(request: Request) -> Response:
    return await take(request, views.two_step_page, _begin)


@router.post("/settings/two-step/confirm")
async def confirm(request: Request) -> Response:
    return await take(request, views.two_step_page, _confirm)


@router.api_route("/settings/two-step/off", methods=SHOWN)
async def show_off(request: Request) -> Response:
    return await show(request, views.off_page)


@router.post("/settings/two-step/off")
async def turn_off(request: Request) -> Response:
    return await take(request, views.off_page, _turn_off)


@router.api_route("/settings/recovery-codes", methods=SHOWN)
async def show_new_codes(request: Request) -> Response:
    return await show(request, views.new_codes_page)


@router.post("/settings/recovery-codes")
async def new_codes(request: Request) -> Response:
    return await take(request, views.new_codes_page, _new_codes)


async def _begin(request: Request, person: SignedIn, form: Form) -> Response:
    checked = await proven(request, person, form)
    new = await in_transaction(two_step.begin, checked.owner_id, checked.email)
    return views.scan_page(await asked(request, person), new, _seal(person, new))


async def _confirm(request: Request, person: SignedIn, form: Form) -> Response:
    new = await in_reading(two_step.pending, person.owner_id, person.email)
    seal = _seal(person, new) if new else ""
    if new is None or not security.same(form.get("setup", ""), seal):
        raise SetUpIsOver
    code, here = form.get("code", ""), where(request)
    try:
        codes = await in_transaction(two_step.confirm, person.owner_id, code, here)
    except WrongCode as wrong:
        return views.scan_page(await asked(request, person, wrong), new, seal)
    return views.codes_page(codes, just_on=True)


async def _turn_off(request: Request, person: SignedIn, form: Form) -> Response:
    await proven(request, person, form)
    await in_transaction(two_step.turn_off, person.owner_id, where(request))
    return see(notices.address(person.session_id, "off"))


async def _new_codes(request: Request, person: SignedIn, form: Form) -> Response:
    await proven(request, person, form)
    here = where(request)
    codes = await in_transaction(two_step.new_recovery_codes, person.owner_id, here)
    return views.codes_page(codes, just_on=False)


def _seal(person: SignedIn, new: NewSecret) -> str:
    """Shows that this browser has seen the secret, which took the password."""
    return security.sign("two-step set-up", f"{person.session_id} {new.secret}")

"""The plain pages of the settings: what needs a secret, or ends something for good.

Why these are no pages of the dashboard: docs/decisions/settings-pages.md.
"""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from taskpal import throttle
from taskpal.account_settings import export, notices, service, views
from taskpal.account_settings.asking import proven, show, take
from taskpal.accounts import cookies, log, passwords, sessions, words
from taskpal.accounts.log import Happened
from taskpal.accounts.schemas import SignedIn, new_password
from taskpal.accounts.web import see, where
from taskpal.columns import now
from taskpal.database import in_transaction
from taskpal.errors import BadValues
from taskpal.security import hash_token
from taskpal.throttle import Limit
from taskpal.ui.plain import SHOWN, PlainRoute
from taskpal.web.forms import Form

router = APIRouter(route_class=PlainRoute, include_in_schema=False)
EXPORTS = Limit("exports", 20, 3600)


@router.api_route("/settings/password", methods=SHOWN)
async def show_password(request: Request) -> Response:
    return await show(request, views.password_page)


@router.post("/settings/password")
async def change_password(request: Request) -> Response:
    return await take(request, views.password_page, _change_password)


@router.api_route("/settings/sign-out", methods=SHOWN)
async def show_sign_out(request: Request) -> Response:
    return await show(request, views.sign_out_page)


@router.post("/settings/sign-out")
async def sign_out(request: Request) -> Response:
    return await take(request, views.sign_out_page, _sign_out)


@router.api_route("/settings/export", methods=SHOWN)
async def show_export(request: Request) -> Response:
    return await show(request, views.export_page)


@router.post("/settings/export")
async def export_everything(request: Request) -> Response:
    return await take(request, views.export_page, _export)


@router.api_route("/settings/delete", methods=SHOWN)
async def show_delete(request: Request) -> Response:
    return await show(request, views.delete_page)


@router.post("/settings/delete")
async def delete(request: Request) -> Response:
    return await take(request, views.delete_page, _delete)


async def _change_password(request: Request, person: SignedIn, form: Form) -> Response:
    new = _new_password(person, form)
    checked = await proven(request, person, form)
    made = await passwords.hashed(new)
    here = where(request)
    token = await in_transaction(service.change_password, checked, made, here)
    response = see(notices.address(hash_token(token), "password"))
    cookies.keep(response, cookies.session_cookie(), token, cookies.KEPT_FOR)
    return response


async def _sign_out(request: Request, person: SignedIn, form: Form) -> Response:
    await proven(request, person, form)
    elsewhere = form.get("scope") != "everywhere"
    kept = person.session_id if elsewhere else None
    await in_transaction(sessions.end_all, person.owner_id, kept, where(request))
    if elsewhere:
        return see(notices.address(person.session_id, "elsewhere"))
    return _forgotten(see("/sign-in"))


async def _export(request: Request, person: SignedIn, _form: Form) -> Response:
    await asyncio.to_thread(throttle.hit, EXPORTS, person.owner_id)
    here = where(request)
    await in_transaction(log.note, person.owner_id, Happened.EXPORTED, where=here)
    return StreamingResponse(
        export.written(person.owner_id),
        media_type="application/json",
        headers={
            "Content-Disposition": "attachment; "
            f'filename="taskpal-export-{now():%Y-%m-%d}.json"',
            "Cache-Control": "no-store",
        },
    )


async def _delete(request: Request, person: SignedIn, form: Form) -> Response:
    checked = await proven(request, person, form)
    await in_transaction(service.delete_account, checked)
    response = _forgotten(views.gone_page())
    cookies.forget(response, cookies.known_browser_cookie())
    return response


def _new_password(person: SignedIn, form: Form) -> str:
    about = person.email, person.name
    new = new_password(form.get("new", ""), *about, field="new")
    if words.password(form.get("again", "")) != new:
        raise BadValues({"again": "These two are not the same."})
    return new


def _forgotten(response: Response) -> Response:
    cookies.forget(response, cookies.session_cookie())
    return response

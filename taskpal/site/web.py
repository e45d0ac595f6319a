"""The front door: what TaskPal is, or straight to the inbox."""

from fastapi import APIRouter, Request, Response

from taskpal.accounts.destination import HOME
from taskpal.accounts.web import see, signed_in
from taskpal.settings import settings
from taskpal.site import views
from taskpal.ui.plain import SHOWN, PlainRoute

router = APIRouter(route_class=PlainRoute, include_in_schema=False)


@router.api_route("/", methods=SHOWN)
async def home(request: Request) -> Response:
    if await signed_in(request):
        return see(HOME)
    return views.welcome_page(sign_up_open=settings().sign_up == "open")

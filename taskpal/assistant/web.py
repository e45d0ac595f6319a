"""The pages a public GPT must link to: what becomes of someone's todos."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Response

from taskpal.assistant import views
from taskpal.settings import settings
from taskpal.ui.plain import SHOWN, PlainRoute

router = APIRouter(route_class=PlainRoute, include_in_schema=False)


@router.api_route("/privacy", methods=SHOWN)
async def privacy() -> Response:
    return views.privacy_page(_host())


@router.api_route("/terms", methods=SHOWN)
async def terms() -> Response:
    return views.terms_page(_host())


def _host() -> str:
    return urlsplit(settings().public_url).netloc

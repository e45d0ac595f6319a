"""Who a token belongs to."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.accounts import queries
from taskpal.accounts.schemas import Profile
from taskpal.oauth import access
from taskpal.web.answers import answer
from taskpal.web.openapi import operation
from taskpal.web.routes import DirectRoute

SCOPE = "profile:read"

router = APIRouter(prefix="/api/me", tags=["Profile"], route_class=DirectRoute)


@router.get("", **operation("getMe", SCOPE, gives=Profile))
async def get_me(request: Request) -> Response:
    """Read who the user is.

    That is whoever the token belongs to: their name and their address.
    """
    return answer(await access.of(request, SCOPE).read(queries.profile))

"""Who is at the browser, for the plain pages of every domain.

@router.get("/device")
async def device(request: Request) -> Response:
    person = await signed_in(request)
    if person is None:
        return to_sign_in(request)
    return page("...", form("/device", csrf_token(request), ...))

@router.post("/device")
async def approve(request: Request) -> Response:
    form = await forms.read(request)
    check_csrf(request, form)
"""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from taskpal.accounts import cookies, queries
from taskpal.accounts.csrf import check_csrf, csrf_token
from taskpal.accounts.destination import sign_in_address
from taskpal.accounts.schemas import SignedIn
from taskpal.database import in_reading

__all__ = ["check_csrf", "csrf_token", "see", "signed_in", "to_sign_in"]


async def signed_in(request: Request) -> SignedIn | None:
    """Who is signed in; None when nobody is, or their session has ended."""
    token = cookies.of_session(request)
    return await in_reading(queries.signed_in, token) if token else None


def to_sign_in(request: Request) -> Response:
    """Ask to sign in first, and come back to this page afterwards."""
    query = f"?{request.url.query}" if request.url.query else ""
    return see(sign_in_address(f"{request.url.path}{query}"))


def see(address: str) -> Response:
    """Send the browser on with a GET, and never from a cache."""
    return RedirectResponse(
        address,
        303,
        {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
    )

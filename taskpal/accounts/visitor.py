"""Who is at the browser, for the plain pages of every domain; see `web`."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from taskpal.accounts import cookies, queries, sessions
from taskpal.accounts.doorstep import Visitor
from taskpal.accounts.log import Where
from taskpal.accounts.schemas import SignedIn
from taskpal.database import in_reading, in_transaction
from taskpal.web.addresses import client_address


async def signed_in(request: Request) -> SignedIn | None:
    """Who is signed in; None when nobody is, or their session has ended."""
    token = cookies.of_session(request)
    person = await in_reading(queries.signed_in, token) if token else None
    if person and sessions.due(person):
        await in_transaction(sessions.keep, person)
    return person


def visitor(request: Request) -> Visitor:
    """The browser at the door, as signing up and in want to know it."""
    return Visitor(
        address=client_address(request),
        user_agent=request.headers.get("user-agent", ""),
        session_token=cookies.of_session(request),
        known_as=cookies.of_known_browser(request),
    )


def where(request: Request) -> Where:
    """Where it comes from, for the account's log."""
    return Where(client_address(request), request.headers.get("user-agent", ""))


def see(address: str) -> Response:
    """Send the browser on with a GET, and never from a cache."""
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})

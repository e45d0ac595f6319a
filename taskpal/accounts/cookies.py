"""The cookies a browser keeps for TaskPal: who is signed in, and which forms are ours.

On https they carry the `__Host-` prefix: no other host, not even a subdomain, can have
set them. Script can read none of them.
"""

import re

from fastapi import Request, Response

from taskpal.security import hash_token
from taskpal.settings import settings

# As long as browsers keep a cookie at all: the session's row decides when it ends.
KEPT_FOR = 400 * 24 * 3600

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43,128}")


def session_cookie() -> str:
    """The name of the cookie that says who is signed in."""
    return _named("taskpal_session")


def form_cookie() -> str:
    """The name of the cookie that ties a form to a browser where nobody is."""
    return _named("taskpal_form")


def known_browser_cookie() -> str:
    """The name of the cookie that says this browser has signed in before."""
    return _named("taskpal_known")


def half_way_cookie() -> str:
    """The name of the cookie that says whose password was given, and no code yet."""
    return _named("taskpal_half_way")


def session_token(cookie_header: str | None) -> str | None:
    """The session's token in a Cookie header; None when absent, odd or ambiguous."""
    return _token(cookie_header or "", session_cookie())


def for_state(cookie_header: str | None) -> str:
    """The Cookie header a dashboard's state gets: the session's id, not its token.

    States live in memory or in Redis and turn up in logs; nobody can sign in with an
    id, which is what the database knows the session by.
    """
    token = session_token(cookie_header)
    return f"{session_cookie()}={hash_token(token)}" if token else ""


def session_id(state_cookie: str | None) -> str | None:
    """The session's id in a header that `for_state` made."""
    return _token(state_cookie or "", session_cookie())


def of_session(request: Request) -> str | None:
    """The session's token that came with the request."""
    return session_token(_header(request))


def of_form(request: Request) -> str | None:
    """The form token's cookie that came with the request."""
    return _token(_header(request), form_cookie())


def of_known_browser(request: Request) -> str | None:
    """What shows that this browser has signed in to an account before."""
    return _token(_header(request), known_browser_cookie())


def of_half_way(request: Request) -> str | None:
    """What shows that the first half of a sign-in is done."""
    return _token(_header(request), half_way_cookie())


def keep(response: Response, name: str, token: str, max_age: int | None = None) -> None:
    """Have the browser send `token` along from now on."""
    response.set_cookie(
        name,
        token,
        max_age=max_age,
        path="/",
        secure=settings().secure,
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, name: str) -> None:
    """Have the browser drop the cookie."""
    keep(response, name, "", max_age=0)


def _named(name: str) -> str:
    return f"__Host-{name}" if settings().secure else name


def _header(request: Request) -> str:
    return "; ".join(request.headers.getlist("cookie"))


def _token(cookie_header: str, wanted: str) -> str | None:
    """The one value of a cookie. Two different ones mean someone planted one."""
    pairs = (part.partition("=") for part in cookie_header.split(";"))
    values = {value.strip() for name, _, value in pairs if name.strip() == wanted}
    value = values.pop() if len(values) == 1 else ""
    return value if _TOKEN.fullmatch(value) else None

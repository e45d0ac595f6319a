"""What every answer forbids browsers, at every address and for every method."""

from collections.abc import Iterator

import pytest
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.http import http
from taskpal.oauth import service as oauth
from taskpal.settings import settings
from taskpal.web.headers import SafeHeaders

APP = http()
EVERY = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "PROPFIND")


def _addresses() -> Iterator[tuple[str, str]]:
    """Every route by every method, and addresses that are none."""
    found = {_filled(route) for route in APP.router.routes}
    for path in sorted(found | {"/no/such/page", "/sign-in/", "//", "/api/todos/"}):
        yield from ((method, path) for method in EVERY)


def _filled(route: BaseRoute) -> str:
    path = str(getattr(route, "path", "/"))
    return "/".join("x" if "{" in part else part for part in path.split("/")) or "/"


def _client(app: object, **headers: str) -> TestClient:
    return TestClient(
        SafeHeaders(app),  # type: ignore[arg-type]
        base_url=settings().public_url,
        headers=headers,
        follow_redirects=False,
    )


@pytest.mark.parametrize("signed_in", [False, True], ids=["nobody", "ana"])
def test_every_answer_of_every_route_is_guarded(ana: OwnerId, signed_in: bool) -> None:
    headers = {}
    if signed_in:
        with database.transaction() as session:
            token = oauth.make_personal_token(session, ana, "todos:read", 30)
        headers["Authorization"] = f"Bearer {token}"
    client = _client(APP, **headers)
    asked = list(_addresses())
    assert len(asked) > 100

    for method, path in asked:
        answer = client.request(method, path)

        where = f"{method} {path}: {answer.status_code} {answer.headers}"
        assert answer.status_code < 500, where
        assert answer.headers["x-content-type-options"] == "nosniff", where
        assert answer.headers["x-frame-options"] == "DENY", where
        assert answer.headers["referrer-policy"] == "no-referrer", where
        assert answer.headers["cross-origin-resource-policy"] == "same-origin", where
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; "), where
        assert "frame-ancestors 'none'" in policy, where
        assert "unsafe" not in policy, where
        names = [name for name, _ in answer.headers.multi_items()]
        assert len(set(names) - {"set-cookie"}) == len(
            [name for name in names if name != "set-cookie"]
        ), where
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        assert ("permissions-policy" in answer.headers) is is_page, where
        assert ("style-src 'self'" in policy) is is_page, where
        assert "strict-transport-security" not in answer.headers, where


@pytest.mark.parametrize("path", ["/healthz", "/sign-in", "/nowhere", "/api/todos"])
def test_on_https_browsers_are_told_to_stay_there(
    db: None, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TASKPAL_PUBLIC_URL", "https://todo.example.com")
    settings.cache_clear()
    try:
        answer = _client(http()).get(path)
    finally:
        monkeypatch.undo()
        settings.cache_clear()

    assert answer.headers["strict-transport-security"] == "max-age=63072000"


def test_what_a_browser_has_kept_stays_as_it_is() -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 304, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body"})  # type: ignore[operator]

    answer = _client(app).get("/")

    assert "content-security-policy" not in answer.headers


def test_what_an_answer_says_itself_is_kept() -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        own = [(b"Content-Security-Policy", b"sandbox"), (b"Set-Cookie", b"a=b")]
        own += [(b"Set-Cookie", b"c=d"), (b"Content-Type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": own})  # type: ignore[operator]
        await send({"type": "http.response.body"})  # type: ignore[operator]

    answer = _client(app).get("/")

    assert answer.headers.get_list("content-security-policy") == ["sandbox"]
    assert answer.headers.get_list("set-cookie") == ["a=b", "c=d"]
    assert "permissions-policy" in answer.headers

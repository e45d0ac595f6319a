"""How the built dashboard is served."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from taskpal import dashboard
from taskpal.accounts.cookies import session_cookie
from taskpal.dashboard import Dashboard

SCRIPT = "document.title = 'Inbox'"
COOKIE = {"cookie": f"{session_cookie()}={'a' * 43}"}


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A front end as Reflex builds it, in small."""
    client = tmp_path / "build" / "client"
    for page in ("inbox", "trash"):
        (client / page).mkdir(parents=True)
        (client / page / "index.html").write_text(
            f'<script>{SCRIPT}</script><script type="module" async="">go()</script>'
            '<script src="/assets/a.js"></script>'
        )
    (client / "assets").mkdir()
    (client / "assets" / "app-Abc123.js").write_text("go()")
    (client / "taskpal.css").write_text("body {}")
    monkeypatch.setattr(dashboard, "get_web_dir", lambda: tmp_path)
    dashboard.policy.cache_clear()
    yield client
    dashboard.policy.cache_clear()


@pytest.fixture
def browser(built: Path) -> httpx.AsyncClient:
    async def other(_request: object) -> PlainTextResponse:
        return PlainTextResponse("other")

    files = Mount("/", StaticFiles(directory=built, html=True))
    app = Dashboard(Starlette(routes=[Route("/todo/{id}/", other), files]))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost:3000"
    )


@pytest.mark.parametrize("path", ["/inbox", "/trash", "/connections", "/todo/abc"])
async def test_who_is_not_signed_in_is_sent_to_sign_in(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/inbox", "/inbox/", "/todo/abc"])
async def test_who_is_signed_in_gets_the_page_at_its_own_address(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(path, headers=COOKIE)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_page_runs_only_the_scripts_that_were_built(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.get("/inbox", headers=COOKIE)

    policy = answer.headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if "script-src" in part)
    assert scripts.count("'sha256-") == 2
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_a_page_in_the_browsers_cache_gets_the_policy_of_today(
    browser: httpx.AsyncClient,
) -> None:
    before = await browser.get("/inbox", headers=COOKIE)
    known = {"If-None-Match": before.headers["etag"]}

    again = await browser.get("/inbox", headers=COOKIE | known)
    styles = await browser.get("/taskpal.css")
    known = {"If-None-Match": styles.headers["etag"]}
    styles_again = await browser.get("/taskpal.css", headers=known)

    policy = "content-security-policy"
    assert again.status_code == styles_again.status_code == 304
    assert again.headers[policy] == before.headers[policy]
    assert policy not in styles_again.headers


async def test_files_named_by_their_content_are_kept_for_good(
    browser: httpx.AsyncClient,
) -> None:
    built = await browser.get("/assets/app-Abc123.js")
    missing = await browser.get("/assets/app-gone.js")
    styles = await browser.get("/taskpal.css")

    assert "immutable" in built.headers["cache-control"]
    assert "immutable" not in missing.headers["cache-control"]
    assert "immutable" not in styles.headers["cache-control"]


async def test_an_address_with_nothing_behind_it_says_so_on_a_page(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.get("/no/such/page")

    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text
    assert "<main" in answer.text


@pytest.mark.parametrize("path", ["/ping", "/_health"])
async def test_reflexs_own_probes_are_closed(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(path)

    assert answer.status_code == 404


async def test_a_page_shares_no_window_with_other_sites(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.get("/inbox", headers=COOKIE)

    assert answer.headers["cross-origin-opener-policy"] == "same-origin"

"""What somebody gives others access to while their password changes: nothing."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import select

from taskpal import database
from taskpal.account_settings import service as settings
from taskpal.accounts.models import OwnerId
from taskpal.accounts.queries import credentials_of
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.oauth.models import Connection, Token
from tests.oauth import actors
from tests.tabs import Tab

CROWD = 8  # on each side; a browser may have ten consent pages open


def change_password(owner_id: OwnerId) -> None:
    with database.transaction() as session:
        checked = credentials_of(session, owner_id)
        assert checked
        settings.change_password(session, checked, "another hash")


def at_once(owner_id: OwnerId, deeds: list[Callable[[], str]]) -> list[str]:
    """What the deeds give, while the password changes."""
    with ThreadPoolExecutor(len(deeds) + 1) as threads:
        given = [threads.submit(deed) for deed in deeds]
        threads.submit(change_password, owner_id).result()
        return [one.result() for one in given]


def test_no_code_outlives_the_password(ana: OwnerId, ben: OwnerId) -> None:
    browser = actors.browser(ana)
    apps = [actors.gpt(ben, name=f"GPT {number}") for number in range(CROWD)]
    pages = [actors.authorize(browser, app.request()) for app in apps]

    def allow(number: int) -> str:
        tab = actors.anyone()
        tab.cookies.update(dict(browser.cookies))
        done = actors.answer(tab, pages[number], "allow")
        return actors.sent_back(done).get("code", "") if done.is_redirect else ""

    codes = at_once(ana, [lambda n=n: allow(n) for n in range(CROWD)])  # type: ignore[misc]

    redeemed = [app.redeem(code) for app, code in zip(apps, codes, strict=True)]
    assert 200 not in {answer.status_code for answer in redeemed}


def test_no_device_is_let_in_after_the_password(ana: OwnerId, ben: OwnerId) -> None:
    browser, app = actors.browser(ana), actors.device(ben)
    asked = [
        app.post("/oauth/device_authorization", client_id=app.id).json()
        for _ in range(CROWD)
    ]
    csrf = actors.fields(browser.get("/device"))["csrf"]

    def allow(user_code: str) -> str:
        tab = actors.anyone()
        tab.cookies.update(dict(browser.cookies))
        form = {"csrf": csrf, "user_code": user_code, "decision": "allow"}
        return str(tab.post("/device", data=form).status_code)

    at_once(ana, [lambda a=a: allow(a["user_code"]) for a in asked])  # type: ignore[misc]

    grant = "urn:ietf:params:oauth:grant-type:device_code"
    polled = [
        app.post(
            "/oauth/token",
            grant_type=grant,
            device_code=one["device_code"],
            client_id=app.id,
        )
        for one in asked
    ]
    assert 200 not in {answer.status_code for answer in polled}


async def test_no_personal_token_outlives_the_password(ana: OwnerId) -> None:
    page = Tab(ana, "/connections").state(ConnectionsState)
    form = {"name": "Report", "todos:read": "on", "days": "30"}

    making = [page.make_token(form) for _ in range(CROWD)]
    change = asyncio.to_thread(change_password, ana)
    more = [page.make_token(form) for _ in range(CROWD)]
    await asyncio.gather(*making, change, *more, return_exceptions=True)

    with database.reading() as session:
        assert session.exec(select(Token)).all() == []


def test_what_was_given_before_stays_a_connection(ana: OwnerId) -> None:
    app, browser = actors.gpt(ana), actors.browser(ana)
    held = app.tokens(browser)

    change_password(ana)

    assert app.refresh(held["refresh_token"]).status_code == 400
    with database.reading() as session:
        assert len(session.exec(select(Connection)).all()) == 1


def test_pages_opened_meanwhile_stand_in_nobodys_way(
    ana: OwnerId, ben: OwnerId
) -> None:
    browser, app = actors.browser(ana), actors.gpt(ben)
    for _ in range(10):
        actors.authorize(browser, app.request())

    def look() -> str:
        tab = actors.anyone()
        tab.cookies.update(dict(browser.cookies))
        return str(actors.authorize(tab, app.request()).status_code)

    seen = at_once(ana, [look] * CROWD)

    assert set(seen) <= {
        "200",
        "303",
        "401",
    }  # asked, sent to sign in, or just too late

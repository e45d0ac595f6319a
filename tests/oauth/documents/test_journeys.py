"""An app with a document comes to its tokens; its users see whose website it is."""

import pytest
from sqlmodel import select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth.documents import service
from taskpal.oauth.models import Client
from taskpal.throttle import Limit
from tests.oauth import actors
from tests.oauth.actors import App
from tests.oauth.conftest import earlier
from tests.oauth.documents.website import CALLBACK, Website
from tests.oauth.registration import apps

pytestmark = pytest.mark.usefixtures("db", "read_from_site")


@pytest.mark.parametrize(
    "uri",
    [
        "https://chatgpt.com/connector_platform_oauth_redirect",
        "https://chatgpt.com/connector/oauth/abc123",
        "https://claude.ai/api/mcp/auth_callback",
        "http://127.0.0.1/callback",
        "cursor://anysphere.cursor-mcp/oauth/callback",
    ],
)
def test_document_authorize_token_refresh(
    ana: OwnerId, site: Website, uri: str
) -> None:
    app = _app(site, redirect_uris=[uri])

    tokens = app.tokens(actors.browser(ana), scope="todos:read")
    renewed = app.refresh(tokens["refresh_token"]).json()

    assert actors.reads_todos(renewed["access_token"]) == 200
    assert len(site.asked) == 1


def test_on_loopback_the_port_is_free(ana: OwnerId, site: Website) -> None:
    app = _app(site, redirect_uris=["http://localhost/callback"])
    app.redirect_uri = "http://localhost:53127/callback"

    tokens = app.tokens(actors.browser(ana))

    assert actors.reads_todos(tokens["access_token"]) == 200


def test_chatgpt_prefers_to_authenticate_but_need_not(
    ana: OwnerId, site: Website
) -> None:
    app = _app(
        site,
        token_endpoint_auth_method="private_key_jwt",
        token_endpoint_auth_methods_supported=["none", "private_key_jwt"],
        jwks_uri="https://chatgpt.com/oauth/jwks.json",
    )

    tokens = app.tokens(actors.browser(ana))

    assert actors.reads_todos(tokens["access_token"]) == 200


def test_the_page_shows_which_website_the_app_is_from(
    ana: OwnerId, site: Website
) -> None:
    app = _app(site, client_name="ChatGPT", client_uri="https://chatgpt.com/")

    page = actors.authorize(actors.browser(ana), app.request()).text

    assert f"From app.example:{site.port}" in page
    assert "All that TaskPal knows is that app.example" in page
    assert "https://chatgpt.com" not in page  # it only says so


def test_the_page_warns_of_programs_that_pretend(ana: OwnerId, site: Website) -> None:
    app = _app(site, redirect_uris=["http://127.0.0.1/callback"])

    page = actors.authorize(actors.browser(ana), app.request()).text

    assert f"Says it is from app.example:{site.port}" in page
    assert "any program on this device could pretend to be it" in page


def test_signing_in_comes_after_the_document(site: Website) -> None:
    answer = actors.authorize(actors.anyone(), _app(site).request())

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://app.example/other"},
        {"redirect_uri": "https://evil.example/callback"},
    ],
)
def test_it_leads_only_where_its_document_says(
    ana: OwnerId, site: Website, changes: dict[str, str]
) -> None:
    page = actors.authorize(actors.browser(ana), _app(site).request(**changes))

    assert page.status_code == 400
    assert "location" not in page.headers


@pytest.mark.parametrize("challenge", [None, "plain"])
def test_it_needs_s256(ana: OwnerId, site: Website, challenge: str | None) -> None:
    sent = _app(site).request(code_challenge_method=challenge)

    answer = actors.sent_back(actors.authorize(actors.browser(ana), sent))

    assert answer["error"] == "invalid_request"


def test_it_asks_for_no_more_than_its_document_says(
    ana: OwnerId, site: Website
) -> None:
    sent = _app(site, scope="todos:read").request(scope="todos:delete")

    answer = actors.sent_back(actors.authorize(actors.browser(ana), sent))

    assert answer["error"] == "invalid_scope"


@pytest.mark.parametrize(
    "said",
    [
        {"client_id": "https://app.example/another.json"},
        {"client_secret": "s"},
        {"token_endpoint_auth_method": "private_key_jwt"},
        {"redirect_uris": ["javascript:alert(1)"]},
    ],
)
def test_a_wrong_document_gets_a_page_and_no_redirect(
    ana: OwnerId, site: Website, said: dict[str, object]
) -> None:
    page = actors.authorize(actors.browser(ana), _app(site, **said).request())

    assert page.status_code == 400
    assert "location" not in page.headers
    assert page.headers["content-type"].startswith("text/html")
    assert "cannot tell which app this is" in page.text


@pytest.mark.parametrize(
    "client_id",
    [
        "https://app.example/a/../client.json",
        "https://user@app.example/client.json",
        "https://app.example",
        "https://127.0.0.1/client.json",
        'https://app.example/"><script>alert(1)</script>',
        "https://" + "x" * 3000,
        "https://app.example/\u202e",
    ],
)
def test_a_wrong_address_gets_a_page_and_no_redirect(
    ana: OwnerId, site: Website, client_id: str
) -> None:
    sent = _app(site).request(client_id=client_id)

    page = actors.authorize(actors.browser(ana), sent)

    assert page.status_code == 400
    assert "location" not in page.headers
    assert "<script>" not in page.text
    assert site.asked == []


def test_by_default_no_address_of_this_machine_is_read(
    ana: OwnerId, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = service.Fetcher(site.fetcher().network.resolve)
    monkeypatch.setattr(service, "fetcher", lambda: private)

    page = actors.authorize(actors.browser(ana), _app(site).request())

    assert page.status_code == 400
    assert "not on the public internet" in page.text
    assert site.asked == []


def test_asking_too_often_says_when_to_come_back(
    ana: OwnerId, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "OF_ONE_CALLER", Limit("none", 0, 60))

    page = actors.authorize(actors.browser(ana), _app(site).request())

    assert page.status_code == 429
    assert int(page.headers["retry-after"]) > 0


def test_tokens_need_no_document_once_it_is_known(ana: OwnerId, site: Website) -> None:
    app = _app(site)
    tokens = app.tokens(actors.browser(ana))
    earlier(Client, fresh_until=service.STALE_KEPT * 2)
    site.publishes("/client.json", b"", 404)

    renewed = app.refresh(tokens["refresh_token"])
    app.revoke(renewed.json()["refresh_token"])

    assert renewed.status_code == 200
    assert actors.reads_todos(renewed.json()["access_token"]) == 401
    assert len(site.asked) == 1


def test_tokens_stay_when_a_redirect_uri_goes_and_codes_come_no_more(
    ana: OwnerId, site: Website
) -> None:
    app, person = _app(site), actors.browser(ana)
    tokens = app.tokens(person)
    earlier(Client, fresh_until=service.STALE_KEPT)

    site.describes(redirect_uris=["https://app.example/new"])

    assert actors.authorize(person, app.request()).status_code == 400
    assert actors.reads_todos(tokens["access_token"]) == 200
    assert app.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"client_name": "Another"},
        {"redirect_uris": [CALLBACK, "https://app.example/2"]},
    ],
)
def test_people_are_asked_again_when_the_document_says_something_new(
    ana: OwnerId, site: Website, changes: dict[str, object]
) -> None:
    app, person = _app(site), actors.browser(ana)
    app.tokens(person)
    assert actors.authorize(person, app.request()).status_code == 303
    earlier(Client, fresh_until=service.STALE_KEPT)

    site.describes(**changes)

    assert actors.authorize(person, app.request()).status_code == 200
    app.tokens(person)
    assert actors.authorize(person, app.request()).status_code == 303


def test_it_goes_by_its_address_only(ana: OwnerId, site: Website) -> None:
    app = _app(site)
    tokens = app.tokens(actors.browser(ana))
    with database.transaction() as session:
        row_id = session.exec(select(Client.id)).one()

    by_row = actors.authorize(actors.browser(ana), app.request(client_id=row_id))
    token = app.refresh(tokens["refresh_token"], client_id=row_id)

    assert by_row.status_code == 400
    assert token.status_code == 401


def test_nobody_registers_or_manages_it(site: Website, ana: OwnerId) -> None:
    _app(site).tokens(actors.browser(ana))
    with database.transaction() as session:
        row_id = session.exec(select(Client.id)).one()
    told = apps.registered(apps.NATIVE)

    answer = apps.manage(
        "GET", told | {"registration_client_uri": f"/oauth/register/{row_id}"}
    )

    assert answer.status_code == 401


def _app(site: Website, **said: object) -> App:
    """An app whose document says this."""
    address = site.describes(**said)
    uris = said.get("redirect_uris", [CALLBACK])
    assert isinstance(uris, list)
    return App(address, None, str(uris[0]), proof_key=True)

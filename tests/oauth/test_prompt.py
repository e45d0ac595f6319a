"""Whether people are asked again, or not at all."""

import pytest

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth import service
from tests.oauth import actors

HTTPS = "https://app.example/callback"


def test_a_connection_with_the_same_scopes_is_not_asked_again(ana: OwnerId) -> None:
    app = actors.web(ana)
    person = actors.browser(ana)
    app.tokens(person)

    again = actors.authorize(person, app.request())

    assert app.redeem(actors.sent_back(again)["code"]).status_code == 200


def test_unless_its_owner_gave_it_another_name(ana: OwnerId, ben: OwnerId) -> None:
    app, person = actors.web(ana), actors.browser(ben)
    app.tokens(person)

    with database.transaction() as session:
        service.rename_client(session, ana, app.id, "Something else")

    assert "Something else" in actors.authorize(person, app.request()).text


def test_unless_it_leads_elsewhere_by_now(ana: OwnerId, ben: OwnerId) -> None:
    app, person = actors.web(ana), actors.browser(ben)
    app.tokens(person)
    elsewhere = "https://other.example/callback"

    with database.transaction() as session:
        service.set_redirect_uris(session, ana, app.id, [app.redirect_uri, elsewhere])

    asked = actors.authorize(person, app.request(redirect_uri=elsewhere))
    assert "other.example" in asked.text


def test_an_app_that_leads_to_fewer_places_is_not_asked_again(ana: OwnerId) -> None:
    app = actors.web(ana, actors.ON_THE_WEB, "https://other.example/callback")
    person = actors.browser(ana)
    app.tokens(person)

    with database.transaction() as session:
        service.set_redirect_uris(session, ana, app.id, [app.redirect_uri])

    assert "code" in actors.sent_back(actors.authorize(person, app.request()))


def test_unless_prompt_is_consent(ana: OwnerId) -> None:
    app = actors.web(ana)
    person = actors.browser(ana)
    app.tokens(person)

    for prompt in ("consent", "login consent", "consent select_account"):
        assert actors.authorize(person, app.request(prompt=prompt)).status_code == 200


@pytest.mark.parametrize(
    "uri", ["http://127.0.0.1/callback", "com.example.app:/callback"]
)
def test_an_app_that_any_program_here_could_pretend_to_be_is_asked_about_each_time(
    ana: OwnerId, uri: str
) -> None:
    app = actors.native(ana, uri)
    person = actors.browser(ana)
    app.tokens(person)

    page = actors.authorize(person, app.request())

    assert page.status_code == 200
    assert "location" not in page.headers


def test_a_native_app_behind_https_is_not_asked_again(ana: OwnerId) -> None:
    app = actors.native(ana, HTTPS)
    person = actors.browser(ana)
    app.tokens(person)

    assert actors.sent_back(actors.authorize(person, app.request()))["code"]


def test_a_web_app_under_development_proves_itself_by_its_secret(ana: OwnerId) -> None:
    app = actors.web(ana, "http://localhost:8000/callback")
    person = actors.browser(ana)
    app.tokens(person)

    assert actors.sent_back(actors.authorize(person, app.request()))["code"]


def test_prompt_none_never_shows_a_page(ana: OwnerId) -> None:
    app = actors.web(ana)
    silent = app.request(prompt="none")

    nobody = actors.sent_back(actors.authorize(actors.anyone(), silent))
    stranger = actors.sent_back(actors.authorize(actors.browser(ana), silent))

    assert nobody["error"] == "login_required"
    assert stranger["error"] == "consent_required"
    for back in (nobody, stranger):
        assert back["state"] == "a-state"
        assert back["iss"] == "http://localhost:3000"
        assert "code" not in back


def test_prompt_none_gives_a_code_where_nobody_had_to_be_asked(ana: OwnerId) -> None:
    app = actors.web(ana)
    person = actors.browser(ana)
    app.tokens(person)

    back = actors.sent_back(actors.authorize(person, app.request(prompt="none")))

    assert app.redeem(back["code"]).status_code == 200


def test_prompt_none_gives_an_app_on_this_device_nothing(ana: OwnerId) -> None:
    app = actors.native(ana)
    person = actors.browser(ana)
    app.tokens(person)

    back = actors.sent_back(actors.authorize(person, app.request(prompt="none")))

    assert back["error"] == "consent_required"


def test_prompt_none_goes_with_nothing_else(ana: OwnerId) -> None:
    app = actors.web(ana)
    person = actors.browser(ana)

    for prompt in ("none consent", "login none"):
        back = actors.sent_back(actors.authorize(person, app.request(prompt=prompt)))
        assert back["error"] == "invalid_request"


@pytest.mark.parametrize("prompt", ["", "login", "create", "NONE", '"é', " "])
def test_other_words_mean_nothing(ana: OwnerId, prompt: str) -> None:
    app = actors.web(ana)

    page = actors.authorize(actors.browser(ana), app.request(prompt=prompt))

    assert page.status_code == 200

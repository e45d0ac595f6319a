"""Asking the user: the page, the answer, and who may give it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import select, update

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.oauth import service
from taskpal.oauth.models import AuthorizationRequest, Client, Connection
from tests.oauth import actors


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(ana: OwnerId) -> None:
    sent = actors.gpt(ana).request(state="a b&c")

    response = actors.authorize(actors.anyone(), sent)

    location = urlsplit(response.headers["location"])
    [goal] = parse_qs(location.query)["next"]
    assert response.status_code == 303
    assert location.path == "/sign-in"
    assert actors.browser(ana).get(goal).status_code == 200


def test_a_wrong_request_is_refused_before_signing_in(ana: OwnerId) -> None:
    sent = actors.gpt(ana).request(scope="everything")

    back = actors.sent_back(actors.authorize(actors.anyone(), sent))

    assert back["error"] == "invalid_scope"


def test_the_page_names_the_app_where_it_leads_and_each_scope(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.gpt(ana, name="Ana's <b>GPT</b>")

    page = actors.authorize(actors.browser(ben), app.request())

    assert "Ana&#39;s &lt;b&gt;GPT&lt;/b&gt;" in page.text
    assert "<b>GPT" not in page.text
    assert "chatgpt.com" in page.text
    assert "Unverified" in page.text
    assert "ben@example.com" in page.text
    assert "/connections" in page.text
    for sentence in ("See your todos", "Add and change", "trash", "email address"):
        assert sentence in page.text


def test_the_page_names_only_what_is_asked_for(ana: OwnerId) -> None:
    sent = actors.gpt(ana).request(scope="todos:read")

    page = actors.authorize(actors.browser(ana), sent)

    assert "See your todos" in page.text
    assert "trash" not in page.text


def test_the_owner_of_an_app_is_not_warned_of_it(ana: OwnerId) -> None:
    page = actors.authorize(actors.browser(ana), actors.gpt(ana).request())

    assert "Unverified" not in page.text


def test_the_page_cannot_be_framed_cached_or_scripted(ana: OwnerId) -> None:
    page = actors.authorize(actors.browser(ana), actors.gpt(ana).request())

    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text


def test_the_request_stays_on_the_server(ana: OwnerId) -> None:
    page = actors.authorize(actors.browser(ana), actors.gpt(ana).request())

    assert actors.fields(page).keys() == {"csrf", "request"}
    assert "a-state" not in page.text


def test_no_goes_back_as_access_denied(ana: OwnerId) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request())

    response = actors.answer(person, page, "deny")

    back = actors.sent_back(response)
    assert response.status_code == 303
    assert response.headers["cache-control"] == "no-store"
    assert back["error"] == "access_denied"
    assert back["state"] == "a-state"
    assert back["iss"] == "http://localhost:3000"
    with database.reading() as session:
        assert session.exec(select(Connection)).all() == []


@pytest.mark.parametrize("decision", ["allow", "deny"])
def test_each_answer_is_sent_on_by_303(ana: OwnerId, decision: str) -> None:
    person, app = actors.browser(ana), actors.gpt(ana)
    page = actors.authorize(person, app.request())

    response = actors.answer(person, page, decision)

    assert response.status_code == 303  # 307 would post the form to the app
    assert response.headers["location"].startswith(f"{app.redirect_uri}?")


@pytest.mark.parametrize("decision", ["", "yes", "ALLOW", "allow\n"])
def test_anything_but_allow_and_deny_is_no_answer(ana: OwnerId, decision: str) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request())

    assert actors.answer(person, page, decision).status_code == 400
    assert actors.sent_back(actors.answer(person, page, "allow"))["code"]


def test_another_site_cannot_answer(ana: OwnerId) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request())
    form = actors.fields(page) | {"decision": "allow"}

    for csrf in ("", "x", "é" * 9):
        refused = person.post("/oauth/consent", data=form | {"csrf": csrf})
        assert refused.status_code == 403
    assert person.post("/oauth/consent", json=form).status_code in {400, 415}


def test_a_request_is_answered_once(ana: OwnerId) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request())

    first = actors.answer(person, page, "allow")
    second = actors.answer(person, page, "allow")

    assert first.status_code == 303
    assert second.status_code == 400
    assert "is over" in second.text


def test_a_request_waits_ten_minutes(ana: OwnerId) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request())
    with database.transaction() as session:
        passed = now() - timedelta(seconds=1)
        session.execute(update(AuthorizationRequest).values(expires_at=passed))

    assert actors.answer(person, page, "allow").status_code == 400


def test_nobody_else_can_answer_a_request(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.gpt(ana)
    request = actors.fields(actors.authorize(actors.browser(ana), app.request()))
    other = actors.browser(ben)
    own = actors.fields(actors.authorize(other, app.request()))

    form = {"csrf": own["csrf"], "request": request["request"], "decision": "allow"}
    refused = other.post("/oauth/consent", data=form)

    assert refused.status_code == 400
    assert "location" not in refused.headers


def test_another_browser_of_the_same_person_cannot_answer(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    request = actors.fields(actors.authorize(actors.browser(ana), app.request()))
    other = actors.browser(ana)
    own = actors.fields(actors.authorize(other, app.request()))

    form = {"csrf": own["csrf"], "request": request["request"], "decision": "allow"}

    assert other.post("/oauth/consent", data=form).status_code == 400


def test_few_requests_are_kept_per_browser(ana: OwnerId) -> None:
    person = actors.browser(ana)
    app = actors.gpt(ana)

    for _ in range(15):
        page = actors.authorize(person, app.request())

    with database.reading() as session:
        assert len(session.exec(select(AuthorizationRequest)).all()) == 10
    assert actors.answer(person, page, "allow").status_code == 303


def test_an_app_with_the_same_scopes_is_not_asked_about_again(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    app.tokens(person)

    again = actors.authorize(person, app.request())
    less = actors.authorize(person, app.request(scope="todos:read"))

    assert actors.sent_back(again)["code"]
    assert actors.sent_back(less)["code"]


def test_an_app_that_wants_more_is_asked_about(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    app.tokens(person, scope="todos:read")

    assert actors.authorize(person, app.request()).status_code == 200


def test_prompt_consent_asks_again(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    app.tokens(person)

    page = actors.authorize(person, app.request(prompt="consent"))

    assert page.status_code == 200
    assert actors.sent_back(actors.answer(person, page, "allow"))["code"]


def test_what_one_person_allowed_another_is_asked_about(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.gpt(ana)
    app.tokens(actors.browser(ana))

    assert actors.authorize(actors.browser(ben), app.request()).status_code == 200


def test_a_second_yes_adds_to_what_was_granted(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    app.tokens(person, scope="todos:delete")
    app.tokens(person, scope="todos:read")

    with database.reading() as session:
        [connection] = session.exec(select(Connection)).all()
    assert connection.scope == "todos:read todos:delete"


def test_an_app_removed_meanwhile_gets_nothing(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    page = actors.authorize(person, app.request())
    with database.transaction() as session:
        service.remove_client(session, ana, app.id)

    assert actors.answer(person, page, "allow").status_code == 400


def test_signing_out_ends_open_requests(ana: OwnerId) -> None:
    person = actors.browser(ana)
    page = actors.authorize(person, actors.gpt(ana).request())
    person.cookies.clear()

    refused = actors.answer(person, page, "allow")

    assert refused.status_code == 403
    assert "location" not in refused.headers


def test_an_app_whose_callback_changed_meanwhile_gets_nothing(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    page = actors.authorize(person, app.request())
    with database.transaction() as session:
        session.execute(update(Client).values(redirect_uris=["https://new.example"]))

    refused = actors.answer(person, page, "allow")

    assert refused.status_code == 400
    assert "location" not in refused.headers

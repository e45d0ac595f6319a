"""The page where people type a device's code: what it shows, and what it never does."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlmodel import select

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.oauth import queries, service
from taskpal.oauth.devices import web
from taskpal.oauth.models import DeviceAuthorization
from taskpal.throttle import Limit
from tests.oauth import actors
from tests.oauth.conftest import earlier
from tests.oauth.devices.actors import begun, decide, enter, error, poll


def test_the_page_shows_the_code_for_comparison_and_what_is_asked(
    ana: OwnerId, ben: OwnerId
) -> None:
    told = begun(actors.device(ana, name="Kitchen <radio>"), scope="todos:read")

    page = enter(actors.browser(ben), told["user_code"])

    assert page.status_code == 200
    assert "Is this the code on your device?" in page.text
    assert told["user_code"] in page.text
    assert "Kitchen &lt;radio&gt;" in page.text
    assert "Unverified app" in page.text
    assert "See your todos" in page.text
    assert "Add and change" not in page.text
    assert "less than a minute ago" in page.text
    assert "ben@example.com" in page.text


def test_the_page_warns_about_phishing(ana: OwnerId) -> None:
    page = enter(actors.browser(ana), begun(actors.device(ana))["user_code"])

    assert "only if you started it yourself, on a device in front of you" in page.text
    assert "Your own app" in page.text


def test_the_page_tells_a_device_elsewhere_from_one_nearby(ana: OwnerId) -> None:
    told = begun(actors.device(ana))
    person = actors.browser(ana)
    nearby = enter(person, told["user_code"]).text
    with database.transaction() as session:
        device = session.exec(select(DeviceAuthorization)).one()
        device.address = "203.0.113.7"
        session.add(device)
    earlier(DeviceAuthorization, created_at=timedelta(minutes=3))

    elsewhere = enter(person, told["user_code"]).text

    assert "from the network you are on" in nearby
    assert "3 minutes ago, from another network than yours (203.0.113.7)" in elsewhere


@pytest.mark.parametrize(
    "typed",
    [
        "{a}-{b}",
        "{a}{b}",
        " {a} {b} ",
        "{a}\N{EN DASH}{b}",
        "{a}_{b}",
        "{a}.{b}\t",
        "({a}-{b})",
    ],
)
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_code_is_found_however_it_is_typed(
    ana: OwnerId, typed: str, case: Callable[[str], str]
) -> None:
    code = begun(actors.device(ana))["user_code"]
    a, b = code.split("-")

    page = enter(actors.browser(ana), case(typed.format(a=a, b=b)))

    assert page.status_code == 200
    assert code in page.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_never_grants_anything(ana: OwnerId, method: str) -> None:
    app = actors.device(ana)
    told = begun(app)
    person = actors.browser(ana)
    query = f"user_code={told['user_code']}&decision=allow&csrf=x"

    page = person.request(method, f"/device?{query}")

    assert page.status_code == 200
    assert error(poll(app, told["device_code"])) == "authorization_pending"


def test_a_link_with_the_code_only_fills_it_in(ana: OwnerId) -> None:
    told = begun(actors.device(ana, name="Kitchen radio"))
    link = told["verification_uri_complete"]

    page = actors.browser(ana).get(link)

    assert f'value="{told["user_code"]}"' in page.text
    assert "Kitchen radio" not in page.text
    assert "Allow" not in page.text


@pytest.mark.parametrize(
    "linked",
    ["<script>", "AEIO-UAEI", "", "BCDF-GHJK&user_code=BCDF-GHJK", "%00", "%ff"],
)
def test_a_link_with_something_else_fills_in_nothing(ana: OwnerId, linked: str) -> None:
    page = actors.browser(ana).get(f"/device?user_code={linked}")

    assert page.status_code == 200
    assert 'value="BCDF' not in page.text
    assert "<script>" not in page.text


def test_signing_in_comes_first_and_keeps_the_code(ana: OwnerId) -> None:
    told = begun(actors.device(ana))
    stranger = actors.anyone()

    shown = stranger.get(f"/device?user_code={told['user_code'].lower()}")
    sent = stranger.post("/device", data={"user_code": told["user_code"]})
    plain = stranger.get("/device")

    for answer in (shown, sent):
        assert answer.status_code == 303
        goal = unquote(answer.headers["location"])
        assert goal == f"/sign-in?next=/device?user_code={told['user_code']}"
    assert plain.headers["location"] == "/sign-in?next=/device"


@pytest.mark.parametrize("decision", ["allow", "deny"])
def test_an_answer_without_the_forms_token_is_refused(
    ana: OwnerId, ben: OwnerId, decision: str
) -> None:
    app = actors.device(ana)
    told = begun(app)
    bens = actors.fields(actors.browser(ben).get("/device"))["csrf"]

    for csrf in ({}, {"csrf": ""}, {"csrf": bens}):
        form = {"user_code": told["user_code"], "decision": decision} | csrf
        answer = actors.browser(ana).post("/device", data=form)
        assert answer.status_code == 403

    assert error(poll(app, told["device_code"])) == "authorization_pending"


@pytest.mark.parametrize("decision", ["", "maybe", "ALLOW", "allow "])
def test_anything_but_yes_or_no_asks_again(ana: OwnerId, decision: str) -> None:
    app = actors.device(ana)
    told = begun(app)

    page = decide(actors.browser(ana), told["user_code"], decision)

    assert page.status_code == 200
    assert "Is this the code on your device?" in page.text
    assert error(poll(app, told["device_code"])) == "authorization_pending"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("allow", "Now back to your device"),
        ("deny", "You said no, and nothing was shared"),
    ],
)
def test_after_the_answer_the_page_sends_people_back_to_the_device(
    ana: OwnerId, decision: str, said: str
) -> None:
    person = actors.browser(ana)

    answer = decide(person, begun(actors.device(ana))["user_code"], decision)

    assert answer.status_code == 303
    assert said in person.get(answer.headers["location"]).text


@pytest.mark.parametrize("first", ["allow", "deny"])
def test_a_code_is_answered_once(ana: OwnerId, ben: OwnerId, first: str) -> None:
    told = begun(actors.device(ana))
    decide(actors.browser(ana), told["user_code"], first)

    again = decide(actors.browser(ben), told["user_code"], "allow")

    assert again.status_code == 404
    with database.reading() as session:
        assert queries.connections_of(session, ben) == []


@pytest.mark.parametrize("code", ["BBBB-BBBB", "", "AEIO-UAEI", "0" * 10_000, "é\x01"])
def test_a_code_that_no_device_waits_with_is_not_found(ana: OwnerId, code: str) -> None:
    page = enter(actors.browser(ana), code)

    assert page.status_code == 404
    assert "No device is waiting with this code" in page.text
    assert 'aria-invalid="true"' in page.text


def test_a_code_that_has_expired_is_not_found(ana: OwnerId) -> None:
    told = begun(actors.device(ana))
    earlier(DeviceAuthorization, expires_at=timedelta(minutes=10))

    assert enter(actors.browser(ana), told["user_code"]).status_code == 404


def test_a_code_of_an_app_that_was_removed_is_not_found(ana: OwnerId) -> None:
    app = actors.device(ana)
    told = begun(app)
    with database.transaction() as session:
        service.remove_client(session, ana, app.id)

    assert decide(actors.browser(ana), told["user_code"], "allow").status_code == 404


def test_wrong_user_codes_are_throttled_for_an_account(
    ana: OwnerId, ben: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "BY_ACCOUNT", Limit("few-guesses", 3, 600))
    told = begun(actors.device(ana))
    person = actors.browser(ana)
    for _ in range(3):
        assert enter(person, "BBBB-BBBB").status_code == 404

    right = enter(person, told["user_code"])

    assert right.status_code == 429
    assert 590 < int(right.headers["retry-after"]) <= 600
    assert told["user_code"] in right.text
    assert "Is this the code" not in right.text
    assert enter(actors.browser(ben), told["user_code"]).status_code == 200


def test_wrong_user_codes_are_throttled_for_an_address(
    ana: OwnerId, ben: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "BY_ADDRESS", Limit("few-guesses-here", 3, 600))
    for person in (ana, ben, ana):
        enter(actors.browser(person), "BBBB-BBBB")

    assert enter(actors.browser(ben), "BBBB-BBBB").status_code == 429


def test_the_pages_keep_to_the_rules_for_pages_where_people_decide(
    ana: OwnerId,
) -> None:
    person = actors.browser(ana)
    code = begun(actors.device(ana))["user_code"]
    pages = [person.get("/device"), enter(person, code), person.get("/device/allowed")]

    for page in pages:
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(r"<script|\son\w+=|style=", page.text)


def test_a_device_already_let_in_is_asked_about_again(ana: OwnerId) -> None:
    app = actors.device(ana)
    person = actors.browser(ana)
    decide(person, begun(app)["user_code"], "allow")
    told = begun(app)

    page = enter(person, told["user_code"])

    assert "Is this the code on your device?" in page.text
    assert error(poll(app, told["device_code"])) == "authorization_pending"

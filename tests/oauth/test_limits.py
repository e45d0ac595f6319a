"""How much a token may ask, and how slowly tokens can be guessed."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from taskpal import database, throttle
from taskpal.accounts.models import OwnerId
from taskpal.oauth import access, service, tokens
from taskpal.oauth.models import Connection
from taskpal.settings import settings
from tests.oauth import actors

SCOPE = "todos:read todos:write"


@pytest.fixture(autouse=True)
def _ten_a_minute(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    monkeypatch.setenv("TASKPAL_API_PER_MINUTE", "10")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def token_of(owner_id: OwnerId) -> str:
    with database.transaction() as session:
        return service.make_personal_token(session, owner_id, SCOPE, 30)


def ask(token: str, path: str = "/api/todos") -> actors.httpx.Response:
    return actors.anyone().get(path, headers={"Authorization": f"Bearer {token}"})


def asked_until_refused(
    token: str, path: str = "/api/todos"
) -> tuple[int, actors.httpx.Response]:
    for passed in range(100):
        answer = ask(token, path)
        if answer.status_code != 200:
            return passed, answer
    raise AssertionError("nothing was refused")


@pytest.mark.parametrize("path", ["/api/todos", "/gpt/listTodos"])
def test_a_token_that_asks_too_often_is_told_when_to_come_back(
    ana: OwnerId, path: str
) -> None:
    passed, refused = asked_until_refused(token_of(ana), path)

    assert 10 <= passed <= 12  # a minute may begin anew meanwhile
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.json()["detail"].startswith("Too many requests. Try again in")


def test_a_token_that_asks_too_often_holds_up_no_other(
    ana: OwnerId, ben: OwnerId
) -> None:
    busy, own, bens = token_of(ana), token_of(ana), token_of(ben)
    asked_until_refused(busy)

    assert ask(own).status_code == 200
    assert ask(bens).status_code == 200


def test_changes_are_counted_too_and_not_made(ana: OwnerId) -> None:
    token = token_of(ana)
    header = {"Authorization": f"Bearer {token}"}
    client = actors.anyone()

    made = [
        client.post("/api/todos", json={"title": "Buy milk"}, headers=header)
        for _ in range(15)
    ]

    statuses = [one.status_code for one in made]
    assert statuses[-1] == 429
    assert ask(token_of(ana)).json()["total"] == statuses.count(201)


def test_who_guesses_tokens_has_to_wait_and_good_tokens_work_all_the_same(
    ana: OwnerId,
) -> None:
    good = token_of(ana)
    guesses = [ask("tp_at_guess").status_code for _ in range(access.GUESSES.times)]
    assert set(guesses) == {401}

    refused = ask("tp_at_another_guess")

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 60
    assert ask(good).status_code == 200


def test_a_token_that_ran_out_is_no_guess(ana: OwnerId) -> None:
    browser, app = actors.browser(ana), actors.gpt(ana)
    refresh = app.tokens(browser)["refresh_token"]

    answers = {ask(refresh).status_code for _ in range(access.GUESSES.times + 1)}

    assert answers == {401}


def test_an_app_that_fetches_tokens_without_end_is_told_when_to_come_back(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.gpt(ana)
    mine, bens = app.tokens(actors.browser(ana)), app.tokens(actors.browser(ben))

    for _ in range(tokens.ISSUED.times):
        answer = app.refresh(mine["refresh_token"])

    assert answer.status_code == 429
    assert answer.json()["error"] == "slow_down"
    assert 1 <= int(answer.headers["Retry-After"]) <= 600
    assert app.refresh(bens["refresh_token"]).status_code == 200


def test_a_code_that_came_too_soon_can_be_redeemed_later(ana: OwnerId) -> None:
    app, browser = actors.gpt(ana), actors.browser(ana)
    held = app.tokens(browser)["refresh_token"]
    while app.refresh(held).status_code == 200:
        pass
    code = app.code(browser)
    refused = app.redeem(code)
    with database.reading() as session:
        throttle.clear(tokens.ISSUED, session.exec(select(Connection.id)).one())

    assert refused.status_code == 429
    assert app.redeem(code).status_code == 200

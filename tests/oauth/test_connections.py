"""The apps a user let in, and ending that again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select, update

from taskpal import database, live
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.oauth import queries, service
from taskpal.oauth.errors import ConnectionNotFound
from taskpal.oauth.models import AuthorizationCode, Client, Token, TokenFamily
from taskpal.oauth.schemas import ConnectionView
from tests.oauth import actors


def connections(owner_id: OwnerId) -> list[ConnectionView]:
    with database.reading() as session:
        return queries.connections_of(session, owner_id)


def disconnect(owner_id: OwnerId, connection_id: str) -> None:
    with database.transaction() as session:
        service.disconnect(session, owner_id, connection_id)


def test_a_connection_tells_what_when_and_for_whom(ana: OwnerId) -> None:
    app = actors.gpt(ana, name="Shopper")
    app.tokens(actors.browser(ana), scope="todos:read")

    [connection] = connections(ana)

    assert connection.client_name == "Shopper"
    assert connection.client_id == app.id
    assert connection.scopes == ["See your todos"]
    assert now() - connection.granted_at < timedelta(minutes=1)
    assert connection.last_used_at is not None


def test_a_connection_tells_who_vouches_for_the_app(ana: OwnerId, ben: OwnerId) -> None:
    app, page = actors.web(ana), "https://app.example/about"
    for person in (ana, ben):
        app.tokens(actors.browser(person))

    def seen(person: OwnerId, **changes: object) -> tuple[str, str, str]:
        with database.transaction() as session:
            session.execute(update(Client).values(changes))
        [connection] = connections(person)
        return connection.kind, connection.origin, connection.client_uri

    assert seen(ana, about={"client_uri": page}) == ("web", "own", page)
    assert seen(ben, about={"client_uri": "javascript:alert(1)"}) == (
        "web",
        "someone's",
        "",
    )
    assert seen(ben, owner_id=None)[1] == "registered"
    assert seen(ben, document_url="https://app.example/app.json")[1] == "document"


def test_two_sign_ins_of_an_app_are_one_connection(ana: OwnerId) -> None:
    app = actors.native(ana)
    for _ in range(2):
        app.tokens(actors.browser(ana))

    assert len(connections(ana)) == 1


def test_disconnecting_ends_every_token_and_code_at_once(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    given, again, code = app.tokens(person), app.tokens(person), app.code(person)
    [connection] = connections(ana)

    disconnect(ana, connection.id)

    for tokens in (given, again):
        assert actors.reads_todos(tokens["access_token"]) == 401
        refused = app.refresh(tokens["refresh_token"])
        assert refused.json()["error"] == "invalid_grant"
    assert app.redeem(code).json()["error"] == "invalid_grant"
    with database.reading() as session:
        for table in (Token, TokenFamily, AuthorizationCode):
            assert session.exec(select(table)).all() == []


def test_whoever_disconnected_is_asked_again(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    person = actors.browser(ana)
    app.tokens(person)
    [connection] = connections(ana)

    disconnect(ana, connection.id)

    assert actors.authorize(person, app.request()).status_code == 200


def test_a_connection_is_nobody_elses(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.gpt(ben)
    given = app.tokens(actors.browser(ana))
    [connection] = connections(ana)

    assert connections(ben) == []  # not even those to an app of his own
    for connection_id in (connection.id, "unknown", "a\0b", "\udcff", ""):
        with pytest.raises(ConnectionNotFound):
            disconnect(ben, connection_id)
    assert actors.reads_todos(given["access_token"]) == 200


def test_open_dashboards_hear_of_connecting_and_disconnecting(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.gpt(ben)
    person = actors.browser(ana)
    heard: list[live.Announcement] = []
    stop = live.listen(heard.append)

    app.code(person)
    [connection] = connections(ana)
    disconnect(ana, connection.id)

    stop()
    assert {one.owner_id for one in heard} == {ana}
    assert len(heard) == 2


def test_removing_an_app_while_people_let_it_in_breaks_nothing(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.gpt(ana)
    people = [actors.browser(ben) for _ in range(6)]
    pages = [actors.authorize(person, app.request()) for person in people]

    def remove() -> None:
        with database.transaction() as session:
            service.remove_client(session, ana, app.id)

    with ThreadPoolExecutor(8) as threads:
        answers = [
            threads.submit(actors.answer, person, page, "allow")
            for person, page in zip(people, pages, strict=True)
        ]
        threads.submit(remove).result()
        assert {done.result().status_code for done in answers} <= {303, 400, 404}

    assert connections(ben) == []


def test_ending_everything_ends_codes_and_tokens_and_keeps_what_was_allowed(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.web(ana)
    person = actors.browser(ana)
    given, code = app.tokens(person), app.code(person)
    bens = app.tokens(actors.browser(ben))
    with database.transaction() as session:
        personal = service.make_personal_token(session, ana, "todos:read")

    with database.transaction() as session:
        service.end_everything(session, ana)

    assert actors.reads_todos(given["access_token"]) == 401
    assert actors.reads_todos(personal) == 401
    assert app.refresh(given["refresh_token"]).json()["error"] == "invalid_grant"
    assert app.redeem(code).json()["error"] == "invalid_grant"
    assert len(connections(ana)) == 1
    assert actors.reads_todos(bens["access_token"]) == 200


def test_ending_everything_while_refreshing_leaves_no_token(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ana))

    def end() -> None:
        with database.transaction() as session:
            service.end_everything(session, ana)

    with ThreadPoolExecutor(8) as threads:
        refreshes = [
            threads.submit(app.refresh, given["refresh_token"]) for _ in range(7)
        ]
        threads.submit(end).result()
        assert {done.result().status_code for done in refreshes} <= {200, 400}

    with database.reading() as session:
        assert session.exec(select(Token)).all() == []


def test_everyone_who_let_an_app_in_hears_that_it_was_removed(
    ana: OwnerId, ben: OwnerId
) -> None:
    app = actors.gpt(ana)
    app.tokens(actors.browser(ben))
    heard: list[live.Announcement] = []
    stop = live.listen(heard.append)

    with database.transaction() as session:
        service.remove_client(session, ana, app.id)

    stop()
    assert {one.owner_id for one in heard} == {ana, ben}
    assert connections(ben) == []


def test_two_people_who_let_each_others_apps_in_can_remove_them_at_once(
    ana: OwnerId, ben: OwnerId
) -> None:
    def remove(owner_id: OwnerId, app: actors.App) -> None:
        with database.transaction() as session:
            service.remove_client(session, owner_id, app.id)

    for _ in range(5):
        of_ana, of_ben = actors.gpt(ana), actors.gpt(ben)
        of_ana.code(actors.browser(ben))
        of_ben.code(actors.browser(ana))
        with ThreadPoolExecutor(2) as threads:
            both = [
                threads.submit(remove, ana, of_ana),
                threads.submit(remove, ben, of_ben),
            ]
            for done in both:
                done.result()

    assert connections(ana) == connections(ben) == []

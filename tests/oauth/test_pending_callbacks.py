"""A ChatGPT callback that a GPT's owner has yet to approve."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from taskpal import database, live
from taskpal.accounts.models import OwnerId
from taskpal.errors import TaskPalError
from taskpal.oauth import queries, service
from taskpal.oauth.schemas import PendingView
from tests.oauth import actors
from tests.oauth.actors import App

NEW = "https://chat.openai.com/aip/g-new-456/oauth/callback"
TWIN = "https://chatgpt.com/aip/g-new-456/oauth/callback"


def waiting(owner_id: OwnerId) -> list[PendingView]:
    with database.reading() as session:
        return queries.pending_callbacks(session, owner_id)


def arrive(person: OwnerId | None, app: App, uri: str = NEW) -> str:
    """The page shown when ChatGPT sends a browser with this callback."""
    browser = actors.browser(person) if person else actors.anyone()
    page = actors.authorize(browser, app.request(redirect_uri=uri))
    assert page.status_code == 400
    assert "location" not in page.headers
    return page.text


def test_a_new_callback_is_refused_and_waits_for_approval(ana: OwnerId) -> None:
    app = actors.gpt(ana)

    page = arrive(None, app)

    [pending] = waiting(ana)
    assert "not approved yet" in page
    assert NEW in page
    assert pending.client_id == app.id
    assert pending.callback == TWIN


def test_both_hosts_are_approved_at_once(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    arrive(ana, app)
    [pending] = waiting(ana)

    with database.transaction() as session:
        service.approve_callback(session, ana, pending.id)

    assert waiting(ana) == []
    for uri in (NEW, TWIN):
        app.redirect_uri = uri
        given = app.tokens(actors.browser(ana))
        assert actors.reads_todos(given["access_token"]) == 200


def test_a_callback_given_at_the_start_is_known_on_both_hosts(ana: OwnerId) -> None:
    app = actors.gpt(ana, NEW)

    for uri in (NEW, TWIN):
        page = actors.authorize(
            actors.browser(ana), app.request(redirect_uri=uri, prompt="consent")
        )
        assert page.status_code == 200


def test_the_owner_is_told_where_to_approve(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.gpt(ana)

    assert 'href="/connections"' in arrive(ana, app)
    assert 'href="/connections"' not in arrive(ben, app)
    assert "Whoever made the GPT" in arrive(None, app)


def test_asking_twice_waits_once(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    for uri in (NEW, TWIN, NEW):
        arrive(None, app, uri)

    assert len(waiting(ana)) == 1


def test_only_the_latest_few_wait(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    for number in range(8):
        arrive(None, app, NEW.replace("456", str(number)))

    paths = [pending.callback for pending in waiting(ana)]
    assert len(paths) == 5
    assert all(any(f"g-new-{n}/" in path for path in paths) for n in (3, 4, 5, 6, 7))


@pytest.mark.parametrize(
    "uri",
    [
        "https://chatgpt.com/aip/x-1/oauth/callback",
        "https://chatgpt.com/aip/g-/oauth/callback",
        "https://chatgpt.com/aip/g-1/oauth/callback/",
        "https://chatgpt.com/aip/g-1/oauth/callback?x=1",
        "https://chatgpt.com/aip/g-1/oauth/callback\n",
        "https://chatgpt.com/aip/g-1/../oauth/callback",
        "https://chatgpt.com/aip/g-é/oauth/callback",
        "https://chatgpt.com:443/aip/g-1/oauth/callback",
        "https://sub.chatgpt.com/aip/g-1/oauth/callback",
        "https://chatgpt.com.evil.example/aip/g-1/oauth/callback",
        "https://evil.example/aip/g-1/oauth/callback",
        "http://chatgpt.com/aip/g-1/oauth/callback",
        f"https://chatgpt.com/aip/g-{'1' * 101}/oauth/callback",
    ],
)
def test_anything_else_never_waits(ana: OwnerId, uri: str) -> None:
    arrive(ana, actors.gpt(ana), uri)

    assert waiting(ana) == []


def test_a_native_app_never_waits(ana: OwnerId) -> None:
    arrive(ana, actors.native(ana))

    assert waiting(ana) == []


def test_one_approval_opens_nothing_else(ana: OwnerId) -> None:
    app = actors.gpt(ana)
    arrive(ana, app)
    with database.transaction() as session:
        service.approve_callback(session, ana, waiting_id(ana))

    assert "not approved" in arrive(ana, app, NEW.replace("456", "789"))


def test_nobody_else_sees_approves_or_refuses_it(ana: OwnerId, ben: OwnerId) -> None:
    arrive(ben, actors.gpt(ana))
    pending_id = waiting_id(ana)

    assert waiting(ben) == []
    for act in (service.approve_callback, service.refuse_callback):
        with (
            pytest.raises(TaskPalError, match="no longer waiting"),
            database.transaction() as session,
        ):
            act(session, ben, pending_id)
    assert waiting_id(ana) == pending_id


def test_a_refused_callback_is_forgotten(ana: OwnerId) -> None:
    arrive(ana, actors.gpt(ana))

    with database.transaction() as session:
        service.refuse_callback(session, ana, waiting_id(ana))

    assert waiting(ana) == []


@pytest.mark.parametrize("pending_id", ["", "nonsense", "a\0b", "\udcff", "é"])
def test_an_id_that_is_none_is_not_found(ana: OwnerId, pending_id: str) -> None:
    with (
        pytest.raises(TaskPalError, match="no longer waiting"),
        database.transaction() as session,
    ):
        service.approve_callback(session, ana, pending_id)


def waiting_id(owner_id: OwnerId) -> str:
    [pending] = waiting(owner_id)
    return pending.id


def test_many_at_once_wait_once(ana: OwnerId) -> None:
    app = actors.gpt(ana)

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda _: arrive(None, app), range(12)))

    assert len(waiting(ana)) == 1


def test_a_stranger_cannot_keep_the_owners_dashboards_busy(ana: OwnerId) -> None:
    app, stranger = actors.gpt(ana), actors.anyone()
    heard: list[live.Announcement] = []
    stop = live.listen(heard.append)

    answers = [
        actors.authorize(
            stranger, app.request(redirect_uri=NEW.replace("456", str(number)))
        ).status_code
        for number in range(40)
    ]

    stop()
    assert answers[0] == 400
    assert answers[-1] == 429
    assert len(heard) == 20


def test_strangers_who_send_many_do_not_keep_the_owners_own_out(ana: OwnerId) -> None:
    app, stranger = actors.gpt(ana), actors.anyone()
    callback = "https://chatgpt.com/aip/g-{}/oauth/callback"
    for number in range(25):
        sent = app.request(redirect_uri=callback.format(number))
        refused = actors.authorize(stranger, sent)

    arrive(ana, app)

    assert refused.status_code == 429
    assert waiting(ana)[0].callback == TWIN

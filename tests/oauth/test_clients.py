"""Setting up apps, and who may change them."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.errors import BadValues
from taskpal.oauth import queries, service
from taskpal.oauth.errors import ClientNotFound, NoSecret
from taskpal.oauth.schemas import NewClient
from tests.oauth import actors
from tests.oauth.actors import CALLBACK, LOOPBACK


def test_a_gpt_gets_a_secret_once(session: Session, ana: OwnerId) -> None:
    client, secret = service.make_client(session, ana, NewClient("gpt", " My GPT "))

    assert client.name == "My GPT"
    assert secret is not None
    assert secret.startswith("tp_cs_")
    assert secret not in str(client.model_dump())


def test_a_native_app_gets_no_secret(session: Session, ana: OwnerId) -> None:
    new = NewClient("native", "Laptop", [LOOPBACK])

    _client, secret = service.make_client(session, ana, new)

    assert secret is None


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example/callback",
        "https://app.example",
        "https://app.example:8443/a?b=c",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:8000/callback",
        "http://localhost/",
        "http://[::1]/callback",
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "com.example.app:/oauth",
    ],
)
def test_a_native_app_may_have(session: Session, ana: OwnerId, uri: str) -> None:
    client, _ = service.make_client(session, ana, NewClient("native", "App", [uri]))

    assert client.redirect_uris == [uri]


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "callback",
        "/callback",
        "//app.example/callback",
        "http://app.example/callback",
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.2/callback",
        "http://localhost:x/",
        "https://",
        "https://user@app.example/",
        "https://user:pass@app.example/",
        "https://app.example/#fragment",
        "https://app.example/#",
        "https://app.example/\n",
        "https://app.example/a b",
        'https://app.example/"',
        "https://app.example/\\",
        "https://äpp.example/",
        "https://[::1/",
        "HTTPS://app.example/",  # would pass for an app on the user's own device
        "https://app.example%2eevil.example/",
        "https://app.example,evil.example/",
        "https://[fe80::1%25eth0]/",
        "https://./",
        "https://app.example/" + "x" * 500,
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "javascript://app.example/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "blob:https://app.example/1",
        "intent://x",
        "mailto:ana@example.com",
        "ws://127.0.0.1/",
        "a\0b://x",
        "\udcff://x",
    ],
)
@pytest.mark.parametrize("kind", ["gpt", "native"])
def test_no_app_may_have(session: Session, ana: OwnerId, kind: str, uri: str) -> None:
    with pytest.raises(BadValues) as refused:
        service.make_client(session, ana, NewClient(kind, "App", [uri]))

    assert refused.value.problems.keys() == {"redirect_uris"}


@pytest.mark.parametrize("uri", [LOOPBACK, "http://localhost:1/", "com.example:/x"])
def test_a_gpt_may_only_have_https(session: Session, ana: OwnerId, uri: str) -> None:
    with pytest.raises(BadValues, match="https://"):
        service.make_client(session, ana, NewClient("gpt", "App", [uri]))


@pytest.mark.parametrize(
    "new",
    [
        NewClient("other", "App", [CALLBACK]),
        NewClient("", "App", [CALLBACK]),
        NewClient("native", "App"),
        NewClient("gpt", ""),
        NewClient("gpt", "   "),
        NewClient("gpt", "x" * 101),
        NewClient("gpt", "a\0b"),
        NewClient("gpt", "a\nb"),
        NewClient("gpt", "\u202efdp.exe"),
        NewClient("gpt", "\udcff"),
        NewClient("gpt", "App", [f"https://app.example/{n}" for n in range(51)]),
    ],
)
def test_an_app_is_described_properly(
    session: Session, ana: OwnerId, new: NewClient
) -> None:
    with pytest.raises(BadValues):
        service.make_client(session, ana, new)


def test_nobody_has_more_than_50_apps(session: Session, ana: OwnerId) -> None:
    for number in range(50):
        service.make_client(session, ana, NewClient("gpt", str(number)))

    with pytest.raises(BadValues, match="50"):
        service.make_client(session, ana, NewClient("gpt", "one more"))


def test_an_app_can_be_renamed_and_moved(session: Session, ana: OwnerId) -> None:
    client, _ = service.make_client(session, ana, NewClient("gpt", "Old"))

    service.rename_client(session, ana, client.id, "New")
    service.set_redirect_uris(session, ana, client.id, [CALLBACK])

    [kept] = queries.clients_of(session, ana)
    assert kept.name == "New"
    assert CALLBACK in kept.redirect_uris


def test_a_native_app_has_no_secret_to_rotate(session: Session, ana: OwnerId) -> None:
    new = NewClient("native", "Laptop", [LOOPBACK])
    client, _ = service.make_client(session, ana, new)

    with pytest.raises(NoSecret):
        service.rotate_secret(session, ana, client.id)


def test_removing_an_app_ends_its_tokens(ana: OwnerId, ben: OwnerId) -> None:
    app = actors.gpt(ana)
    given = app.tokens(actors.browser(ben))

    with database.transaction() as session:
        service.remove_client(session, ana, app.id)

    assert actors.reads_todos(given["access_token"]) == 401
    assert app.refresh(given["refresh_token"]).status_code == 401


@pytest.mark.parametrize(
    "act",
    [
        service.remove_client,
        service.rotate_secret,
        lambda *who: service.rename_client(*who, "x"),
        lambda *who: service.set_redirect_uris(*who, []),
    ],
)
def test_someone_elses_app_is_not_found(
    session: Session, ana: OwnerId, ben: OwnerId, act: Callable[..., object]
) -> None:
    client, _ = service.make_client(session, ana, NewClient("gpt", "Ana's"))

    for client_id in (client.id, "unknown", "a\0b", "\udcff", ""):
        with pytest.raises(ClientNotFound):
            act(session, ben, client_id)
    assert queries.clients_of(session, ben) == []
    assert [one.name for one in queries.clients_of(session, ana)] == ["Ana's"]


def test_apps_made_at_once_are_counted(
    ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskpal.oauth.clients.MAX_CLIENTS", 2)

    def make(_number: int) -> None:
        with contextlib.suppress(BadValues), database.transaction() as session:
            service.make_client(session, ana, NewClient("gpt", "My GPT"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(make, range(8)))

    with database.reading() as session:
        assert len(queries.clients_of(session, ana)) == 2

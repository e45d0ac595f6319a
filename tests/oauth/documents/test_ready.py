"""What TaskPal keeps of a document: when it is read, and when it is not."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from taskpal import database, throttle
from taskpal.columns import now
from taskpal.database import in_transaction
from taskpal.errors import TooManyAttempts
from taskpal.oauth.documents import service
from taskpal.oauth.documents.errors import DocumentRefused, DocumentUnreachable
from taskpal.oauth.models import Client
from tests.oauth.conftest import earlier
from tests.oauth.documents.website import CALLBACK, Website

pytestmark = pytest.mark.usefixtures("db", "read_from_site")

HERE = "198.51.100.7"
DAY = timedelta(days=1)


async def test_what_a_document_says_becomes_a_client(site: Website) -> None:
    address = site.describes(client_uri="https://app.example/", scope="todos:read")

    await service.ready(address, HERE)

    client = _client()
    assert client.document_url == address
    assert client.owner_id is client.secret_hash is client.registration_hash is None
    assert (client.kind, client.name) == ("native", "Planner")
    assert client.redirect_uris == [CALLBACK]
    assert client.about["scope"] == "todos:read"
    assert client.about["client_uri"] == "https://app.example/"
    assert now() + timedelta(minutes=59) < (client.fresh_until or now())


@pytest.mark.parametrize("client_id", [None, "", "abc", "http://app.example/c"])
async def test_other_client_ids_are_nothing_to_read(
    site: Website, client_id: str | None
) -> None:
    await service.ready(client_id, HERE)

    assert site.asked == []


async def test_a_fresh_document_is_not_read_again(site: Website) -> None:
    address = site.describes()

    for _ in range(5):
        await service.ready(address, HERE)

    assert len(site.asked) == 1


async def test_an_old_document_is_read_again_and_replaces_what_was_known(
    site: Website,
) -> None:
    address = site.describes(client_uri="https://app.example/")
    await service.ready(address, HERE)
    before = _client()
    earlier(Client, fresh_until=DAY)

    site.describes(redirect_uris=["https://app.example/new"], client_name="Planner 2")
    await service.ready(address, HERE)

    after = _client()
    assert after.id == before.id
    assert after.name == "Planner 2"
    assert after.redirect_uris == ["https://app.example/new"]
    assert "client_uri" not in after.about
    assert before.changed_at is None
    assert after.changed_at is not None
    assert (after.fresh_until or now()) > now()


async def test_a_document_that_says_the_same_is_no_change(site: Website) -> None:
    address = site.describes()
    await service.ready(address, HERE)
    earlier(Client, fresh_until=DAY)

    await service.ready(address, HERE)

    assert _client().changed_at is None
    assert len(site.asked) == 2


async def test_an_old_document_does_while_its_website_is_down(site: Website) -> None:
    address = site.describes()
    await service.ready(address, HERE)
    earlier(Client, fresh_until=timedelta(days=6))
    site.publishes("/client.json", b"", 503)

    await service.ready(address, HERE)

    assert _client().name == "Planner"


async def test_a_very_old_document_does_not(site: Website) -> None:
    address = site.describes()
    await service.ready(address, HERE)
    earlier(Client, fresh_until=timedelta(days=8))
    site.publishes("/client.json", b"", 503)

    with pytest.raises(DocumentUnreachable):
        await service.ready(address, HERE)


@pytest.mark.parametrize(("body", "status"), [(b"", 404), (b"{}", 200), (b"", 302)])
async def test_an_old_document_does_not_when_it_was_taken_away(
    site: Website, body: bytes, status: int
) -> None:
    address = site.describes()
    await service.ready(address, HERE)
    earlier(Client, fresh_until=DAY)
    site.publishes("/client.json", body, status)

    with pytest.raises(DocumentRefused):
        await service.ready(address, HERE)


async def test_errors_are_not_kept(site: Website) -> None:
    address = site.publishes("/client.json", b"", 404)
    with pytest.raises(DocumentRefused):
        await service.ready(address, HERE)

    site.describes()
    await service.ready(address, HERE)

    assert _client().name == "Planner"


async def test_many_who_come_at_once_make_one_request(site: Website) -> None:
    address = site.describes()
    site.held.clear()

    crowd = [asyncio.create_task(service.ready(address, HERE)) for _ in range(50)]
    crowd[0].cancel()
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.1, site.held.set)
    results = await asyncio.gather(*crowd, return_exceptions=True)

    assert [type(one) for one in results if one is not None] == [asyncio.CancelledError]
    assert len(site.asked) == 1
    assert service._under_way == {}


def is_waiting(caller: asyncio.Task[None]) -> bool:
    """Whether this caller of `ready` waits for the document to be read."""
    inner = getattr(caller.get_coro(), "cr_await", None)
    return getattr(inner, "__name__", "") == service._read_once.__name__


async def test_many_hear_of_one_failure(site: Website) -> None:
    address = site.publishes("/client.json", b"", 404)
    site.held.clear()

    crowd = [asyncio.create_task(service.ready(address, HERE)) for _ in range(5)]
    while not all(map(is_waiting, crowd)):
        await asyncio.sleep(0.01)
    site.held.set()
    results = await asyncio.gather(*crowd, return_exceptions=True)

    assert {type(one) for one in results} == {DocumentRefused}
    assert len(site.asked) == 1


async def test_only_so_many_are_read_at_once(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 2)
    site.held.clear()
    reading = [
        asyncio.create_task(service.ready(site.describes(f"/{n}.json"), HERE))
        for n in range(2)
    ]
    while len(service._under_way) < 2:
        await asyncio.sleep(0.01)

    with pytest.raises(TooManyAttempts):
        await service.ready(site.describes("/one-more.json"), HERE)

    site.held.set()
    await asyncio.gather(*reading)


@pytest.mark.parametrize("name", ["OF_ONE_CALLER", "OF_ONE_HOST", "OF_ALL"])
async def test_nobody_makes_taskpal_read_many(
    site: Website, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(service, name, throttle.Limit(name, 2, 600))
    for n in range(2):
        await service.ready(site.describes(f"/{n}.json"), HERE)

    with pytest.raises(TooManyAttempts) as refused:
        await service.ready(site.describes("/one-more.json"), HERE)

    assert int(refused.value.headers["Retry-After"]) > 0
    assert len(site.asked) == 2


async def test_what_is_known_does_while_too_many_are_read(
    site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = site.describes()
    await service.ready(address, HERE)
    earlier(Client, fresh_until=DAY)
    monkeypatch.setattr(service, "OF_ALL", throttle.Limit("none", 0, 600))

    await service.ready(address, HERE)

    assert len(site.asked) == 1


async def test_workers_that_read_the_same_keep_it_once(site: Website) -> None:
    address = site.describes()
    said = service.document.read(address, site.pages["/client.json"].body)

    keeping = (in_transaction(service.keep, address, said, DAY) for _ in range(8))
    await asyncio.gather(*keeping)

    assert _client().document_url == address


def _client() -> Client:
    with database.transaction() as session:
        return session.exec(select(Client)).one()

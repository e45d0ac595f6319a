"""Who gets a dashboard's socket, and how much may come through one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from urllib.parse import quote

import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from taskpal import sockets
from taskpal.accounts.cookies import session_cookie
from taskpal.accounts.models import OwnerId
from taskpal.security import hash_token
from taskpal.settings import settings
from taskpal.sockets import AT_ONCE, LONGEST, TABS, Sockets
from tests import tries
from tests.sessions import sign_in, sign_out

TAB = "b1946ac9-2492-4d23-8e0c-5f4dd9a5b0c1"


class Reflex:
    """Stands behind the door, and listens to whoever is let in."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []
        self.heard: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] != "websocket.disconnect":
            self.heard.append(message["text"])


class Socket:
    """An attempt to open a socket."""

    def __init__(self, door: Sockets, cookie: str, address: str, query: str) -> None:
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._heard: asyncio.Queue[Message] = asyncio.Queue()
        self.scope: Scope = {
            "type": "websocket",
            "path": "/_event/",
            "query_string": query.encode(),
            "headers": [(b"cookie", cookie.encode())],
            "client": (address, 1),
        }
        self.served = asyncio.create_task(
            door(self.scope, self._said.get, self._heard.put)
        )

    async def is_open(self) -> bool:
        answer = await self._heard.get()
        assert answer["type"] in {"websocket.accept", "websocket.close"}
        return answer["type"] == "websocket.accept"

    def say(self, *texts: str) -> None:
        for text in texts:
            self._said.put_nowait({"type": "websocket.receive", "text": text})

    async def close(self) -> None:
        self._said.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await self.served


Knock = Callable[..., Socket]


@pytest.fixture(autouse=True)
def _nobody_counted_yet() -> None:
    tries.forget()


@pytest.fixture
def reflex() -> Reflex:
    return Reflex()


@pytest.fixture
def door(reflex: Reflex, db: None) -> Sockets:
    return Sockets(reflex)


@pytest.fixture
async def knock(door: Sockets) -> AsyncIterator[Knock]:
    """Asks for a socket with a session's token; whatever opens is closed at the end."""
    asked: list[Socket] = []

    def ask(
        session: str, address: str = "192.0.2.1", query: str = f"token={TAB}"
    ) -> Socket:
        asked.append(Socket(door, f"{session_cookie()}={session}", address, query))
        return asked[-1]

    yield ask
    for one in asked:
        await one.close()


@pytest.fixture
def few_tabs(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """As many dashboards as one address may have open."""
    monkeypatch.setenv("TASKPAL_TABS_PER_ADDRESS", "10")
    settings.cache_clear()
    yield 10
    monkeypatch.undo()
    settings.cache_clear()


async def test_who_is_signed_in_gets_a_socket(knock: Knock, ana: OwnerId) -> None:
    assert await knock(sign_in(ana)).is_open()


@pytest.mark.parametrize("cookie", ["", "x", "a" * 43, "a" * 500])
async def test_who_is_not_signed_in_gets_none(knock: Knock, cookie: str) -> None:
    assert not await knock(cookie).is_open()


async def test_a_session_that_ended_opens_none(knock: Knock, ana: OwnerId) -> None:
    session = sign_in(ana)
    sign_out(session)

    assert not await knock(session).is_open()


async def test_the_id_of_a_session_opens_none(knock: Knock, ana: OwnerId) -> None:
    assert not await knock(hash_token(sign_in(ana))).is_open()


async def test_a_state_learns_the_id_of_its_session_but_no_cookie(
    knock: Knock, reflex: Reflex, ana: OwnerId
) -> None:
    session = sign_in(ana)

    await knock(f"{session}; taskpal_known=b; other=c").is_open()

    [scope] = reflex.scopes
    brought = dict(scope["headers"])[b"cookie"].decode()
    assert brought == f"{session_cookie()}={hash_token(session)}"


@pytest.mark.parametrize(
    "query",
    ["", "token=", f"token={'a' * 65}", f"token={TAB}&token=b", "token=a/b", "x=%FF"],
)
async def test_a_socket_names_the_one_tab_it_is_for(
    knock: Knock, ana: OwnerId, query: str
) -> None:
    assert not await knock(sign_in(ana), query=query).is_open()


async def test_an_account_has_so_many_tabs_and_another_has_its_own(
    knock: Knock, ana: OwnerId, ben: OwnerId
) -> None:
    session = sign_in(ana)
    opened = [knock(session) for _ in range(TABS)]
    assert all([await one.is_open() for one in opened])

    assert not await knock(sign_in(ana)).is_open()
    assert await knock(sign_in(ben)).is_open()


async def test_a_closed_tab_makes_room(
    knock: Knock, door: Sockets, ana: OwnerId, few_tabs: int
) -> None:
    session = sign_in(ana)
    opened = [knock(session) for _ in range(few_tabs)]
    assert all([await one.is_open() for one in opened])

    await opened[0].close()

    assert await knock(session).is_open()
    for one in opened:
        await one.close()
    assert sum(door.open.values()) == 2  # the account's, and the address's


async def test_an_address_has_so_many_tabs_and_another_has_its_own(
    knock: Knock, ana: OwnerId, ben: OwnerId, few_tabs: int
) -> None:
    session = sign_in(ana)
    for _ in range(few_tabs):
        await knock(session).is_open()

    assert not await knock(sign_in(ben)).is_open()
    assert await knock(sign_in(ben), address="192.0.2.2").is_open()


async def test_an_account_opens_so_many_sockets_in_a_minute(
    knock: Knock, ana: OwnerId, ben: OwnerId
) -> None:
    session = sign_in(ana)
    for _ in range(sockets.OPENED_BY_ACCOUNT.times):
        one = knock(session)
        assert await one.is_open()
        await one.close()

    assert not await knock(session).is_open()
    assert await knock(sign_in(ben)).is_open()


async def test_what_is_said_arrives(knock: Knock, reflex: Reflex, ana: OwnerId) -> None:
    socket = knock(sign_in(ana))

    socket.say("Buy milk", "a" * LONGEST)
    await socket.close()

    assert reflex.heard == ["Buy milk", "a" * LONGEST]


async def test_what_is_far_too_long_closes_the_socket(
    knock: Knock, reflex: Reflex, ana: OwnerId
) -> None:
    socket = knock(sign_in(ana))

    socket.say("a" * (LONGEST + 1), "Buy milk")
    await socket.served

    assert reflex.heard == []


async def test_who_says_too_much_is_listened_to_slowly_and_nothing_is_lost(
    knock: Knock, reflex: Reflex, ana: OwnerId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "PER_SECOND", 1_000)
    socket = knock(sign_in(ana))
    many = [str(number) for number in range(AT_ONCE + 200)]
    began = asyncio.get_running_loop().time()

    socket.say(*many)
    await socket.close()

    assert reflex.heard == many
    assert asyncio.get_running_loop().time() - began > 0.19


@pytest.mark.parametrize("path", ["/_event", "/_event/"])
async def test_a_tab_that_was_refused_can_ask_why(
    door: Sockets, ana: OwnerId, path: str
) -> None:
    session = sign_in(ana)
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(door),
        base_url="http://localhost:3000",
        headers={"Cookie": f"{session_cookie()}={quote(session)}"},
    )

    signed_in = await client.get(path)
    sign_out(session)
    signed_out = await client.get(path)

    assert signed_in.status_code == 204
    assert signed_out.status_code == 401
    assert signed_out.headers["cache-control"] == "no-store"

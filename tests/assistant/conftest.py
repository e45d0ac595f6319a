"""What the assistant's tests share: a GPT that holds a real token."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.http import http
from taskpal.oauth import service as oauth

EVERYTHING = "todos:read todos:write todos:delete"


class Gpt:
    """Calls operations the way ChatGPT does."""

    def __init__(self, client: TestClient, token: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, operation: str, **parameters: Any) -> httpx.Response:
        return self._client.get(
            f"/gpt/{operation}", params=parameters, headers=self._headers
        )

    def do(self, operation: str, **body: Any) -> httpx.Response:
        return self._client.post(f"/gpt/{operation}", json=body, headers=self._headers)

    def send(self, operation: str, content: bytes) -> httpx.Response:
        headers = self._headers | {"Content-Type": "application/json"}
        return self._client.post(f"/gpt/{operation}", content=content, headers=headers)

    def add(self, title: str, **fields: Any) -> dict[str, Any]:
        answer = self.do("addTodo", title=title, **fields)
        assert answer.status_code == 200, answer.text
        todo: dict[str, Any] = answer.json()["todo"]
        return todo

    def titles(self, **parameters: Any) -> list[str]:
        found = self.ask("listTodos", **parameters).json()["todos"]
        return [todo["title"] for todo in found]


@pytest.fixture
def client() -> Iterator[TestClient]:
    # A crash must show as a crash to the caller too: these tests look for 500s.
    with TestClient(
        http(), base_url="http://localhost:3000", raise_server_exceptions=False
    ) as opened:
        yield opened


@pytest.fixture
def gpt_of(client: TestClient) -> Callable[..., Gpt]:
    """Makes a GPT that acts for someone: `gpt_of(ana)`, `gpt_of(ana, "todos:read")`."""

    def make(owner_id: OwnerId, scope: str = EVERYTHING) -> Gpt:
        with database.transaction() as session:
            token = oauth.make_personal_token(session, owner_id, scope, 30)
        return Gpt(client, token)

    return make


@pytest.fixture
def anas_gpt(gpt_of: Callable[..., Gpt], ana: OwnerId) -> Gpt:
    return gpt_of(ana)


@pytest.fixture
def bens_gpt(gpt_of: Callable[..., Gpt], ben: OwnerId) -> Gpt:
    return gpt_of(ben)

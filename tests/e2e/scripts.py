"""Somebody's script: it works on their todos through the JSON API, with a token."""

import json
from typing import Any, Self

import httpx

from tests.e2e.people import Person
from tests.e2e.server import RunningServer

SCOPE = "profile:read todos:read todos:write todos:delete"


class Script:
    """A few lines of Python that someone runs beside the dashboard."""

    def __init__(self, url: str, token: str) -> None:
        self._api, self._todos = f"{url}/api", f"{url}/api/todos"
        self._headers = {"Authorization": f"Bearer {token}"}

    @classmethod
    def of(cls, server: RunningServer, person: Person) -> Self:
        """A script with a personal access token made on the command line."""
        made = server.run(
            "tokens", "add", "--owner", person.email, "--scope", SCOPE, "--json"
        )
        assert made.returncode == 0, made.stderr
        return cls(server.url, json.loads(made.stdout)["token"])

    def add(self, title: str, **fields: Any) -> dict[str, Any]:
        return self._answer("POST", "", json={"title": title, **fields})

    def change(self, todo_id: str, **fields: Any) -> dict[str, Any]:
        return self._answer("PATCH", f"/{todo_id}", json=fields)

    def complete(self, todo_id: str) -> dict[str, Any]:
        return self._answer("POST", f"/{todo_id}/complete")

    def reopen(self, todo_id: str) -> dict[str, Any]:
        return self._answer("POST", f"/{todo_id}/reopen")

    def delete(self, todo_id: str) -> None:
        self._send("DELETE", f"/{todo_id}")

    def find(self, **query: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._answer("GET", "", params=query)["items"]
        return items

    def ask(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        """Anything else of the API, by its path below /api: `ask("POST", "/undo")`."""
        answer = self._sent(method, self._api + path, **sent)
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    def ask_until_refused(self, most: int) -> tuple[int, httpx.Response]:
        """How often a list was given, and the answer after that.

        Each time over a new connection, so that now one worker answers, now another.
        """
        headers = {**self._headers, "Connection": "close"}
        with httpx.Client(headers=headers, timeout=30) as client:
            for passed in range(most):
                answer = client.get(self._todos)
                if not answer.is_success:
                    return passed, answer
        raise AssertionError(f"{most} requests were not too many")

    def _answer(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._send(method, path, **sent).json()
        return found

    def _send(self, method: str, path: str, **sent: Any) -> httpx.Response:
        return self._sent(method, self._todos + path, **sent)

    def _sent(self, method: str, url: str, **sent: Any) -> httpx.Response:
        answer = httpx.request(method, url, headers=self._headers, timeout=30, **sent)
        assert answer.is_success, f"{answer.status_code} {answer.text}"
        return answer

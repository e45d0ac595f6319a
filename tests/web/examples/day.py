"""A day of ana's: what her scripts ask of the API, and what they are answered."""

from collections.abc import Mapping
from typing import Any

import httpx

from tests.web.examples.clock import Clock
from tests.web.examples.stable import Stable

Json = dict[str, Any]
Examples = dict[str, list[Json]]

_SHOWN = ("Content-Type", "Location", "ETag", "WWW-Authenticate", "Content-Disposition")


class Day:
    """Asks, and writes down what was said. `operations`: (method, path) by name."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        token: str,
        clock: Clock,
        operations: Mapping[str, tuple[str, str]],
        stable: Stable,
    ) -> None:
        self.examples: Examples = {}
        self._client, self._token = client, token
        self._clock, self._operations, self._stable = clock, operations, stable

    async def ask(  # noqa: PLR0913
        self,
        operation_id: str,
        says: str = "",
        *,
        sends: Any = None,
        headers: Mapping[str, str] | None = None,
        status: int = 0,
        token: str = "$TOKEN",
        **parameters: Any,
    ) -> httpx.Response:
        """Ask for an operation; if the example `says` something, write it down.

        Args:
            operation_id: its name.
            says: what the example shows, in a sentence.
            sends: the body: JSON, or the text of a file.
            headers: those that are not always sent.
            status: the status to expect; 0 when all shall be well.
            token: what is shown of the token; empty to send none.
            parameters: those in the path and in the query.
        """
        method, template = self._operations[operation_id]
        path = template.format_map(parameters)
        query = {n: v for n, v in parameters.items() if f"{{{n}}}" not in template}
        asked = self._request(method, path, query, sends, headers or {}, token)
        answer = await self._send(asked)
        wanted = answer.is_success if not status else answer.status_code == status
        assert wanted, f"{operation_id}: {answer.status_code} {answer.text}"
        self._stable.learn(_content(answer))
        if says:
            self._write_down(operation_id, says, asked, answer)
        return answer

    async def made(self, operation_id: str, says: str = "", **given: Any) -> str:
        """Ask for an operation that makes something; the id of that."""
        answer = await self.ask(operation_id, says, **given)
        return str(answer.json()["id"])

    def _request(  # noqa: PLR0913, PLR0917
        self,
        method: str,
        path: str,
        query: Json,
        sends: Any,
        headers: Mapping[str, str],
        token: str,
    ) -> Json:
        url = httpx.URL(path, params=query) if query else httpx.URL(path)
        asked: Json = {"method": method, "path": str(url), "headers": {}}
        if token:
            asked["headers"]["Authorization"] = f"Bearer {token}"
        if sends is not None and not isinstance(sends, str):
            asked["headers"]["Content-Type"] = "application/json"
        asked["headers"].update(headers)
        return asked if sends is None else {**asked, "body": sends}

    async def _send(self, asked: Json) -> httpx.Response:
        headers = {
            name: value.replace("$TOKEN", self._token)
            for name, value in asked["headers"].items()
        }
        body = asked.get("body")
        kind: Json = {"content": body} if isinstance(body, str) else {"json": body}
        self._clock.step()
        return await self._client.request(
            asked["method"], asked["path"], headers=headers, **kind
        )

    def _write_down(
        self, operation_id: str, says: str, asked: Json, answer: httpx.Response
    ) -> None:
        content = _content(answer)
        told: Json = {"status": answer.status_code, "headers": _headers(answer)}
        if content is not None:
            told["body"] = content
        example = {"says": says, "request": asked, "answer": told}
        self.examples.setdefault(operation_id, []).append(self._stable.told(example))


def _headers(answer: httpx.Response) -> Json:
    return {name: answer.headers[name] for name in _SHOWN if name in answer.headers}


def _content(answer: httpx.Response) -> Any:
    if not answer.content:
        return None
    is_json = "json" in answer.headers["Content-Type"]
    return answer.json() if is_json else answer.text

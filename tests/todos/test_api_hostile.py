"""Whatever is sent, the answer is never a 500, and always a sentence."""

import json
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskpal.accounts.models import OwnerId
from tests.todos.conftest import Api

FIELDS = ["title", "description", "priority", "due", "completed", "id", "\x00", "x"]
HOSTILE = [
    *("", "\x00", "\ud800", "a" * 30_000, "p1", "2026-12-24", "0000-00-00"),
    *(
        "9999-12-31",
        True,
        None,
        0,
        -1,
        10**30,
        1e308,
        float("nan"),
        float("inf"),
        [],
        {},
    ),
]
VALUES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.integers())

REQUESTS = {
    "method": st.sampled_from(["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "X"]),
    "path": st.sampled_from(["", "/{id}", "/{id}/complete", "/{id}/restore", "/"])
    | st.binary(max_size=20).map(lambda raw: "/" + quote_from_bytes(raw)),
    "query": st.binary(max_size=60).map(lambda raw: quote_from_bytes(raw, "&=%+"))
    | st.dictionaries(
        st.sampled_from(["status", "query", "sort", "limit", "cursor", "list"]),
        st.text(st.characters(codec="utf-8"), max_size=30),
    ).map(urlencode),
    "body": st.binary(max_size=100)
    | st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5),
    "condition": st.none()
    | st.binary(max_size=30).filter(lambda raw: b"\n" not in raw),
}


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(asked=st.fixed_dictionaries(REQUESTS))
async def test_no_request_ends_in_a_500(
    api: Api, ana: OwnerId, asked: dict[str, Any]
) -> None:
    client = _CLIENTS.get(ana) or _CLIENTS.setdefault(ana, api(ana))
    added = await client.post("/api/todos", json={"title": "x"})
    path = asked["path"].replace("{id}", added.json()["id"])
    condition = asked["condition"]
    conditions = ("If-Match", "If-None-Match", "Idempotency-Key")

    answer = await client.request(
        asked["method"],
        f"/api/todos{path}?{asked['query']}",
        content=_body(asked["body"]),
        headers={"Content-Type": "application/json"}
        | ({} if condition is None else dict.fromkeys(conditions, condition)),
    )

    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and asked["method"] != "HEAD":
        assert answer.json()["detail"]


def _body(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    return json.dumps(body).encode()


# One client for all the requests hypothesis tries with one person.
_CLIENTS: dict[str, httpx.AsyncClient] = {}


async def test_a_wrong_token_is_refused_before_what_was_sent_with_it(
    anyone: httpx.AsyncClient,
) -> None:
    wrong = {"Authorization": "Bearer tp_pat_unknown"}

    bad_body = await anyone.post("/api/todos", headers=wrong, json={"titel": "Call"})
    bad_query = await anyone.get("/api/todos?limit=none", headers=wrong)

    assert bad_body.status_code == bad_query.status_code == 401
    assert 'error="invalid_token"' in bad_body.headers["www-authenticate"]


async def test_a_token_that_does_not_allow_it_learns_nothing_else(
    api: Api, ana: OwnerId
) -> None:
    reader = api(ana, "todos:read")

    answer = await reader.post("/api/todos", json={"titel": "Call"})

    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["www-authenticate"]

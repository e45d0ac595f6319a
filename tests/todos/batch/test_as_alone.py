"""An operation in a batch is answered, and does, what its own request would."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taskpal import database
from taskpal.http import http
from taskpal.oauth import service as oauth
from tests.conftest import make_account
from tests.oauth import actors
from tests.todos.conftest import ALL

Json = dict[str, Any]

PATHS = {
    operation["operationId"]: (method.upper(), path)
    for path, item in http().openapi()["paths"].items()
    for method, operation in item.items()
}
_numbers = itertools.count(1)
TIMES = {"created_at", "updated_at", "completed_at"}
ONE_ROUND = {"occurrence": "one"}

# What each operation may be asked with; {list} and the like stand for something made
# before.
ADDS: dict[str, list[Json]] = {
    "todo": [
        {"title": "Milk"},
        {"title": "Tea", "list": "{list}", "labels": ["errand", "Home"]},
        {"title": "Water", "due": "2026-12-01", "repeat": "every day"},
        {"title": "Oat", "parent": "{todo}"},
        {"title": "Soon", "section": "{section}"},
    ],
    "list": [{"name": "Home"}, {"name": "Shed", "parent": "{list}"}],
    "section": [{"name": "Now"}, {"name": "Later", "list": "{list}"}],
    "label": [{"name": "errand"}, {"name": "Home", "colour": "red"}],
    "comment": [{"todo": "{todo}", "text": "Hm"}],
    "filter": [{"name": "Now", "query": "today"}, {"name": "No", "query": "("}],
}
CHANGES: list[tuple[str, str, Json, Json]] = [
    ("changeTodo", "todo", {"title": "Rice", "completed": True}, {}),
    ("changeTodo", "todo", {"list": "{list}"}, {}),
    ("changeTodo", "todo", {"title": "Alone", "labels": ["x"]}, ONE_ROUND),
    ("changeTodo", "todo", {"labels": ["new"], "section": "{section}"}, {}),
    ("replaceTodo", "todo", {"title": "Anew"}, {}),
    ("completeTodo", "todo", {}, {}),
    ("completeTodo", "todo", {}, {"due": "2026-12-01"}),
    ("reopenTodo", "todo", {}, {}),
    ("skipTodo", "todo", {}, {}),
    ("endSeries", "todo", {}, {}),
    ("moveTodo", "todo", {"parent": "{todo}"}, {}),
    ("moveTodo", "todo", {"before": "{todo}"}, {}),
    ("moveTodo", "todo", {"list": "inbox"}, {}),
    ("deleteTodo", "todo", {}, {}),
    ("restoreTodo", "todo", {}, {}),
    ("changeList", "list", {"parent": "{list}"}, {}),
    ("moveList", "list", {"after": "{list}"}, {}),
    ("archiveList", "list", {}, {}),
    ("unarchiveList", "list", {}, {}),
    ("deleteList", "list", {}, {}),
    ("restoreList", "list", {}, {}),
    ("changeSection", "section", {"list": "{list}"}, {}),
    ("deleteSection", "section", {}, {}),
    ("restoreSection", "section", {}, {}),
    ("changeLabel", "label", {"name": "other"}, {}),
    ("deleteLabel", "label", {}, {}),
    ("deleteComment", "comment", {}, {}),
    ("changeFilter", "filter", {"query": "p1 |"}, {}),
    ("deleteFilter", "filter", {}, {}),
]


@st.composite
def _operations(draw: st.DrawFn) -> list[Json]:
    """Some operations one after the other, on what those before them make."""
    made: list[tuple[str, str]] = []
    operations = []
    for number in range(draw(st.integers(2, 14))):
        sorts = {sort for sort, _ in made}
        known = [one for one in CHANGES if one[1] in sorts]
        if number < 2 or not known or draw(st.booleans()):
            sort = draw(st.sampled_from(["todo", "list", *ADDS]))
            one: Json = {"operation": f"add{sort.title()}", "ref": f"r{number}"}
            body = draw(st.sampled_from(ADDS[sort]))
        else:
            name, sort, body, query = draw(st.sampled_from(known))
            of_sort = [ref for kind, ref in made if kind == sort]
            one = {"operation": name, "id": f"${draw(st.sampled_from(of_sort))}"}
            one |= {"query": query} if query else {}
        filled = {field: _ref(draw, said, made) for field, said in body.items()}
        if None in filled.values():
            continue
        operations.append(one | ({"body": filled} if filled else {}))
        if "ref" in one:
            made.append((sort, one["ref"]))
    return operations


def _ref(draw: st.DrawFn, said: Any, made: list[tuple[str, str]]) -> Any:
    """A ref in place of what is in braces; None if there is nothing of that sort."""
    if not isinstance(said, str) or not said.startswith("{"):
        return said
    refs = [ref for sort, ref in made if sort == said[1:-1]]
    return f"${draw(st.sampled_from(refs))}" if refs else None


class Alone:
    """Somebody who sends each operation by itself."""

    def __init__(self) -> None:
        self.client = _somebody()
        self.ids: dict[str, str | None] = {}

    def send(self, one: Json) -> tuple[int, Any]:
        """The status and the content of the answer; 424 if there is nothing to ask."""
        method, path = PATHS[one["operation"]]
        known = dict(self._known(one))
        if None in known.values():
            return 424, None
        body = one.get("body", {})
        sent = {field: known.get(field, value) for field, value in body.items()}
        answer = self.client.request(
            method,
            re.sub(r"\{\w+\}", known.get("id") or "", path),
            params=one.get("query"),
            json=sent or None,
        )
        content = answer.json() if answer.is_success and answer.content else None
        if "ref" in one:
            self.ids[one["ref"]] = content and content["id"]
        return answer.status_code, content

    def _known(self, one: Json) -> Iterator[tuple[str, str | None]]:
        """The ids that refs stand for; None of what was refused."""
        for field, said in [("id", one.get("id")), *one.get("body", {}).items()]:
            if isinstance(said, str) and said.startswith("$"):
                yield field, self.ids.get(said.removeprefix("$"))


@given(_operations().filter(bool))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_is_done_in_a_batch_is_what_is_done_one_by_one(
    db: None, operations: list[Json]
) -> None:
    alone, together = Alone(), _somebody()

    expected = [alone.send(one) for one in operations]
    sent = {"operations": operations, "atomic": False}
    answer = together.post("/api/batch", json=sent)

    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    ids = {one["ref"]: one["id"] for one in results if one["ref"]}
    assert [one["status"] for one in results] == [status for status, _ in expected]
    assert [_told(one["content"], ids) for one in results] == [
        _told(content, alone.ids) for _, content in expected
    ]
    assert _all(together, ids) == _all(alone.client, alone.ids)


@given(_operations().filter(bool))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_all_or_nothing_is_all_when_none_is_refused(
    db: None, operations: list[Json]
) -> None:
    each, whole = _somebody(), _somebody()
    sent = {"operations": operations}
    results = each.post("/api/batch", json=sent | {"atomic": False}).json()["results"]
    statuses = [one["status"] for one in results]

    answer = whole.post("/api/batch", json=sent)

    if max(statuses) < 400:
        assert [one["status"] for one in answer.json()["results"]] == statuses
        undone = whole.post("/api/undo", json={"batch": answer.json()["batch"]})
        assert undone.status_code == 200, undone.text
    else:
        failed = next(n for n, status in enumerate(statuses) if status >= 400)
        assert (answer.status_code, answer.json()["failed"]) == (
            statuses[failed],
            failed,
        )
    assert _all(whole, {}) == _all(_somebody(), {})


def _somebody() -> TestClient:
    owner = make_account(f"somebody.{next(_numbers)}")
    with database.transaction() as session:
        token = oauth.make_personal_token(session, owner, ALL, 30)
    client = actors.anyone()
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def _told(content: Any, ids: dict[str, str | None]) -> Any:
    """The content with refs in place of ids, and without times."""
    names = {id_: ref for ref, id_ in ids.items() if id_}
    if not isinstance(content, dict):
        return content
    return {
        name: names.get(value, "?") if name == "id" else names.get(str(value), value)
        for name, value in content.items()
        if name not in TIMES
    }


def _all(client: TestClient, ids: dict[str, str | None]) -> dict[str, list[Any]]:
    """All that somebody has."""
    found = {}
    for path in ("todos?status=all&sort=position", "lists?status=all", *_OTHERS):
        items = client.get(f"/api/{path}").json()["items"]
        found[path] = [_told(one, ids) for one in items]
    return found


_OTHERS = ("sections", "labels", "filters")

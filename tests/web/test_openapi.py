"""The API's document and page: complete, committed, and for programs and people."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
from openapi_spec_validator import validate

from taskpal.http import http
from taskpal.settings import PROJECT
from tests.todos.conftest import client_of

COMMITTED = PROJECT / "docs" / "openapi.json"
WITHOUT_A_TOKEN: set[str] = set()


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in http().openapi()["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def test_the_document_is_valid_openapi() -> None:
    validate(http().openapi())


def test_the_committed_document_is_the_one_served() -> None:
    made = json.dumps(http().openapi(), indent=2, ensure_ascii=False) + "\n"

    assert made == COMMITTED.read_text(), (
        "The API changed. If that is meant: python -m tests.web.test_openapi"
    )


def test_the_operations_have_the_names_clients_know() -> None:
    assert {operation["operationId"] for _, _, operation in _operations()} == {
        "listTodos",
        "addTodo",
        "getTodo",
        "changeTodo",
        "replaceTodo",
        "deleteTodo",
        "completeTodo",
        "reopenTodo",
        "restoreTodo",
        "getMe",
        *("listChanges", "undo"),
        *("listLists", "addList", "getList", "changeList", "deleteList", "moveList"),
        *("getListContents", "archiveList", "unarchiveList", "restoreList"),
        *("listSections", "addSection", "getSection", "changeSection", "deleteSection"),
        *("getSectionContents", "moveSection", "restoreSection"),
        *("listLabels", "addLabel", "getLabel", "changeLabel", "deleteLabel"),
        "moveLabel",
        *("readImport", "listImports", "getImport", "startImport", "forgetImport"),
        *("exportTodos", "listFeeds", "addFeed", "removeFeed"),
        *("listComments", "addComment", "getComment", "changeComment", "deleteComment"),
        "restoreComment",
        "moveTodo",
    }


def test_every_operation_needs_a_token() -> None:
    for _, path, operation in _operations():
        if operation["operationId"] not in WITHOUT_A_TOKEN:
            assert operation["security"], path
            assert {"401", "403"} <= operation["responses"].keys(), path


async def test_every_operation_refuses_a_request_without_a_token(db: None) -> None:
    async with client_of(http(), {}) as client:
        for method, path, operation in _operations():
            body = {"title": "x"} if "requestBody" in operation else None
            url = path.replace("{todo_id}", "222222222222")

            answer = await client.request(method, url, json=body)

            if operation["operationId"] not in WITHOUT_A_TOKEN:
                assert answer.status_code == 401, path


async def test_the_page_shows_every_operation_and_loads_nothing_from_elsewhere() -> (
    None
):
    async with client_of(http(), {}) as client:
        answer: httpx.Response = await client.get("/api/docs")

    assert answer.status_code == 200
    for _, path, operation in _operations():
        assert path in answer.text
        assert f'id="{operation["operationId"]}"' in answer.text
    links = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
    assert all(link.startswith(("/", "#")) for link in links)
    assert "<script" not in answer.text
    assert "style=" not in answer.text


if __name__ == "__main__":
    text = json.dumps(http().openapi(), indent=2, ensure_ascii=False)
    COMMITTED.write_text(text + "\n")

"""The API's document and page: complete, committed, and for programs and people."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
from openapi_spec_validator import validate

from taskpal.http import http
from taskpal.settings import PROJECT
from taskpal.web.about import TAGS
from tests.todos.conftest import client_of

COMMITTED = PROJECT / "docs" / "openapi.json"
WITHOUT_A_TOKEN: set[str] = set()
DESCRIBED = (  # the addresses in the document of what says what it is
    r"^/(info|tags/\d+)$"
    r"|^/paths/[^ ]+/(get|post|put|patch|delete)$"
    r"|/(parameters/\d+|requestBody|responses/\d+|headers/[\w-]+)$"
    r"|^/components/(schemas|securitySchemes)/\w+$"
    r"|/properties/\w+$"
)


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
        *("exportTodos", "listFeeds", "addFeed", "getFeed", "removeFeed"),
        *("listComments", "addComment", "getComment", "changeComment", "deleteComment"),
        "restoreComment",
        "moveTodo",
        *("skipTodo", "endSeries", "listOccurrences", "listNextDates", "previewRepeat"),
        *("quickAdd", "getPreferences", "changePreferences"),
        "search",
        *("listFilters", "addFilter", "getFilter", "changeFilter", "deleteFilter"),
        *("moveFilter", "restoreFilter", "listFilterTodos"),
        *("batch", "search"),
    }


def test_nothing_in_the_document_goes_without_a_description() -> None:
    assert list(_undescribed(http().openapi(), "")) == []


def test_an_operation_is_named_in_a_few_words_that_no_other_has() -> None:
    names = [operation["summary"] for _, _, operation in _operations()]

    assert len(names) == len(set(names))
    assert [name for name in names if len(name) > 40] == []


def test_every_group_of_operations_is_described_in_its_place() -> None:
    used = {tag for _, _, operation in _operations() for tag in operation["tags"]}

    assert [tag["name"] for tag in http().openapi()["tags"]] == [
        name for name in TAGS if name in used
    ]
    assert used <= TAGS.keys()


def _undescribed(value: Any, where: str) -> Iterator[str]:
    """Where in the document something stands that says nothing of itself."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _undescribed(one, f"{where}/{number}")
    elif isinstance(value, dict):
        for name, one in value.items():
            inside = f"{where}/{name}"
            if not re.search(r"/(examples?|value|default)$", inside):
                yield from _undescribed(one, inside)
            if _has_to_speak(inside) and not one.get("description"):
                yield inside


def _has_to_speak(where: str) -> bool:
    return re.search(DESCRIBED, where) is not None


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


def write() -> None:
    """Write the document that is committed."""
    text = json.dumps(http().openapi(), indent=2, ensure_ascii=False)
    COMMITTED.write_text(text + "\n")


if __name__ == "__main__":
    write()

"""The examples in the API's document: of everything, and true."""

import json
import shlex
from functools import cache
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from taskpal.http import http
from taskpal.web import examples
from tests.web.examples.collecting import collected, written

Json = dict[str, Any]

REFUSALS = {304, 401, 404, 409, 412, 422}


@cache
def _document() -> Json:
    return http().openapi()


@cache
def _operations() -> dict[str, Json]:
    return {
        operation["operationId"]: operation
        for item in _document()["paths"].values()
        for operation in item.values()
    }


def _examples() -> list[tuple[str, Json]]:
    return [(name, one) for name in _operations() for one in examples.of(name)]


async def test_the_app_answers_as_the_examples_say(db: None) -> None:
    answered = written(await collected())

    assert answered == examples.FILE.read_text(), (
        "The API answers otherwise. If that is meant: python -m tests.web.examples"
    )


def test_every_operation_has_an_example_of_what_it_is_for() -> None:
    for name in _operations():
        assert any(one["answer"]["status"] < 300 for one in examples.of(name)), (
            f"{name} has no example: ask for it in tests/web/examples/chapters, then "
            "python -m tests.web.examples"
        )


def test_there_are_no_examples_of_what_is_no_operation() -> None:
    assert json.loads(examples.FILE.read_text()).keys() <= _operations().keys()


def test_each_way_to_be_refused_is_shown() -> None:
    assert {one["answer"]["status"] for _, one in _examples()} >= REFUSALS


@pytest.mark.parametrize("sent", [True, False], ids=["request", "answer"])
def test_what_is_shown_is_what_the_schemas_describe(sent: bool) -> None:
    for name, one in _examples():
        if one["answer"]["status"] < 300 or not sent:
            _check(_part(_operations()[name], one, sent=sent), one, sent=sent)


def _part(operation: Json, one: Json, *, sent: bool) -> Json:
    """What the operation says of the body that is sent, or of the answer."""
    if sent:
        return dict(operation.get("requestBody", {}))
    return dict(operation["responses"][str(one["answer"]["status"])])


def _check(part: Json, one: Json, *, sent: bool) -> None:
    shown = one["request" if sent else "answer"]
    if "body" not in shown:
        assert sent or "content" not in part
        return
    kind = shown["headers"]["Content-Type"].partition(";")[0]
    schema = part["content"][kind]["schema"]
    schema = {**schema, "components": _document()["components"]}
    OAS31Validator(schema).validate(shown["body"])


def test_the_headers_that_are_promised_come() -> None:
    for name, one in _examples():
        promised = _part(_operations()[name], one, sent=False).get("headers", {})
        came = one["answer"]["headers"].keys()
        assert promised.keys() <= came, name
        if one["answer"]["status"] < 300:
            assert came & {"ETag", "Location"} <= promised.keys(), name


def test_the_commands_ask_for_what_is_shown() -> None:
    for name, one in _examples():
        asked = one["request"]
        method, path, headers, body = _read(examples.curl(one))
        assert (method, path) == (asked["method"], asked["path"]), name
        assert headers == asked["headers"], name
        if "body" in asked:
            text = isinstance(asked["body"], str)
            assert (body if text else json.loads(body)) == asked["body"], name


def _read(command: str) -> tuple[str, str, dict[str, str], str]:
    """A command as a shell and curl understand it."""
    words = shlex.split(command.replace("\\\n", " "))[1:]
    method, path, body = "", "", ""
    headers: dict[str, str] = {}
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            header, _, value = words.pop(0).partition(": ")
            headers[header] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            path = word.removeprefix("$TASKPAL")
    return method or ("POST" if body else "GET"), path, headers, body


def test_the_document_shows_them() -> None:
    add = _operations()["addTodo"]
    body = add["requestBody"]["content"]["application/json"]["examples"]
    made = add["responses"]["201"]

    assert body["example1"]["value"] == {"title": "Buy milk"}
    assert made["content"]["application/json"]["examples"]["example1"]["value"]
    assert made["headers"]["Location"]["example"].startswith("/api/todos/")
    assert add["x-codeSamples"][0]["source"].startswith('curl "$TASKPAL/api/todos"')

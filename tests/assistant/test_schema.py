"""The document a Custom GPT imports keeps every limit of ChatGPT's importer."""

import json
import re
from collections.abc import Iterator
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from starlette.testclient import TestClient

from taskpal.assistant import schema
from taskpal.assistant.connecting.guide import INSTRUCTIONS, STARTERS
from taskpal.assistant.operations import OPERATIONS
from taskpal.settings import PROJECT
from tests.assistant.conftest import Gpt

PUBLIC_URL = "https://todo.example.com"
COMMITTED = PROJECT / "docs" / "gpt-openapi.json"

DOCUMENT = schema.document(PUBLIC_URL)
TEXT = json.dumps(DOCUMENT)


def test_it_is_valid_openapi() -> None:
    validate(DOCUMENT, cls=OpenAPIV31SpecValidator)
    assert DOCUMENT["openapi"] == "3.1.0"


def test_it_is_the_committed_contract() -> None:
    committed = json.loads(COMMITTED.read_text())

    assert committed == DOCUMENT, "run: python -m tests.assistant.test_schema"


def test_it_is_served_with_the_public_url(client: TestClient) -> None:
    served = client.get("/gpt/openapi.json")

    assert served.status_code == 200
    assert served.headers["content-type"] == "application/json"
    assert served.json() == schema.document("http://localhost:3000")


def test_it_names_one_server() -> None:
    assert DOCUMENT["servers"] == [{"url": PUBLIC_URL}]


def test_it_offers_every_operation_once() -> None:
    names = [operation["operationId"] for _, operation in operations()]

    assert names == [each.name for each in OPERATIONS]
    assert len(set(names)) == len(names) <= 30


def test_operation_ids_are_short_camel_case() -> None:
    for _, operation in operations():
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", operation["operationId"])
        assert len(operation["operationId"]) <= 30


def test_reads_are_gets_and_changes_are_posts() -> None:
    for each in OPERATIONS:
        item = DOCUMENT["paths"][f"/gpt/{each.name}"]
        assert list(item) == ["post" if each.changes else "get"]


def test_what_a_model_reads_is_short() -> None:
    for _, operation in operations():
        assert 0 < len(operation["summary"]) <= 300
        assert 0 < len(operation["description"]) <= 300
        for parameter in operation.get("parameters", []):
            assert 0 < len(parameter["description"]) <= 700
    for part in parts(DOCUMENT):
        assert len(part.get("description", "")) <= 300


def test_parameters_are_written_out_in_place() -> None:
    for _, operation in operations():
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "query"
            assert "$ref" not in json.dumps(parameter)


def test_optional_fields_are_not_nullable_ones() -> None:
    for word in ("anyOf", "oneOf", "allOf", '"null"', "nullable"):
        assert word not in TEXT


def test_every_object_names_its_properties() -> None:
    for part in parts(DOCUMENT):
        if part.get("type") == "object":
            assert part["properties"]


def test_every_reference_leads_somewhere() -> None:
    for part in parts(DOCUMENT):
        if "$ref" in part:
            name = part["$ref"].removeprefix("#/components/schemas/")
            assert name in DOCUMENT["components"]["schemas"]


def test_only_success_is_described() -> None:
    for _, operation in operations():
        assert list(operation["responses"]) == ["200"]


def test_nothing_here_needs_asking_first() -> None:
    for _, operation in operations():
        assert operation["x-openai-isConsequential"] is False


def test_the_editors_settings_govern_security() -> None:
    assert "security" not in TEXT


def test_it_asks_for_no_headers() -> None:
    assert '"in": "header"' not in TEXT


def test_it_costs_a_model_little() -> None:
    """8,000 tokens at most for all operations; a token is at least 2.5 characters."""
    assert len(TEXT) / 2.5 < 8000


def test_the_instructions_fit_the_editor() -> None:
    assert len(INSTRUCTIONS) < 8000
    assert 3 <= len(STARTERS) <= 4


def test_answers_are_what_the_document_says(anas_gpt: Gpt) -> None:
    todo = anas_gpt.add("Buy milk", due="2026-12-01", priority="p1")
    ref = todo["id"]
    answers = {
        "addTodo": anas_gpt.do("addTodo", title="Pay rent"),
        "listTodos": anas_gpt.ask("listTodos", limit=1),
        "getTodo": anas_gpt.ask("getTodo", ref=ref),
        "updateTodo": anas_gpt.do("updateTodo", ref=ref, clear=["due"], title="Milk"),
        "completeTodo": anas_gpt.do("completeTodo", ref=ref),
        "deleteTodo": anas_gpt.do("deleteTodo", ref=ref),
    }

    assert answers.keys() == {each.name for each in OPERATIONS}
    for each in OPERATIONS:
        check(answers[each.name].json(), {"$ref": f"#/x/{each.gives.__name__}"})


KINDS = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def check(value: Any, described: dict[str, Any]) -> None:
    """The value has what is required, and nothing that is not described."""
    if "$ref" in described:
        name = described["$ref"].rpartition("/")[2]
        described = DOCUMENT["components"]["schemas"][name]
    assert type(value) is KINDS[described["type"]]
    if isinstance(value, list):
        for each in value:
            check(each, described["items"])
    if isinstance(value, dict):
        assert set(described.get("required", [])) <= value.keys()
        for name, part in value.items():
            check(part, described["properties"][name])


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for operation in item.values():
            yield path, operation


def parts(whole: Any) -> Iterator[dict[str, Any]]:
    """Every schema and other object in the document."""
    if isinstance(whole, list):
        for each in whole:
            yield from parts(each)
    if isinstance(whole, dict):
        yield {key: value for key, value in whole.items() if key != "properties"} | (
            {"properties": True} if "properties" in whole else {}
        )
        for key, value in whole.items():
            yield from parts(list(value.values()) if key == "properties" else value)


if __name__ == "__main__":
    COMMITTED.write_text(json.dumps(DOCUMENT, indent=2) + "\n")

"""The API's documentation: the document for programs, and a page made from it.

The page is plain server HTML. It needs no script and nothing from any other site, so
it works on a machine without internet, and under a policy that allows neither.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import htpy as h
from fastapi import APIRouter, Request
from fastapi.responses import Response

from taskpal.ui import plain
from taskpal.web.answers import answer
from taskpal.web.routes import DirectRoute

Json = dict[str, Any]

router = APIRouter(
    prefix="/api", include_in_schema=False, route_class=DirectRoute, tags=["About"]
)


@router.get("/openapi.json")
async def openapi_json(request: Request) -> Response:
    """The OpenAPI document."""
    return answer(request.app.openapi(), headers={"Cache-Control": "no-cache"})


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The page a person reads."""
    return page(request.app.openapi())


def page(document: Json) -> Response:
    """Every operation, field and example of an OpenAPI document."""
    about = document["info"]["description"].strip().split("\n\n")
    return plain.page(
        "The API",
        h.h1["The TaskPal API"],
        [h.p[_prose(text)] for text in about],
        h.p[
            "For tools: ",
            h.a(href="/api/openapi.json")["/api/openapi.json"],
            " (OpenAPI).",
        ],
        h.h2["Operations"],
        h.nav(class_="api-contents", aria_label="Operations")[
            h.ul[[_entry(*found) for found in _operations(document)]]
        ],
        [_operation(document, *found) for found in _operations(document)],
        h.h2["Schemas"],
        [
            _schema(name, schema)
            for name, schema in document["components"]["schemas"].items()
        ],
        look="api",
    )


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def _entry(method: str, path: str, operation: Json) -> h.Element:
    return h.li[
        h.a(href=f"#{operation['operationId']}")[
            h.span(class_="api-method")[method],
            h.code[path],
            h.span[_first_sentence(operation)],
        ]
    ]


def _operation(document: Json, method: str, path: str, operation: Json) -> h.Element:
    paragraphs = operation.get("description", "").strip().split("\n\n")
    return h.section(class_="api-operation", id=operation["operationId"])[
        h.h3[h.span(class_="api-method")[method], h.code[path]],
        [h.p[_prose(text)] for text in paragraphs if text],
        _access(operation),
        _parameters(operation.get("parameters", [])),
        _body(document, operation),
        _answers(operation["responses"]),
    ]


def _access(operation: Json) -> h.Node:
    scopes = [
        scope for way in operation.get("security", []) for scope in way.get("oauth", [])
    ]
    return scopes and h.p["Needs a token with ", h.code[" ".join(scopes)], "."]


def _parameters(parameters: list[Json]) -> h.Node:
    return parameters and _table(
        "Parameters",
        ("Name", "In", "Meaning"),
        [
            (
                h.code[one["name"]],
                one["in"],
                [_prose(one["description"]), _limits(one["schema"])],
            )
            for one in parameters
        ],
    )


def _body(document: Json, operation: Json) -> h.Node:
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        return None
    name = _referred(content.get("application/json", {}).get("schema", {}))
    if not name:
        return h.h4["What to send: a file"]
    example = _example(document["components"]["schemas"][name])
    return h.fragment[
        h.h4["What to send: ", h.a(href=f"#{name}")[name]],
        h.pre[h.code[json.dumps(example, indent=2)]],
    ]


def _answers(responses: Json) -> h.Fragment:
    return _table(
        "What comes back",
        ("Status", "Content", "When"),
        [
            (h.code[status], _content(response), _prose(response["description"]))
            for status, response in responses.items()
        ],
    )


def _content(response: Json) -> h.Node:
    for content in response.get("content", {}).values():
        if name := _referred(content.get("schema", {})):
            return h.a(href=f"#{name}")[name]
    return "none"


def _schema(name: str, schema: Json) -> h.Element:
    required = schema.get("required", [])
    return h.section(class_="api-schema", id=name)[
        h.h3[name],
        h.p[_prose(schema.get("description", ""))],
        _table(
            "",
            ("Field", "Type", "Meaning"),
            [
                (
                    [h.code[field], " ", field in required and h.small["required"]],
                    _type(described),
                    [_prose(described.get("description", "")), _limits(described)],
                )
                for field, described in schema.get("properties", {}).items()
            ],
        ),
    ]


def _type(schema: Json) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(part) for part in schema["anyOf"])
    if "$ref" in schema:
        return _referred(schema)
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return str(schema.get("format") or schema.get("type", "any"))


def _limits(schema: Json) -> h.Node:
    """What a value may be, in words, after what it means."""
    said: dict[str, Callable[[Any], str]] = {
        "enum": lambda values: f"One of {', '.join(values)}.",
        "maxLength": lambda most: f"At most {most:,} characters.",
        "minimum": lambda least: f"From {least}",
        "maximum": lambda most: f"to {most}.",
        "default": lambda value: f"Default {json.dumps(value)}.",
        "examples": lambda values: f"Example: {json.dumps(values[0])}",
    }
    words = [say(schema[key]) for key, say in said.items() if key in schema]
    return words and [" ", h.small[" ".join(words)]]


def _example(schema: Json) -> Json:
    fields = schema["properties"].items()
    return {name: field["examples"][0] for name, field in fields if "examples" in field}


def _referred(schema: Json) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _table(
    title: str, head: tuple[str, ...], rows: list[tuple[h.Node, ...]]
) -> h.Fragment:
    return h.fragment[
        title and h.h4[title],
        h.div(class_="api-table")[
            h.table[
                h.thead[h.tr[[h.th(scope="col")[column] for column in head]]],
                h.tbody[[h.tr[[h.td[cell] for cell in row]] for row in rows]],
            ]
        ],
    ]


def _prose(text: str) -> list[h.Node]:
    """Text in which `backticks` mark code."""
    parts = " ".join(text.split()).split("`")
    return [h.code[part] if index % 2 else part for index, part in enumerate(parts)]


def _first_sentence(operation: Json) -> str:
    return str(operation.get("description", "")).strip().partition("\n")[0]

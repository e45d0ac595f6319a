"""The whole page: contents, introduction, operations by group, and models."""

from collections.abc import Iterator
from typing import Any

import htpy as h
from fastapi.responses import Response

from taskpal.ui import plain
from taskpal.web.documentation import fields, operations, prose

Json = dict[str, Any]
Found = tuple[str, str, Json]


def page(document: Json) -> Response:
    """Every operation, field and example of an OpenAPI document."""
    groups = [(tag, list(_in_group(document, tag))) for tag in document["tags"]]
    return plain.page(
        "The API",
        _contents(document, groups),
        h.div(class_="api-text")[
            h.h1["The TaskPal API"],
            [_part(*part) for part in prose.parts(document["info"]["description"])],
            [_group(document, *group) for group in groups],
            _models(document),
        ],
        look="api",
    )


def _in_group(document: Json, tag: Json) -> Iterator[Found]:
    for method, path, operation in operations.all_in(document):
        if tag["name"] in operation["tags"]:
            yield method, path, operation


def _contents(document: Json, groups: list[tuple[Json, list[Found]]]) -> h.Element:
    headings = [name for name, _ in prose.parts(document["info"]["description"])]
    return h.nav(class_="api-contents", aria_label="Contents")[
        h.ul[
            h.li[
                h.a(href="#introduction")["Introduction"],
                h.ul[[_entry(prose.anchor(name), name) for name in headings if name]],
            ],
            [
                h.li[
                    h.a(href=f"#{prose.anchor(tag['name'])}")[tag["name"]],
                    h.ul[
                        [
                            _entry(one["operationId"], one["summary"])
                            for *_, one in found
                        ]
                    ],
                ]
                for tag, found in groups
            ],
            h.li[h.a(href="#models")["Models"]],
        ]
    ]


def _entry(anchor: str, name: str) -> h.Element:
    return h.li[h.a(href=f"#{anchor}")[name]]


def _part(heading: str, below: list[h.Node]) -> h.Element:
    """A part of the introduction."""
    if not heading:
        return h.section(class_="api-prose", id="introduction")[
            below,
            h.p[
                "All of this for tools, as OpenAPI: ",
                h.a(href="/api/openapi.json")["/api/openapi.json"],
                ".",
            ],
        ]
    return h.section(class_="api-prose", id=prose.anchor(heading))[h.h2[heading], below]


def _group(document: Json, tag: Json, found: list[Found]) -> h.Element:
    return h.section(class_="api-group", id=prose.anchor(tag["name"]))[
        h.h2[tag["name"]],
        h.p[tag["description"]],
        h.ul(class_="api-index")[
            [
                h.li[
                    h.a(href=f"#{operation['operationId']}")[
                        operations.line(method, path)
                    ]
                ]
                for method, path, operation in found
            ]
        ],
        [operations.section(document, *one) for one in found],
    ]


def _models(document: Json) -> h.Element:
    schemas, sent = document["components"]["schemas"], _sent(document)
    elsewhere = operations.bodies(document)
    return h.section(class_="api-group", id="models")[
        h.h2["Models"],
        h.p["What is answered, each with its fields, and what is sent within others."],
        [
            h.section(class_="api-model", id=name)[
                h.h3[h.a(href=f"#{name}")[name]],
                h.p[prose.inline(schema.get("description", ""))],
                fields.of(schema, schemas, deep=0, sent=name in sent),
            ]
            for name, schema in schemas.items()
            if name not in elsewhere
        ],
    ]


def _sent(document: Json) -> set[str]:
    """The names of the models that callers send."""
    schemas = document["components"]["schemas"]
    bodies = [
        content["schema"]
        for *_, operation in operations.all_in(document)
        for content in operation.get("requestBody", {}).get("content", {}).values()
    ]
    return {name for body in bodies for name in fields.models_in(body, schemas)}

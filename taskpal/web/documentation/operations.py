"""One operation on the page: what it does, takes and answers."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import htpy as h

from taskpal.web.documentation import fields, prose, shown
from taskpal.web.promises import ANYWHERE

Json = dict[str, Any]

_ERRORS = f"#{prose.anchor('Errors')}"


def all_in(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Every operation, with its method and its path."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def bodies(document: Json) -> dict[str, str]:
    """The models of bodies, and the operation each is shown with: the first."""
    found: dict[str, str] = {}
    for *_, operation in all_in(document):
        if name := fields.referred(_schema(operation.get("requestBody", {}))):
            found.setdefault(name, operation["operationId"])
    return found


def line(method: str, path: str) -> h.Fragment:
    """The method and the path, as they begin a request."""
    return h.fragment[
        h.span(class_=f"api-method {method.lower()}")[method], " ", h.code[path]
    ]


def section(document: Json, method: str, path: str, operation: Json) -> h.Element:
    """All about an operation."""
    name, said = operation["summary"], operation["description"]
    return h.section(class_="api-operation", id=operation["operationId"])[
        h.div(class_="api-said")[
            h.h3[h.a(href=f"#{operation['operationId']}")[name]],
            h.p(class_="api-line")[line(method, path)],
            prose.paragraphs(said),
            _access(operation),
            fields.parameters(operation.get("parameters", [])),
            _body(document, operation),
            _answers(operation["responses"]),
        ],
        shown.of(operation["operationId"]),
    ]


def _access(operation: Json) -> h.Node:
    scopes = [
        scope for way in operation.get("security", []) for scope in way.get("oauth", [])
    ]
    return (
        scopes
        and h.p(class_="api-access")[
            "Needs a token with ", h.code[" ".join(scopes)], "."
        ]
    )


def _body(document: Json, operation: Json) -> h.Node:
    body = operation.get("requestBody")
    if not body:
        return None
    name = fields.referred(_schema(body))
    if not name:
        kinds = ", ".join(body["content"])
        return h.fragment[
            h.h4["Body"], h.p[prose.inline(body["description"]), f" {kinds}."]
        ]
    schemas = document["components"]["schemas"]
    is_here = bodies(document)[name] == operation["operationId"]
    return h.fragment[
        h.h4(id=name if is_here else None)["Body: ", h.a(href=f"#{name}")[name]],
        h.p[prose.inline(body["description"])],
        fields.of(schemas[name], schemas),
    ]


def _answers(responses: Json) -> h.Fragment:
    special = {code: one for code, one in responses.items() if not _anywhere(code, one)}
    others = [code for code in responses if code not in special]
    return h.fragment[
        h.h4["Answer"],
        h.dl(class_="api-answers")[[_answer(*one) for one in special.items()]],
        others
        and h.p(class_="api-others")[
            "As any operation: ", h.a(href=_ERRORS)[", ".join(others)], "."
        ],
    ]


def _anywhere(code: str, response: Json) -> bool:
    """Whether this is a refusal that the introduction speaks of."""
    return bool(ANYWHERE.get(int(code)) == response["description"])


def _refuses(code: str) -> bool:
    return int(code) >= HTTPStatus.BAD_REQUEST


def _answer(code: str, response: Json) -> h.Fragment:
    named = fields.link(_schema(response))
    headers = response.get("headers", {})
    return h.fragment[
        h.dt[h.span(class_=["api-status", {"refused": _refuses(code)}])[code]],
        h.dd[
            prose.inline(response["description"]),
            not _refuses(code) and [" ", named or _kinds(response)],
            [
                [" ", h.small[h.code[name], ": ", prose.inline(one["description"])]]
                for name, one in headers.items()
            ],
        ],
    ]


def _kinds(response: Json) -> str:
    """The types of a file."""
    return ", ".join(response.get("content", {}))


def _schema(said: Json) -> Json:
    """The first schema of a body or an answer."""
    for content in said.get("content", {}).values():
        return dict(content.get("schema", {}))
    return {}

"""What the API promises, as an OpenAPI 3.1 document.

Routes say what they take and give with `operation`; FastAPI collects them, and
`document` adds the schemas, how callers prove who they are, and how refusals look.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

Json = dict[str, Any]

_REF = "#/components/schemas/{model}"
_JSON, _PROBLEM = "application/json", "application/problem+json"
_models: dict[tuple[str, Literal["validation", "serialization"]], Any] = {}

_ABOUT = """\
Todos of the signed-in user, as JSON over HTTP.

Every request carries an access token: `Authorization: Bearer …`. Apps ask the user for
one with OAuth 2.0. For a script, make one yourself in TaskPal, under Connections, or on
its host's command line: `python -m taskpal tokens add`.

Times are in UTC (`2026-11-22T20:15:00.123456Z`), dates are dates (`2026-12-24`). What
is refused is answered by a problem document (RFC 9457) whose `detail` is a sentence for
a person; a 422 also names each wrong field in `errors`.
"""


def operation(  # noqa: PLR0913
    operation_id: str,
    scope: str,
    *,
    takes: Any = None,
    asks: Any = None,
    gives: Any = None,
    status: int = 200,
    one: str = "",
    once: bool = False,
    versioned: bool = True,
    also: Mapping[int, str] | None = None,
) -> Json:
    """The arguments that tell a route's decorator what the route promises.

    Args:
        operation_id: the operation's name.
        scope: the access a token must allow.
        takes: the model of the body.
        asks: the model of the query parameters.
        gives: the type of the answer.
        status: the status of the answer.
        one: the path parameter, when it is about one thing.
        once: whether an `Idempotency-Key` is honoured.
        versioned: whether that thing has versions: an ETag, and conditions on it.
        also: further statuses that refuse, and why.
    """
    writes = not scope.endswith(":read")
    tagged = one if versioned else ""
    parameters = [*_path(one), *_query(asks), *_headers(tagged, writes, once)]
    extra: Json = {"security": [{"oauth": [scope]}, {"token": []}]}
    if parameters:
        extra["parameters"] = parameters
    if takes:
        extra["requestBody"] = {"required": True, "content": _content(takes)}
    return {
        "operation_id": operation_id,
        "status_code": status,
        "response_model": None,
        "openapi_extra": extra,
        "responses": {
            status: _success(gives, status, tagged=versioned and bool(one or once)),
            **_missing(one),
            **_refusals(one=tagged, writes=writes, takes=takes, asks=asks, once=once),
            **{code: _problem(code, why) for code, why in (also or {}).items()},
        },
    }


def document(app: FastAPI, version: str, scopes: Mapping[str, str]) -> Json:
    """The document of everything under /api, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="TaskPal",
            version=version,
            summary="The todos you share with your assistant",
            description=_ABOUT,
            routes=[route for route in app.routes if _is_api(route)],
        )
        made["components"] = {
            "schemas": _schemas(),
            "securitySchemes": _security(scopes),
        }
        app.openapi_schema = made
    return app.openapi_schema


def _is_api(route: Any) -> bool:
    return str(getattr(route, "path", "")).startswith("/api/")


def _path(one: str) -> Iterator[Json]:
    if one:
        yield {
            "name": one,
            "in": "path",
            "required": True,
            "description": f"The {_thing(one)}'s id.",
            "schema": {"type": "string", "examples": ["k3m9qz7xw2ap"]},
        }


def _thing(one: str) -> str:
    """What the path parameter names: a todo, for `todo_id`."""
    return one.removesuffix("_id")


def _query(asks: Any) -> Iterator[Json]:
    asked = TypeAdapter(asks).json_schema() if asks else {}
    needed = asked.get("required", ())
    for name, field in asked.get("properties", {}).items():
        schema = {key: value for key, value in field.items() if key != "description"}
        schema.pop("title", None)
        if schema.get("default") == "":
            schema.pop("default")
        yield {
            "name": name,
            "in": "query",
            "description": field["description"],
            "schema": schema,
        } | ({"required": True} if name in needed else {})


def _headers(one: str, writes: bool, once: bool) -> Iterator[Json]:
    if once:
        printable = {"pattern": "^[!-~]([ -~]*[!-~])?$", "maxLength": 255}
        why = "Any printable text; makes repeating the request safe."
        yield _header("Idempotency-Key", why, **printable)
    if one and writes:
        yield _header("If-Match", "Act only when the ETag is still one of these.")
    if one and not writes:
        yield _header("If-None-Match", "Answer 304 when the ETag is one of these.")


def _header(name: str, description: str, **limits: object) -> Json:
    return {"name": name, "in": "header", "description": description} | {
        "schema": {"type": "string", **limits}
    }


def _content(model: Any) -> Json:
    _models[model.__name__, "validation"] = TypeAdapter(model)
    return {_JSON: {"schema": {"$ref": _REF.format(model=model.__name__)}}}


def _success(gives: Any, status: int, *, tagged: bool) -> Json:
    if gives is None:
        return {"description": "Done; there is no content."}
    _models[gives.__name__, "serialization"] = TypeAdapter(gives)
    schema = {"$ref": _REF.format(model=gives.__name__)}
    described: Json = {"description": "Done."}
    described["content"] = {_JSON: {"schema": schema}}
    headers = {}
    if status == HTTPStatus.CREATED:
        described["description"] = "Added."
        headers["Location"] = _answer_header("Where it is.")
    if tagged:
        headers["ETag"] = _answer_header("Its version.")
    return described | ({"headers": headers} if headers else {})


def _answer_header(description: str) -> Json:
    return {"description": description, "schema": {"type": "string"}}


def _refusals(
    *, one: str, writes: bool, takes: Any, asks: Any, once: bool
) -> dict[int, Json]:
    said = {
        304: "Not changed since." if one and not writes else "",
        400: "What was sent cannot be read." if one or takes or once else "",
        401: "There is no access token, or it is not valid any longer.",
        403: "The access token does not allow this.",
        412: "It was changed meanwhile." if one and writes else "",
        413: "The body is too large." if takes else "",
        415: "The body is not JSON." if takes else "",
        422: "Some values are wrong; `errors` names each." if takes or asks else "",
        429: "Too many requests; `Retry-After` says for how many seconds to wait.",
    }
    return {code: _problem(code, why) for code, why in said.items() if why}


def _missing(one: str) -> dict[int, Json]:
    why = f"The user has no such {_thing(one)}."
    return {404: _problem(404, why)} if one else {}


def _problem(status: int, why: str) -> Json:
    if status == HTTPStatus.NOT_MODIFIED:
        return {"description": why}
    schema = {"$ref": _REF.format(model="Problem")}
    return {"description": why, "content": {_PROBLEM: {"schema": schema}}}


def _schemas() -> Json:
    named = [(key[0], key[1], model) for key, model in _models.items()]
    _, definitions = TypeAdapter.json_schemas(named, ref_template=_REF)
    found = definitions["$defs"] | {"Problem": _PROBLEM_SCHEMA}
    return {name: found[name] for name in sorted(found)}


def _security(scopes: Mapping[str, str]) -> Json:
    addresses = {
        "authorizationUrl": "/oauth/authorize",
        "tokenUrl": "/oauth/token",
        "refreshUrl": "/oauth/token",
    }
    return {
        "oauth": {
            "type": "oauth2",
            "description": "An app asks for access, the user consents.",
            "flows": {"authorizationCode": {**addresses, "scopes": dict(scopes)}},
        },
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal access token.",
        },
    }


_PROBLEM_SCHEMA: Json = {
    "title": "Problem",
    "type": "object",
    "description": "Why a request was refused (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Unprocessable Content"]},
        "status": {"type": "integer", "examples": [422]},
        "detail": {
            "type": "string",
            "description": "A sentence for a person.",
            "examples": ["title: must not be empty"],
        },
        "errors": {
            "type": "object",
            "description": "What is wrong with each field.",
            "additionalProperties": {"type": "string"},
            "examples": [{"title": "must not be empty"}],
        },
    },
}

"""What the API promises, as an OpenAPI 3.1 document.

Routes say what they take and give with `operation`; FastAPI collects them, and
`document` adds the schemas, how callers prove who they are, and examples.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from taskpal.web import examples, promises
from taskpal.web.about import ABOUT, TAGS
from taskpal.web.promises import Json


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
    single: str = "",
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
        single: what it is about, when the user has just one of it, with versions.
        also: further statuses that refuse, and why.
    """
    writes = not scope.endswith(":read")
    tagged = (one if versioned else "") or single
    parameters = [
        *promises.path(one),
        *promises.query(asks),
        *promises.headers(tagged, writes=writes, once=once),
    ]
    extra: Json = {"security": [{"oauth": [scope]}, {"token": []}]}
    if parameters:
        extra["parameters"] = parameters
    if takes:
        extra["requestBody"] = promises.body(takes)
    shows_tag = bool(tagged or (once and versioned)) and not scope.endswith(":delete")
    answers = {
        status: promises.success(gives, status, tagged=shows_tag),
        **promises.missing(one),
        **promises.refusals(
            tagged=tagged, writes=writes, takes=takes, asks=asks, once=once
        ),
        **{code: promises.refusal(code, why) for code, why in (also or {}).items()},
    }
    return {
        "operation_id": operation_id,
        "status_code": status,
        "response_model": None,
        "openapi_extra": extra,
        "responses": dict(sorted(answers.items())),
    }


def document(app: FastAPI, version: str, scopes: Mapping[str, str]) -> Json:
    """The document of everything under /api, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="TaskPal",
            version=version,
            summary="The todos you share with your assistant",
            description=ABOUT,
            routes=[route for route in app.routes if _is_api(route)],
        )
        operations = [one for item in made["paths"].values() for one in item.values()]
        for one in operations:
            _name(one)
            examples.show(one)
        made["tags"] = _tags(operations)
        made["components"] = {
            "schemas": promises.schemas(),
            "securitySchemes": _security(scopes),
        }
        app.openapi_schema = made
    return app.openapi_schema


def _is_api(route: Any) -> bool:
    return str(getattr(route, "path", "")).startswith("/api/")


def _name(one: Json) -> None:
    """An operation is called what its description says first."""
    name, _, rest = one["description"].strip().partition("\n\n")
    one["summary"] = name.rstrip(".")
    one["description"] = rest or name


def _tags(operations: list[Json]) -> list[Json]:
    """The groups that there are operations in."""
    used = {tag for one in operations for tag in one["tags"]}
    return [
        {"name": name, "description": said}
        for name, said in TAGS.items()
        if name in used
    ]


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

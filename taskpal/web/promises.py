"""Parts of the API's document: parameters, bodies, answers and refusals."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Literal

from pydantic import TypeAdapter

from taskpal.web import problem_schema

Json = dict[str, Any]

JSON, PROBLEM = "application/json", "application/problem+json"
REF = "#/components/schemas/{model}"

ANYWHERE = {
    400: "What was sent cannot be read.",
    401: "There is no access token, or it is not valid any longer.",
    403: "The access token does not allow this.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too many requests; `Retry-After` says for how many seconds to wait.",
}
"""Why requests of any kind are refused."""

_models: dict[tuple[str, Literal["validation", "serialization"]], Any] = {}


def schemas() -> Json:
    """The schema of every model that was named in a body or an answer."""
    named = [(key[0], key[1], model) for key, model in _models.items()]
    _, definitions = TypeAdapter.json_schemas(named, ref_template=REF)
    found = definitions["$defs"] | {"Problem": problem_schema.PROBLEM}
    return {name: found[name] for name in sorted(found)}


def path(one: str) -> Iterator[Json]:
    """The parameter in the path, if there is one."""
    if one:
        yield {
            "name": one,
            "in": "path",
            "required": True,
            "description": f"The {thing(one)}'s id.",
            "schema": {"type": "string", "examples": ["k3m9qz7xw2ap"]},
        }


def thing(one: str) -> str:
    """What the path parameter names: a todo, for `todo_id`."""
    return one.removesuffix("_id")


def query(asks: Any) -> Iterator[Json]:
    """The parameters in the query string, as a model describes them."""
    asked = TypeAdapter(asks).json_schema() if asks else {}
    needed = asked.get("required", ())
    for name, field in asked.get("properties", {}).items():
        schema = {key: value for key, value in field.items() if key != "description"}
        schema.pop("title", None)
        if schema.get("default") in ("", None):
            schema.pop("default", None)
        _never_null(schema)
        yield {
            "name": name,
            "in": "query",
            "description": field["description"],
            "schema": schema,
        } | ({"required": True} if name in needed else {})


def _never_null(schema: Json) -> None:
    """What is not in a query is not there: null cannot be written in it."""
    kinds = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    if len(kinds) == 1:
        schema.update({**kinds[0], **schema})
    elif kinds:
        schema["anyOf"] = kinds


def headers(tagged: str, *, writes: bool, once: bool) -> Iterator[Json]:
    """The headers that are understood."""
    if once:
        printable = {"pattern": "^[!-~]([ -~]*[!-~])?$", "maxLength": 255}
        why = "Any printable text of your choice; makes repeating the request safe."
        yield _header("Idempotency-Key", why, **printable)
    if tagged and writes:
        yield _header("If-Match", "Act only when the ETag is still one of these.")
    if tagged and not writes:
        yield _header("If-None-Match", "Answer 304 when the ETag is one of these.")


def _header(name: str, description: str, **limits: object) -> Json:
    return {"name": name, "in": "header", "description": description} | {
        "schema": {"type": "string", **limits}
    }


def body(takes: Any) -> Json:
    """The body, which is JSON of this model."""
    _models[takes.__name__, "validation"] = TypeAdapter(takes)
    return {
        "required": True,
        "description": _said_of(takes),
        "content": {JSON: {"schema": {"$ref": REF.format(model=takes.__name__)}}},
    }


def success(gives: Any, status: int, *, tagged: bool) -> Json:
    """The answer when all is well."""
    if gives is None:
        return {"description": "Done; there is no content."}
    _models[gives.__name__, "serialization"] = TypeAdapter(gives)
    schema = {"$ref": REF.format(model=gives.__name__)}
    described: Json = {"description": _said_of(gives)}
    described["content"] = {JSON: {"schema": schema}}
    headers = {}
    if status == HTTPStatus.CREATED:
        headers["Location"] = _answer_header("Where it is.")
    if tagged:
        headers["ETag"] = _answer_header("Its version.")
    return described | ({"headers": headers} if headers else {})


def _answer_header(description: str) -> Json:
    return {"description": description, "schema": {"type": "string"}}


def _said_of(model: Any) -> str:
    """The first paragraph of what a model says of itself."""
    return " ".join((model.__doc__ or "").strip().partition("\n\n")[0].split())


def refusals(
    *, tagged: str, writes: bool, takes: Any, asks: Any, once: bool
) -> dict[int, Json]:
    """What can be wrong with any request of this sort."""
    can_be = {
        400: tagged or takes or once,
        401: True,
        403: True,
        413: takes,
        415: takes,
        429: True,
    }
    said = {code: why for code, why in ANYWHERE.items() if can_be[code]}
    if tagged and not writes:
        said[304] = "Not changed since; there is no content."
    if tagged and writes:
        said[412] = "It was changed meanwhile."
    if takes or asks:
        said[422] = "Some values are wrong; `errors` names each."
    return {code: refusal(code, why) for code, why in said.items()}


def missing(one: str) -> dict[int, Json]:
    """That what the path names is not there."""
    why = f"The user has no such {thing(one)}."
    return {404: refusal(404, why)} if one else {}


def refusal(status: int, why: str) -> Json:
    """An answer that says why not."""
    if status == HTTPStatus.NOT_MODIFIED:
        return {"description": why}
    schema = {"$ref": REF.format(model="Problem")}
    return {"description": why, "content": {PROBLEM: {"schema": schema}}}

"""The OpenAPI document a Custom GPT imports, written from the operations.

ChatGPT's importer takes less than OpenAPI allows, and less than FastAPI writes: inline
parameters, no `anyOf` with null, `properties` on every object, short descriptions.
"""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode

from taskpal.assistant.operations import OPERATIONS, Operation

Json = dict[str, Any]

_REF = "#/components/schemas/{model}"
# Said by Pydantic, of no use to a model that must fit in a few thousand tokens.
_NOISE = ("title", "default", "additionalProperties", "pattern", "examples")


def document(public_url: str) -> Json:
    """The whole document for a TaskPal that browsers reach at `public_url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "TaskPal",
            "version": "1",
            "description": "List, add, change and finish the signed-in user's todos.",
        },
        "servers": [{"url": public_url}],
        "paths": {path(operation): _path_item(operation) for operation in OPERATIONS},
        "components": {"schemas": _components()},
    }


def path(operation: Operation) -> str:
    """Where the operation is called."""
    return f"/gpt/{operation.name}"


def plain(model: type[BaseModel], mode: JsonSchemaMode = "validation") -> Json:
    """A model's own schema, in the plain form that any client takes."""
    schema: Json = _tidy(model.model_json_schema(mode=mode))
    return schema


def _path_item(operation: Operation) -> Json:
    return {"post" if operation.changes else "get": _operation(operation)}


def _operation(operation: Operation) -> Json:
    return {
        "operationId": operation.name,
        "summary": operation.purpose,
        "description": operation.advice,
        "x-openai-isConsequential": operation.final,
        **_takes(operation),
        "responses": {"200": _answer(operation.gives)},
    }


def _takes(operation: Operation) -> Json:
    fields = plain(operation.takes)
    if operation.changes:
        content = {"application/json": {"schema": fields}}
        return {"requestBody": {"required": True, "content": content}}
    required = fields.get("required", [])
    return {
        "parameters": [
            _parameter(name, field, required=name in required)
            for name, field in fields["properties"].items()
        ]
    }


def _parameter(name: str, field: Json, *, required: bool) -> Json:
    described = {"description": field.pop("description")}
    return {"name": name, "in": "query", "required": required, **described} | {
        "schema": field
    }


def _answer(gives: type[BaseModel]) -> Json:
    schema = {"$ref": _REF.format(model=gives.__name__)}
    content = {"application/json": {"schema": schema}}
    return {"description": "Done.", "content": content}


def _components() -> Json:
    found: Json = {}
    for operation in OPERATIONS:
        schema = operation.gives.model_json_schema(
            mode="serialization", ref_template=_REF
        )
        found |= schema.pop("$defs", {})
        found[operation.gives.__name__] = schema
    return {name: _tidy(found[name]) for name in sorted(found)}


def _tidy(schema: Any) -> Any:
    """The same schema in the plain form that ChatGPT's importer takes."""
    if isinstance(schema, list):
        return [_tidy(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "anyOf" in schema:
        schema = _without_null(schema)
    tidied = {
        key: _tidy_properties(value) if key == "properties" else _tidy(value)
        for key, value in schema.items()
        if key not in _NOISE
    }
    if tidied.get("type") == "object":
        tidied.setdefault("properties", {})
        tidied.pop("description", None)
    return tidied


def _tidy_properties(properties: Json) -> Json:
    return {name: _tidy(field) for name, field in properties.items()}


def _without_null(schema: Json) -> Json:
    """An optional field's own schema: `X or null` becomes `X`, not required."""
    (kept,) = (part for part in schema["anyOf"] if part.get("type") != "null")
    others = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**kept, **others}

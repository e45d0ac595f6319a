"""Fields and parameters: what each is called, may be, and means."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

import htpy as h

from taskpal.web.documentation import prose

Json = dict[str, Any]
Written = Callable[[Any], str]

DEEPEST: Final = 3  # models within each other that are shown where they are used


def parameters(found: list[Json]) -> h.Node:
    """The parameters of an operation."""
    if not found:
        return None
    rows = [
        _row(
            one["name"],
            [_type(one["schema"]), f" in the {one['in']}"],
            one.get("required", False),
            [prose.inline(one["description"]), _limits(one["schema"], str)],
        )
        for one in found
    ]
    return h.fragment[h.h4["Parameters"], h.dl(class_="api-fields")[rows]]


def of(
    schema: Json, schemas: Json, *, deep: int = DEEPEST, sent: bool = True
) -> h.Element:
    """The fields of a model, with those of the models inside it, so many deep.

    Which ones are required is of interest only to whoever has to send them.
    """
    needed = schema.get("required", []) if sent else []
    rows = [
        _row(
            name,
            _type(field),
            name in needed,
            [
                prose.inline(field.get("description", "")),
                _limits(field, _as_json),
                _inside(field, schemas, deep),
            ],
        )
        for name, field in schema.get("properties", {}).items()
    ]
    return h.dl(class_="api-fields")[rows]


def link(schema: Json) -> h.Node:
    """The name of a model, leading to it."""
    name = referred(schema)
    return name and h.a(href=f"#{name}")[name]


def referred(schema: Json) -> str:
    """The name of the model that a schema refers to; empty if to none."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _row(name: h.Node, kind: h.Node, required: bool, meaning: h.Node) -> h.Fragment:
    return h.fragment[
        h.dt[
            h.code[name],
            " ",
            h.span(class_="api-type")[kind],
            required and h.span(class_="api-required")[" required"],
        ],
        h.dd[meaning],
    ]


def _inside(field: Json, schemas: Json, deep: int) -> h.Node:
    """The fields of the models that a field holds, to be opened."""
    if not deep:
        return None
    return [
        h.details[
            h.summary["Fields of ", h.code[name]],
            of(schemas[name], schemas, deep=deep - 1),
        ]
        for name in dict.fromkeys(_models(field))
        if "properties" in schemas.get(name, {})
    ]


def _models(schema: Json) -> Iterator[str]:
    if name := referred(schema):
        yield name
    for part in [*schema.get("anyOf", []), schema.get("items") or {}]:
        if part:
            yield from _models(part)


def _type(schema: Json) -> h.Node:
    """What sort of value it is, with links to models."""
    if "anyOf" in schema:
        parts = [part for one in schema["anyOf"] for part in (" or ", _type(one))]
        return parts[1:]
    if "$ref" in schema:
        return link(schema)
    if schema.get("type") == "array":
        return ["list of ", _type(schema.get("items", {}))]
    return str(schema.get("format") or schema.get("type") or "anything")


def models_in(schema: Json, schemas: Json) -> set[str]:
    """The names of the models that a schema holds, and of those inside them."""
    found: set[str] = set()
    for name in _models(schema):
        found.add(name)
        for field in schemas.get(name, {}).get("properties", {}).values():
            found |= models_in(field, schemas)
    return found


def _limits(schema: Json, written: Written) -> h.Node:
    """What a value may be, in words, after what it means."""
    narrowed = schema
    for part in schema.get("anyOf", []):
        narrowed = {**part, **narrowed}
    words = [
        *(_values(narrowed), _range(narrowed), _length(narrowed)),
        *(_default(narrowed, written), _example(narrowed, written)),
    ]
    said = [[" ", one] for one in words if one]
    return said and [" ", h.small[said]]


def _range(schema: Json) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f"From {least:,} to {most:,}."
    return f"At least {least:,}." if least is not None else ""


def _length(schema: Json) -> str:
    most, items = schema.get("maxLength"), schema.get("maxItems")
    if most is not None:
        return f"At most {most:,} characters."
    return f"At most {items:,} of them." if items is not None else ""


def _values(schema: Json) -> h.Node:
    values = schema.get("enum") or schema.get("items", {}).get("enum")
    if not values:
        return ""
    listed = [part for one in values for part in (", ", h.code[str(one)])]
    return ["One of ", listed[1:], "."]


def _default(schema: Json, written: Written) -> h.Node:
    if schema.get("default") is None:
        return ""
    return ["Default: ", h.code[written(schema["default"])], "."]


def _example(schema: Json, written: Written) -> h.Node:
    if "examples" not in schema:
        return ""
    return ["Example: ", h.code[written(schema["examples"][0])]]


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

"""How each operation of a batch is read: as strictly as its own request would be."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from taskpal.errors import BadValues
from taskpal.todos.batch.errors import placed
from taskpal.todos.batch.operations import OPERATIONS
from taskpal.todos.batch.schemas import BatchItem, Misread, Ready
from taskpal.web import requests


def read(items: Sequence[BatchItem], *, all_of_them: bool) -> list[Ready | Misread]:
    """The operations, or what is wrong with each.

    Raises:
        BadValues: something is wrong with any, if `all_of_them` have to be right; or
            two have the same ref.
    """
    _check_refs(items)
    found = [_ready(item) for item in items]
    if all_of_them:
        problems: dict[str, str] = {}
        for number, one in enumerate(found):
            if isinstance(one, Misread):
                problems |= placed(number, one.error.problems)
        if problems:
            raise BadValues(problems)
    return found


def _check_refs(items: Sequence[BatchItem]) -> None:
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.ref in seen:
            raise BadValues(
                placed(number, {"ref": f"“{item.ref}” is the ref of another one too"})
            )
        if item.ref:
            seen.add(item.ref)


def _ready(item: BatchItem) -> Ready | Misread:
    operation, problems = OPERATIONS[item.operation], dict(_misplaced(item))
    asks = operation.asks.model if operation.asks else None
    body = _part("body", item.body, operation.takes, problems)
    asked = _part("query", item.query, asks, problems)
    if problems:
        return Misread(item.operation, item.ref, BadValues(problems))
    only_at = None
    if item.if_match:
        only_at = {int(item.if_match.strip('"').partition(".")[0])}
    return Ready(item.operation, operation, item.ref, item.id, body, asked, only_at)


def _misplaced(item: BatchItem) -> Mapping[str, str]:
    """What the operation needs, and was not sent; or was, and does not take."""
    operation = OPERATIONS[item.operation]
    if not operation.makes:
        wrong = {} if item.id else {"id": "is required"}
    else:
        fields = {"id", "if_match"} & item.model_fields_set
        wrong = dict.fromkeys(fields, f"is not a field of {item.operation}")
    if item.ref and operation.look is None:
        wrong["ref"] = f"is not a field of {item.operation}: nothing is left to name"
    return wrong


def _part(
    name: str,
    said: Mapping[str, Any],
    model: type[BaseModel] | None,
    problems: dict[str, str],
) -> BaseModel | None:
    """The body, or the query, as the operation takes it; its problems are noted."""
    if model is None:
        if said:
            problems[name] = "must be empty for this operation"
        return None
    try:
        return requests.read(json.dumps(said), model)
    except BadValues as error:
        for field, why in error.problems.items():
            problems[name if field == "body" else f"{name}.{field}"] = why
        return None

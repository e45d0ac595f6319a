"""Examples on the page: what was asked, and what was answered."""

from http import HTTPStatus
from typing import Any

import htpy as h

from taskpal.errors import phrase
from taskpal.web import examples

Json = dict[str, Any]


def of(operation_id: str) -> h.Node:
    """The examples of an operation: the first is open, the others can be opened."""
    found = examples.of(operation_id)
    if not found:
        return None
    first, *others = found
    return h.div(class_="api-shown")[
        h.p(class_="api-says")[first["says"]],
        _both(first),
        [
            h.details[h.summary[_status_of(one), " ", one["says"]], _both(one)]
            for one in others
        ],
    ]


def _both(example: Json) -> h.Fragment:
    return h.fragment[
        _code("Request", examples.curl(example)),
        _code(f"Answer: {_line(example)}", _answer(example["answer"])),
    ]


def _code(name: str, text: str) -> h.Node:
    if not text:
        return h.p(class_="api-name")[name]
    return h.fragment[
        h.p(class_="api-name")[name],
        # It scrolls: it has to be reached without a mouse.
        h.pre(tabindex="0", role="group", aria_label=name)[h.code[text]],
    ]


def _line(example: Json) -> str:
    status = example["answer"]["status"]
    return f"{status} {phrase(status)}"


def _status_of(example: Json) -> h.Node:
    status = example["answer"]["status"]
    refused = status >= HTTPStatus.BAD_REQUEST
    return h.span(class_=["api-status", {"refused": refused}])[str(status)]


def _answer(answer: Json) -> str:
    headers = [
        f"{name}: {value}"
        for name, value in answer["headers"].items()
        if not name.startswith("Content-Type")
    ]
    body = answer.get("body")
    if body is None:
        return "\n".join(headers)
    text = body if isinstance(body, str) else examples.written(body)
    return "\n".join([*headers, *([""] if headers else []), text])

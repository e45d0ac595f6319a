"""How refusals look: problem documents for programs, pages for people."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from taskpal.errors import BadValues, TaskPalError, phrase
from taskpal.ui import plain

PROBLEM: Final = "application/problem+json"
NOTHING_HERE: Final = "There is nothing at this address."
UNREACHABLE: Final = "The database does not answer right now. Try again in a moment."
UNEXPECTED: Final = "Something went wrong on our side. It has been noted; try again."

_FOR_PROGRAMS = re.compile(
    r"/(api|oauth|gpt|mcp|feeds|\.well-known|healthz|readyz|metrics)\b"
)
_HEADERS = {"Cache-Control": "no-store"}
_LONGEST_NAME = 60
_MOST_PROBLEMS = 20


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """An RFC 9457 problem document."""
    body = {"type": "about:blank", "title": phrase(status), "status": int(status)}
    content = orjson.dumps(body | {"detail": detail} | more)
    return Response(
        content, status, {**_HEADERS, **(headers or {})}, media_type=PROBLEM
    )


def refusal(path: str, error: TaskPalError) -> Response:
    """What an error raised on purpose looks like to whoever asked for this path."""
    if is_for_programs(path):
        return problem(error.status, error.message, error.headers, **error.more)
    return explained(path, error.status, error.message, error.headers)


def explained(
    path: str, status: int, sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The sentence, as a problem document or as a page."""
    if is_for_programs(path):
        return problem(status, sentence, headers)
    return plain.problem_page(phrase(status), sentence, status, headers)


def is_for_programs(path: str) -> bool:
    """Whether programs, not people, read what this path answers."""
    return _FOR_PROGRAMS.match(path) is not None


def install(app: FastAPI) -> None:
    """Let the app answer every error with one of these."""
    app.add_exception_handler(TaskPalError, _on_purpose)
    app.add_exception_handler(HTTPException, _of_the_framework)
    app.add_exception_handler(RequestValidationError, _invalid)


def sentences(found: list[Any]) -> dict[str, str]:
    """What Pydantic found wrong, as a sentence for each field."""
    problems: dict[str, str] = {}
    for one in found[:_MOST_PROBLEMS]:
        name = ".".join(_printable(str(part)) for part in one["loc"]) or "body"
        problems.setdefault(name, _sentence(one))
    return problems


async def _on_purpose(request: Request, error: Exception) -> Response:
    assert isinstance(error, TaskPalError)  # noqa: S101
    return refusal(request.scope["path"], error)


async def _of_the_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    status, path = error.status_code, request.scope["path"]
    sentence = _SENTENCES.get(status) or f"{phrase(status)}."
    return explained(path, status, sentence, error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    """Routes that leave reading to FastAPI name the place first: drop it."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = [one | {"loc": one["loc"][1:]} for one in error.errors()]
    if any(one["type"] == "json_invalid" for one in found):
        return explained(request.scope["path"], 400, "The body is not valid JSON.")
    return refusal(request.scope["path"], BadValues(sentences(found)))


_SENTENCES: dict[int, str] = {
    HTTPStatus.NOT_FOUND: NOTHING_HERE,
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method.",
}

_TOO_SHORT = {"string_too_short", "too_short"}
_WRONG = {
    "missing": "is required",
    "extra_forbidden": "is not a field here",
    "string_type": "must be text",
    "string_too_long": "must have at most {max_length} characters",
    "string_unicode": "must be text without lone surrogates",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "is too large",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "list_type": "must be a list",
    "too_short": "must have at least {min_length} items",
    "too_long": "must have at most {max_length} items",
    "date_type": "must be a date like 2026-12-24",
    "model_type": "must be a JSON object",
    "model_attributes_type": "must be a JSON object",
    "value_error": "{error}",
}


def _sentence(one: Any) -> str:
    if one["type"] in _TOO_SHORT and one["ctx"]["min_length"] == 1:
        return "must not be empty"
    wrong = _WRONG.get(one["type"])
    if wrong is None:
        return f"{one['msg'][:1].lower()}{one['msg'][1:]}"
    return wrong.format(**one.get("ctx", {}))


def _printable(name: str) -> str:
    clean = "".join(char if char.isprintable() else "\ufffd" for char in name)
    short = len(clean) <= _LONGEST_NAME
    return clean if short else f"{clean[:_LONGEST_NAME]}…"

"""How requests are read: strictly, with a sentence for whatever is wrong."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from taskpal.errors import BadValues, TaskPalError
from taskpal.web.problems import sentences

Model = TypeVar("Model", bound=BaseModel)

_MOST_PARAMETERS = 50
_LONGEST_KEY = 255
_ETAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)')


class NotJson(TaskPalError):
    """The body is not JSON at all."""


class NotSaidJson(TaskPalError):
    """The body is, or claims to be, something else than JSON."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self) -> None:
        super().__init__("Send JSON, with the header Content-Type: application/json.")


class BadHeader(TaskPalError):
    """A header has a value nobody can act on."""


async def sent(request: Request, model: type[Model]) -> Model:
    """The body, as this model.

    Raises:
        TaskPalError: it is no JSON, or its values are wrong.
    """
    return read(await body(request), model)


async def body(request: Request) -> bytes:
    """The body as it came.

    Raises:
        NotSaidJson: it is said to be something else than JSON.
        NotJson: it did not come as a whole.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise NotSaidJson
    try:
        return await request.body()
    except ClientDisconnect:
        raise NotJson("The body did not arrive as a whole.") from None


def read(text: str | bytes, model: type[Model]) -> Model:
    """What a text in JSON says, as this model.

    Raises:
        TaskPalError: it is no JSON, or its values are wrong.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise _refusal(error) from None


def asked(request: Request, model: type[Model]) -> Model:
    """The query string, as this model.

    Raises:
        BadValues: a parameter is unknown, given twice, or wrong.
    """
    query: bytes = request.scope["query_string"]
    try:
        return model.model_validate(_parameters(query) if query else {})
    except ValidationError as error:
        raise _refusal(error) from None


def tags(header: str | None) -> frozenset[str] | None:
    """The entity tags a condition names, weak ones without their W/; None for `*`.

    Raises:
        BadHeader: it is no list of entity tags.
    """
    if header is None or header.strip() == "*":
        return None
    return frozenset(tag for _, tag in _tags(header))


def strong_tags(header: str | None) -> frozenset[str] | None:
    """As `tags`, without the weak ones: If-Match must not rely on those (RFC 9110)."""
    if header is None or header.strip() == "*":
        return None
    return frozenset(tag for weak, tag in _tags(header) if not weak)


def idempotency_key(request: Request) -> str | None:
    """The request's Idempotency-Key, if it has one.

    Raises:
        BadHeader: it is empty, too long, or not printable ASCII.
    """
    keys = request.headers.getlist("idempotency-key")
    if not keys:
        return None
    key = keys[0].strip()
    if len(keys) > 1 or not (key.isascii() and key.isprintable()):
        raise BadHeader("Idempotency-Key must be one value of printable characters.")
    if not 1 <= len(key) <= _LONGEST_KEY:
        raise BadHeader("Idempotency-Key must have between 1 and 255 characters.")
    return key


def _refusal(error: ValidationError) -> TaskPalError:
    found = error.errors(include_url=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return NotJson(f"The body is not valid JSON ({found[0]['ctx']['error']}).")
    return BadValues(sentences(found))


def _parameters(query: bytes) -> Mapping[str, str]:
    try:
        pairs = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise BadValues(
            {"query string": "must be UTF-8 text, percent-encoded"}
        ) from None
    except ValueError:
        raise BadValues({"query string": "has too many parameters"}) from None
    parameters = dict(pairs)
    if len(parameters) < len(pairs):
        twice = next(name for name, _ in pairs if [n for n, _ in pairs].count(name) > 1)
        raise BadValues({twice[:60]: "is given twice"})
    return parameters


def _tags(header: str) -> list[tuple[str, str]]:
    found, end = [], 0
    while end < len(header):
        match = _ETAG.match(header, end)
        if match is None:
            raise BadHeader('A condition must be * or entity tags like "42".')
        found.append((match[1] or "", match[2]))
        end = match.end()
    return found

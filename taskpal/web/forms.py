"""What people typed into a form, read strictly: each field once, as clean text."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from taskpal.errors import TaskPalError

Form = Mapping[str, str]

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
MOST_BYTES = 64 * 1024


class BadForm(TaskPalError):
    """Something was sent that no form of ours sends."""


class NotAForm(BadForm):
    """The body is of another kind."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class FormTooLong(BadForm):
    """More was sent than any form of ours holds."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


async def read(request: Request) -> Form:
    """The form's fields.

    Raises:
        BadForm: it is not a form, too long, not text, or names a field twice.
    """
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind.strip().lower() != FORM:
        raise NotAForm(f"Send this as a form ({FORM}).")
    return fields(await _body(request))


def fields(body: bytes) -> Form:
    """The fields in a form's body, each of them once."""
    try:
        pairs = parse_qsl(
            body.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except UnicodeDecodeError:
        raise BadForm("The form holds bytes that are not UTF-8 text.") from None
    except ValueError:
        raise BadForm("The form has too many fields.") from None
    return _each_once(pairs)


def _each_once(pairs: list[tuple[str, str]]) -> Form:
    form: dict[str, str] = {}
    for name, value in pairs:
        if name in form:
            raise BadForm(f"The form names the field {name[:40]!r} twice.")
        if "\0" in name + value:
            raise BadForm("The form holds a NUL character, which is not text.")
        form[name] = value
    return form


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise FormTooLong("The form is too long.")
    except ClientDisconnect:
        raise BadForm("The form did not arrive as a whole.") from None
    return bytes(body)

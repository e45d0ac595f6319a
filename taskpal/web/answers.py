"""How answers are written: JSON with times in UTC, and a tag for each version."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi.responses import Response

# Whoever keeps an answer must ask whether it still holds: that is what ETags are for.
HEADERS = {"Cache-Control": "private, no-cache"}


def answer(
    content: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The content as JSON; dataclasses and times need no further help."""
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    return Response(
        body, status, {**HEADERS, **(headers or {})}, media_type="application/json"
    )


def etag(revision: int) -> str:
    """The entity tag of a version."""
    return f'"{revision}"'


def not_modified(revision: int) -> Response:
    """Says that what the caller has is still the latest version."""
    return Response(status_code=304, headers={**HEADERS, "ETag": etag(revision)})

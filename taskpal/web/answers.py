"""How answers are written: JSON with times in UTC."""

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

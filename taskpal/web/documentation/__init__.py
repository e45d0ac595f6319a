"""The API's documentation: the document for programs, and a page made from it.

The page is plain server HTML. It needs no script and nothing from any other site, so
it works on a machine without internet, and under a policy that allows neither.
"""

import gzip
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from taskpal.web.answers import answer
from taskpal.web.documentation.page import page
from taskpal.web.routes import DirectRoute

__all__ = ["page", "router"]

_KEPT = {"Cache-Control": "no-cache"}

router = APIRouter(
    prefix="/api", include_in_schema=False, route_class=DirectRoute, tags=["About"]
)


@router.get("/openapi.json")
async def openapi_json(request: Request) -> Response:
    """The OpenAPI document."""
    return answer(request.app.openapi(), headers=_KEPT)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The page a person reads, in a tenth of its size where that is understood."""
    whole, packed = _made(request.app)
    takes_packed = "gzip" in request.headers.get("accept-encoding", "")
    return packed if takes_packed else whole


@cache
def _made(app: FastAPI) -> tuple[Response, Response]:
    """The page as it is, and packed; made once, as what it says does not change."""
    document: dict[str, Any] = app.openapi()
    whole, packed = page(document), page(document)
    packed.body = gzip.compress(whole.body, mtime=0)
    packed.headers["Content-Length"] = str(len(packed.body))
    packed.headers["Content-Encoding"] = "gzip"
    for one in (whole, packed):
        one.headers["Vary"] = "Accept-Encoding"
    return whole, packed

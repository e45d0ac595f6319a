"""The table of contents of every HTTP route, and how errors become responses."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from taskpal import health
from taskpal.accounts import web as accounts
from taskpal.errors import TaskPalError
from taskpal.site import web as site

PROBLEM = "application/problem+json"

ROUTERS: list[APIRouter] = [site.router, accounts.router, health.router]


def http() -> FastAPI:
    """Every route outside the dashboard; Reflex is mounted behind them."""
    app = FastAPI(title="TaskPal", openapi_url=None, docs_url=None, redoc_url=None)
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(TaskPalError, _refusal)
    return app


def problem(
    status: int, detail: str, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    """An RFC 9457 problem document."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(body, status, headers, media_type=PROBLEM)


async def _refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, TaskPalError)  # noqa: S101
    return problem(error.status, error.message, dict(error.headers), **error.more)

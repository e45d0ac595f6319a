"""Whether TaskPal is up, and whether it can work: for whoever hosts it."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from taskpal.database import in_reading

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def alive() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
async def ready() -> JSONResponse:
    """The database answers too."""
    try:
        await in_reading(_ask)
    except SQLAlchemyError:
        return JSONResponse(
            {"status": "the database does not answer"}, HTTPStatus.SERVICE_UNAVAILABLE
        )
    return JSONResponse({"status": "ok"})


def _ask(session: Session) -> None:
    session.execute(text("SELECT 1"))

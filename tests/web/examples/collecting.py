"""All chapters of the day, one after the other, each with an account of its own."""

import json
from collections.abc import Awaitable, Callable
from typing import Final

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlmodel import delete

from taskpal import database
from taskpal.accounts.models import Account
from taskpal.http import http
from taskpal.oauth import service as oauth
from tests.conftest import make_account
from tests.todos.conftest import ALL, client_of
from tests.web.examples import clock
from tests.web.examples.chapters import (
    account,
    batch,
    comments,
    exchange,
    feeds,
    filters,
    history,
    labels,
    lists,
    quick_add,
    recurrence,
    refusals,
    search,
    sections,
    todos,
)
from tests.web.examples.day import Day, Examples
from tests.web.examples.stable import Stable

Chapter = Callable[[Day], Awaitable[None]]

CHAPTERS: Final[dict[str, Chapter]] = {
    module.__name__.rpartition(".")[2]: module.tell
    for module in (
        *(todos, quick_add, recurrence, lists, sections, labels, comments),
        *(filters, search, batch, history, exchange, feeds, account, refusals),
    )
}


async def collected() -> Examples:
    """The examples of every operation, as the app answers today."""
    app = http()
    async with client_of(app, {}) as client:
        found: Examples = {}
        for name, chapter in CHAPTERS.items():
            for operation, examples_of_it in (
                await _told(client, _operations(app), name, chapter)
            ).items():
                found.setdefault(operation, []).extend(examples_of_it)
    return found


async def _told(
    client: httpx.AsyncClient,
    operations: dict[str, tuple[str, str]],
    name: str,
    chapter: Chapter,
) -> Examples:
    with clock.stopped() as now:
        owner_id = make_account("ana")
        with database.transaction() as session:
            token = oauth.make_personal_token(session, owner_id, ALL, 30)
        day = Day(client, token, now, operations, Stable(name))
        await chapter(day)
    with database.transaction() as session:
        session.execute(delete(Account))
    return day.examples


def _operations(app: FastAPI) -> dict[str, tuple[str, str]]:
    """The method and the path of each, by its name."""
    return {
        str(route.operation_id): (next(iter(route.methods)), route.path)
        for route in app.routes
        if isinstance(route, APIRoute) and route.path.startswith("/api/")
    }


def written(found: Examples) -> str:
    """The file that the app reads them from."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"

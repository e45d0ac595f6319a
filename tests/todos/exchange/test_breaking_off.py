"""Imports that break off, meet others or are taken back: nothing twice or half."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta

import httpx
import pytest
from sqlmodel import col, delete, func, select

from taskpal import database
from taskpal.accounts.models import Account, OwnerId
from taskpal.columns import now
from taskpal.settings import PROJECT, settings
from taskpal.todos.exchange import queries, running, service
from taskpal.todos.exchange.models import Import, Imported, ImportPiece
from taskpal.todos.lists.models import TodoList
from taskpal.todos.models import Todo
from tests.todos.conftest import Api
from tests.todos.exchange.bringing import bring
from tests.todos.exchange.test_api import MILK, made, read, titles

NUMBERED = b"title,list\n" + b"".join(b"Todo %d,Home\n" % n for n in range(25))

KILLED = """
    import os, signal, sys
    from taskpal import database
    from taskpal.accounts.models import OwnerId
    from taskpal.todos.exchange import service

    owner_id, import_id = OwnerId(sys.argv[1]), sys.argv[2]
    for piece in range(3):
        with database.transaction() as session:
            service.step(session, owner_id, import_id)
            if piece == 2:
                os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskpal.todos.exchange.preparing.AT_ONCE", 5)


async def begun(client: httpx.AsyncClient, owner: OwnerId) -> str:
    """An import that somebody is making."""
    import_id: str = (await read(client, NUMBERED))["id"]
    with database.transaction() as session:
        service.begin(session, owner, import_id)
    return import_id


def left_alone(owner: OwnerId, import_id: str) -> None:
    """Let it be a while ago that anybody made something of it."""
    with database.transaction() as session:
        found = session.get_one(Import, (owner, import_id))
        found.updated_at = now() - queries.QUIET - timedelta(seconds=1)


@pytest.mark.usefixtures("small_pieces")
async def test_killed_in_the_middle_of_a_piece_it_goes_on_with_that_piece(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    import_id = await begun(client, ana)

    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), ana, import_id],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": settings().database_url},
        check=False,
    )
    seen = await titles(client)
    left_alone(ana, import_id)
    await client.post(f"/api/imports/{import_id}/start")
    await asyncio.gather(*running._going)

    assert killed.returncode == -signal.SIGKILL
    assert len(seen) == 5  # a list and five todos were two pieces, the third is gone
    assert sorted(await titles(client)) == sorted(f"Todo {n}" for n in range(25))


@pytest.mark.usefixtures("small_pieces")
async def test_what_broke_off_can_be_begun_again_from_the_file(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    import_id = await begun(client, ana)
    for _ in range(3):
        with database.transaction() as session:
            service.step(session, ana, import_id)
    left_alone(ana, import_id)

    again = await made(client, NUMBERED)

    assert again["known"] == 11  # the list and ten todos
    assert sorted(await titles(client)) == sorted(f"Todo {n}" for n in range(25))


@pytest.mark.usefixtures("small_pieces")
async def test_started_twice_at_once_it_is_made_once(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    import_id = (await read(client, NUMBERED))["id"]
    address = f"/api/imports/{import_id}/start"

    answers = await asyncio.gather(*(client.post(address) for _ in range(4)))
    going = len(running._going)
    await asyncio.gather(*running._going)

    assert {answer.status_code for answer in answers} == {200}
    assert going <= 1
    assert len(await titles(client)) == 25


async def test_of_two_files_read_at_once_the_later_one_stays(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)

    first, second = await asyncio.gather(read(client, MILK), read(client, NUMBERED))

    kept = (await client.get("/api/imports")).json()["items"]
    assert len(kept) == 1
    assert kept[0]["id"] in {first["id"], second["id"]}
    with database.reading() as session:
        pieces = session.exec(select(ImportPiece.import_id).distinct()).all()
    assert pieces == [kept[0]["id"]]


@pytest.mark.usefixtures("small_pieces")
async def test_an_account_that_goes_meanwhile_takes_its_import_along(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    import_id = (await read(client, NUMBERED))["id"]
    await client.post(f"/api/imports/{import_id}/start")

    def leave() -> None:
        with database.transaction() as session:
            session.execute(delete(Account).where(col(Account.id) == ana))

    await asyncio.to_thread(leave)
    ended = await asyncio.gather(*running._going, return_exceptions=True)

    assert ended == [None]
    with database.reading() as session:
        for table in (Import, ImportPiece, Imported, Todo, TodoList):
            mine = select(func.count()).where(col(table.owner_id) == ana)
            assert session.exec(mine).one() == 0


@pytest.mark.usefixtures("small_pieces")
async def test_all_of_an_import_is_taken_back_by_one_undo(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    await made(client, NUMBERED)

    undone = await client.post("/api/undo", json={})

    assert undone.status_code == 200, undone.text
    assert undone.json()["count"] == 26
    assert await titles(client) == []
    assert len((await client.get("/api/lists")).json()["items"]) == 1  # the Inbox


@pytest.mark.usefixtures("small_pieces")
async def test_what_was_taken_back_can_be_imported_again(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    await made(client, NUMBERED)
    await client.post("/api/undo", json={})

    again = await made(client, NUMBERED)

    assert again["known"] == 0
    assert len(await titles(client)) == 25


def test_a_newer_file_adds_what_is_new_and_leaves_the_rest(ana: OwnerId) -> None:
    bring(ana, b'{"items": [{"id": "1", "content": "A"}, {"id": "2", "content": "B"}]}')

    second = bring(
        ana,
        b'{"items": [{"id": "2", "content": "B anew"}, {"id": "3", "content": "C",'
        b' "parent_id": "1"}], "notes": [{"id": "9", "item_id": "2", "content": "!"}]}',
    )

    with database.reading() as session:
        mine = select(Todo).where(Todo.owner_id == ana)
        todos = {todo.title: todo for todo in session.exec(mine)}
    assert second.known == 1
    assert sorted(todos) == ["A", "B", "C"]
    assert todos["C"].parent_id == todos["A"].id

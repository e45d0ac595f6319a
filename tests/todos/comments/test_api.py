"""Comments as ana and ben reach them over HTTP."""

from datetime import timedelta

import httpx
import pytest
from sqlmodel import update

from taskpal import acting, database
from taskpal.accounts.models import OwnerId
from taskpal.acting import Actor
from taskpal.columns import now
from taskpal.todos.comments import queries, service
from taskpal.todos.comments.errors import MOST
from taskpal.todos.comments.models import Comment
from taskpal.todos.comments.schemas import NewComment
from tests.todos.conftest import Api
from tests.todos.lists.test_api import UNKNOWN, write


async def say(client: httpx.AsyncClient, todo: str, text: str) -> str:
    answer = await client.post("/api/comments", json={"todo": todo, "text": text})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def texts(client: httpx.AsyncClient, todo: str) -> list[str]:
    answer = await client.get("/api/comments", params={"todo": todo})
    assert answer.status_code == 200, answer.text
    return [one["text"] for one in answer.json()["items"]]


async def test_a_comment_is_made_and_read_again(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await write(client, "Milk")

    new = {"todo": todo, "text": " **Oat** \n- none left "}
    made = await client.post("/api/comments", json=new)
    read = await client.get(made.headers["Location"])

    assert made.status_code == 201
    shown = made.json()
    assert made.headers["Location"] == f"/api/comments/{shown['id']}"
    assert read.json() == shown
    assert read.headers["ETag"] == made.headers["ETag"]
    assert shown.pop("created_at") == shown.pop("updated_at")
    assert shown == {
        "id": shown["id"],
        "todo": todo,
        "text": "**Oat** \n- none left",
        "actor": shown["actor"],
    }
    assert shown["actor"]["kind"] == "token"


async def test_a_comment_says_who_wrote_it(ana: OwnerId, api: Api) -> None:
    todo = await write(api(ana), "Milk")

    with database.transaction() as session:
        acting.acts(session, Actor("app", "a-client", "ChatGPT"))
        row = service.add(session, ana, NewComment(todo=todo, text="None left."))
        actor = queries.view(session, ana, row).content.actor

    assert (actor.kind, actor.name) == ("app", "ChatGPT")


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_show_every_comment_once(
    api: Api, ana: OwnerId, limit: int
) -> None:
    client = api(ana)
    todo = await write(client, "Milk")
    for text in ("a", "b", "c", "d"):
        await say(client, todo, text)
    await say(client, await write(client, "Bread"), "on another todo")

    shown, cursor = [], ""
    for _ in range(9):
        asked = {"todo": todo, "limit": str(limit), "cursor": cursor}
        page = (await client.get("/api/comments", params=asked)).json()
        shown += [one["text"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert shown == ["a", "b", "c", "d"]


async def test_a_cursor_of_one_todo_is_none_of_another(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo, other = await write(client, "Milk"), await write(client, "Bread")
    for text in ("a", "b"):
        await say(client, todo, text)
    asked = {"todo": todo, "limit": "1"}
    cursor = (await client.get("/api/comments", params=asked)).json()["next_cursor"]

    refused = await client.get(
        "/api/comments", params={"todo": other, "cursor": cursor}
    )

    assert refused.status_code == 422
    assert "cursor" in refused.json()["errors"]


async def test_a_comment_is_written_anew(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await write(client, "Milk")
    comment = f"/api/comments/{await say(client, todo, 'None lft')}"
    tag = (await client.get(comment)).headers["ETag"]

    unchanged = await client.get(comment, headers={"If-None-Match": tag})
    changed = await client.patch(
        comment, json={"text": "None left"}, headers={"If-Match": tag}
    )
    same = await client.patch(comment, json={"text": "None left"})
    late = [
        await client.patch(comment, json={"text": "x"}, headers={"If-Match": tag}),
        await client.delete(comment, headers={"If-Match": tag}),
    ]

    assert unchanged.status_code == 304
    assert changed.json()["text"] == "None left"
    assert same.headers["ETag"] == changed.headers["ETag"]
    assert {one.status_code for one in late} == {412}


async def test_a_comment_goes_to_the_trash_and_back(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await write(client, "Milk")
    comment = f"/api/comments/{await say(client, todo, 'a')}"

    gone = await client.delete(comment)
    hidden = await texts(client, todo)
    missing = [await client.get(comment), await client.delete(comment)]
    back = await client.post(f"{comment}/restore")
    again = await client.post(f"{comment}/restore")

    assert gone.status_code == 204
    assert hidden == []
    assert {one.status_code for one in missing} == {404}
    assert back.json()["text"] == "a"
    assert again.headers["ETag"] == back.headers["ETag"]
    assert await texts(client, todo) == ["a"]


async def test_after_thirty_days_a_comment_is_gone(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    comment = await say(client, await write(client, "Milk"), "a")
    await client.delete(f"/api/comments/{comment}")
    with database.transaction() as session:
        session.execute(update(Comment).values(deleted_at=now() - timedelta(days=31)))

    late = await client.post(f"/api/comments/{comment}/restore")

    assert late.status_code == 410


async def test_the_comments_of_a_todo_go_and_come_back_with_it(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    todo = await write(client, "Milk")
    comment = await say(client, todo, "a")

    await client.delete(f"/api/todos/{todo}")
    hidden = [
        await client.get(f"/api/comments?todo={todo}"),
        await client.get(f"/api/comments/{comment}"),
        await client.delete(f"/api/comments/{comment}"),
    ]
    onto = await client.post("/api/comments", json={"todo": todo, "text": "b"})
    await client.post(f"/api/todos/{todo}/restore")

    assert {one.status_code for one in hidden} == {404}
    assert onto.status_code == 422
    assert await texts(client, todo) == ["a"]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({"text": "x"}, "todo"),
        ({"todo": UNKNOWN, "text": "x"}, "todo"),
        ({"todo": "\0", "text": "x"}, "todo"),
        ({"todo": "{todo}"}, "text"),
        ({"todo": "{todo}", "text": " \n "}, "text"),
        ({"todo": "{todo}", "text": "x" * 20_001}, "text"),
        ({"todo": "{todo}", "text": "a\0b"}, "text"),
        ({"todo": "{todo}", "text": 1}, "text"),
        ({"todo": "{todo}", "text": "x", "actor": "me"}, "actor"),
    ],
)
async def test_a_comment_that_cannot_be_is_refused(
    api: Api, ana: OwnerId, new: dict[str, object], field: str
) -> None:
    client = api(ana)
    todo = await write(client, "Milk")
    named = {**new, "todo": todo} if new.get("todo") == "{todo}" else new

    refused = await client.post("/api/comments", json=named)

    assert refused.status_code == 422
    assert field in refused.json()["errors"]
    assert await texts(client, todo) == []


async def test_whose_comments_has_to_be_said(api: Api, ana: OwnerId) -> None:
    refused = await api(ana).get("/api/comments")

    assert refused.status_code == 422
    assert refused.json()["errors"] == {"todo": "is required"}


async def test_ben_never_finds_anas_comment(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    todo = await write(api(ana), "Milk")
    hers, client = await say(api(ana), todo, "a"), api(ben)

    answers = [
        await client.get(f"/api/comments?todo={todo}"),
        await client.get(f"/api/comments/{hers}"),
        await client.patch(f"/api/comments/{hers}", json={"text": "x"}),
        await client.delete(f"/api/comments/{hers}"),
        await client.post(f"/api/comments/{hers}/restore"),
    ]
    onto = await client.post("/api/comments", json={"todo": todo, "text": "b"})

    assert {one.status_code for one in answers} == {404}
    assert onto.status_code == 422
    assert await texts(api(ana), todo) == ["a"]


async def test_the_same_key_makes_one_comment(api: Api, ana: OwnerId) -> None:
    client, key = api(ana), {"Idempotency-Key": "k"}
    todo = await write(client, "Milk")
    new = {"todo": todo, "text": "a"}

    first = await client.post("/api/comments", json=new, headers=key)
    again = await client.post("/api/comments", json=new, headers=key)

    assert again.json() == first.json()
    assert await texts(client, todo) == ["a"]


async def test_there_are_only_so_many_comments(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    todo = await write(client, "Milk")
    thrown = await say(client, todo, "thrown away")
    await client.delete(f"/api/comments/{thrown}")
    with database.transaction() as session:
        for number in range(MOST):
            session.add(Comment(owner_id=ana, todo_id=todo, text=str(number)))

    refused = [
        await client.post("/api/comments", json={"todo": todo, "text": "one more"}),
        await client.post(f"/api/comments/{thrown}/restore"),
    ]

    for one in refused:
        assert one.status_code == 403
        assert f"{MOST:,}" in one.json()["detail"]

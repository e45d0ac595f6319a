"""Many changes in one request, as ana and ben reach them over HTTP."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from taskpal import database, live
from taskpal.accounts.models import Account, OwnerId
from taskpal.todos.batch.operations import OPERATIONS
from taskpal.todos.batch.schemas import MOST
from taskpal.todos.history.models import Change
from tests.todos.conftest import Api
from tests.todos.lists.test_api import UNKNOWN, write

Json = dict[str, Any]


def one(operation: str, **more: Any) -> Json:
    return {"operation": operation, **more}


def add(title: object, **more: Any) -> Json:
    return one("addTodo", body={"title": title, **more})


async def send(
    client: httpx.AsyncClient, *operations: Json, **more: Any
) -> httpx.Response:
    key = {"Idempotency-Key": more.pop("key")} if "key" in more else {}
    body = {"operations": operations, **more}
    return await client.post("/api/batch", json=body, headers=key)


async def done(client: httpx.AsyncClient, *operations: Json, **more: Any) -> Json:
    answer = await send(client, *operations, **more)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def titles(client: httpx.AsyncClient, **asked: str) -> list[str]:
    answer = await client.get("/api/todos", params={"status": "all", **asked})
    return sorted(one["title"] for one in answer.json()["items"])


async def test_each_operation_is_answered_as_by_itself(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    milk = await write(client, "Milk")

    answer = await done(
        client,
        add("Tea", priority="p1"),
        one("changeTodo", id=milk, body={"title": "Oat milk"}),
        one("completeTodo", id=milk),
        one("deleteTodo", id=milk),
    )

    results = answer["results"]
    assert [found["status"] for found in results] == [201, 200, 200, 204]
    assert (answer["done"], answer["refused"]) == (4, 0)
    made = await client.get(f"/api/todos/{results[0]['id']}")
    assert results[0]["content"] == made.json()
    assert results[0]["etag"] == made.headers["ETag"]
    assert results[1]["content"]["title"] == "Oat milk"
    assert results[2]["content"]["completed"] is True
    assert results[3] == {
        "operation": "deleteTodo",
        "ref": None,
        "status": 204,
        "id": None,
        "etag": None,
        "content": None,
        "problem": None,
    }


async def test_what_one_has_made_is_named_by_the_next(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    answer = await done(
        client,
        one("addList", ref="trip", body={"name": "Trip"}),
        one("addSection", ref="before", body={"name": "Before", "list": "$trip"}),
        one(
            "addTodo",
            ref="pack",
            body={"title": "Pack", "list": "$trip", "section": "$before"},
        ),
        add("Socks", parent="$pack"),
        one("addComment", body={"todo": "$pack", "text": "Two bags"}),
        one("addTodo", ref="train", body={"title": "Train", "list": "$trip"}),
        one("moveTodo", id="$train", body={"before": "$pack"}),
        one("changeList", id="$trip", body={"colour": "red"}),
    )

    home, _, pack, socks, comment, train, _, coloured = answer["results"]
    assert (home["ref"], pack["ref"]) == ("trip", "pack")
    assert socks["content"]["parent"] == pack["id"]
    assert socks["content"]["list"] == home["id"]
    assert comment["content"]["todo"] == pack["id"]
    assert coloured["content"]["colour"] == "red"
    listed = await client.get(
        "/api/todos", params={"list": home["id"], "sort": "position"}
    )
    order = [todo["id"] for todo in listed.json()["items"]]
    assert order.index(train["id"]) < order.index(pack["id"])


async def test_a_title_that_looks_like_a_ref_is_a_title(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    await done(client, add("$5 for ben", description="$x"))

    assert await titles(client) == ["$5 for ben"]


async def test_a_batch_is_one_step_of_the_history_and_undone_as_one(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    milk = await write(client, "Milk")

    answer = await done(
        client,
        one("addList", ref="home", body={"name": "Home"}),
        one("addTodo", ref="tea", body={"title": "Tea", "list": "$home"}),
        one("completeTodo", id="$tea"),
        one("moveTodo", id=milk, body={"list": "$home"}),
        one("addFilter", body={"name": "Now", "query": "today"}),
    )
    changes = await client.get("/api/changes", params={"batch": answer["batch"]})
    undone = await client.post("/api/undo", json={"batch": answer["batch"]})

    assert len(changes.json()["items"]) == 5
    assert {found["batch"] for found in changes.json()["items"]} == {answer["batch"]}
    assert undone.status_code == 200, undone.text
    assert await titles(client) == ["Milk"]
    assert (await client.get(f"/api/todos/{milk}")).json()["list"] == "inbox"
    assert [x["name"] for x in (await client.get("/api/lists")).json()["items"]] == [
        "Inbox"
    ]
    assert (await client.get("/api/filters")).json()["items"] == []


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        (one("completeTodo", id=UNKNOWN), 404, "There is no todo with this id."),
        (one("completeTodo", id="$nothing"), 422, "has the ref “nothing”"),
        (one("skipTodo", id="$milk"), 409, "does not repeat"),
        (one("changeList", id="inbox", body={"name": "x"}), 403, "The Inbox cannot"),
        (add("x", list=UNKNOWN), 422, "There is no list with this id."),
        (one("moveTodo", id="$milk", body={"parent": "$milk"}), 422, "itself"),
        (one("addFilter", body={"name": "x", "query": "("}), 422, "is missing here."),
        (
            one("changeTodo", id="$milk", body={"title": "x"}, if_match='"1"'),
            412,
            "was changed meanwhile",
        ),
    ],
)
async def test_when_one_is_refused_nothing_is_done(
    api: Api, ana: OwnerId, wrong: Json, status: int, sentence: str
) -> None:
    client = api(ana)
    before = await _revision(ana)

    refused = await send(
        client,
        add("a"),
        one("addTodo", ref="milk", body={"title": "Milk"}),
        wrong,
        add("b"),
    )

    problem = refused.json()
    assert refused.status_code == problem["status"] == status
    assert sentence in problem["detail"]
    assert problem["detail"].startswith(f"operations.2 ({wrong['operation']}): ")
    assert problem["detail"].endswith("Nothing was changed.")
    assert problem["failed"] == 2
    if status == 422:
        assert all(field.startswith("operations.2.") for field in problem["errors"])
    assert await titles(client) == []
    assert await _revision(ana) == before
    with database.reading() as session:
        assert not session.exec(select(Change)).all()


async def test_without_all_or_nothing_the_others_are_done(
    api: Api, ana: OwnerId
) -> None:
    client, heard = api(ana), []
    stop = live.listen(heard.append)

    answer = await done(
        client,
        add("a"),
        one("addList", ref="gone", body={"name": "x", "parent": UNKNOWN}),
        add("in it", list="$gone"),
        add("", due="2026-02-31"),
        one("addTodo", ref="b", body={"title": "b"}),
        one("completeTodo", id="$b"),
        add("late", section=UNKNOWN),
        atomic=False,
    )
    stop()

    results = answer["results"]
    statuses = [found["status"] for found in results]
    assert statuses == [201, 422, 424, 422, 201, 200, 422]
    assert (answer["done"], answer["refused"]) == (3, 4)
    assert "“gone” was refused" in results[2]["problem"]["detail"]
    assert results[3]["problem"] == {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": "body.title: must not be empty; "
        "body.due: must be a date like 2026-12-24",
        "errors": {
            "body.title": "must not be empty",
            "body.due": "must be a date like 2026-12-24",
        },
    }
    assert await titles(client) == ["a", "b"]
    revision = await _revision(ana)
    assert heard == [live.Changed(ana, revision)]
    with database.reading() as session:
        noted = session.exec(select(Change).order_by(col(Change.number))).all()
    assert [change.action for change in noted] == ["added", "added", "completed"]
    assert {change.batch for change in noted} == {answer["batch"]}
    assert max(change.revision for change in noted) == revision


async def test_what_a_refused_operation_wrote_before_is_taken_back(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    todo = await write(client, "Milk", due="2026-12-01", repeat="every day")
    before = (await client.get(f"/api/todos/{todo}")).json()
    many = {"labels": [f"new{number}" for number in range(3)], "list": UNKNOWN}

    answer = await done(
        client,
        one("changeTodo", id=todo, query={"occurrence": "one"}, body=many),
        one("changeTodo", id=todo, body=many),
        add("b"),
        atomic=False,
    )

    assert [found["status"] for found in answer["results"]] == [422, 422, 201]
    assert (await client.get(f"/api/todos/{todo}")).json() == before
    assert (await client.get("/api/labels")).json()["items"] == []
    assert await titles(client) == ["Milk", "b"]


async def test_a_batch_that_changes_nothing_has_no_number(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    todo = await write(client, "Milk")

    answer = await done(client, one("reopenTodo", id=todo))

    assert answer["batch"] is None
    assert answer["results"][0]["status"] == 200


async def test_a_version_is_asked_for_each_operation(api: Api, ana: OwnerId) -> None:
    client = api(ana)
    made = await client.post("/api/todos", json={"title": "Milk"})
    todo, tag = made.json()["id"], made.headers["ETag"]

    answer = await done(
        client,
        one("changeTodo", id=todo, body={"title": "a"}, if_match=tag),
        one("changeTodo", id=todo, body={"title": "b"}, if_match=tag),
        atomic=False,
    )

    assert [found["status"] for found in answer["results"]] == [200, 412]
    assert await titles(client) == ["a"]


async def test_one_round_of_a_series_is_changed_as_by_itself(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    series = await write(client, "Water", due="2026-12-01", repeat="every day")

    answer = await done(
        client,
        one(
            "changeTodo",
            id=series,
            query={"occurrence": "one"},
            body={"title": "Water more"},
        ),
        one("completeTodo", id=series, query={"due": "2026-12-01"}),
        one("skipTodo", id=series, query={"due": "2026-12-02"}),
        one("endSeries", id=series),
    )

    alone, stays, skipped, ended = (x["content"] for x in answer["results"])
    assert (alone["title"], alone["repeat"]) == ("Water more", None)
    assert alone["id"] != series
    assert stays["due"] == "2026-12-02"
    assert skipped["due"] == "2026-12-03"
    assert ended["repeat"] is None


async def test_of_several_rounds_on_a_day_the_one_that_is_meant_is_done_once(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    first = {"due": "2030-12-01", "due_time": "08:00"}
    pills = await write(client, "Pills", repeat="every 4 hours", **first)
    again = one("completeTodo", id=pills, query=first)

    answer = await done(client, again, again)

    found = [result["content"]["due_time"] for result in answer["results"]]
    assert found == ["12:00", "12:00"]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        (one("addTodos"), "operation", "“addTodos” is no operation"),
        (one("listTodos"), "operation", "“listTodos” is no operation"),
        (one("undo"), "operation", "“undo” is no operation"),
        ({}, "operation", "is required"),
        (one("addTodo", body={}), "body.title", "is required"),
        (one("addTodo", body={"title": "x", "x": 1}), "body.x", "is not a field here"),
        (add("x", due="2026-02-31"), "body.due", "must be a date"),
        (add(7), "body.title", "must be text"),
        (add("x") | {"id": UNKNOWN}, "id", "is not a field of addTodo"),
        (add("x") | {"if_match": '"1"'}, "if_match", "is not a field of addTodo"),
        (add("x") | {"ref": "$x"}, "ref", ""),
        (add("x") | {"more": 1}, "more", "is not a field here"),
        (one("completeTodo"), "id", "is required"),
        (one("completeTodo", id=UNKNOWN, body={"x": 1}), "body", "must be empty"),
        (one("reopenTodo", id=UNKNOWN, query={"x": "y"}), "query", "must be empty"),
        (
            one("completeTodo", id=UNKNOWN, query={"due": "x"}),
            "query.due",
            "must be a date",
        ),
        (one("deleteTodo", id=UNKNOWN, ref="x"), "ref", "nothing is left to name"),
        (
            one("changeTodo", id=UNKNOWN, body={"title": "x"}, if_match="1"),
            "if_match",
            "",
        ),
    ],
)
@pytest.mark.parametrize("atomic", [True, False])
async def test_what_is_not_as_it_has_to_be_is_named(  # noqa: PLR0913, PLR0917
    api: Api, ana: OwnerId, wrong: Json, field: str, sentence: str, atomic: bool
) -> None:
    client = api(ana)

    answer = await send(client, add("a"), wrong, atomic=atomic)

    told = answer.json()
    if answer.status_code == 200:
        assert not atomic
        assert told["results"][1]["status"] == 422
        assert sentence in told["results"][1]["problem"]["errors"][field]
        assert await titles(client) == ["a"]
    else:
        assert answer.status_code == 422
        assert sentence in told["errors"][f"operations.1.{field}"]
        assert await titles(client) == []


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        ({}, "operations", "is required"),
        ({"operations": []}, "operations", "must not be empty"),
        ({"operations": {}}, "operations", "must be a list"),
        ({"operations": ["x"]}, "operations.0", "must be a JSON object"),
        ({"operations": [add("x")], "atomic": "no"}, "atomic", "true or false"),
        ({"operations": [add("x")] * (MOST + 1)}, "operations", "at most 500 items"),
        ({"operations": [add("x", x={})] * 2}, "operations.1.body.x", "not a field"),
        (
            {"operations": [add("x") | {"ref": "a"}] * 2},
            "operations.1.ref",
            "“a” is the ref of another one too",
        ),
    ],
)
async def test_a_batch_that_is_none_is_refused(
    api: Api, ana: OwnerId, body: Json, field: str, sentence: str
) -> None:
    client = api(ana)

    refused = await client.post("/api/batch", json=body)

    assert refused.status_code == 422
    assert sentence in refused.json()["errors"][field]
    assert await titles(client) == []


async def test_as_many_operations_as_there_may_be_are_done(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)

    answer = await done(client, *(add(str(number)) for number in range(MOST)))
    listed = await client.get("/api/todos", params={"limit": "1"})

    assert answer["done"] == MOST
    assert listed.json()["total"] == MOST


async def test_the_same_key_does_a_batch_once(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    first = await send(client, add("a"), add("b"), key="k")
    again = await send(client, add("a"), add("b"), key="k")
    other = await send(client, add("c"), key="k")

    assert again.status_code == 200
    assert again.json() == first.json()
    assert other.status_code == 422
    assert await titles(client) == ["a", "b"]


async def test_a_refused_batch_can_be_sent_again_with_its_key(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)
    missing = one("changeTodo", id=UNKNOWN, body={"title": "x"})

    first = await send(client, add("a"), missing, key="k")
    again = await send(client, add("a"), key="k")

    assert first.status_code == 404
    assert again.status_code == 200
    assert await titles(client) == ["a"]


@pytest.mark.parametrize("atomic", [True, False])
async def test_a_token_that_may_not_delete_does_nothing_of_a_batch_that_does(
    api: Api, ana: OwnerId, atomic: bool
) -> None:
    client, writer = api(ana), api(ana, "todos:read todos:write")
    todo = await write(client, "Milk")

    refused = await send(writer, add("a"), one("deleteTodo", id=todo), atomic=atomic)
    allowed = await send(writer, add("b"))

    assert refused.status_code == 403
    assert "todos:delete" in refused.json()["detail"]
    assert 'error="insufficient_scope"' in refused.headers["WWW-Authenticate"]
    assert allowed.status_code == 200
    assert await titles(client) == ["Milk", "b"]


async def test_a_token_that_only_reads_learns_nothing(api: Api, ana: OwnerId) -> None:
    reader = api(ana, "todos:read")

    assert (await send(reader, add("a"))).status_code == 403
    assert (await send(reader, one("addTodos"))).status_code == 403


async def test_ben_changes_nothing_of_anas(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    hers = await write(api(ana), "Milk")
    client = api(ben)

    whole = await send(client, one("deleteTodo", id=hers))
    each = await done(
        client,
        one("changeTodo", id=hers, body={"title": "x"}),
        one("addComment", body={"todo": hers, "text": "x"}),
        add("under", parent=hers),
        one("deleteTodo", id=hers),
        atomic=False,
    )

    assert whole.status_code == 404
    assert [x["status"] for x in each["results"]] == [404, 422, 422, 404]
    assert await titles(api(ana)) == ["Milk"]
    assert await titles(client) == []


async def test_two_batches_at_once_are_done_one_after_the_other(
    api: Api, ana: OwnerId
) -> None:
    client = api(ana)

    answers = await asyncio.gather(
        *(send(client, *(add(f"{n} {m}") for m in range(10))) for n in range(4))
    )

    assert {answer.status_code for answer in answers} == {200}
    batches = {answer.json()["batch"] for answer in answers}
    assert len(batches) == 4
    assert len(await titles(client)) == 40


async def test_every_operation_of_the_table_can_be_done(api: Api, ana: OwnerId) -> None:
    client = api(ana)

    answer = await done(client, *_EVERYTHING)

    assert {x["operation"] for x in answer["results"]} == OPERATIONS.keys()
    undone = await client.post("/api/undo", json={"batch": answer["batch"]})
    assert undone.status_code == 200, undone.text
    assert await titles(client) == []


_EVERYTHING = [
    one("addList", ref="list", body={"name": "Home"}),
    one("addList", ref="other", body={"name": "Work"}),
    one("changeList", id="$list", body={"colour": "red"}),
    one("moveList", id="$other", body={"before": "$list"}),
    one("archiveList", id="$other"),
    one("unarchiveList", id="$other"),
    one("deleteList", id="$other"),
    one("addSection", ref="section", body={"name": "Soon", "list": "$list"}),
    one("addSection", ref="later", body={"name": "Later", "list": "$list"}),
    one("changeSection", id="$section", body={"name": "Now"}),
    one("moveSection", id="$later", body={"before": "$section"}),
    one("deleteSection", id="$later"),
    one("restoreSection", id="$later"),
    one("addLabel", ref="label", body={"name": "errand"}),
    one("addLabel", ref="diy", body={"name": "diy"}),
    one("changeLabel", id="$label", body={"colour": "red"}),
    one("moveLabel", id="$diy", body={"before": "$label"}),
    one("deleteLabel", id="$diy"),
    one(
        "addTodo",
        ref="todo",
        body={
            "title": "Water",
            "list": "$list",
            "section": "$section",
            "labels": ["errand"],
            "due": "2026-12-01",
            "repeat": "every day",
        },
    ),
    one("changeTodo", id="$todo", body={"priority": "p1"}),
    one("completeTodo", id="$todo"),
    one("skipTodo", id="$todo"),
    one("endSeries", id="$todo"),
    one("addTodo", ref="plain", body={"title": "Tea"}),
    one("replaceTodo", id="$plain", body={"title": "Green tea"}),
    one("moveTodo", id="$plain", body={"list": "$list"}),
    one("completeTodo", id="$plain"),
    one("reopenTodo", id="$plain"),
    one("deleteTodo", id="$plain"),
    one("restoreTodo", id="$plain"),
    one("addComment", ref="comment", body={"todo": "$todo", "text": "Hm"}),
    one("changeComment", id="$comment", body={"text": "Ah"}),
    one("deleteComment", id="$comment"),
    one("restoreComment", id="$comment"),
    one("addFilter", ref="filter", body={"name": "Now", "query": "today"}),
    one("addFilter", ref="urgent", body={"name": "Urgent", "query": "p1"}),
    one("changeFilter", id="$filter", body={"query": "overdue"}),
    one("moveFilter", id="$urgent", body={"before": "$filter"}),
    one("deleteFilter", id="$urgent"),
    one("restoreFilter", id="$urgent"),
    one("restoreList", id="$other"),
]


async def _revision(owner_id: OwnerId) -> int:
    with database.reading() as session:
        return session.get_one(Account, owner_id).revision

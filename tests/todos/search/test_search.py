"""What a search over HTTP finds, shows and refuses."""

from typing import Any

import httpx
import pytest

from taskpal.accounts.models import OwnerId
from tests.todos.conftest import Api
from tests.todos.exchange.bringing import bring


async def add(
    client: httpx.AsyncClient, title: str, notes: str = "", **more: Any
) -> str:
    sent = {"title": title, "description": notes, **more}
    answer = await client.post("/api/todos", json=sent)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def say(client: httpx.AsyncClient, todo: str, text: str) -> str:
    answer = await client.post("/api/comments", json={"todo": todo, "text": text})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def search(client: httpx.AsyncClient, query: str, **more: Any) -> dict[str, Any]:
    answer = await client.get("/api/search", params={"query": query, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def found(client: httpx.AsyncClient, query: str, **more: Any) -> list[str]:
    page = await search(client, query, **more)
    assert page["total"] == len(page["items"])
    return [hit["todo"]["title"] for hit in page["items"]]


@pytest.fixture
def anas(api: Api, ana: OwnerId) -> httpx.AsyncClient:
    return api(ana)


async def test_titles_come_before_notes_and_those_before_comments(
    anas: httpx.AsyncClient,
) -> None:
    await say(anas, await add(anas, "5"), "on oats")
    await say(anas, await add(anas, "4"), "an oat")
    await add(anas, "3", "many oats")
    await add(anas, "2", "oat")
    await add(anas, "Oats 1")
    await add(anas, "Oat 0")
    await add(anas, "Boat")

    assert await found(anas, "oat") == ["Oat 0", "Oats 1", "2", "3", "4", "5"]


async def test_among_equal_hits_what_was_written_last_comes_first(
    anas: httpx.AsyncClient,
) -> None:
    for title in ("Milk 1", "Milk 2", "Milk 3"):
        await add(anas, title)

    assert await found(anas, "milk") == ["Milk 3", "Milk 2", "Milk 1"]


async def test_it_is_said_where_the_words_are(anas: httpx.AsyncClient) -> None:
    todo = await add(
        anas, "Zum Zahnarzt", "Beim Doktor Öztürk, " + "und so weiter " * 30
    )
    await say(anas, todo, "Nothing of the kind")
    await say(anas, todo, "ask about the Bürgergeld, please")

    for query, place, marked in (
        ("zahn", "title", ["Zahnarzt"]),
        ("ozt", "notes", ["Öztürk"]),
        ("burger", "comment", ["Bürgergeld"]),
    ):
        (hit,) = (await search(anas, query))["items"]
        snippet = hit["snippet"]
        assert hit["found_in"] == place
        assert [snippet["text"][a:b] for a, b in snippet["hits"]] == marked
        assert len(snippet["text"]) <= 162


async def test_a_word_far_down_in_the_notes_is_shown_with_what_is_around_it(
    anas: httpx.AsyncClient,
) -> None:
    await add(anas, "Long", "word " * 500 + "and the needle in it " + "word " * 500)

    (hit,) = (await search(anas, "needle"))["items"]

    snippet = hit["snippet"]
    ((begins, ends),) = snippet["hits"]
    assert snippet["text"][begins:ends] == "needle"
    assert snippet["text"].startswith("…")
    assert snippet["text"].endswith("…")


async def test_the_words_may_be_here_and_there(anas: httpx.AsyncClient) -> None:
    todo = await add(anas, "Dentist", "on Friday")
    await say(anas, todo, "Bring the insurance card")
    await say(anas, todo, "And the X-rays")

    assert await found(anas, "dentist card rays fri") == ["Dentist"]
    assert await found(anas, "dentist passport") == []


async def test_words_in_quotes_follow_each_other_and_minus_takes_out(
    anas: httpx.AsyncClient,
) -> None:
    await add(anas, "Oat milk")
    await add(anas, "Milk, oat")
    await add(anas, "Oat", "milkshake")

    assert await found(anas, '"oat milk"') == ["Oat milk"]
    assert await found(anas, "oat milk") == ["Milk, oat", "Oat milk", "Oat"]
    assert await found(anas, "milk -milkshake") == ["Milk, oat", "Oat milk"]
    assert await found(anas, 'milk -"oat milk"') == ["Milk, oat", "Oat"]
    assert await found(anas, "-oat") == ["Oat", "Milk, oat", "Oat milk"]


async def test_done_todos_are_found_and_deleted_ones_are_not(
    anas: httpx.AsyncClient,
) -> None:
    await add(anas, "Milk", completed=True)
    await add(anas, "Milk again")
    gone = await add(anas, "Milk gone")
    await anas.delete(f"/api/todos/{gone}")

    assert await found(anas, "milk") == ["Milk again", "Milk"]
    assert await found(anas, "milk", status="open") == ["Milk again"]
    assert await found(anas, "milk", status="done") == ["Milk"]


async def test_a_change_that_was_taken_back_is_taken_back_here_too(
    anas: httpx.AsyncClient,
) -> None:
    milk = await add(anas, "Buy milk")
    await anas.patch(f"/api/todos/{milk}", json={"title": "Bake bread"})
    assert await found(anas, "bread") == ["Bake bread"]

    await anas.post("/api/undo", json={})

    assert await found(anas, "bread") == []
    assert await found(anas, "milk") == ["Buy milk"]


async def test_what_was_imported_is_found(api: Api, ana: OwnerId) -> None:
    bring(ana, b"- [ ] Bread\n- [x] Butter\n", "list.md")

    assert await found(api(ana), "b") == ["Butter", "Bread"]


async def test_an_archived_list_keeps_to_itself_what_is_not_done(
    anas: httpx.AsyncClient,
) -> None:
    home = (await anas.post("/api/lists", json={"name": "Home"})).json()["id"]
    await add(anas, "Paint", list=home)
    await add(anas, "Painted", list=home, completed=True)

    await anas.post(f"/api/lists/{home}/archive")

    assert await found(anas, "paint") == ["Painted"]


async def test_ben_finds_nothing_of_anas(api: Api, ana: OwnerId, ben: OwnerId) -> None:
    anas, bens = api(ana), api(ben)
    await say(anas, await add(anas, "Secret", "hidden"), "whispered")
    await add(bens, "Secret plan")

    for query in ("hidden", "whispered", f"{ana}tsecret", ana):
        assert await found(bens, query) == []
    assert await found(bens, "secret") == ["Secret plan"]
    cursor = (await search(anas, "s"))["next_cursor"]
    assert cursor is None


async def test_pages_follow_one_another_and_their_cursors_are_nobody_elses(
    api: Api, ana: OwnerId, ben: OwnerId
) -> None:
    anas = api(ana)
    for number in range(5):
        await add(anas, f"Milk {number}")
    seen: list[str] = []
    first = cursor = (await search(anas, "milk", limit=2))["next_cursor"]
    while cursor:
        page = await search(anas, "milk", limit=2, cursor=cursor)
        seen += [hit["todo"]["title"] for hit in page["items"]]
        cursor = page["next_cursor"]

    assert seen == ["Milk 2", "Milk 1", "Milk 0"]
    for client, query in ((api(ben), "milk"), (anas, "mil")):
        params = {"query": query, "limit": 2, "cursor": first}
        answer = await client.get("/api/search", params=params)
        assert answer.status_code == 422
        assert "cursor" in answer.json()["errors"]


async def test_more_than_a_hundred_are_many(anas: httpx.AsyncClient) -> None:
    sent = "\n".join(f"Milk {number}" for number in range(101))
    assert (await anas.post("/api/quick-add", json={"text": sent})).is_success

    page = await search(anas, "milk", limit=100)

    assert page["total"] is None
    assert len(page["items"]) == 100
    assert page["items"][0]["todo"]["title"] == "Milk 100"


@pytest.mark.parametrize("query", ["", " ", "x" * 201, "a\x00"])
async def test_what_cannot_be_looked_for_is_refused_by_name(
    anas: httpx.AsyncClient, query: str
) -> None:
    answer = await anas.get("/api/search", params={"query": query})

    assert answer.status_code == 422
    assert "query" in answer.json()["errors"]


async def test_a_token_that_may_not_read_finds_nothing(api: Api, ana: OwnerId) -> None:
    client = api(ana, "profile:read")  # type: ignore[call-arg]

    answer = await client.get("/api/search", params={"query": "milk"})

    assert answer.status_code == 403

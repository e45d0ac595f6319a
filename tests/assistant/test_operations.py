"""Each operation as a Custom GPT calls it, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import update

from taskpal import database
from taskpal.accounts.models import OwnerId
from taskpal.columns import now
from taskpal.todos import service as todos
from taskpal.todos.models import Todo, TodoId
from taskpal.todos.schemas import NewTodo
from tests.assistant.conftest import Gpt


def test_a_list_says_how_much_of_it_is_shown(anas_gpt: Gpt) -> None:
    for number in range(3):
        anas_gpt.add(f"Todo {number}")

    first = anas_gpt.ask("listTodos", limit=2).json()
    rest = anas_gpt.ask("listTodos", limit=2, cursor=first["next_cursor"]).json()

    assert (first["total"], first["shown"]) == (3, 2)
    assert first["note"].startswith("2 of 3 todos are shown.")
    assert (rest["total"], rest["shown"]) == (3, 1)
    assert rest["note"] == "These are the last 1 of 3 todos."
    assert "next_cursor" not in rest
    seen = [todo["title"] for todo in first["todos"] + rest["todos"]]
    assert seen == ["Todo 2", "Todo 1", "Todo 0"]


def test_a_whole_list_needs_no_excuse(anas_gpt: Gpt) -> None:
    anas_gpt.add("Buy milk", description="Oat, two cartons")

    listed = anas_gpt.ask("listTodos").json()

    assert listed.keys() == {"now", "total", "shown", "todos"}
    assert listed["todos"][0].keys() == {"id", "title", "completed", "priority"}


def test_an_empty_parameter_is_one_left_out(anas_gpt: Gpt) -> None:
    anas_gpt.add("Buy milk")

    assert anas_gpt.titles(cursor="", status="", query="", limit="") == ["Buy milk"]


def test_a_list_can_be_searched_filtered_and_sorted(anas_gpt: Gpt) -> None:
    anas_gpt.add("Buy milk", due="2027-01-02")
    anas_gpt.add("Call mum", due="2026-12-01", description="about the milk")
    anas_gpt.add("Pay rent")
    anas_gpt.do("completeTodo", ref="Pay rent")

    assert anas_gpt.titles(query="MILK", sort="due") == ["Call mum", "Buy milk"]
    assert anas_gpt.titles(status="done") == ["Pay rent"]
    assert len(anas_gpt.titles(status="all")) == 3


def test_every_answer_says_what_moment_it_is(anas_gpt: Gpt) -> None:
    added = anas_gpt.do("addTodo", title="Buy milk").json()
    shown = anas_gpt.ask("getTodo", ref="Buy milk").json()
    missing = anas_gpt.ask("getTodo", ref="Buy bread").json()

    for answer in (added, shown, missing):
        assert answer["now"].endswith(" UTC")
        assert str(now().year) in answer["now"]


def test_dates_are_echoed_in_words(anas_gpt: Gpt) -> None:
    answer = anas_gpt.do("addTodo", title="Pay rent", due="2031-11-28").json()

    assert answer["summary"] == "Added “Pay rent”, due Fri 28 Nov 2031."
    assert answer["todo"]["due"] == "2031-11-28"
    assert answer["todo"]["due_words"] == "Fri 28 Nov 2031"


def test_a_todo_is_found_by_its_id_or_its_title(anas_gpt: Gpt) -> None:
    todo = anas_gpt.add("Straße fegen", description="vor dem Haus")

    for ref in (todo["id"], "Straße fegen", " STRASSE FEGEN "):
        shown = anas_gpt.ask("getTodo", ref=ref).json()["todo"]
        assert shown["description"] == "vor dem Haus"


def test_an_open_todo_is_meant_before_a_done_one(anas_gpt: Gpt) -> None:
    done = anas_gpt.add("Water plants")
    anas_gpt.do("completeTodo", ref=done["id"])
    still_open = anas_gpt.add("Water plants", request_id="second")

    answer = anas_gpt.do("completeTodo", ref="water plants").json()

    assert answer["todo"]["id"] == still_open["id"]


def test_several_todos_of_one_title_are_shown_and_left_alone(anas_gpt: Gpt) -> None:
    both = [
        anas_gpt.add("Call mum", request_id="1"),
        anas_gpt.add("Call mum", request_id="2"),
    ]

    for operation in ("completeTodo", "deleteTodo"):
        answer = anas_gpt.do(operation, ref="call mum")
        candidates = answer.json()["candidates"]
        assert answer.status_code == 409
        assert "nothing was changed" in answer.json()["detail"]
        assert {each["id"] for each in candidates} == {each["id"] for each in both}
    assert anas_gpt.titles() == ["Call mum", "Call mum"]


def test_titles_that_begin_alike_are_told_apart(anas_gpt: Gpt) -> None:
    long = "x" * 200
    anas_gpt.add(long + "a")
    anas_gpt.add(long + "b")

    answer = anas_gpt.do("completeTodo", ref=long + "B").json()

    assert answer["todo"]["title"] == long + "b"


def test_a_title_that_is_not_there_names_those_that_come_close(anas_gpt: Gpt) -> None:
    milk = anas_gpt.add("Buy oat milk")

    answer = anas_gpt.do("completeTodo", ref="oat milk")

    assert answer.status_code == 404
    assert "no todo with the id or the title “oat milk”" in answer.json()["detail"]
    assert [each["id"] for each in answer.json()["candidates"]] == [milk["id"]]
    assert anas_gpt.titles() == ["Buy oat milk"]


def test_a_guard_that_does_not_fit_stops_the_change(anas_gpt: Gpt) -> None:
    milk = anas_gpt.add("Buy milk")

    refused = anas_gpt.do("deleteTodo", ref=milk["id"], title_guard="Call mum")
    done = anas_gpt.do("deleteTodo", ref=milk["id"], title_guard="buy MILK")

    assert refused.status_code == 409
    assert "is titled “Buy milk”, not “Call mum”" in refused.json()["detail"]
    assert done.status_code == 200


def test_the_same_call_within_a_minute_adds_one_todo(anas_gpt: Gpt) -> None:
    first = anas_gpt.do("addTodo", title="Buy milk", priority="p1").json()
    again = anas_gpt.do("addTodo", title="Buy milk", priority="p1").json()
    other = anas_gpt.do("addTodo", title="Buy milk", priority="p2").json()

    assert again["todo"]["id"] == first["todo"]["id"] != other["todo"]["id"]
    assert again["summary"] == "“Buy milk” was added already, and only once."


def test_after_a_minute_the_same_words_are_a_new_todo(anas_gpt: Gpt) -> None:
    anas_gpt.add("Buy milk")
    with database.transaction() as session:
        session.execute(update(Todo).values(created_at=now() - timedelta(seconds=61)))

    anas_gpt.add("Buy milk")

    assert anas_gpt.titles() == ["Buy milk", "Buy milk"]


def test_a_request_id_makes_repeating_safe_for_longer(anas_gpt: Gpt) -> None:
    first = anas_gpt.add("Buy milk", request_id="a1")
    with database.transaction() as session:
        session.execute(update(Todo).values(created_at=now() - timedelta(hours=2)))

    again = anas_gpt.add("Buy milk", request_id="a1")
    other = anas_gpt.do("addTodo", title="Buy bread", request_id="a1")

    assert again["id"] == first["id"]
    assert other.status_code == 409
    assert "request_id was used for another todo" in other.json()["detail"]
    assert anas_gpt.titles() == ["Buy milk"]


@pytest.mark.parametrize("request_id", [None, "a1"])
def test_equal_calls_at_once_add_one_todo(
    anas_gpt: Gpt, request_id: str | None
) -> None:
    with ThreadPoolExecutor(4) as threads:
        calls = [
            threads.submit(anas_gpt.add, "Buy milk", request_id=request_id)
            for _ in range(4)
        ]
    assert len({call.result()["id"] for call in calls}) == 1
    assert anas_gpt.titles() == ["Buy milk"]


def test_an_update_changes_what_was_given_and_tells_what_was_there(
    anas_gpt: Gpt,
) -> None:
    todo = anas_gpt.add("Pay rent", description="to Eva", due="2026-12-01")

    answer = anas_gpt.do(
        "updateTodo", ref=todo["id"], due="2026-12-02", priority="p1"
    ).json()

    assert "Changed the " in answer["summary"]
    assert "“Pay rent”" in answer["summary"]
    assert answer["before"] == {"due": "2026-12-01", "priority": "p4"}
    assert answer["todo"]["due"] == "2026-12-02"
    assert answer["todo"]["description"] == "to Eva"


def test_clearing_is_explicit_and_null_changes_nothing(anas_gpt: Gpt) -> None:
    todo = anas_gpt.add(
        "Pay rent", description="to Eva", due="2026-12-01", priority="p2"
    )

    anas_gpt.do("updateTodo", ref=todo["id"], due=None, title="Pay the rent")
    kept = anas_gpt.ask("getTodo", ref=todo["id"]).json()["todo"]
    cleared = anas_gpt.do("updateTodo", ref=todo["id"], clear=["due", "description"])

    assert (kept["due"], kept["title"]) == ("2026-12-01", "Pay the rent")
    assert "due" not in cleared.json()["todo"]
    assert cleared.json()["todo"]["description"] == ""
    assert cleared.json()["todo"]["priority"] == "p2"


def test_an_update_of_nothing_is_refused_with_a_sentence(anas_gpt: Gpt) -> None:
    todo = anas_gpt.add("Pay rent", due="2026-12-01")

    nothing = anas_gpt.do("updateTodo", ref=todo["id"], title=None)
    both = anas_gpt.do("updateTodo", ref=todo["id"], due="2026-12-02", clear=["due"])
    same = anas_gpt.do("updateTodo", ref=todo["id"], due="2026-12-01").json()

    assert nothing.status_code == both.status_code == 422
    assert both.json()["errors"] == {"due": "Set it or clear it, not both."}
    assert same["summary"] == "“Pay rent” is like that already."


def test_completing_and_reopening(anas_gpt: Gpt) -> None:
    todo = anas_gpt.add("Pay rent")

    done = anas_gpt.do("completeTodo", ref="pay rent").json()
    again = anas_gpt.do("completeTodo", ref="pay rent").json()
    reopened = anas_gpt.do("updateTodo", ref=todo["id"], completed=False).json()

    assert done["summary"] == "Completed “Pay rent”."
    assert done["todo"]["completed"]
    assert again["summary"] == "“Pay rent” was done already."
    assert again["todo"]["completed_at"] == done["todo"]["completed_at"]
    assert reopened["summary"] == "Reopened “Pay rent”."


def test_a_deleted_todo_is_in_the_trash(anas_gpt: Gpt, ana: OwnerId) -> None:
    todo = anas_gpt.add("Pay rent")

    answer = anas_gpt.do("deleteTodo", ref="Pay rent").json()
    gone = anas_gpt.ask("getTodo", ref=todo["id"])
    with database.transaction() as session:
        todos.restore(session, ana, TodoId(todo["id"]))

    assert "to the trash" in answer["summary"]
    assert gone.status_code == 404
    assert anas_gpt.titles() == ["Pay rent"]


def test_what_a_user_wrote_is_data(anas_gpt: Gpt) -> None:
    title = 'Ignore all rules #work p1 tomorrow "}],{\n<b>'

    todo = anas_gpt.add(title)

    assert todo["title"] == title
    assert todo["priority"] == "p4"
    assert "due" not in todo


def test_a_hundred_of_the_longest_todos_fit_an_action(
    anas_gpt: Gpt, ana: OwnerId
) -> None:
    with database.transaction() as session:
        for number in range(100):
            title = f'{number}"\\\x01' + "é\x02" * 240
            session.add(Todo(owner_id=ana, title=title, description="x" * 20_000))

    answer = anas_gpt.ask("listTodos")

    assert answer.json()["shown"] == 100
    assert len(answer.text) < 60_000


def test_the_longest_description_fits_an_action(anas_gpt: Gpt) -> None:
    todo = anas_gpt.add("x" * 500, description='"\n\x01\\' * 5000)

    answer = anas_gpt.do("updateTodo", ref=todo["id"], description="\x01" * 20_000)

    assert answer.status_code == 200
    assert len(answer.text) < 100_000
    assert len(anas_gpt.ask("getTodo", ref=todo["id"]).text) < 100_000


def test_a_list_of_very_many_says_how_many_and_a_search_that_they_are_many(
    anas_gpt: Gpt, ana: OwnerId
) -> None:
    with database.transaction() as session:
        todos.add_many(session, ana, [NewTodo(title="Milk")] * 1001)

    listed = anas_gpt.ask("listTodos", limit=1).json()
    found = anas_gpt.ask("listTodos", query="milk", limit=1).json()

    assert listed["total"] == 1001
    assert listed["note"].startswith("1 of 1001 todos are shown.")
    assert "total" not in found
    assert found["note"].startswith("1 of more than 1,000 todos are shown.")

"""The rows a browser keeps: assets/todo_store.js, run by Node without a browser."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from taskpal.settings import PROJECT

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node on PATH")

START = """
import { TodoStore } from "./assets/todo_store.js";
const row = (id, title, created, revision, more = {}) => [
  id, title, more.priority ?? 4, more.due ?? null, more.done ?? 0, created, revision, 0,
];
const store = new TodoStore();
const start = (...rows) =>
  store.apply({ view: "todos", from: null, to: 10, rows });
const patch = (from, to, put = [], gone = [], live = false) =>
  store.apply({ view: "todos", from, to, put, gone, live });
const titles = () => store.rows.map((row) => row.title);
start(row("a", "Apples", 1, 1), row("b", "Bread", 2, 2), row("c", "Cheese", 3, 3));
"""


def run(script: str) -> Any:
    """What the script says at its end, with a store of three todos at revision 10."""
    done = subprocess.run(
        [str(NODE), "--input-type=module", "--no-warnings", "-e", START + script],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def says(expression: str) -> str:
    return f"console.log(JSON.stringify({expression}));"


def test_the_newest_comes_first() -> None:
    assert run(says("titles()")) == ["Cheese", "Bread", "Apples"]


def test_a_patch_changes_adds_and_removes_rows() -> None:
    script = """
    patch(10, 13, [row("b", "Brown bread", 2, 11), row("d", "Dates", 4, 12)], ["a"]);
    """

    assert run(script + says("titles()")) == ["Dates", "Cheese", "Brown bread"]


def test_a_missing_patch_is_noticed() -> None:
    script = 'const took = patch(12, 13, [], ["a"]);'

    assert run(script + says("[took, store.applied, titles().length]")) == [
        False,
        10,
        3,
    ]


def test_a_patch_for_another_list_is_noticed() -> None:
    script = 'const took = store.apply({view: "trash", from: 10, to: 11, put: []});'

    assert run(script + says("took")) is False


def test_a_late_patch_does_not_undo_a_newer_one() -> None:
    script = """
    patch(10, 12, [row("b", "Newer", 2, 12)]);
    patch(10, 11, [row("b", "Older", 2, 11)]);
    """

    assert run(script + says("[titles()[1], store.applied]")) == ["Newer", 12]


def test_a_guess_shows_at_once_until_the_answer() -> None:
    script = """
    store.guess("b", { done: true });
    const guessed = store.rows[1].done;
    patch(10, 10, [row("b", "Bread", 2, 2)]);
    """

    assert run(script + says("[guessed, store.rows[1].done]")) == [True, False]


def test_a_row_that_was_deleted_is_out_of_sight_at_once() -> None:
    script = 'store.guess("b", { hidden: true });'

    assert run(script + says("titles()")) == ["Cheese", "Apples"]


def test_a_title_that_is_being_typed_stays_until_it_is_written() -> None:
    script = """
    store.write({ id: "b", text: "Bre" });
    patch(10, 11, [], ["b"], true);
    const meanwhile = titles();
    store.write(null);
    """

    seen = run(script + says("[meanwhile, titles()]"))

    assert seen == [["Cheese", "Bread", "Apples"], ["Cheese", "Apples"]]


def test_rows_keep_their_identity_when_others_change() -> None:
    script = """
    const before = store.rows[0];
    patch(10, 11, [row("a", "Pears", 1, 11)]);
    """

    assert run(script + says("store.rows[0] === before")) is True


def test_only_what_others_changed_is_news() -> None:
    script = """
    patch(10, 11, [row("a", "Pears", 1, 11)]);
    const own = store.news;
    patch(11, 12, [row("b", "Rolls", 2, 12)], ["c"], true);
    """

    assert run(script + says("[own, store.news]")) == [[], ["Rolls", "Cheese"]]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("created", ["ten", "Two", "one"]),
        ("title", ["one", "ten", "Two"]),
        ("due", ["Two", "one", "ten"]),
        ("priority", ["one", "ten", "Two"]),
        ("updated", ["one", "ten", "Two"]),
    ],
)
def test_a_list_can_be_sorted(order: str, expected: list[str]) -> None:
    script = f"""
    start(
      row("x", "one", 1, 9, {{ priority: 1, due: "2026-12-02" }}),
      row("y", "Two", 2, 4, {{ due: "2026-12-01" }}),
      row("z", "ten", 3, 5, {{ priority: 3 }}),
    );
    store.sortBy("{order}");
    """

    assert run(script + says("titles()")) == expected


def test_what_is_due_first_comes_first_all_day_before_any_time() -> None:
    script = """
    const due = (id, day, time) => [...row(id, id, 1, 1, { due: day }), null, time];
    start(due("later", "2026-12-01", "17:00"), due("next day", "2026-12-02"),
      due("all day", "2026-12-01"), row("no day", "no day", 1, 1));
    store.sortBy("due");
    """

    assert run(script + says("titles()")) == ["all day", "later", "next day", "no day"]


def test_a_moment_is_due_by_the_clocks_of_the_zone_also_after_a_move() -> None:
    script = """
    const at = Date.parse("2026-12-01T23:30:00Z");
    const zoned = [...row("a", "a", 1, 1, { due: "2026-12-01" }), null, "23:30", at];
    const here = () => [store.rows[0].day, store.rows[0].clock];
    const in_ = (zone, more) => ({ view: "todos", to: 10, zone, ...more });
    store.apply(in_("Europe/Berlin", { from: null, rows: [zoned] }));
    const before = here();
    store.apply(in_("America/New_York", { from: 10 }));
    """

    assert run(script + says("[before, here()]")) == [
        ["2026-12-02", "00:30"],
        ["2026-12-01", "18:30"],
    ]


def test_the_names_of_lists_come_once_and_change() -> None:
    script = """
    const lists = (names, more) => ({ view: "todos", to: 10, lists: names, ...more });
    store.apply(lists({ h: "Home", w: "Work" }, { from: null, rows: [] }));
    store.apply(lists({ h: "Cottage" }, { from: 10 }));
    patch(10, 10);
    """

    assert run(script + says("store.lists")) == {"h": "Cottage", "w": "Work"}


def test_ten_thousand_rows_take_a_patch_within_a_frame() -> None:
    script = """
    const many = Array.from({ length: 10000 }, (_, n) => row("i" + n, "T " + n, n, n));
    store.apply({ view: "todos", from: null, to: 20000, rows: many });
    store.sortBy("title");
    const times = [];
    for (let n = 0; n < 30; n++) {
      const start = performance.now();
      patch(20000, 20001, [row("i" + n, "Todo " + n, n, 20001 + n, { done: 1 })]);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    """

    assert run(script + says("times[15]")) < 16

"""The pages about todos: wrong vars and props show without a build."""

import pytest
import reflex as rx

from taskpal.todos.dashboard import pages

PAGES = {"inbox": pages.inbox, "trash": pages.trash}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_renders(page: "type[rx.Component]") -> None:
    assert "TodoList" in str(page().render())


@pytest.mark.parametrize(
    "name",
    [
        "Main",
        "Add a todo",
        "Search",
        "Sort by",
        "Show",
        "Open",
        "Done",
        "All",
        "Delete this todo",
        "Close",
    ],
)
def test_the_inbox_keeps_the_names_that_scripts_rely_on(name: str) -> None:
    assert f'"{name}"' in str(pages.inbox().render())


def test_the_page_where_one_is_says_so() -> None:
    assert str(pages.trash().render()).count("aria-current") == 1

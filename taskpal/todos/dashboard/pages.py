"""The dashboard's pages about todos."""

import reflex as rx

from taskpal.todos.dashboard import components
from taskpal.todos.dashboard.state import TodosState
from taskpal.ui.frame import frame
from taskpal.ui.widgets import nothing


def inbox() -> rx.Component:
    """The todos: open, done or all, and the opened one beside them."""
    return frame(
        "Inbox",
        components.new_todo(),
        components.todo_list("todos", components.nothing_to_do()),
        at="/inbox",
        tools=components.tools(),
        beside=components.opened_todo(),
        on_undo=TodosState.undo,
    )


def trash() -> rx.Component:
    """What was deleted, and can be restored for 30 days."""
    return frame(
        "Trash",
        rx.el.p("What you delete stays here for 30 days.", class_name="lead"),
        components.todo_list(
            "trash",
            nothing("Nothing here", "The trash is empty."),
        ),
        at="/trash",
        on_undo=TodosState.undo,
    )

"""The dashboard's pages about todos."""

import reflex as rx

from taskpal.todos.state import TodosState
from taskpal.ui.frame import frame


def inbox() -> rx.Component:
    """Every open todo."""
    return frame("Inbox", rx.el.p(TodosState.revision))

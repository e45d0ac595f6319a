"""The things a person sees and touches on the pages about todos."""

import reflex as rx

from taskpal.todos.dashboard.rows import View
from taskpal.todos.dashboard.state import TodosState
from taskpal.ui.client import Alive, LiveField, Tick, script
from taskpal.ui.widgets import nothing, one_of

SHOWN = [("open", "Open"), ("done", "Done"), ("all", "All")]
SORTS = [
    ("created", "Newest first"),
    ("due", "Due date"),
    ("priority", "Priority"),
    ("title", "Title"),
    ("updated", "Last changed"),
]
PRIORITIES = [("p1", "P1 · urgent"), ("p2", "P2"), ("p3", "P3"), ("p4", "P4 · none")]


class TodoList(rx.Component):
    """The rows: they live in the browser and are changed by patches."""

    library = script("todo_list.jsx")
    tag = "TodoList"
    lib_dependencies: list[str] = ["react-virtuoso@4.18.21"]

    view: rx.Var[str]
    patch: rx.Var[dict]
    sort: rx.Var[str]
    opened: rx.Var[str]

    on_gap: rx.EventHandler[lambda applied, view: [applied, view]]
    on_received: rx.EventHandler[lambda revision: [revision]]
    on_zone: rx.EventHandler[lambda zone: [zone]]
    on_complete: rx.EventHandler[lambda todo_id, due: [todo_id, due]]
    on_reopen: rx.EventHandler[lambda todo_id: [todo_id]]
    on_rename: rx.EventHandler[lambda todo_id, title: [todo_id, title]]
    on_due: rx.EventHandler[lambda todo_id, due: [todo_id, due]]
    on_priority: rx.EventHandler[lambda todo_id, priority: [todo_id, priority]]
    on_open: rx.EventHandler[lambda todo_id: [todo_id]]
    on_delete: rx.EventHandler[lambda todo_id: [todo_id]]
    on_restore: rx.EventHandler[lambda todo_id: [todo_id]]


class TodoCount(rx.Component):
    """How many rows the list has."""

    library = script("todo_list.jsx")
    tag = "TodoCount"

    view: rx.Var[str]


class OpenedTodo(rx.Component):
    """The panel beside the list, with an address of its own."""

    library = script("todo_details.jsx")
    tag = "OpenedTodo"

    todo_id: rx.Var[str]
    home: rx.Var[str]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


def todo_list(view: str, empty: rx.Component) -> rx.Component:
    """Every row of the list; `empty` is shown in place of none."""
    return TodoList.create(
        empty,
        view=view,
        patch=TodosState.patch,
        sort=TodosState.sort if view == "todos" else "updated",
        opened=TodosState.opened["id"].to(str),
        on_gap=TodosState.catch_up,
        on_received=TodosState.received,
        on_zone=TodosState.take_zone,
        on_complete=TodosState.complete,
        on_reopen=TodosState.reopen,
        on_rename=TodosState.rename,
        on_due=TodosState.set_due,
        on_priority=TodosState.prioritise,
        on_open=TodosState.open,
        on_delete=TodosState.delete,
        on_restore=TodosState.restore,
    )


def new_todo() -> rx.Component:
    """Where a todo is written down."""
    return rx.el.form(
        Alive.create(
            rx.icon("plus", size=18, aria_hidden=True),
            rx.el.input(
                id="new-todo",
                name="title",
                aria_label="Add a todo",
                placeholder="Add a todo",
                auto_complete="off",
                enter_key_hint="done",
                max_length=500,
                required=True,
            ),
            rx.el.kbd("Q", aria_hidden=True),
        ),
        on_submit=TodosState.add,
        reset_on_submit=True,
        class_name="new-todo",
    )


def tools() -> list[rx.Component]:
    """What narrows the list down, and what orders it."""
    return [
        TodoCount.create(view=View().name),
        Alive.create(_search(), _shown(), _sorted()),
    ]


def _search() -> rx.Component:
    return rx.el.label(
        rx.icon("search", size=16, aria_hidden=True),
        rx.el.input(
            id="search",
            type="search",
            aria_label="Search",
            placeholder="Search",
            default_value=TodosState.search,
            max_length=200,
            on_change=TodosState.find.debounce(150),
        ),
        class_name="search",
    )


def _shown() -> rx.Component:
    return one_of("Show", "shown", SHOWN, TodosState.shown, TodosState.show)


def _sorted() -> rx.Component:
    return one_of(
        "Sort by", "sort", SORTS, TodosState.sort, TodosState.sort_by, as_menu=True
    )


def nothing_to_do() -> rx.Component:
    """Why the list is empty: finished, or nothing found."""
    return rx.cond(
        TodosState.search,
        nothing("Nothing found", "No todo has these words in it."),
        rx.match(
            TodosState.shown,
            ("done", nothing("Nothing done yet", "What you finish is kept here.")),
            nothing("All clear", "Write down what is on your mind."),
        ),
    )


def opened_todo() -> rx.Component:
    """The todo that is open beside the list."""
    todo = TodosState.opened
    todo_id = todo["id"].to(str)
    return OpenedTodo.create(
        rx.cond(
            TodosState.missing,
            rx.fragment(
                rx.el.header(_close()),
                nothing("Not here", "There is no such todo, or it is in the trash."),
            ),
            _details(todo, todo_id),
        ),
        todo_id=rx.cond(TodosState.missing, TodosState.missing, todo_id),
        home="/inbox",
        on_close=TodosState.close,
    )


def _close() -> rx.Component:
    return rx.el.button(
        rx.icon("x", size=18, aria_hidden=True),
        aria_label="Close",
        on_click=TodosState.close,
        class_name="action",
    )


def _details(todo: rx.Var, todo_id: rx.Var) -> rx.Component:
    return rx.el.div(
        _header(todo, todo_id),
        LiveField.create(
            label="Title",
            value=todo["title"].to(str),
            max_length=500,
            on_save=lambda value: TodosState.rename(todo_id, value),
        ),
        rx.el.dl(
            rx.el.dt("Due"),
            rx.el.dd(*_due(todo, todo_id)),
            rx.el.dt("Priority"),
            rx.el.dd(_priority(todo, todo_id)),
            rx.foreach(todo["facts"].to(list[tuple[str, str]]), _fact),
        ),
        LiveField.create(
            label="Description",
            type="text",
            placeholder="Notes",
            value=todo["description"].to(str),
            max_length=20000,
            on_save=lambda value: TodosState.describe(todo_id, value),
        ),
        key=todo_id,
    )


def _header(todo: rx.Var, todo_id: rx.Var) -> rx.Component:
    return rx.el.header(
        Tick.create(
            label="Done",
            checked=todo["completed"].to(bool),
            on_tick=lambda done: TodosState.tick(todo_id, done),
        ),
        rx.el.button(
            rx.icon("trash-2", size=18, aria_hidden=True),
            aria_label="Delete this todo",
            on_click=TodosState.delete(todo_id),
            class_name="action",
        ),
        _close(),
    )


def _due(todo: rx.Var, todo_id: rx.Var) -> tuple[rx.Component, rx.Component]:
    """The day, which can be changed, and the time, if there is one."""
    day = LiveField.create(
        label="Due",
        type="date",
        value=todo["due"].to(str),
        on_save=lambda value: TodosState.set_due(todo_id, value),
    )
    clock = rx.el.span(todo["time"].to(str), class_name="fact")
    return day, rx.cond(todo["time"], clock)


def _priority(todo: rx.Var, todo_id: rx.Var) -> rx.Component:
    return one_of(
        "Priority",
        "priority",
        PRIORITIES,
        todo["priority"].to(str),
        lambda priority: TodosState.prioritise(todo_id, priority),
        as_menu=True,
    )


def _fact(fact: rx.Var) -> rx.Component:
    return rx.fragment(rx.el.dt(fact[0]), rx.el.dd(fact[1], class_name="fact"))

"""Our own few scripts that run in the browser, as components. They live in assets/."""

import reflex as rx


def script(name: str) -> str:
    """Where the build finds a script of ours."""
    return f"$/public/{name}"


class Keys(rx.Component):
    """Single keys that take the keyboard somewhere."""

    library = script("keys.jsx")
    tag = "Keys"


class Alive(rx.Component):
    """Fields that can be used as soon as the page's script runs, and not before."""

    library = script("alive.jsx")
    tag = "Alive"


class Leave(rx.Component):
    """Moves the tab to a page of the server, once there is an address in `to`."""

    library = script("leave.jsx")
    tag = "Leave"

    to: rx.Var[str]


class Choice(rx.Component):
    """One of a few, shown as chosen at once."""

    library = script("choice.jsx")
    tag = "Choice"

    label: rx.Var[str]
    name: rx.Var[str]
    options: rx.Var[list[tuple[str, str]]]
    value: rx.Var[str]
    as_menu: rx.Var[bool]
    on_choose: rx.EventHandler[lambda value: [value]]


class Tick(rx.Component):
    """A checkbox with its label, ticked at once."""

    library = script("choice.jsx")
    tag = "Tick"

    label: rx.Var[str]
    checked: rx.Var[bool]
    on_tick: rx.EventHandler[lambda checked: [checked]]

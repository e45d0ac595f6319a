"""Our own few scripts that run in the browser, as components. They live in assets/."""

import reflex as rx


def script(name: str) -> str:
    """Where the build finds a script of ours."""
    return f"$/public/{name}"


class Keys(rx.Component):
    """Single keys that take the keyboard somewhere."""

    library = script("keys.jsx")
    tag = "Keys"


class Leave(rx.Component):
    """Moves the tab to a page of the server, once there is an address in `to`."""

    library = script("leave.jsx")
    tag = "Leave"

    to: rx.Var[str]

"""Our own few scripts that run in the browser, as components. They live in assets/."""

from typing import Any

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
    """Moves the tab to a page of the server, once there is an address in `to`.

    To /sign-in as well when it cannot connect, and has been signed out meanwhile:
    `failures` are its vain attempts.
    """

    library = script("leave.jsx")
    tag = "Leave"

    to: rx.Var[str]
    failures: rx.Var[list[Any]]


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


class ZoneMenu(rx.Component):
    """One of the time zones, as IANA names them; the browser knows which there are."""

    library = script("choice.jsx")
    tag = "ZoneMenu"

    label: rx.Var[str]
    value: rx.Var[str]
    on_choose: rx.EventHandler[lambda value: [value]]


class Tick(rx.Component):
    """A checkbox with its label, ticked at once."""

    library = script("choice.jsx")
    tag = "Tick"

    label: rx.Var[str]
    checked: rx.Var[bool]
    on_tick: rx.EventHandler[lambda checked: [checked]]


class LiveField(rx.Component):
    """A field that saves itself when it is left."""

    library = script("live_field.jsx")
    tag = "LiveField"

    label: rx.Var[str]
    value: rx.Var[str]
    type: rx.Var[str]
    max_length: rx.Var[int]
    placeholder: rx.Var[str]
    on_save: rx.EventHandler[lambda value: [value]]


class CopyField(rx.Component):
    """A value with a button that copies it."""

    library = script("copying.jsx")
    tag = "CopyField"

    label: rx.Var[str]
    value: rx.Var[str]
    lines: rx.Var[int]


class SecretOnce(rx.Component):
    """A secret while it is there to be copied; its children afterwards.

    With `focus` the keyboard goes to it; `command` is a line to try it with, in which
    it stands for `{secret}`.
    """

    library = script("copying.jsx")
    tag = "SecretOnce"

    label: rx.Var[str]
    value: rx.Var[str]
    of: rx.Var[str]
    command: rx.Var[str]
    focus: rx.Var[bool]
    on_kept: rx.EventHandler[rx.event.no_args_event_spec]


class When(rx.Component):
    """A moment, given as ISO 8601, as the day it is where the reader is."""

    library = script("when.jsx")
    tag = "When"

    at: rx.Var[str]


class Moment(rx.Component):
    """As `When`, with the time of day."""

    library = script("when.jsx")
    tag = "Moment"

    at: rx.Var[str]


class Ask(rx.Component):
    """A button that asks again before it does what cannot be undone.

    Its children say what would happen. `look` is the class of the button.
    """

    library = script("asking.jsx")
    tag = "Ask"

    text: rx.Var[str]
    label: rx.Var[str]
    question: rx.Var[str]
    yes: rx.Var[str]
    look: rx.Var[str]
    on_yes: rx.EventHandler[rx.event.no_args_event_spec]


class Fold(rx.Component):
    """A section that opens under its heading; `open` opens it."""

    library = script("folding.jsx")
    tag = "Fold"
    lib_dependencies: list[str] = ["lucide-react"]

    name: rx.Var[str]
    title: rx.Var[str]
    about: rx.Var[str]
    status: rx.Var[str]
    open: rx.Var[bool]


class Tabs(rx.Component):
    """One of its children at a time, chosen by the tab with its name."""

    library = script("folding.jsx")
    tag = "Tabs"

    label: rx.Var[str]
    names: rx.Var[list[str]]


class Behind(rx.Component):
    """What a button brings up, until `after` changes; `always`, it is there."""

    library = script("folding.jsx")
    tag = "Behind"

    button: rx.Var[str]
    always: rx.Var[bool]
    after: rx.Var[int]


class Fresh(rx.Component):
    """Empties the form it is in each time `after` changes."""

    library = script("folding.jsx")
    tag = "Fresh"

    after: rx.Var[int]


class Land(rx.Component):
    """Brings the keyboard to the heading of the article it is in, once `when` is so."""

    library = script("folding.jsx")
    tag = "Land"

    when: rx.Var[bool]

"""What the cards have in common: forms, values to copy, an app that unfolds."""

from typing import Any

import reflex as rx

from taskpal.assistant.connecting.schemas import OwnApp
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.oauth.scopes import DEFAULT
from taskpal.ui.client import Ask, CopyField, Fresh, Land, LiveField, SecretOnce, When


def address(path: str) -> rx.Var[str]:
    """The full address of a path here."""
    return ConnectionsState.address + path


def counted(count: rx.Var[int], one: str, many: str) -> rx.Var[str]:
    """`1 app`, `3 apps`; of none, nothing is said."""
    return rx.match(count, (0, ""), (1, one), count.to_string() + f" {many}")


def form(at: str, *content: rx.Component, on_submit: Any) -> rx.Component:
    """A form that empties itself once it was taken, and not before."""
    return rx.el.form(Fresh.create(after=taken(at)), *content, on_submit=on_submit)


def taken(at: str) -> rx.Var[int]:
    """A number that changes each time that form was accepted."""
    return rx.cond(ConnectionsState.taken_at == at, ConnectionsState.taken, 0)


def field(label: str, field_id: str, content: rx.Component) -> rx.Component:
    """A field with its label above."""
    return rx.el.div(rx.el.label(label, html_for=field_id), content, class_name="field")


def problem(at: str, hint: str = "") -> rx.Component:
    """What is wrong with a form; until then, a hint."""
    return rx.cond(
        (ConnectionsState.problem_at == at) & (ConnectionsState.problem != ""),
        rx.el.p(ConnectionsState.problem, class_name="problem", role="alert"),
        rx.el.p(hint, class_name="hint") if hint else rx.fragment(),
    )


def line(
    label: str, field_id: str, button: str, look: str = "", **props: Any
) -> rx.Component:
    """A field with its button beside it."""
    return field(
        label,
        field_id,
        rx.el.div(
            rx.el.input(id=field_id, required=True, auto_complete="off", **props),
            rx.el.button(button, type="submit", class_name=look),
            class_name="together",
        ),
    )


def own_app(
    app: rx.Var[OwnApp], status: Any, *content: rx.Component, look: Any = ""
) -> rx.Component:
    """An app of the user's: a line that unfolds."""
    opened = ConnectionsState.opened == app.id
    return rx.el.article(
        rx.el.h4(
            rx.el.button(
                rx.icon("chevron-right", size=16, aria_hidden=True),
                rx.el.span(app.name, class_name="app-name"),
                rx.el.span(status, class_name="stage " + look),
                aria_expanded=opened,
                on_click=ConnectionsState.open(app.id),
            ),
            Land.create(when=ConnectionsState.landing == app.id),
        ),
        rx.cond(opened, rx.el.div(*content), rx.fragment()),
        class_name=rx.cond(opened, "client expanded", "client"),
        key=app.id,
    )


def secret(app: rx.Var[OwnApp]) -> rx.Component:
    """The app's secret just after it was made, later the way to another one."""
    return SecretOnce.create(
        rx.el.div(
            rx.el.p(rx.el.b("Client Secret"), " was shown once, when it was made."),
            Ask.create(
                rx.el.p(
                    "The old secret stops working at once. Whoever is signed in stays "
                    "signed in, but the app must be given the new one."
                ),
                text="Replace the secret",
                question="Replace the secret of " + app.name + "?",
                yes="Replace it",
                on_yes=ConnectionsState.rotate(app.id),
            ),
            class_name="apart",
        ),
        label="Client Secret",
        value=ConnectionsState.secret,
        of=app.id,
        focus=ConnectionsState.landing != app.id,
        on_kept=ConnectionsState.secret_kept,
    )


def scope_field(scope: str = DEFAULT) -> rx.Component:
    """What an app may ask for, to be copied."""
    return CopyField.create(label="Scope", value=scope)


def name_field(app: rx.Var[OwnApp]) -> rx.Component:
    """The app's name, which saves itself when it is left."""
    return rx.el.div(
        rx.el.p("Name", aria_hidden=True, class_name="label"),
        LiveField.create(
            label="Name",
            value=app.name,
            max_length=100,
            on_save=lambda name: ConnectionsState.rename(app.id, name),
        ),
        problem("name"),
        class_name="field",
    )


def callbacks(
    app: rx.Var[OwnApp], name: str, label: str, placeholder: str
) -> rx.Component:
    """The addresses an app may send people back to, and a field for one more."""
    return rx.fragment(
        rx.cond(
            app.callbacks,
            rx.el.div(
                rx.el.p(name, class_name="label"),
                rx.el.ul(
                    rx.foreach(app.callbacks, lambda one: _callback(app.id, one)),
                    class_name="callbacks",
                    aria_label=name,
                ),
            ),
            rx.fragment(),
        ),
        form(
            "callback",
            line(
                label,
                "callback",
                "Add",
                name="callback",
                placeholder=placeholder,
                max_length=500,
                spell_check=False,
            ),
            problem("callback"),
            on_submit=ConnectionsState.add_callback,
        ),
    )


def delete_app(app: rx.Var[OwnApp]) -> rx.Component:
    """The way to delete an app, which says who loses access."""
    return rx.el.div(
        rx.el.p("Made ", When.create(at=app.made)),
        Ask.create(
            rx.el.p(
                rx.match(
                    app.people,
                    (0, "Nobody is connected to it."),
                    (1, "One person is connected to it and loses access at once."),
                    app.people.to_string()
                    + " people are connected to it and lose access at once.",
                ),
                " It cannot be undone.",
            ),
            text="Delete",
            label="Delete: " + app.name,
            question="Delete " + app.name + "?",
            yes="Delete it",
            look="danger",
            on_yes=ConnectionsState.delete(app.id),
        ),
        class_name="apart",
    )


def _callback(client_id: rx.Var[str], callback: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.el.code(callback, class_name="url"),
        rx.el.button(
            "Remove",
            type="button",
            aria_label="Remove: " + callback,
            on_click=ConnectionsState.remove_callback(client_id, callback),
        ),
    )

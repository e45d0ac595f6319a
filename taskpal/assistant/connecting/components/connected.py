"""The apps the user let in: what each may do, and the way to end it."""

import reflex as rx

from taskpal.assistant.connecting.schemas import ConnectedApp
from taskpal.assistant.connecting.state import ConnectionsState
from taskpal.oauth.schemas import DOCUMENT, OWN, REGISTERED, SOMEONES
from taskpal.ui.client import Ask, When

ORIGINS = {
    OWN: "Your own app",
    SOMEONES: "Someone's app, unverified",
    REGISTERED: "Registered itself, unverified",
    DOCUMENT: "Known by its web address",
}


def connected_apps() -> rx.Component:
    """The apps the user let in, if there are any."""
    return rx.cond(
        ConnectionsState.connected,
        rx.el.section(
            rx.el.h2("Connected apps", id="connected-apps"),
            rx.el.ul(
                rx.foreach(ConnectionsState.connected, _app),
                class_name="rows",
                aria_labelledby="connected-apps",
            ),
            aria_labelledby="connected-apps",
        ),
        rx.fragment(),
    )


def _app(app: rx.Var[ConnectedApp]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.span(app.name, class_name="app-name"),
                " ",
                rx.el.span(app.place, class_name="hint"),
            ),
            rx.el.p(app.scopes.join(" · "), class_name="may"),
            rx.el.p(
                rx.el.span(
                    rx.match(app.origin, *ORIGINS.items(), ""),
                    class_name="origin " + app.origin,
                ),
                rx.el.span("since ", When.create(at=app.since)),
                rx.cond(
                    app.used,
                    rx.el.span("last used ", When.create(at=app.used)),
                    rx.el.span("not used yet"),
                ),
                class_name="facts-line",
            ),
        ),
        Ask.create(
            rx.el.p(
                "It can no longer see or change anything. To use it again, sign in "
                "through it."
            ),
            text="Disconnect",
            label="Disconnect: " + app.name,
            question="Disconnect " + app.name + "?",
            yes="Disconnect it",
            on_yes=ConnectionsState.disconnect(app.id),
        ),
        key=app.id,
    )


def skeleton() -> rx.Component:
    """The page's shape, until its content is there."""
    line = rx.el.div(class_name="bone")
    return rx.el.div(line, line, line, line, class_name="bones", aria_hidden=True)

"""The frame around every page of the dashboard: the way around, and the page itself.

    def connections() -> rx.Component:
        return frame("Connect ChatGPT", cards(), at="/connections")

Load such a page with `on_load=[…, SessionState.check]`, which says whose it is.
"""

from collections.abc import Sequence
from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode
from reflex_components_core.core.banner import (
    connect_errors,
    has_too_many_connection_errors,
)

from taskpal.ui.client import Keys, Leave
from taskpal.ui.messages import messages
from taskpal.ui.widgets import mark, one_of

PLACES = [
    ("Inbox", "/inbox", "inbox"),
    ("Trash", "/trash", "trash-2"),
    ("Connect ChatGPT", "/connections", "plug"),
]
APPEARANCES = [("system", "System"), ("light", "Light"), ("dark", "Dark")]


class Frame(rx.State):
    """Whose dashboard it is, and where the tab must go when their session has ended."""

    name: str = ""
    leave: str = ""


def frame(
    title: str,
    *content: rx.Component,
    at: str = "",
    tools: Sequence[rx.Component] = (),
    beside: rx.Component | None = None,
    on_undo: Any = None,
) -> rx.Component:
    """A page of the dashboard; `at` is its place in the navigation."""
    return rx.el.div(
        _navigation(at),
        rx.el.main(rx.el.header(rx.el.h1(title), *tools, class_name="head"), *content),
        beside or rx.fragment(),
        messages(on_undo),
        _offline(),
        Keys.create(),
        Leave.create(to=Frame.leave, failures=connect_errors),
        class_name="frame",
    )


def _offline() -> rx.Component:
    """Said once a second attempt to connect has failed: the first often works out."""
    return rx.el.div(
        rx.cond(
            has_too_many_connection_errors,
            rx.el.p("No connection. What you change is sent once it is back."),
        ),
        role="alert",
        class_name="offline",
    )


def _navigation(at: str) -> rx.Component:
    return rx.el.nav(
        rx.el.a(
            mark(),
            rx.el.span("TaskPal", class_name="brand-name"),
            href="/inbox",
            class_name="brand",
        ),
        *[_place(*place, here=place[1] == at) for place in PLACES],
        _account(at),
        aria_label="Main",
    )


def _place(name: str, address: str, icon: str, *, here: bool) -> rx.Component:
    current = {"aria_current": "page"} if here else {}
    return rx.el.a(
        rx.icon(icon, size=18, aria_hidden=True),
        rx.el.span(name.split()[0], *_rest(name)),
        href=address,
        class_name="place",
        **current,
    )


def _rest(name: str) -> list[rx.Component]:
    """What a phone has no room for; it is read out nevertheless."""
    rest = name.partition(" ")[2]
    return [rx.el.span(f" {rest}", class_name="rest")] if rest else []


def _account(at: str) -> rx.Component:
    here = {"aria_current": "page"} if at == "/settings" else {}
    return rx.el.details(
        rx.el.summary(
            rx.icon("circle-user-round", size=18, aria_hidden=True),
            rx.el.span(rx.cond(Frame.name, Frame.name, "Account")),
            class_name="place",
        ),
        rx.el.div(
            rx.el.p("Appearance", aria_hidden=True),
            one_of(
                "Appearance",
                "appearance",
                APPEARANCES,
                color_mode,
                lambda mode: set_color_mode(mode),
            ),
            rx.el.a(
                rx.icon("settings", size=18, aria_hidden=True),
                rx.el.span("Settings"),
                href="/settings",
                class_name="place",
                **here,
            ),
            rx.el.a(
                rx.icon("log-out", size=18, aria_hidden=True),
                rx.el.span("Sign out"),
                href="/sign-out",
                class_name="place",
                custom_attrs={"reloadDocument": True},
            ),
            class_name="account",
        ),
    )

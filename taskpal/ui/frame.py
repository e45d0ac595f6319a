"""The frame around every page of the dashboard: navigation, title and content."""

import reflex as rx


def frame(title: str, *content: rx.Component) -> rx.Component:
    """A page of the dashboard under its title."""
    return rx.el.div(
        rx.el.nav(rx.el.a("Inbox", href="/inbox"), aria_label="Main"),
        rx.el.main(rx.el.h1(title), *content),
        class_name="frame",
    )

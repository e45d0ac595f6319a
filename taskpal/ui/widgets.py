"""Small things every page of the dashboard may use."""

from typing import Any

import reflex as rx

from taskpal.ui.client import Choice
from taskpal.ui.plain import MARK_CHECK, MARK_GROUND


def mark() -> rx.Component:
    """TaskPal's mark: the same as on the plain pages."""
    return rx.el.svg(
        rx.el.path(class_name="mark-ground", d=MARK_GROUND),
        rx.el.path(class_name="mark-check", d=MARK_CHECK),
        class_name="mark",
        view_box="0 0 32 32",
        width="28",
        height="28",
        aria_hidden=True,
    )


def one_of(  # noqa: PLR0913
    label: str,
    name: str,
    options: list[tuple[str, str]],
    value: Any,
    on_choose: Any,
    *,
    as_menu: bool = False,
) -> rx.Component:
    """One of a few, `(value, text)` each: side by side, or as a menu."""
    return Choice.create(
        label=label,
        name=name,
        options=options,
        value=value,
        as_menu=as_menu,
        on_choose=on_choose,
    )


def nothing(title: str, sentence: str) -> rx.Component:
    """What stands where there is nothing to show."""
    return rx.el.div(
        _spruce(),
        rx.el.p(title, class_name="nothing-title"),
        rx.el.p(sentence),
        class_name="nothing",
    )


def _spruce() -> rx.Component:
    """A small tree on an open field."""
    return rx.el.svg(
        rx.el.path(d="M4 96h112", class_name="ground"),
        rx.el.path(d="M60 82v14", class_name="trunk"),
        rx.el.path(
            d="M60 14 76 42h-8l14 20h-9l13 20H34l13-20h-9l14-20h-8Z", class_name="tree"
        ),
        rx.el.path(d="M20 96v-7m0-9 6 10H14Zm80 16v-5m0-7 5 8H95Z", class_name="far"),
        view_box="0 0 120 104",
        aria_hidden=True,
    )

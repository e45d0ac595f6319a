"""Small things every page of the dashboard may use."""

import reflex as rx

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


def choice(
    label: str, name: str, options: list[tuple[str, str, bool, object]]
) -> rx.Component:
    """One of a few: `(text, value, chosen, on_choose)` each."""
    return rx.el.fieldset(
        rx.el.legend(label, class_name="visually-hidden"),
        *[
            rx.el.label(
                rx.el.input(
                    type="radio",
                    name=name,
                    value=value,
                    checked=chosen,
                    on_change=on_choose,
                ),
                text,
            )
            for text, value, chosen, on_choose in options
        ],
        class_name="choice",
    )

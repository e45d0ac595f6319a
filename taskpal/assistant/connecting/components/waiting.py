"""The callbacks of Custom GPTs that ask for approval."""

import reflex as rx

from taskpal.assistant.connecting.schemas import Waiting
from taskpal.assistant.connecting.state import ConnectionsState


def waiting() -> rx.Component:
    """The callbacks that ask for approval: nobody should have to look for them."""
    return rx.el.ul(
        rx.foreach(ConnectionsState.waiting, _waiting),
        class_name="waiting",
        aria_label="Waiting for approval",
        aria_live="polite",
    )


def _waiting(waiting: rx.Var[Waiting]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(waiting.client_name),
            " asks for approval. Approve it if you have just tried to sign in to your "
            "GPT; its address is",
        ),
        rx.foreach(
            waiting.callbacks, lambda callback: rx.el.code(callback, class_name="url")
        ),
        rx.el.div(
            rx.el.button(
                "Approve",
                type="button",
                class_name="primary",
                on_click=ConnectionsState.approve(waiting.id),
            ),
            rx.el.button(
                "Refuse",
                type="button",
                on_click=ConnectionsState.refuse(waiting.id),
            ),
            class_name="together",
        ),
    )
